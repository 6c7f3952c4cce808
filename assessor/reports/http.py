"""What every page that shows a comparison does besides: that somebody has looked is noted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from assessor.accounts.models import User
from assessor.base.refused import Refused
from assessor.candidates.models import Decision
from assessor.candidates.queries import applications_in, decisions_of_team
from assessor.interviews.actions import looks
from assessor.interviews.queries.looks import anything_unseen, turned_blind
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


def note_look(viewer: User, opening: Opening, comparison: Comparison) -> bool:
    """Note the first look at the cards behind a comparison; say whether the reader turned blind while it was made.

    It must not be shown then. Never on HEAD, which notes nothing.
    """
    return note_look_at(viewer, opening, shown_in(comparison))


def may_know_of_all(viewer: User, opening: Opening, listed: list[str]) -> bool:
    """Say whether the reader may still know of all these applications of an opening, by their references. One query."""
    known = applications_in(opening=opening, viewer=viewer).order_by()
    return set(listed) <= set(known.values_list("ref", flat=True))


def note_look_at(viewer: User, opening: Opening, shown: list[str]) -> bool:
    """Do the same for applications of an opening, by their references.

    Asked anew, whatever the comparison counted: what is read after it may hold a card that came in meanwhile.
    """
    seen = applications_in(opening=opening, viewer=viewer).filter(ref__in=shown)
    if anything_unseen(viewer=viewer, applications=seen):
        looks.mark_seen(applications=seen, by=viewer, at=timezone.now())
    return turned_blind(viewer=viewer, application_refs=shown)


def page_number(text: str) -> int:
    """Return the number of a page as an address asks for it; the first for anything that is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
