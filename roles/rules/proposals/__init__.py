"""From a page of text to a proposed role: its title, purpose, duties and what it asks for, each with its place.

`documents` reads what arrived as text, `blocks` and `markup` cut it into headings, items and paragraphs, `vocabulary`
knows what headings and words stand for, `sentences` takes single sentences apart, and `proposing` puts it together.
"""

from __future__ import annotations

from roles.rules.proposals.documents import MAX_BYTES, Unreadable, text_of, text_of_file
from roles.rules.proposals.proposing import Found, Proposal, propose

__all__ = ["MAX_BYTES", "Found", "Proposal", "Unreadable", "propose", "text_of", "text_of_file"]
