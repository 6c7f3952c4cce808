"""A card stays on its rubric; a submitted one stays in, frozen, its text only erased; scores lie on their scale."""

from __future__ import annotations

from assessor.base.triggers import Trigger

FROZEN = "a submitted scorecard is never changed"


def _submitted(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM interviews_revision WHERE id = {row}.revision_id AND submitted_at IS NOT NULL)"


_OFF_SCALE = (
    "NEW.value IS NOT NULL AND EXISTS (SELECT 1 FROM roles_criterion c WHERE c.id = NEW.criterion_id"
    " AND (NEW.value < c.lo OR NEW.value > c.hi"
    " OR CAST(ROUND((NEW.value - c.lo) * 1000) AS INTEGER) % CAST(ROUND(c.step * 1000) AS INTEGER) <> 0"
    # SQLite keeps more places than the column has; there 3.0000001 would pass for 3.
    " OR ABS(NEW.value - ROUND(NEW.value, 3)) > 0.000000001))"
)
_STRAY_CRITERION = (
    "NOT EXISTS (SELECT 1 FROM interviews_revision v JOIN interviews_scorecard s ON s.id = v.scorecard_id"
    " JOIN roles_criterion c ON c.rubric_id = s.rubric_id WHERE v.id = NEW.revision_id AND c.id = NEW.criterion_id)"
)
_STRAY_RUBRIC = (
    "NOT EXISTS (SELECT 1 FROM interviews_panelseat s JOIN interviews_interview i ON i.id = s.interview_id"
    " JOIN candidates_application a ON a.id = i.application_id JOIN openings_opening o ON o.id = a.opening_id"
    " WHERE s.id = NEW.seat_id AND (o.rubric_id = NEW.rubric_id OR EXISTS (SELECT 1 FROM openings_rubricmove m"
    " WHERE m.opening_id = o.id AND m.from_rubric_id = NEW.rubric_id)))"
)
_TAKEN_BACK = (
    "OLD.current_id IS NOT NULL AND (NEW.current_id IS NULL OR NEW.state <> OLD.state OR NEW.ref <> OLD.ref"
    " OR NEW.seat_id <> OLD.seat_id"
    " OR (NEW.submitted_at <> OLD.submitted_at AND NEW.current_id = OLD.current_id)"
    " OR (NEW.current_id <> OLD.current_id AND (SELECT number FROM interviews_revision WHERE id = NEW.current_id)"
    " <= (SELECT number FROM interviews_revision WHERE id = OLD.current_id)))"
)
_MORE_THAN_REASON_ERASED = (
    "OLD.submitted_at IS NOT NULL AND (NEW.reason IS NOT NULL OR OLD.reason IS NULL"
    " OR NEW.id <> OLD.id OR NEW.scorecard_id <> OLD.scorecard_id OR NEW.number <> OLD.number OR NEW.number = 1"
    " OR NEW.recommendation <> OLD.recommendation OR NEW.content_hash <> OLD.content_hash"
    " OR NEW.submitted_at IS NULL OR NEW.submitted_at <> OLD.submitted_at"
    " OR NEW.submitted_by_id <> OLD.submitted_by_id"
    " OR NEW.opened_at <> OLD.opened_at OR NEW.opened_by_id <> OLD.opened_by_id)"
)
_ANOTHER_AUTHOR = (
    "(NEW.interviewer_id <> OLD.interviewer_id OR NEW.interview_id <> OLD.interview_id)"
    " AND EXISTS (SELECT 1 FROM interviews_scorecard WHERE seat_id = OLD.id AND current_id IS NOT NULL)"
)
_STRAY_REVISION = (
    "NEW.current_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM interviews_revision"
    " WHERE id = NEW.current_id AND scorecard_id = NEW.id AND submitted_at IS NOT NULL)"
)
_MORE_THAN_ERASED = (
    "NEW.text IS NOT NULL OR OLD.text IS NULL OR NEW.erased_at IS NULL"
    " OR NEW.id <> OLD.id OR NEW.revision_id <> OLD.revision_id OR NEW.salt <> OLD.salt"
    " OR NEW.commitment <> OLD.commitment OR NEW.criterion_id IS {distinct} OLD.criterion_id"
)


