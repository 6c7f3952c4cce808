"""The comparison of an opening that was moved to a newer version of its rubric."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessor.accounts.actions import users
from assessor.lib.canonical import content_hash
from assessor.openings.actions import moves
from assessor.openings.enums import Fate
from assessor.openings.models import Opening
from assessor.openings.rules import Passage
from assessor.reports.queries import comparison_and_cards, comparison_of, differences_in
from assessor.reports.rules.notes import notes_of
from roles.models import Criterion
from tests.factories.accounts import UserFactory
from tests.factories.candidates import apply
from tests.factories.interviews import InterviewFactory, PanelSeatFactory, submitted_card
from tests.factories.roles import next_version
from tests.moments import AT
from tests.openings.moving import DEFAULT, SET_ASIDE, moving
from tests.shell import run

pytestmark = pytest.mark.django_db

SUGGESTED = {"fate-depth": "kept", "fate-clarity": "to:clarity", "fate-pace": "set_aside"}
# What Bea gives on the second version; Depth is on 1 to 5 there, the others on 0 to 10.
BEA = {"depth": 2, "clarity": 10, "grit": 5}


@pytest.fixture
def scene():
    return moving()


@pytest.fixture
def ngozi(scene):
    return apply(scene.opening, "Ngozi")


def card(scene, application, person, **values):
    """Hand in a card on the version the opening is on now."""
    held = application.interviews.first() or InterviewFactory(application=application, round=scene.round)
    rubric = Opening.objects.get(pk=scene.opening.pk).rubric
    seat = PanelSeatFactory(interview=held, interviewer=person)
    criteria = {key: Criterion.objects.get(rubric=rubric, key=key) for key in values}
    return submitted_card(seat, {criteria[key]: value for key, value in values.items()}, rubric=rubric)


def compared(scene, viewer=None):
    opening = Opening.objects.select_related("role", "rubric").get(pk=scene.opening.pk)
    return comparison_of(opening=opening, viewer=viewer or users.ensure_system(at=AT))


def note(comparison):
    """Return what is said about versions, None where nothing is."""
    return next((entry.text for entry in notes_of(comparison) if entry.code == "mixed_versions"), None)


def cells(comparison, name="Ngozi"):
    row = next(row for row in comparison.rows() if row.candidate.name == name)
    return {cell.criterion.key: (cell.mean, cell.percent, cell.n) for cell in row.cells}


class TestByHand:
    """Ann scored on rubric 1: Depth 4, Clarity 3, Pace 5, all on 1 to 5."""

    @pytest.fixture
    def move(self, client_of, scene, ngozi):
        card(scene, ngozi, UserFactory(name="Ann"), depth=4, clarity=3, pace=5)

        def through_the_page(**fates):
            form = {"from_number": "1", "to_number": "2", "reason": "The role has grown."}
            fates = SUGGESTED | {f"fate-{key}": value for key, value in fates.items()}
            url = reverse("openings:rubric-move", args=[scene.opening.slug])
            assert client_of(scene.manager).post(url, form | fates).status_code == 302

        return through_the_page

    def test_kept_counts_as_it_is_and_mapped_in_proportion(self, scene, ngozi, move):
        """Clarity 3 is half of 1 to 5, so 5 on 0 to 10, and with Bea's 10 the mean is 7.5. Depth: 4 and 2 make 3."""
        move()
        card(scene, ngozi, UserFactory(name="Bea"), **BEA)
        comparison = compared(scene)
        [row] = comparison.rows()
        assert cells(comparison) == {
            "depth": (3.0, 50.0, 2),
            "clarity": (7.5, 75.0, 2),
            "grit": (5.0, 50.0, 1),
        }
        assert (row.score, row.rank) == (pytest.approx((50 + 75 + 50) / 3, abs=1e-12), 1)
        clarity = row.cells[1]
        assert (clarity.sd, clarity.spread) == (pytest.approx(12.5**0.5, abs=1e-12), 5.0)

    def test_both_sides_of_a_difference_stand_on_the_scale_they_were_given_on(self, scene, ngozi, move):
        """Half of the scale lies between Clarity 3 on 1 to 5 and 10 on 0 to 10, and between Depth 4 and 2."""
        move()
        card(scene, ngozi, UserFactory(name="Bea"), **BEA)
        comparison, _, counted = comparison_and_cards(
            opening=Opening.objects.get(), viewer=users.ensure_system(at=AT)
        )
        found = differences_in(comparison=comparison, counted=counted)
        sides = {
            entry.criterion.key: [
                (voice.card.name, voice.value, voice.card.rubric, voice.rescaled)
                for voice in (*entry.lowest, *entry.highest)
            ]
            for entry in found
        }
        assert sides == {
            "depth": [("Bea", "2", None, False), ("Ann", "4", 1, False)],
            "clarity": [("Ann", "3", 1, True), ("Bea", "10", None, False)],
        }

    def test_what_is_new_is_missing_on_old_cards(self, scene, move):
        """Depth 75 % and Clarity 50 % of two thirds of the weight; Grit has no score, and nobody has one on it."""
        obi = apply(scene.opening, "Obi")
        move()
        card(scene, obi, UserFactory(name="Bea"), **BEA)
        comparison = compared(scene)
        ngozi = comparison.rows()[0]
        assert cells(comparison)["grit"] == (None, None, 0)
        assert (ngozi.score, ngozi.provisional, ngozi.rank) == (62.5, True, None)
        assert ngozi.bounds == (pytest.approx(125 / 3, abs=1e-12), pytest.approx(75, abs=1e-12))
        assert ngozi.missing == ("Grit",)

    def test_an_old_criterion_counts_as_a_new_one(self, scene, move):
        """Pace 5 is the top of 1 to 5, so 10 of Grit."""
        move(pace="to:grit")
        comparison = compared(scene)
        assert cells(comparison)["grit"] == (10.0, 100.0, 1)
        assert comparison.rows()[0].score == pytest.approx((75 + 50 + 100) / 3, abs=1e-12)

    def test_set_aside_counts_nowhere(self, scene, move):
        move(depth="set_aside", clarity="set_aside")
        comparison = compared(scene)
        [row] = comparison.rows()
        assert cells(comparison) == dict.fromkeys(("depth", "clarity", "grit"), (None, None, 0))
        assert (row.score, row.rank, row.candidate.cards) == (None, None, 1)

    def test_an_interviewer_on_both_versions_has_one_voice(self, scene, ngozi, client_of):
        ann, held = UserFactory(name="Ann"), scene.round
        card(scene, ngozi, ann, depth=5, clarity=5)
        scene.move()
        scene.round = scene.opening.rounds.create(name="Panel")
        panel = InterviewFactory(application=ngozi, round=scene.round)
        seat = PanelSeatFactory(interview=panel, interviewer=ann)
        submitted_card(seat, {scene.new("depth"): 1, scene.new("clarity"): 0}, rubric=scene.second)
        assert held != scene.round
        assert cells(compared(scene)) == {
            "depth": (3.0, 50.0, 1),
            "clarity": (5.0, 50.0, 1),
            "grit": (None, None, 0),
        }


