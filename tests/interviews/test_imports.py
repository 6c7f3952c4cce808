"""What an import writes, and that a refused one writes nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from assessor.accounts.actions import users
from assessor.accounts.enums import UserKind
from assessor.accounts.models import User
from assessor.audit.models import AuditPayload
from assessor.base.refused import Refused
from assessor.candidates.models import Application
from assessor.interviews.actions import imports
from assessor.interviews.enums import CardState, SeatState
from assessor.interviews.models import Evidence, Interview, PanelSeat, Revision, Score, Scorecard
from assessor.interviews.rules.cards import Answer, revision_hash, text_commitment
from assessor.interviews.rules.import_options import NewRole
from assessor.interviews.rules.score_files import FileRefused
from assessor.lib.scales import Scale
from assessor.lib.tables import read_table
from assessor.openings.actions import openings
from assessor.openings.enums import OpeningState, PanelRule
from assessor.openings.models import Opening
from roles.models import Criterion, Role, Rubric
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ApplicationFactory, CandidateIdentityFactory, apply
from tests.factories.interviews import InterviewFactory
from tests.factories.openings import OpeningFactory, RoundFactory, cover
from tests.factories.roles import CriterionFactory, publish
from tests.moments import AT
from tests.score_files import HEADER, assert_log_is_whole, long_file, panel, rows_in_tables

pytestmark = pytest.mark.django_db
FIVE = Scale(Decimal(1), Decimal(5), Decimal(1))
ARCHIVIST = NewRole("Archivist", FIVE)


@pytest.fixture
def system():
    return users.ensure_system(at=AT)


@pytest.fixture
def take(system):
    """Return a function that imports a file, into a new role unless told otherwise."""

    def import_file(content, opening="archive", new_role=ARCHIVIST, **options):
        return imports.import_scores(
            table=read_table(content),
            opening_slug=opening,
            mapping={},
            new_role=new_role,
            at=AT,
            **{"by": system} | options,
        )

    return import_file


@pytest.fixture
def archive(take):
    """An opening with Ngozi and Obi, scored by Ann and Bea on Clarity and Depth."""
    return take(panel(["Ngozi", "Obi"], ["Ann", "Bea"], ["Clarity", "Depth"])).opening


def refused(take, content, *, match, **options):
    """Let the import be refused, and hold that it left no row anywhere."""
    before = rows_in_tables()
    with pytest.raises((Refused, FileRefused), match=match):
        take(content, **options)
    assert rows_in_tables() == before


def test_import_makes_role_rubric_opening_people_and_cards(take):
    done = take(panel(["Ngozi", "Obi"], ["Ann", "Bea"], ["Clarity", "Depth"]))
    assert (done.candidates, done.interviewers, done.cards) == (2, 2, 4)
    assert (done.scores, done.not_assessed) == (8, 0)

    rubric = Rubric.objects.get()
    assert (rubric.role.title, rubric.role.slug, rubric.number) == ("Archivist", "archivist", 1)
    assert (rubric.is_published, rubric.imported, rubric.weight_reason) == (True, True, "")
    shapes = Criterion.objects.order_by("id").values_list(
        "key", "name", "competency__name", "required", "lo", "hi", "step"
    )
    assert list(shapes) == [
        ("clarity", "Clarity", "Imported", False, 1, 5, 1),
        ("depth", "Depth", "Imported", False, 1, 5, 1),
    ]

    opening = done.opening
    assert (opening.slug, opening.title, opening.state) == ("archive", "Archivist", OpeningState.OPEN)
    assert opening.panel_rule == PanelRule.MEAN
    [only] = opening.rounds.all()
    assert (only.name, only.criteria.count()) == ("Imported", 2)
    imported = User.objects.filter(kind=UserKind.IMPORTED).order_by("id")
    assert [(user.name, user.email, user.has_usable_password()) for user in imported] == [
        ("Ann", None, False),
        ("Bea", None, False),
    ]


def test_import_writes_submitted_cards_that_hold_together(take):
    header = HEADER + ",evidence,recommendation,submitted_at"
    done = take(
        long_file(
            "Ngozi,Ann,Clarity,4,Clear as day,yes,2026-01-31T14:30+00:00",
            "Ngozi,Ann,Depth,,Not asked,yes,2026-01-31T14:30+00:00",
            header=header,
        )
    )
    card = Scorecard.objects.select_related("seat", "current", "rubric").get()
    moment = dt.datetime(2026, 1, 31, 14, 30, tzinfo=dt.UTC)
    assert (card.state, card.submitted_at, card.rubric_id) == (
        CardState.SUBMITTED, moment, done.opening.rubric_id,
    )  # fmt: skip
    assert (card.seat.interviewer.name, card.seat.state) == ("Ann", SeatState.ASSIGNED)
    revision = card.current
    assert (revision.number, revision.recommendation, revision.submitted_by) == (
        1,
        "yes",
        card.seat.interviewer,
    )
    assert revision.submitted_at == moment
    values = dict(revision.scores.values_list("criterion__key", "value"))
    assert values == {"clarity": Decimal(4), "depth": None}
    assert Score.objects.get(value=None).not_assessed
    texts = {text.criterion.key: text for text in revision.texts.select_related("criterion")}
    assert {key: text.text for key, text in texts.items()} == {
        "clarity": "Clear as day",
        "depth": "Not asked",
    }
    assert all(text.commitment == text_commitment(text.salt, text.text) for text in texts.values())
    assert revision.content_hash == revision_hash(
        card_ref=card.ref,
        number=1,
        rubric_hash=card.rubric.content_hash,
        recommendation="yes",
        scores={key: Answer(value, value is None) for key, value in values.items()},
        commitments={key: text.commitment for key, text in texts.items()},
    )


def test_import_is_in_the_log(take, events):
    with events() as recorded:
        take(panel(["Ngozi", "Obi"], ["Ann", "Bea"], ["Clarity"], score="4"))
    assert recorded == [
        "role.loaded",
        "rubric.published",
        "opening.created",
        "user.imported",
        "user.imported",
        "candidate.added_many",
        "scorecards.imported",
    ]
    assert AuditPayload.objects.order_by("seq").last().payload["after"] == {
        "cards": 4,
        "scores": 4,
        "not_assessed": 0,
    }
    assert_log_is_whole()


def test_import_rounds_of_the_file(take):
    done = take(
        long_file(
            "Ngozi,Ann,Clarity,4,Screen",
            "Ngozi,Ann,Clarity,2,Panel",
            "Obi,Ann,Clarity,2,",
            header=HEADER + ",round",
        )
    )
    assert list(done.opening.rounds.order_by("position").values_list("name", flat=True)) == [
        "Screen",
        "Panel",
        "Imported",
    ]
    assert done.cards == Interview.objects.count() == 3


def test_import_with_the_same_card_under_a_named_and_the_default_round_is_one_card(take):
    header = HEADER + ",round"
    done = take(long_file("Ngozi,Ann,Clarity,4,", "Ngozi,Ann,Depth,4,Imported", header=header))
    assert done.cards == 1


def test_import_weights_are_kept_as_shares_with_their_reason(take):
    weights = {"Clarity": Decimal(30), "Depth": Decimal(10)}
    take(
        panel(["Ngozi"], ["Ann"], ["Clarity", "Depth"]),
        new_role=NewRole("Archivist", FIVE, weights, "given at import of scores.csv"),
    )
    assert dict(Criterion.objects.values_list("key", "weight")) == {
        "clarity": Decimal("0.75"),
        "depth": Decimal("0.25"),
    }
    assert Rubric.objects.get().weight_reason == "given at import of scores.csv"


@pytest.mark.parametrize(
    ("weights", "match"),
    [
        ({"Clarity": 1}, "for every criterion or for none: “Depth” has no weight"),
        (
            {"Clarity": 1, "Depth": 1, "Width": 1},
            "for every criterion or for none: “Width” is not in the file",
        ),
        ({"Clarity": Decimal("0.000001"), "Depth": 999_999_999}, "“Clarity” would count for nothing"),
    ],
)
def test_import_weights_all_or_none(take, weights, match):
    given = {name: Decimal(weight) for name, weight in weights.items()}
    refused(
        take,
        panel(["Ngozi"], ["Ann"], ["Clarity", "Depth"]),
        new_role=NewRole("Archivist", FIVE, given, "said so"),
        match=match,
    )


@pytest.mark.parametrize(
    ("opening", "title", "match"),
    [
        ("archive", "Archivist", "already a role at “archivist”"),
        ("archive", "Librarian", "already an opening “archive”"),
        ("new", "Librarian", "already an opening at “new”"),
        ("", "Librarian", "cannot be an address"),
        ("Two words", "Librarian", "cannot be an address"),
        ("x" * 81, "Librarian", "cannot be an address"),
        ("other", "!?", "no letters an address can be made of"),
    ],
)
def test_import_into_a_new_role_whose_address_cannot_be(take, archive, opening, title, match):
    content = panel(["Ngozi"], ["Ann"], ["Clarity"])
    refused(take, content, opening=opening, new_role=NewRole(title, FIVE), match=match)


def test_import_criteria_too_alike_for_one_rubric(take):
    refused(take, panel(["Ngozi"], ["Ann"], ["Clarity!", "Clarity?"]), match="too alike to tell apart")


def test_import_role_with_a_title_longer_than_its_address(take):
    take(panel(["Ngozi"], ["Ann"], ["Clarity"]), new_role=NewRole("word " * 39 + "x", FIVE))
    assert len(Role.objects.get().slug) <= 80


def test_import_panel_rule_of_a_new_opening(take):
    done = take(panel(["Ngozi"], ["Ann"], ["Clarity"]), panel_rule=PanelRule.TRIMMED)
    assert Opening.objects.get(pk=done.opening.pk).panel_rule == PanelRule.TRIMMED


def test_import_panel_rule_of_an_opening_that_exists_stays(take, archive):
    refused(
        take,
        panel(["Ngozi"], ["Eve"], ["Clarity"]),
        new_role=None,
        panel_rule=PanelRule.MEDIAN,
        match="changed on its settings page",
    )


def test_import_nothing_but_the_minimum_is_asked_about(take):
    content = long_file("Ngozi,Ann,Clarity,1", "Obi,Ann,Clarity,1", "Ngozi,Bea,Clarity,4")
    refused(take, content, match="Ann gave nothing but the lowest value of the scale")
    done = take(content, confirmed=True)
    assert (done.scores, done.not_assessed) == (3, 0)


def test_import_the_minimum_as_missing(take):
    content = long_file(
        "Ngozi,Ann,Clarity,1", "Obi,Ann,Clarity,1", "Ngozi,Bea,Clarity,1", "Obi,Bea,Clarity,2"
    )
    done = take(content, minimum_is_missing=["Ann"])
    assert (done.scores, done.not_assessed, done.cards) == (2, 2, 4)
    assert Score.objects.get(value=1).revision.scorecard.seat.interviewer.name == "Bea"


def test_import_the_minimum_as_missing_of_somebody_who_is_not_there(take):
    content = panel(["Ngozi"], ["Ann"], ["Clarity"])
    refused(take, content, minimum_is_missing=["J6"], match="The file has no interviewer “J6”")


def test_import_into_an_opening_that_exists(take, archive, events):
    users_before = User.objects.count()
    RoundFactory(opening=archive, name="Panel")
    with events() as recorded:
        done = take(
            long_file("Ngozi,Ann,Clarity,5,Panel", "Obi,Bea,Depth,5,Panel", header=HEADER + ",round"),
            new_role=None,
        )
    assert recorded == ["scorecards.imported"]
    assert (done.cards, User.objects.count()) == (2, users_before)
    assert Scorecard.objects.count() == 6


def test_import_rows_without_a_round_go_into_the_only_one(take, system):
    rubric = CriterionFactory(name="Clarity").rubric
    opening = openings.create(rubric=publish(rubric, system), title="Round", by=system, at=AT)
    apply(opening, "Ngozi")
    users.make_imported(name="Ann", by=system, at=AT)
    take(panel(["Ngozi"], ["Ann"], ["Clarity"]), opening="round", new_role=None)
    assert Interview.objects.get().round == opening.rounds.get()


def test_import_adds_a_round_that_covers_everything(take, archive, events):
    with events() as recorded:
        take(long_file("Ngozi,Ann,Clarity,5,Panel", header=HEADER + ",round"), new_role=None)
    assert recorded == ["round.added", "scorecards.imported"]
    assert archive.rounds.get(name="Panel").criteria.count() == 2


def test_import_into_a_planned_interview_adds_a_seat_to_it(take, archive):
    panel_round = cover(RoundFactory(opening=archive, name="Panel"))
    ngozi = Application.objects.get(candidate__identity__name="Ngozi")
    planned = InterviewFactory(application=ngozi, round=panel_round)
    take(long_file("Ngozi,Ann,Clarity,5,Panel", header=HEADER + ",round"), new_role=None)
    assert planned.seats.get().interviewer.name == "Ann"


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        (["Ngozi,Ann,Clarity,5"], r"^row 2: Ann has a card for Ngozi already; remove these rows\.$"),
        (["Ngozi,Eve,Clarity,5"], r"^row 2: there is no imported interviewer “Eve”\.$"),
        (["Ngozi,ann,Clarity,5"], r"^row 2: the interviewer “ann” is spelt “Ann” here already\.$"),
        (
            ["Obi,Ann,Depth,5", "Zoe,Ann,Depth,5"],
            r"^row 3: there is no candidate “Zoe” in this opening; add them",
        ),
        (["ngozi,Ann,Clarity,5"], r"^row 2: the candidate “ngozi” is spelt “Ngozi” in this opening"),
        (["Ngozi,Ann,Width,5"], r"^row 2: “Width” is no criterion of this rubric"),
        (["Ngozi,Ann,Clarity,6"], r"^row 2: 6 is off the scale"),
    ],
)
def test_import_into_an_opening_that_lacks_or_has_it(take, archive, rows, match):
    refused(take, long_file(*rows), new_role=None, match=match)


def test_import_round_spelt_otherwise(take, archive):
    content = long_file("Ngozi,Ann,Clarity,5,IMPORTED", header=HEADER + ",round")
    refused(
        take, content, new_role=None, match="row 2: the round “IMPORTED” is spelt “Imported” in this opening"
    )


def test_import_does_not_guess_between_candidates_of_one_name(take, archive):
    namesake = ApplicationFactory(opening=archive)
    CandidateIdentityFactory(candidate=namesake.candidate, name="Ngozi")
    content = panel(["Ngozi"], ["Ann"], ["Clarity"])
    refused(take, content, new_role=None, match="2 candidates called “Ngozi”; tell them apart first")


def test_import_into_an_opening_nobody_has(take):
    content = panel(["Ngozi"], ["Ann"], ["Clarity"])
    refused(take, content, opening="nowhere", new_role=None, match="There is no opening “nowhere”")


@pytest.mark.parametrize("state", [OpeningState.DRAFT, OpeningState.CLOSED])
def test_import_into_an_opening_that_is_not_open(take, archive, system, state):
    if state == OpeningState.CLOSED:
        openings.close(opening=archive, by=system, at=AT)
        slug = archive.slug
    else:
        slug = OpeningFactory(state=state).slug
    content = panel(["Ngozi"], ["Ann"], ["Clarity"])
    refused(
        take,
        content,
        opening=slug,
        new_role=None,
        match=f"is {state.label.lower()}; scores go into open ones only",
    )


def test_import_by_somebody_who_does_not_run_the_opening(take, archive):
    content = long_file("Ngozi,Ann,Clarity,5,Panel", header=HEADER + ",round")
    RoundFactory(opening=archive, name="Panel")
    refused(take, content, new_role=None, by=UserFactory(), match="hiring managers can change it")


def test_import_finds_its_interviewers_again_and_never_people_who_sign_in(take, archive):
    UserFactory(name="Eve")
    take(panel(["Zoe"], ["Ann", "Eve"], ["Clarity"]), opening="other", new_role=NewRole("Librarian", FIVE))
    assert User.objects.filter(name="Ann").count() == 1
    assert set(User.objects.filter(name="Eve").values_list("kind", flat=True)) == {
        UserKind.PERSON,
        UserKind.IMPORTED,
    }


def test_import_candidates_are_new_persons_in_each_new_opening(take, archive):
    take(panel(["Ngozi"], ["Ann"], ["Clarity"]), opening="other", new_role=NewRole("Librarian", FIVE))
    ngozis = Application.objects.filter(candidate__identity__name="Ngozi")
    assert len(set(ngozis.values_list("candidate_id", flat=True))) == 2


def test_import_that_fails_late_leaves_no_row(take):
    """The second card stands in the way only after everything else was made."""
    rows = [f"Person {n},Ann,Clarity,4" for n in range(30)]
    refused(take, long_file(*rows, "Person 7,Ann,Clarity,3"), match="row 32: Ann has a score for Person 7")
    assert (Revision.objects.count(), PanelSeat.objects.count(), Evidence.objects.count()) == (0, 0, 0)
