"""What can be done to roles and rubrics."""
