"""Pages of roles and rubrics."""
