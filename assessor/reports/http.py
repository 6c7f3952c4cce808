"""What several pages about a comparison do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.http import Http404
from django.shortcuts import get_object_or_404

from assessor.accounts.models import User
from assessor.base.refused import Refused
from assessor.candidates.models import Decision
from assessor.candidates.queries import applications_in, decisions_of_team
from assessor.interviews.queries.visibility import is_blind
from assessor.openings.models import Opening
from assessor.reports.queries.decided import DECIDED
from assessor.reports.rules.comparison import Comparison

# Seconds after which a file that never came is given up.
LONGEST = 300


def decision_or_404(viewer: User, ref: str) -> Decision:
    """Return a decision whose page the reader may open, loaded as `DECIDED` says. Three queries."""
    decisions = decisions_of_team(viewer=viewer)
    decision = get_object_or_404(
        decisions.select_related("application__candidate__identity", *DECIDED), ref=ref
    )
    if is_blind(viewer=viewer, application=decision.application):
        raise Http404
    return decision


@contextmanager
def one_at_a_time(*, user: User) -> Iterator[None]:
    """Let a person have one file written at a time, whichever process does it, so that nobody fills the server.

    Raises Refused while another of theirs is under way.
    """
    mark = f"export:{user.ref}"
    if not cache.add(mark, True, LONGEST):
        raise Refused("Your last export is still being written. Ask again when it is there.")
    try:
        yield
    finally:
        cache.delete_many([mark])


def shown_in(comparison: Comparison) -> list[str]:
    """Return the references of the applications whose cards the comparison shows something of."""
    return [candidate.application_ref for candidate in comparison.candidates if not candidate.blind]


def may_know_of_all(viewer: User, opening: Opening, listed: list[str]) -> bool:
    """Say whether the reader may still know of all these applications of an opening, by their references. One query."""
    known = applications_in(opening=opening, viewer=viewer).order_by()
    return set(listed) <= set(known.values_list("ref", flat=True))


def page_number(text: str) -> int:
    """Return the number of a page as an address asks for it; the first for anything that is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
