"""Pages of openings: start, settings, team, rounds, moving to a newer rubric."""
