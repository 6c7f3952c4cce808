"""What the database itself refuses about the rubric of an opening and its moves, whoever asks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from assessor.base.models import AppendOnly
from assessor.openings.enums import Fate
from assessor.openings.models import CriterionFate, RubricMove
from tests.factories.openings import CriterionFateFactory, OpeningFactory, RubricMoveFactory
from tests.factories.roles import CriterionFactory, RubricFactory, next_version
from tests.openings.moving import moving

pytestmark = pytest.mark.django_db

NEVER_CHANGED = "a move of the rubric is never changed"
LEAVES = "an opening leaves its rubric only by a move that says what becomes of every criterion"
AHEAD = "a move leads from the rubric of its opening to a newer one of the same role"
OWN = "a fate leads from the one rubric of its move to the other"


@pytest.fixture
def scene():
    return moving()


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(message, sql, *values):
    with pytest.raises(DatabaseError, match=message):
        run(sql, *values)


def pin(opening, rubric):
    run("UPDATE openings_opening SET rubric_id = %s WHERE id = %s", rubric.pk, opening.pk)


class TestOpening:
    def test_it_does_not_leave_its_rubric_without_a_move(self, scene):
        with pytest.raises(DatabaseError, match=LEAVES):
            pin(scene.opening, scene.second)

    def test_it_does_not_leave_its_rubric_while_a_criterion_has_no_fate(self, scene):
        move = RubricMoveFactory(opening=scene.opening, to_rubric=scene.second)
        for key in ("depth", "clarity"):
            CriterionFateFactory(move=move, from_criterion=scene.old(key))
            with pytest.raises(DatabaseError, match=LEAVES):
                pin(scene.opening, scene.second)
        CriterionFateFactory(move=move, from_criterion=scene.old("pace"))
        pin(scene.opening, scene.second)
        scene.opening.refresh_from_db()
        assert scene.opening.rubric == scene.second

    def test_it_does_not_go_back(self, scene):
        scene.move()
        with pytest.raises(DatabaseError, match=LEAVES):
            pin(scene.opening, scene.first)

    def test_another_openings_move_does_not_do(self, scene):
        other = OpeningFactory(rubric=scene.first)
        scene.move()
        with pytest.raises(DatabaseError, match=LEAVES):
            pin(other, scene.second)


class TestMove:
    @pytest.mark.parametrize("table", ["openings_rubricmove", "openings_criterionfate"])
    def test_it_is_never_changed(self, scene, table):
        scene.move()
        changed = {"openings_rubricmove": "reason = 'other'", "openings_criterionfate": "fate = 'mapped'"}[
            table
        ]
        refused(NEVER_CHANGED, f"UPDATE {table} SET {changed}")
        refused(NEVER_CHANGED, f"DELETE FROM {table}")

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
    def test_it_is_not_emptied(self):
        refused(NEVER_CHANGED, "TRUNCATE openings_criterionfate")

    def test_models_say_so_first(self, scene):
        move = scene.move()
        for act in (
            move.save,
            move.delete,
            RubricMove.objects.all().delete,
            CriterionFate.objects.all().delete,
        ):
            with pytest.raises(AppendOnly):
                act()
        with pytest.raises(AppendOnly):
            CriterionFate.objects.update(fate=Fate.SET_ASIDE)

    @pytest.mark.parametrize("which", ["a draft", "another role's", "an older one", "the same"])
    def test_it_leads_ahead_in_one_role(self, scene, which):
        if which == "an older one":
            scene.move()
        to = {
            "a draft": lambda: RubricFactory(role=scene.first.role, number=3),
            "another role's": lambda: next_version(OpeningFactory().rubric),
            "an older one": lambda: scene.first,
            "the same": lambda: scene.first,
        }[which]()
        with pytest.raises(DatabaseError, match=AHEAD), transaction.atomic():
            RubricMoveFactory(opening=scene.opening, to_rubric=to)

    def test_it_starts_where_the_opening_is(self, scene):
        third = next_version(scene.second)
        with pytest.raises(DatabaseError, match=AHEAD), transaction.atomic():
            RubricMoveFactory(opening=scene.opening, from_rubric=scene.second, to_rubric=third)

    def test_a_rubric_is_left_once(self, scene):
        RubricMoveFactory(opening=scene.opening, to_rubric=scene.second)
        with pytest.raises(DatabaseError), transaction.atomic():
            RubricMoveFactory(opening=scene.opening, to_rubric=scene.second)

    def test_it_has_a_reason(self, scene):
        with pytest.raises(DatabaseError), transaction.atomic():
            RubricMoveFactory(opening=scene.opening, to_rubric=scene.second, reason="")


class TestFate:
    @pytest.fixture
    def move(self, scene):
        return RubricMoveFactory(opening=scene.opening, to_rubric=scene.second)

    def attempt(self, move, old, fate, new=None):
        with transaction.atomic():
            return CriterionFateFactory(move=move, from_criterion=old, fate=fate, to_criterion=new)

    def test_one_for_each_old_criterion(self, scene, move):
        self.attempt(move, scene.old("pace"), Fate.SET_ASIDE)
        with pytest.raises(DatabaseError):
            self.attempt(move, scene.old("pace"), Fate.MAPPED, scene.new("grit"))

    def test_a_new_criterion_takes_one_old_one(self, scene, move):
        self.attempt(move, scene.old("pace"), Fate.MAPPED, scene.new("grit"))
        with pytest.raises(DatabaseError):
            self.attempt(move, scene.old("depth"), Fate.MAPPED, scene.new("grit"))

    @pytest.mark.parametrize("fate", [Fate.KEPT, Fate.MAPPED])
    def test_kept_and_mapped_lead_somewhere(self, scene, move, fate):
        with pytest.raises(DatabaseError):
            self.attempt(move, scene.old("depth"), fate)

    @pytest.mark.parametrize("fate", [Fate.SET_ASIDE, "forgotten"])
    def test_set_aside_leads_nowhere_and_there_is_no_other(self, scene, move, fate):
        with pytest.raises(DatabaseError):
            self.attempt(move, scene.old("depth"), fate, scene.new("depth"))

    def test_kept_is_the_same_key_on_the_same_scale(self, scene, move):
        for old, new in (("clarity", "clarity"), ("pace", "depth")):
            with pytest.raises(DatabaseError, match="kept only where key and scale are the same"):
                self.attempt(move, scene.old(old), Fate.KEPT, scene.new(new))
        assert self.attempt(move, scene.old("depth"), Fate.KEPT, scene.new("depth")).pk

    def test_it_leads_from_the_one_rubric_to_the_other(self, scene, move):
        stray = CriterionFactory()
        for old, new in ((stray, None), (scene.old("depth"), stray), (scene.new("grit"), None)):
            with pytest.raises(DatabaseError, match=OWN):
                self.attempt(move, old, Fate.MAPPED if new else Fate.SET_ASIDE, new)
        with pytest.raises(DatabaseError, match=OWN):
            self.attempt(move, scene.old("depth"), Fate.MAPPED, scene.old("pace"))
