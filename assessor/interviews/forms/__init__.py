"""Forms of interviews and scorecards."""