def _evidence_update(distinct: str) -> str:
    changed = _MORE_THAN_ERASED.format(distinct=distinct)
    return f"({_submitted('OLD')} OR {_submitted('NEW')}) AND ({changed})"


TRIGGERS = [
    Trigger(
        name="interviews_scorecard_stays_submitted",
        table="interviews_scorecard",
        event="UPDATE",
        when=_TAKEN_BACK,
        message="a submitted scorecard stays submitted",
    ),
    Trigger(
        name="interviews_scorecard_stays_there",
        table="interviews_scorecard",
        event="DELETE",
        when="OLD.current_id IS NOT NULL",
        message="a submitted scorecard stays submitted",
    ),
    Trigger(
        name="interviews_scorecard_own_rubric",
        table="interviews_scorecard",
        event="INSERT",
        when=_STRAY_RUBRIC,
        message="a scorecard is begun on a rubric its opening is on, or was",
    ),
    Trigger(
        name="interviews_scorecard_keeps_rubric",
        table="interviews_scorecard",
        event="UPDATE",
        when="NEW.rubric_id <> OLD.rubric_id",
        message="a scorecard stays on the rubric it was begun on",
    ),
    Trigger(
        name="interviews_panelseat_keeps_author",
        table="interviews_panelseat",
        event="UPDATE",
        when=_ANOTHER_AUTHOR,
        message="a submitted scorecard keeps its interviewer and its interview",
    ),
    *(
        Trigger(
            name=f"interviews_scorecard_own_revision_{event.lower()}",
            table="interviews_scorecard",
            event=event,
            when=_STRAY_REVISION,
            message="a scorecard shows a submitted revision of its own",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Trigger(
        name="interviews_revision_born_draft",
        table="interviews_revision",
        event="INSERT",
        when="NEW.submitted_at IS NOT NULL",
        message="a revision begins as a draft",
    ),
    *(
        Trigger(
            name=f"interviews_revision_frozen_{event.lower()}",
            table="interviews_revision",
            event=event,
            when=when,
            message=FROZEN,
        )
        for event, when in (("UPDATE", _MORE_THAN_REASON_ERASED), ("DELETE", "OLD.submitted_at IS NOT NULL"))
    ),
    *(
        Trigger(
            name=f"{table}_frozen_{event.lower()}",
            table=table,
            event=event,
            when=when,
            message=FROZEN,
        )
        for table in ("interviews_score", "interviews_evidence")
        for event, when in (
            ("INSERT", _submitted("NEW")),
            ("UPDATE", f"{_submitted('OLD')} OR {_submitted('NEW')}"),
            ("DELETE", _submitted("OLD")),
        )
        if (table, event) != ("interviews_evidence", "UPDATE")
    ),
    Trigger(
        name="interviews_evidence_only_erased",
        table="interviews_evidence",
        event="UPDATE",
        when=_evidence_update("NOT"),
        when_postgresql=_evidence_update("DISTINCT FROM"),
        message=FROZEN,
    ),
    *(
        Trigger(
            name=f"interviews_evidence_own_rubric_{event.lower()}",
            table="interviews_evidence",
            event=event,
            when=f"NEW.criterion_id IS NOT NULL AND {_STRAY_CRITERION}",
            message="evidence belongs to a criterion of its card''s rubric",
        )
        for event in ("INSERT", "UPDATE")
    ),
    *(
        Trigger(
            name=f"interviews_score_{word}_{event.lower()}",
            table="interviews_score",
            event=event,
            when=when,
            message=message,
        )
        for word, when, message in (
            ("on_scale", _OFF_SCALE, "a score lies on its criterion''s scale"),
            ("own_rubric", _STRAY_CRITERION, "a score belongs to a criterion of its card''s rubric"),
        )
        for event in ("INSERT", "UPDATE")
    ),
]
