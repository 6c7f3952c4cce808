"""Pages of candidates that need nothing of interviews."""
