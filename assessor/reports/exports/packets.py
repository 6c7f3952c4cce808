"""What every export is made of, as one viewer may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from assessor.accounts.models import User
from assessor.candidates.models import Decision
from assessor.candidates.queries import decisions_of_team
from assessor.interviews.queries.score_rows import score_rows
from assessor.interviews.rules.score_rows import ScoreRow
from assessor.measurement.composite import Rule
from assessor.openings.models import Opening
from assessor.openings.queries import sort_choice
from assessor.reports.queries import comparison_and_cards, differences_in
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.differences import Difference
from assessor.reports.rules.sorting import Sort


@dataclass(frozen=True, kw_only=True)
class Packet:
    """One opening's comparison for one reader, in the order they read it in.

    `scores` and `decisions` are read as they are written, once.
    """

    comparison: Comparison
    scores: Iterable[ScoreRow]
    differences: Sequence[Difference]
    decisions: Iterable[Decision]
    sort: Sort
    by: str
    at: dt.datetime

    @property
    def mark(self) -> str:
        """The line that every printed page and file carries: who took it, when, of what."""
        comparison = self.comparison
        versions = sorted({item.version.number for item in comparison.earlier} | {comparison.rubric.number})
        words = ", ".join(str(number) for number in versions)
        shown = "the shortlist" if comparison.opening.shortlist_only else "all candidates in the running"
        moment = timezone.localtime(self.at)
        return (
            f"Confidential. Taken by {self.by} on {moment.day} {moment:%B %Y, %H:%M %Z}; {shown};"
            f" rubric {words}; data {comparison.data_hash[:12]}"
        )


def packet_of(*, opening: Opening, viewer: User, at: dt.datetime, panel_rule: Rule | None = None) -> Packet:
    """Return what is exported of an opening loaded as `COMPARED_OPENING` says; needs team access, already checked."""
    comparison, _, counted = comparison_and_cards(opening=opening, viewer=viewer, panel_rule=panel_rule)
    choice = sort_choice(viewer=viewer, opening=opening)
    shown = frozenset(item.application_ref for item in comparison.candidates if not item.blind)
    return Packet(
        comparison=comparison,
        scores=score_rows(opening=opening, viewer=viewer, refs=shown),
        differences=differences_in(comparison=comparison, counted=counted),
        decisions=decisions_of_team(viewer=viewer)
        .filter(application__ref__in=shown)
        .select_related("decided_by", "application__candidate__identity")
        .order_by("decided_at", "pk"),
        sort=Sort(choice.column, choice.descending) if choice else Sort(),
        by=viewer.name,
        at=at,
    )
