"""What can be done to an opening."""
