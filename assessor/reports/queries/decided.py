"""The comparison a decision was made on, made again from what is stored, and what has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessor.accounts.models import User
from assessor.candidates.models import Application, Decision
from assessor.candidates.queries import applications_in
from assessor.interviews.models import Revision
from assessor.interviews.queries.scores import CountedCard, CountedCards
from assessor.interviews.queries.visibility import scorecards_visible_to, why_blind
from assessor.interviews.rules.blindness import Blindness
from assessor.openings.models import Opening
from assessor.openings.queries import earlier_versions
from assessor.reports.queries import comparison_of, opening_facts, put_together
from assessor.reports.rules.comparison import METHOD_VERSION, Comparison, VisibilityChange
from assessor.reports.rules.record import Record, read_record, record_of
from assessor.reports.rules.since import Known, what_changed
from roles.models import Rubric

DECIDED = ("application__opening__role", "application__opening__rubric", "rubric", "decided_by")

NOTHING_KEPT = "It was written down before Assessor kept what a comparison was made of."
OTHER_METHOD = (
    "It was made by version {} of the method, which this release of Assessor does not have any more."
)
ENTRY_GONE = "The entry of a candidate who was compared is gone."
CARD_GONE = "A scorecard that counted is not there any more."
OTHER_HASH = "What is stored does not lead to the same comparison any more."
CLOSED = "It rests on scorecards, or on candidates, that you may not see at the moment."


@dataclass(frozen=True)
class AsDecided:
    """What can be shown of the comparison of a decision. `is_closed`: it rests on cards the viewer may not see, so
    there is nothing else. `obstacle` says why there is no comparison. `names_erased` counts candidates without a name.
    """

    comparison: Comparison | None = None
    record: Record | None = None
    is_closed: bool = False
    obstacle: str = ""
    changes: tuple[str, ...] = ()
    names_erased: int = 0


def comparison_as_decided(*, decision: Decision, viewer: User) -> AsDecided:
    """Return the comparison a decision, loaded as `DECIDED` says, was made on, as far as the viewer may see it.

    A constant number of queries, however many candidates, interviewers and criteria.
    """
    record = read_record(decision.inputs)
    if record is None:
        return AsDecided(obstacle=NOTHING_KEPT)
    opening = decision.application.opening
    compared = {
        application.candidate.ref: application
        for application in Application.objects.filter(
            opening=opening, candidate__ref__in=record.candidates()
        ).select_related("candidate__identity")
    }
    known = {entry.candidate.ref: entry for entry in applications_in(opening=opening, viewer=viewer)}
    if _is_closed(record, compared, known, viewer):
        return AsDecided(is_closed=True, obstacle=CLOSED)
    cards = _cards(record, opening, viewer)
    comparison, obstacle = None, _obstacle(record, compared, cards)
    if not obstacle:
        comparison = _made_again(record, decision, compared, cards)
        obstacle = "" if comparison.data_hash == decision.comparison_hash else OTHER_HASH
    now = comparison_of(opening=opening, viewer=viewer)
    return AsDecided(
        comparison=None if obstacle else comparison,
        record=record,
        obstacle=obstacle,
        changes=tuple(changes_between(record, now, known, decision.rubric, cards)),
        names_erased=sum(not hasattr(entry.candidate, "identity") for entry in compared.values()),
    )


def changes_since(*, record: Record, now: Comparison, opening: Opening, viewer: User) -> list[str]:
    """Return what has changed since a comparison of the opening was looked at, in words. One query."""
    known = {entry.candidate.ref: entry for entry in applications_in(opening=opening, viewer=viewer)}
    return changes_between(record, now, known)


def changes_between(
    record: Record,
    now: Comparison,
    known: Mapping[str, Application],
    rubric: Rubric | None = None,
    cards: Collection[CountedCard] = (),
) -> list[str]:
    """Return what differs now; `rubric` and `cards` are those of then, as far as they are known."""
    people = {card.interviewer_ref: card.interviewer_name for card in cards}
    numbers = {now.rubric_hash: now.rubric.number} | ({rubric.content_hash: rubric.number} if rubric else {})
    words = Known(
        candidates={ref: entry.candidate.name for ref, entry in known.items()},
        stages={ref: entry.stage for ref, entry in known.items()},
        interviewers=people | {person.ref: person.name for person in now.interviewers},
        rubrics=numbers,
    )
    return what_changed(record, record_of(now), words)


def _is_closed(
    record: Record, compared: Mapping[str, Application], known: Mapping[str, Application], viewer: User
) -> bool:
    """Say whether it shows anything of somebody the viewer has a conflict on, or is blind on now.

    Those who were closed to whoever decided are closed in it for everybody, so being blind on them does not matter.
    """
    blind = why_blind(viewer=viewer, applications=compared.values())
    shown = [entry for ref, entry in compared.items() if ref not in record.closed]
    return bool(compared.keys() - known.keys()) or any(entry.pk in blind for entry in shown)


def _cards(record: Record, opening: Opening, viewer: User) -> list[CountedCard]:
    """Return the revisions that counted then, of those the viewer may see. One query."""
    wanted = {digest for _, _, digest in record.cards()}
    revisions = Revision.objects.filter(
        submitted_at__isnull=False,
        scorecard__in=scorecards_visible_to(viewer=viewer),
        scorecard__seat__interview__application__opening=opening,
    )
    rows = revisions.values_list(*CountedCard.paths(card="scorecard__", revision=""))
    found = [CountedCard(*row) for row in rows]
    return [card for card in found if card.content_hash in wanted]


def _obstacle(record: Record, compared: Mapping[str, Application], cards: Collection[CountedCard]) -> str:
    if record.made_of["method_version"] != METHOD_VERSION:
        return OTHER_METHOD.format(record.made_of["method_version"])
    if record.candidates().keys() - compared.keys():
        return ENTRY_GONE
    return CARD_GONE if len(cards) < len(record.cards()) else ""


def _made_again(
    record: Record, decision: Decision, compared: Mapping[str, Application], cards: list[CountedCard]
) -> Comparison:
    """Return the comparison of these cards, with everybody at the stage they were at then."""
    opening, rubric = decision.application.opening, decision.rubric
    for ref, (stage, shortlisted) in record.candidates().items():
        compared[ref].stage, compared[ref].shortlisted = stage, shortlisted
    mixed = any(card.rubric_id != rubric.pk for card in cards)
    return put_together(
        facts=replace(
            opening_facts(opening),
            state=record.state,
            panel_rule=record.made_of["panel_rule"],
            shortlist_only=record.made_of["shortlist_only"],
        ),
        rubric=rubric,
        applications=[compared[ref] for ref in sorted(compared)],
        counted=CountedCards(
            opening=opening,
            cards=cards,
            blind={compared[ref].pk: Blindness(why) for ref, why in record.closed.items()},
            earlier=tuple(earlier_versions(opening=opening, until=rubric)) if mixed else (),
        ),
        visibility_change=_visibility(record.visibility),
    )


def _visibility(kept: Mapping[str, Any] | None) -> VisibilityChange | None:
    if kept is None:
        return None
    by = User.objects.filter(ref=kept["by"]).first()
    return VisibilityChange(
        on=dt.date.fromisoformat(kept["on"]),
        by=by.name if by else "somebody",
        words=kept["words"],
        cards_before=kept["cards_before"],
        by_ref=kept["by"],
    )
