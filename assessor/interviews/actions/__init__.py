"""What can be done to interviews, seats and scorecards."""
