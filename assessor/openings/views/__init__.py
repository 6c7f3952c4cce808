"""Pages of openings: start, settings, team, rounds."""
