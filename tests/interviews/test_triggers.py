"""What the database itself refuses, whoever asks: raw SQL past every model and action."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from assessor.interviews.models import Evidence, Revision, Score, Scorecard
from tests.factories.accounts import UserFactory
from tests.factories.interviews import (
    EvidenceFactory,
    PanelSeatFactory,
    RevisionFactory,
    ScorecardFactory,
    ScoreFactory,
    submitted_card,
)
from tests.factories.roles import CriterionFactory
from tests.openings.moving import moving

pytestmark = pytest.mark.django_db
FROZEN = "a submitted scorecard is never changed"


@pytest.fixture
def seat(stage):
    return stage.seat(stage.candidate(), UserFactory())


@pytest.fixture
def card(stage, seat):
    return submitted_card(seat, {stage.depth: 4}, texts={stage.depth: "Said.", None: "In sum."})


@pytest.fixture
def draft(seat):
    return RevisionFactory(scorecard=ScorecardFactory(seat=seat))


def run(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(message: str, sql: str, *values: object) -> None:
    with pytest.raises(DatabaseError, match=message):
        run(sql, *values)


def amendment(card, at):
    """Return a submitted second revision of the card, which still shows the first."""
    by = card.seat.interviewer
    later = RevisionFactory(
        scorecard=card, number=2, reason="I misread the scale.", opened_at=at, opened_by=by
    )
    Revision.objects.filter(pk=later.pk).update(submitted_at=at, submitted_by=by, content_hash="a" * 64)
    return later


class TestSubmittedRevision:
    @pytest.mark.parametrize(
        "change",
        [
            "recommendation = 'no'",
            "number = 2",
            "content_hash = 'x'",
            "submitted_at = submitted_at",
            "submitted_at = NULL, submitted_by_id = NULL, content_hash = ''",
        ],
    )
    def test_update_is_refused(self, card, change):
        refused(FROZEN, f"UPDATE interviews_revision SET {change} WHERE id = %s", card.current_id)

    def test_delete_is_refused(self, card):
        refused(FROZEN, "DELETE FROM interviews_revision WHERE id = %s", card.current_id)

    def test_the_reason_of_an_amendment_may_be_erased_and_nothing_else(self, card, at):
        amended = amendment(card, at)
        for change in ("reason = ''", "reason = 'Another.'", "reason = NULL, recommendation = 'no'"):
            refused(FROZEN, f"UPDATE interviews_revision SET {change} WHERE id = %s", amended.pk)
        run("UPDATE interviews_revision SET reason = NULL WHERE id = %s", amended.pk)
        refused(FROZEN, "UPDATE interviews_revision SET reason = 'Back.' WHERE id = %s", amended.pk)

    def test_the_first_has_no_reason_to_erase(self, card):
        refused(FROZEN, "UPDATE interviews_revision SET reason = NULL WHERE id = %s", card.current_id)

    @pytest.mark.parametrize(
        "columns", [{"number": 1, "reason": "Late thought."}, {"number": 2, "reason": ""}, {"number": 2}]
    )
    def test_an_amendment_has_a_reason_and_the_first_has_none(self, seat, columns):
        with pytest.raises(IntegrityError), transaction.atomic():
            RevisionFactory(scorecard=ScorecardFactory(seat=seat), **columns)

    def test_it_begins_as_a_draft(self, seat, at):
        card = ScorecardFactory(seat=seat)
        refused(
            "a revision begins as a draft",
            "INSERT INTO interviews_revision (scorecard_id, number, recommendation, submitted_at, submitted_by_id,"
            " content_hash) VALUES (%s, 1, '', %s, %s, 'x')",
            card.pk,
            at,
            seat.interviewer_id,
        )


class TestScoresAndEvidence:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE interviews_score SET value = 5 WHERE revision_id = %s",
            "UPDATE interviews_score SET value = NULL, not_assessed = TRUE WHERE revision_id = %s",
            "DELETE FROM interviews_score WHERE revision_id = %s",
            "DELETE FROM interviews_evidence WHERE revision_id = %s",
            "UPDATE interviews_evidence SET text = 'other' WHERE revision_id = %s",
            "UPDATE interviews_evidence SET commitment = 'other' WHERE revision_id = %s",
            "UPDATE interviews_evidence SET text = NULL, erased_at = '2026-03-02 00:00:00', commitment = 'x'"
            " WHERE revision_id = %s",
        ],
    )
    def test_change_of_a_submitted_one_is_refused(self, card, sql):
        refused(FROZEN, sql, card.current_id)

    def test_a_score_is_not_added_to_a_submitted_revision(self, stage, card):
        refused(
            FROZEN,
            "INSERT INTO interviews_score (revision_id, criterion_id, value, not_assessed) VALUES (%s, %s, 3, FALSE)",
            card.current_id,
            stage.clarity.pk,
        )

    def test_evidence_is_not_added_to_a_submitted_revision(self, stage, card):
        refused(
            FROZEN,
            "INSERT INTO interviews_evidence (revision_id, criterion_id, text, salt, commitment)"
            " VALUES (%s, %s, 'late', '', '')",
            card.current_id,
            stage.clarity.pk,
        )

    def test_a_draft_score_is_not_moved_into_a_submitted_revision(self, stage, card):
        other = stage.seat(stage.candidate("Bo"), UserFactory())
        score = ScoreFactory(
            revision=RevisionFactory(scorecard=ScorecardFactory(seat=other)), criterion=stage.clarity
        )
        refused(
            FROZEN, "UPDATE interviews_score SET revision_id = %s WHERE id = %s", card.current_id, score.pk
        )

    def test_text_may_be_erased_with_its_moment(self, card, at):
        run(
            "UPDATE interviews_evidence SET text = NULL, erased_at = %s WHERE revision_id = %s",
            at,
            card.current_id,
        )
        assert list(Evidence.objects.values_list("text", "erased_at")) == [(None, at)] * 2

    def test_erased_text_does_not_come_back(self, card, at):
        Evidence.objects.update(text=None, erased_at=at)
        refused(
            FROZEN,
            "UPDATE interviews_evidence SET text = 'again', erased_at = NULL WHERE revision_id = %s",
            card.current_id,
        )


class TestCard:
    @pytest.mark.parametrize(
        "change",
        [
            "state = 'draft', submitted_at = NULL, current_id = NULL",
            "state = 'draft'",
            "ref = 'another'",
        ],
    )
    def test_a_submitted_card_stays_submitted(self, card, change):
        with pytest.raises(DatabaseError):
            run(f"UPDATE interviews_scorecard SET {change} WHERE id = %s", card.pk)
        assert Scorecard.objects.get().is_submitted

    def test_a_submitted_card_stays_at_its_seat(self, card):
        refused(
            "stays submitted",
            "UPDATE interviews_scorecard SET seat_id = %s WHERE id = %s",
            PanelSeatFactory().pk,
            card.pk,
        )

    def test_a_card_shows_no_revision_of_another(self, stage, card, at):
        other = ScorecardFactory(seat=stage.seat(stage.candidate("Bo"), UserFactory()))
        refused(
            "a submitted revision of its own",
            "UPDATE interviews_scorecard SET state = 'submitted', submitted_at = %s, current_id = %s WHERE id = %s",
            at,
            card.current_id,
            other.pk,
        )

    def test_a_card_shows_no_draft(self, draft, at):
        refused(
            "a submitted revision of its own",
            "UPDATE interviews_scorecard SET state = 'submitted', submitted_at = %s, current_id = %s WHERE id = %s",
            at,
            draft.pk,
            draft.scorecard_id,
        )

    def test_a_card_goes_on_to_a_later_revision_and_never_back(self, card, at):
        first, later = card.current_id, amendment(card, at)
        run("UPDATE interviews_scorecard SET current_id = %s WHERE id = %s", later.pk, card.pk)
        refused(
            "stays submitted",
            "UPDATE interviews_scorecard SET current_id = %s WHERE id = %s",
            first,
            card.pk,
        )

    def test_the_moment_of_submission_stays(self, card, at):
        refused(
            "stays submitted",
            "UPDATE interviews_scorecard SET submitted_at = %s WHERE id = %s",
            at - dt.timedelta(days=1),
            card.pk,
        )

    @pytest.mark.parametrize("column", ["interviewer_id", "interview_id"])
    def test_a_submitted_card_keeps_its_author_and_candidate(self, stage, card, column):
        elsewhere = stage.seat(stage.candidate("Bo"), UserFactory())
        refused(
            "keeps its interviewer and its interview",
            f"UPDATE interviews_panelseat SET {column} = %s WHERE id = %s",
            getattr(elsewhere, column),
            card.seat_id,
        )

    def test_a_seat_without_a_submission_may_change(self, seat):
        other = UserFactory()
        run("UPDATE interviews_panelseat SET interviewer_id = %s WHERE id = %s", other.pk, seat.pk)
        seat.refresh_from_db()
        assert seat.interviewer == other

    def test_a_submitted_card_is_not_deleted(self, card):
        with pytest.raises(DatabaseError):
            _delete(card)


def _delete(card):
    """References to the row are held at the end of a transaction; in a test, when asked."""
    with transaction.atomic():
        run("DELETE FROM interviews_scorecard WHERE id = %s", card.pk)
        connection.check_constraints()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
class TestReplace:
    """SQLite's REPLACE deletes what is in its way without asking a DELETE trigger, unless it is told to."""

    def test_a_submitted_revision_does_not_become_a_draft(self, card):
        self._refused(
            "interviews_revision",
            card.current_id,
            submitted_at="NULL",
            submitted_by_id="NULL",
            content_hash="''",
        )

    def test_a_submitted_card_does_not_become_a_draft(self, card):
        self._refused(
            "interviews_scorecard", card.pk, state="'draft'", submitted_at="NULL", current_id="NULL"
        )

    def test_a_submitted_score_does_not_move_to_a_draft(self, stage, card):
        other = ScorecardFactory(seat=stage.seat(stage.candidate("Bo"), UserFactory()))
        draft = RevisionFactory(scorecard=other)
        self._refused("interviews_score", card.current.scores.get().pk, revision_id=str(draft.pk))

    def test_an_update_does_not_push_a_submitted_score_out(self, stage, card):
        other = ScorecardFactory(seat=stage.seat(stage.candidate("Bo"), UserFactory()))
        score = ScoreFactory(revision=RevisionFactory(scorecard=other), criterion=stage.depth)
        refused(
            FROZEN,
            "UPDATE OR REPLACE interviews_score SET id = %s WHERE id = %s",
            card.current.scores.get().pk,
            score.pk,
        )

    @staticmethod
    def _refused(table, pk, **changes):
        with connection.cursor() as cursor:
            description = connection.introspection.get_table_description(cursor, table)
        columns = [column.name for column in description]
        values = ", ".join(changes.get(name, name) for name in columns)
        refused(
            FROZEN if table != "interviews_scorecard" else "stays submitted",
            f"REPLACE INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE id = %s",
            pk,
        )


