"""Views of people and of signing in."""
