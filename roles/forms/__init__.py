"""Forms of roles and drafts."""
