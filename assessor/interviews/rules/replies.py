"""What people are asked for when they give up a seat or step aside. Pure Python."""

from __future__ import annotations

NO_EXCUSE = "Say in a few words why, so that somebody else can be found."
NO_TIE = "Say in a sentence what ties you to the candidate."