class TestScale:
    @pytest.mark.parametrize("value", ["0", "6", "-1", "3.5", "1e9"])
    def test_a_value_off_the_scale_is_refused(self, stage, draft, value):
        with pytest.raises(DatabaseError):
            run(
                "INSERT INTO interviews_score (revision_id, criterion_id, value, not_assessed)"
                f" VALUES (%s, %s, {value}, FALSE)",
                draft.pk,
                stage.depth.pk,
            )

    def test_a_value_between_steps_by_less_than_the_column_shows_is_never_kept(self, stage, draft):
        """SQLite would keep 3.0000001, so it refuses; PostgreSQL rounds it to 3 before it looks."""
        sql = (
            "INSERT INTO interviews_score (revision_id, criterion_id, value, not_assessed)"
            " VALUES (%s, %s, 3.0000001, FALSE)"
        )
        if connection.vendor == "sqlite":
            refused("lies on its criterion", sql, draft.pk, stage.depth.pk)
        else:
            run(sql, draft.pk, stage.depth.pk)
            assert Score.objects.get().value == 3

    @pytest.mark.parametrize("value", ["0", "0.25", "7.75", "10"])
    def test_every_point_of_a_fine_scale_is_taken(self, stage, draft, value):
        score = ScoreFactory(revision=draft, criterion=stage.execution, value=Decimal(value))
        score.refresh_from_db()
        assert score.value == Decimal(value)

    def test_update_off_the_scale_is_refused(self, stage, draft):
        score = ScoreFactory(revision=draft, criterion=stage.depth, value=3)
        refused("lies on its criterion", "UPDATE interviews_score SET value = 6 WHERE id = %s", score.pk)

    def test_a_score_on_a_criterion_of_another_rubric_is_refused(self, draft):
        with pytest.raises(DatabaseError, match="criterion of its card"), transaction.atomic():
            ScoreFactory(revision=draft, criterion=CriterionFactory())

    def test_evidence_on_a_criterion_of_another_rubric_is_refused(self, draft):
        with pytest.raises(DatabaseError, match="criterion of its card"), transaction.atomic():
            EvidenceFactory(revision=draft, criterion=CriterionFactory())


