"""Forms of openings, and the fields with which people are chosen."""
