"""The parts of a draft as its editor changes them: which form, which action, what the focus goes to afterwards."""
