"""Reads of interviews and scorecards."""
