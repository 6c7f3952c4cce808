"""One module per app, one factory per model: required fields only, no relatives beyond required foreign keys."""
