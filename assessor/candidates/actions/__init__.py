"""What can be done to candidates and their applications."""
