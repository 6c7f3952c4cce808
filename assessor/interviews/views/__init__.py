"""Pages of interviews, seats and scorecards."""
