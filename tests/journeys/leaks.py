"""A hiring round in which much could leak, who is who in it, and who may read what, written down by hand.

Every secret is a word (or a score) found nowhere else. What is said here of who may read it does not come from
`queries/visibility.py`: it is the design read in plain words, for one cast of people.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from assessor.accounts.models import User
from assessor.candidates.models import Application, Conflict
from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat, Revision, Scorecard
from assessor.openings.actions import moves
from assessor.openings.enums import CardVisibility, Fate, TeamAccess
from assessor.openings.models import Opening
from assessor.openings.rules import Passage
from assessor.reports import tasks
from assessor.reports.exports import recorded
from assessor.reports.queries import COMPARED_OPENING, comparison_of
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFileFactory, DecisionFactory
from tests.factories.interviews import (
    EvidenceFactory,
    RevisionFactory,
    ScorecardFactory,
    ScoreFactory,
    ScratchNoteFactory,
    submitted_card,
)
from tests.factories.openings import TeamMemberFactory
from tests.factories.roles import next_version
from tests.interviews.scene import Scene, scene
from tests.moments import AT

LATER = AT + dt.timedelta(hours=1)

# Everybody in it: seated or once seated; on the team, or running every opening; with other access; with none.
PEOPLE = (
    *("yara", "sam", "sue", "zed", "ann", "dean", "cora", "gone", "bert"),
    *("boss", "mona", "mila", "olga", "cmgr", "otto", "rolf", "rita"),
    *("edith", "audrey", "adam", "eve", "nobody", "dina", "stranger"),
)

# The words of each secret. Every text ends in SOUGHT, so that somebody can search for it without typing a secret.
SOUGHT = "quagga"
SECRETS = {
    "yara_on_ngozi": {"zanzibar", "zeugma", "zephyr", "zinnia", "9.75"},
    "sam_on_ngozi": {"saffron", "8.75"},
    "sue_on_ngozi": {"sorrel", "6.25"},
    "yara_on_obi": {"yarrow", "7.25"},
    "sam_on_obi": {"samphire", "4.75"},
    "mila_on_obi": {"marjoram", "3.25"},
    "zed_draft": {"zwieback", "1.75"},
    "sam_amending": {"sassafras", "sequoia"},
    "zed_note": {"nutmeg"},
    "yara_note": {"nettle"},
    "decision": {"dandelion"},
    "decision_on_obi": {"daffodil"},
    "decline": {"damson"},
    "conflict": {"coriander"},
    "bert_elsewhere": {"bergamot", "2.75"},
    "ngozi": {"quicksilver"},
    "obi": {"marmalade"},
    "pia": {"tangerine"},
}

TEAM_UNSEATED = {"boss", "olga", "rolf", "mila"}
TEAM = TEAM_UNSEATED | {"mona", "rita"}
# People who may read the secret whatever the opening says of when cards are shown.
READERS = {
    "yara_on_ngozi": TEAM_UNSEATED | {"yara"},
    "sam_on_ngozi": TEAM_UNSEATED | {"sam"},
    "sue_on_ngozi": TEAM_UNSEATED | {"sue"},
    "yara_on_obi": TEAM | {"cmgr", "yara"},
    "sam_on_obi": TEAM | {"cmgr", "sam"},
    "mila_on_obi": TEAM | {"cmgr"},
    "zed_draft": {"zed"},
    "sam_amending": {"sam"},
    "zed_note": {"zed"},
    "yara_note": {"yara"},
    "decision": TEAM_UNSEATED,
    "decision_on_obi": TEAM | {"cmgr"},
    "decline": TEAM,
    "conflict": TEAM,
    "bert_elsewhere": {"bert", "otto", "rolf", "rita"},
    "ngozi": TEAM | {"yara", "sam", "sue", "zed", "ann", "dean"},
    "obi": TEAM | {"cmgr", "yara", "sam"},
    "pia": {"bert", "otto", "rolf", "rita"},
}
# Whoever handed everything in, on a candidate whose panel is not complete, and on one whose panel is.
DONE_ON_NGOZI = {"yara", "sam"}
DONE_ON_OBI = {"yara", "sam"}


def readers(secret: str, visibility: str) -> set[str]:
    """Return who may read the secret in an opening with this setting."""
    found = set(READERS[secret])
    if secret in ("yara_on_ngozi", "sam_on_ngozi", "sue_on_ngozi") and visibility == CardVisibility.AFTER_OWN:
        found |= DONE_ON_NGOZI
    if secret.endswith("_on_obi") and secret != "decision_on_obi" and visibility != CardVisibility.NEVER:
        found |= DONE_ON_OBI
    return found


@dataclass
class Leaky:
    """The round, the people in it by the names above ("stranger" is nobody signed in), and what hangs on it."""

    stage: Scene
    elsewhere: Scene
    people: dict[str, User | None]
    applications: dict[str, Application] = field(default_factory=dict)
    seats: dict[str, PanelSeat] = field(default_factory=dict)
    cards: dict[str, Scorecard] = field(default_factory=dict)


def leaky(visibility: str = CardVisibility.AFTER_OWN) -> Leaky:
    stage, elsewhere = scene(), scene()
    Opening.objects.filter(pk=stage.opening.pk).update(visibility=visibility)
    world = Leaky(stage, elsewhere, _people(stage, elsewhere))
    _candidates(world)
    _cards_on_ngozi(world)
    _cards_on_obi(world)
    _unfinished(world)
    _gone(world)
    _decisions(world)
    _move(stage)
    _export(world)
    return world


def _decisions(world: Leaky) -> None:
    """The manager decides on Ngozi and on Obi, on a comparison of both that can be made again."""
    opening = Opening.objects.select_related(*COMPARED_OPENING).get(pk=world.stage.opening.pk)
    comparison = comparison_of(opening=opening, viewer=world.stage.manager)
    for name, word in (("ngozi", "Dandelion"), ("obi", "Daffodil")):
        DecisionFactory(
            application=world.applications[name],
            reason=f"{word} {SOUGHT}",
            decided_by=world.stage.manager,
            comparison_hash=comparison.data_hash,
            inputs=recorded(comparison),
        )


def _export(world: Leaky) -> None:
    """The manager has asked for every score as a file, and the worker has written it."""
    export = tasks.ask_for(
        opening=world.stage.opening, format="scores", by=world.stage.manager, at=timezone.now()
    )
    tasks.write_export.call(export.ref)
    export.refresh_from_db()
    assert export.is_ready


def _people(stage: Scene, elsewhere: Scene) -> dict[str, User | None]:
    seated = ("yara", "sam", "sue", "zed", "ann", "dean", "cora", "gone", "bert", "nobody")
    people: dict[str, User | None] = {name: UserFactory(name=name.capitalize()) for name in seated}
    people |= {"stranger": None, "boss": stage.manager, "otto": elsewhere.manager}
    for name, access in {
        "olga": TeamAccess.OBSERVER,
        "mona": TeamAccess.HIRING_MANAGER,
        "mila": TeamAccess.HIRING_MANAGER,
        "cmgr": TeamAccess.HIRING_MANAGER,
        "dina": TeamAccess.HIRING_MANAGER,
    }.items():
        people[name] = UserFactory(name=name.capitalize(), is_active=name != "dina")
        TeamMemberFactory(opening=stage.opening, user=people[name], access=access)
    for name, flag in {
        "rolf": "is_recruiter",
        "rita": "is_recruiter",
        "edith": "is_rubric_editor",
        "audrey": "is_auditor",
        "adam": "is_administrator",
    }.items():
        people[name] = UserFactory(name=name.capitalize(), **{flag: True})
    people["eve"] = UserFactory(name="Eve", is_administrator=True, is_rubric_editor=True, is_auditor=True)
    return people


def _candidates(world: Leaky) -> None:
    world.stage.round()
    world.stage.round("Panel")
    world.applications |= {
        "ngozi": world.stage.candidate("Ngozi Quicksilver"),
        "obi": world.stage.candidate("Obi Marmalade"),
        "pia": world.elsewhere.candidate("Pia Tangerine"),
    }
    CandidateFileFactory(application=world.applications["ngozi"])


def _card(
    world: Leaky, who: str, on: str, value: str, words: str, recommendation: str = "strong_yes"
) -> None:
    stage = world.elsewhere if on == "pia" else world.stage
    seat = stage.seat(world.applications[on], world.people[who])
    evidence, summary = (f"{word} {SOUGHT}" for word in words.split())
    card = submitted_card(
        seat,
        {stage.depth: 5, stage.clarity: 4, stage.execution: value},
        texts={stage.depth: evidence, None: summary},
        recommendation=recommendation,
        version=1,
    )
    world.seats[f"{who}_{on}"], world.cards[f"{who}_{on}"] = seat, card


def _cards_on_ngozi(world: Leaky) -> None:
    """Yara amended hers; Sue still owes one in the next round, so is blind again."""
    _card(world, "yara", "ngozi", "9.75", "Zanzibar Zeugma")
    _card(world, "sam", "ngozi", "8.75", "Saffron Saffron")
    _card(world, "sue", "ngozi", "6.25", "Sorrel Sorrel")
    amendment = _revision(
        world, "yara_ngozi", reason=f"Zephyr {SOUGHT}", text=f"Zinnia {SOUGHT}", value="9.75"
    )
    Revision.objects.filter(pk=amendment.pk).update(
        submitted_at=LATER, submitted_by=world.people["yara"], content_hash=f"{amendment.pk:064x}"
    )
    Scorecard.objects.filter(pk=world.cards["yara_ngozi"].pk).update(current=amendment)
    ScratchNoteFactory(seat=world.seats["yara_ngozi"], text=f"Nettle {SOUGHT}")
    later = world.stage.opening.rounds.get(name="Panel")
    world.seats["sue_panel"] = world.stage.seat(world.applications["ngozi"], world.people["sue"], later)


def _revision(world: Leaky, card: str, *, reason: str, text: str, value: str) -> Revision:
    stage = world.stage
    revision = RevisionFactory(
        scorecard=world.cards[card],
        number=2,
        reason=reason,
        opened_at=LATER,
        opened_by=world.cards[card].seat.interviewer,
        recommendation="strong_yes",
    )
    for criterion, given in ((stage.depth, Decimal(5)), (stage.execution, Decimal(value))):
        ScoreFactory(revision=revision, criterion=criterion, value=given)
    EvidenceFactory(revision=revision, criterion=stage.depth, text=text, salt="0" * 32, commitment="e" * 64)
    return revision


def _cards_on_obi(world: Leaky) -> None:
    """Everybody seated for Obi has handed in. Sam has opened the one on Ngozi again."""
    _card(world, "yara", "obi", "7.25", "Yarrow Yarrow")
    _card(world, "sam", "obi", "4.75", "Samphire Samphire")
    _card(world, "mila", "obi", "3.25", "Marjoram Marjoram", "strong_no")
    _card(world, "bert", "pia", "2.75", "Bergamot Bergamot")
    _revision(world, "sam_ngozi", reason=f"Sequoia {SOUGHT}", text=f"Sassafras {SOUGHT}", value="8.75")


def _unfinished(world: Leaky) -> None:
    """Zed has a draft and notes; Ann, Mona of the team and Rita who recruits have not begun."""
    ngozi, stage = world.applications["ngozi"], world.stage
    for who in ("zed", "ann", "mona", "rita"):
        world.seats[f"{who}_ngozi"] = stage.seat(ngozi, world.people[who])
    seat = world.seats["zed_ngozi"]
    draft = RevisionFactory(scorecard=ScorecardFactory(seat=seat, version=1), recommendation="strong_no")
    world.cards["zed_ngozi"] = draft.scorecard
    ScoreFactory(revision=draft, criterion=stage.execution, value=Decimal("1.75"))
    EvidenceFactory(revision=draft, criterion=stage.depth, text=f"Zwieback {SOUGHT}")
    ScratchNoteFactory(seat=seat, text=f"Nutmeg {SOUGHT}")


def _gone(world: Leaky) -> None:
    """Dean declined, Gone was taken off, Cora stepped aside, and Cmgr of the team has a conflict of interest."""
    ngozi = world.applications["ngozi"]
    for who, state, reason in (
        ("dean", SeatState.DECLINED, f"Damson {SOUGHT}"),
        ("gone", SeatState.REMOVED, ""),
        ("cora", SeatState.RECUSED, f"Coriander {SOUGHT}"),
    ):
        seat = world.seats[f"{who}_ngozi"] = world.stage.seat(ngozi, world.people[who])
        PanelSeat.objects.filter(pk=seat.pk).update(
            state=state, ended_at=AT, ended_by=world.people[who], end_reason=reason
        )
    for who in ("cora", "cmgr"):
        Conflict.objects.create(
            application=ngozi,
            user=world.people[who],
            reason=f"Coriander {SOUGHT}",
            declared_at=AT,
            declared_by=world.people[who],
        )


def _move(stage: Scene) -> None:
    """Let the opening go on to another version of the rubric, so that the cards in are read through it."""
    next_version(
        stage.opening.rubric,
        {"key": "depth", "name": "Depth"},
        {"key": "clarity", "name": "Clarity"},
        {"key": "execution", "name": "Execution", "lo": 0, "hi": 10, "step": "0.25"},
    )
    moves.move_rubric(
        opening=stage.opening,
        from_number=1,
        to_number=2,
        passages={key: Passage(Fate.KEPT, key) for key in ("depth", "clarity", "execution")},
        reason="The role has grown.",
        by=stage.manager,
        at=AT,
    )
    stage.opening.refresh_from_db()