class TestNote:
    def test_it_names_versions_cards_and_what_became_of_each_criterion(self, scene, ngozi):
        card(scene, ngozi, UserFactory(name="Ann"), depth=4, clarity=3, pace=5)
        scene.move()
        for name in ("Bea", "Cleo"):
            card(scene, ngozi, UserFactory(name=name), **BEA)
        assert note(compared(scene)) == (
            "Cards compared here were scored on rubric 1 (1 card) and rubric 2 (2 cards), and all are read on rubric 2."
            " Of rubric 1, “Clarity” (1 to 5) counts as “Clarity of thought” (0 to 10), in proportion of the scale;"
            " “Pace” is set aside and counted nowhere; the rest is kept as it is."
        )

    def test_it_stands_where_every_card_is_old(self, scene, ngozi):
        card(scene, ngozi, UserFactory(name="Ann"), depth=4, clarity=3, pace=5)
        scene.move(depth=SET_ASIDE, pace=Passage(Fate.MAPPED, "depth"), clarity=SET_ASIDE)
        assert note(compared(scene)) == (
            "Cards compared here were scored on rubric 1 (1 card), and all are read on rubric 2. Of rubric 1, “Pace”"
            " counts as “Depth”; “Depth” and “Clarity” are set aside and counted nowhere."
        )

    def test_two_moves_are_told_from_each_version(self, scene, ngozi, at):
        card(scene, ngozi, UserFactory(name="Ann"), depth=4, clarity=3, pace=5)
        scene.move()
        card(scene, ngozi, UserFactory(name="Bea"), **BEA)
        next_version(scene.second, {"key": "depth", "name": "Depth"})
        moves.move_rubric(
            opening=scene.opening,
            from_number=2,
            to_number=3,
            passages={"depth": DEFAULT["depth"], "clarity": SET_ASIDE, "grit": SET_ASIDE},
            reason="Less is more.",
            by=scene.manager,
            at=at,
        )
        comparison = compared(scene)
        assert cells(comparison) == {"depth": (3.0, 50.0, 2)}
        assert note(comparison) == (
            "Cards compared here were scored on rubric 1 (1 card) and rubric 2 (1 card), and all are read on rubric 3."
            " Of rubric 1, “Clarity” and “Pace” are set aside and counted nowhere; the rest is kept as it is."
            " Of rubric 2, “Clarity of thought” and “Grit” are set aside and counted nowhere;"
            " the rest is kept as it is."
        )

    def test_nothing_is_said_where_no_card_is_old(self, scene, ngozi):
        scene.move()
        card(scene, ngozi, UserFactory(name="Bea"), **BEA)
        assert note(compared(scene)) is None

    def test_cards_of_who_is_not_compared_do_not_count(self, scene):
        card(scene, apply(scene.opening, "Gone", stage="rejected"), UserFactory(), depth=4)
        scene.move()
        card(scene, apply(scene.opening, "Ngozi"), UserFactory(), **BEA)
        assert note(compared(scene)) is None

    def test_cc_10_the_page_and_the_file_say_that_versions_are_mixed(self, client_of, scene, ngozi):
        card(scene, ngozi, UserFactory(name="Ann"), depth=4, clarity=3, pace=5)
        scene.move()
        said = note(compared(scene))
        page = client_of(scene.manager).get(reverse("reports:comparison", args=[scene.opening.slug]))
        assert said in page.content.decode()
        assert "read on this one, as the note above says" in " ".join(page.content.decode().split())
        document = json.loads(run("compare", scene.opening.slug).out)
        assert {"code": "mixed_versions", "text": said} in document["notes"]
        assert document["rubric"]["version"] == 2


