"""The demonstration organisation: its text and what loads it."""