class TestRubricOfACard:
    def test_it_is_one_its_opening_is_on_or_was(self, seat):
        stray = CriterionFactory().rubric
        with (
            pytest.raises(DatabaseError, match="begun on a rubric its opening is on, or was"),
            transaction.atomic(),
        ):
            ScorecardFactory(seat=seat, rubric=stray)
        moved = moving()
        before, after = (PanelSeatFactory(interview__application__opening=moved.opening) for _ in range(2))
        with pytest.raises(DatabaseError, match="begun on a rubric"), transaction.atomic():
            ScorecardFactory(seat=before, rubric=moved.second)
        moved.move()
        assert ScorecardFactory(seat=before, rubric=moved.first).pk
        assert ScorecardFactory(seat=after, rubric=moved.second).pk

    def test_it_stays_on_it(self):
        moved = moving()
        card = ScorecardFactory(seat=PanelSeatFactory(interview__application__opening=moved.opening))
        moved.move()
        refused(
            "stays on the rubric it was begun on",
            "UPDATE interviews_scorecard SET rubric_id = %s WHERE id = %s",
            moved.second.pk,
            card.pk,
        )


class TestConstraints:
    def test_a_seat_has_one_card(self, seat):
        ScorecardFactory(seat=seat)
        with pytest.raises(DatabaseError), transaction.atomic():
            ScorecardFactory(seat=seat)

    def test_a_criterion_is_scored_once(self, stage, draft):
        ScoreFactory(revision=draft, criterion=stage.depth)
        with pytest.raises(DatabaseError), transaction.atomic():
            ScoreFactory(revision=draft, criterion=stage.depth)

    @pytest.mark.parametrize(("value", "not_assessed"), [(None, False), (Decimal(3), True)])
    def test_a_score_is_a_value_or_not_assessed(self, stage, draft, value, not_assessed):
        with pytest.raises(DatabaseError), transaction.atomic():
            ScoreFactory(revision=draft, criterion=stage.depth, value=value, not_assessed=not_assessed)

    def test_a_card_has_one_draft(self, draft):
        with pytest.raises(DatabaseError), transaction.atomic():
            RevisionFactory(scorecard=draft.scorecard, number=2)

    def test_a_card_has_one_summary(self, draft):
        EvidenceFactory(revision=draft)
        with pytest.raises(DatabaseError), transaction.atomic():
            EvidenceFactory(revision=draft)

    def test_a_person_has_one_seat_in_an_interview(self, seat):
        with pytest.raises(DatabaseError), transaction.atomic():
            PanelSeatFactory(interview=seat.interview, interviewer=seat.interviewer)

    def test_revisions_are_numbered_once(self, card):
        with pytest.raises(DatabaseError), transaction.atomic():
            Revision.objects.create(scorecard=card, number=1)