class TestBlind:
    """The manager holds a seat on Ngozi, whose card by Ann is on rubric 1."""

    @pytest.fixture(autouse=True)
    def seated(self, scene, ngozi):
        card(scene, ngozi, UserFactory(name="Ann"), depth=4, clarity=3, pace=5)
        PanelSeatFactory(interview=ngozi.interviews.get(), interviewer=scene.manager)

    def test_hidden_old_cards_leave_no_trace(self, scene):
        scene.move()
        card(scene, apply(scene.opening, "Obi"), UserFactory(name="Bea"), **BEA)
        assert note(compared(scene)) is not None
        assert note(compared(scene, scene.manager)) is None

    def test_the_note_on_others_counts_nothing(self, scene, ngozi):
        obi = apply(scene.opening, "Obi")
        card(scene, obi, UserFactory(name="Bea"), depth=4, clarity=3, pace=5)
        scene.move()
        before = compared(scene, scene.manager)
        assert note(before).startswith(
            "Cards compared here were scored on rubric 1, and all are read on rubric 2."
        )
        card(scene, ngozi, UserFactory(name="Cleo"), **BEA)
        after = compared(scene, scene.manager)
        assert (notes_of(after), after.data_hash) == (notes_of(before), before.data_hash)


class TestHash:
    def test_it_moves_with_what_scores_count_as(self, scene, ngozi):
        card(scene, ngozi, UserFactory(name="Ann"), depth=4, clarity=3, pace=5)
        kept = compared(scene).data_hash
        scene.move()
        moved = compared(scene)
        [earlier] = moved.earlier
        other = [reading for reading in earlier.version.readings if reading.fate != Fate.MAPPED]
        assert kept != moved.data_hash
        assert [(item.version.number, item.cards) for item in moved.earlier] == [(1, 1)]
        assert _hash_with(moved, other) != moved.data_hash

    def test_it_is_what_it_always_was_where_nothing_is_mixed(self, scene, ngozi):
        given = card(scene, ngozi, UserFactory(name="Ann"), depth=4, clarity=3, pace=5)
        comparison = compared(scene)
        assert comparison.data_hash == content_hash(
            {
                "method_version": 1,
                "rubric": scene.first.content_hash,
                "opening": scene.opening.slug,
                "panel_rule": "mean",
                "shortlist_only": False,
                "candidates": [[ngozi.candidate.ref, "new", False]],
                "cards": [[ngozi.candidate.ref, given.seat.interviewer.ref, given.current.content_hash]],
            }
        )


def _hash_with(comparison, readings):
    [earlier] = comparison.earlier
    version = replace(earlier.version, readings=tuple(readings))
    return replace(comparison, earlier=[replace(earlier, version=version)]).data_hash


@pytest.mark.parametrize("count", [1, 3])
def test_mixed_versions_cost_one_query_more(scene, count):
    for number in range(count):
        card(scene, apply(scene.opening, f"Candidate {number}"), UserFactory(), depth=4, clarity=3, pace=5)
    scene.move()
    card(scene, apply(scene.opening, "Ngozi"), UserFactory(), **BEA)
    opening = Opening.objects.select_related("role", "rubric").get(pk=scene.opening.pk)
    with CaptureQueriesContext(connection) as queries:
        comparison = comparison_of(opening=opening, viewer=scene.manager)
        comparison.rows()
        notes_of(comparison)
    assert len(queries) == 12
