"""An opening is pinned to a published rubric of its role and leaves it by a recorded move; rounds cover its criteria.

A move and its fates are written once. A move leads from the version the opening is on to a newer one of the same role,
and the opening follows it only when every criterion of the old version has a fate.
"""

from __future__ import annotations

from assessor.base.triggers import Trigger

_STRAY_RUBRIC = (
    "NOT EXISTS (SELECT 1 FROM roles_rubric r"
    " WHERE r.id = NEW.rubric_id AND r.role_id = NEW.role_id AND r.state <> 'draft')"
)
_STRAY_CRITERION = (
    "NOT EXISTS (SELECT 1 FROM openings_round r JOIN openings_opening o ON o.id = r.opening_id"
    " JOIN roles_criterion c ON c.rubric_id = o.rubric_id WHERE r.id = NEW.round_id AND c.id = NEW.criterion_id)"
)
_UNRECORDED = (
    "NEW.rubric_id <> OLD.rubric_id AND (NOT EXISTS (SELECT 1 FROM openings_rubricmove m WHERE m.opening_id = NEW.id"
    " AND m.from_rubric_id = OLD.rubric_id AND m.to_rubric_id = NEW.rubric_id)"
    " OR EXISTS (SELECT 1 FROM roles_criterion c WHERE c.rubric_id = OLD.rubric_id AND NOT EXISTS ("
    "SELECT 1 FROM openings_criterionfate f JOIN openings_rubricmove m ON m.id = f.move_id"
    " WHERE m.opening_id = NEW.id AND f.from_criterion_id = c.id)))"
)
_STRAY_MOVE = (
    "NOT EXISTS (SELECT 1 FROM openings_opening o JOIN roles_rubric was ON was.id = o.rubric_id"
    " JOIN roles_rubric r ON r.role_id = was.role_id AND r.number > was.number AND r.state <> 'draft'"
    " WHERE o.id = NEW.opening_id AND was.id = NEW.from_rubric_id AND r.id = NEW.to_rubric_id)"
)
_STRAY_FATE = (
    "NOT EXISTS (SELECT 1 FROM openings_rubricmove m JOIN roles_criterion c ON c.rubric_id = m.from_rubric_id"
    " WHERE m.id = NEW.move_id AND c.id = NEW.from_criterion_id)"
    " OR (NEW.to_criterion_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM openings_rubricmove m"
    " JOIN roles_criterion c ON c.rubric_id = m.to_rubric_id"
    " WHERE m.id = NEW.move_id AND c.id = NEW.to_criterion_id))"
)
_NOT_THE_SAME = (
    "NEW.fate = 'kept' AND NOT EXISTS (SELECT 1 FROM roles_criterion was, roles_criterion c"
    " WHERE was.id = NEW.from_criterion_id AND c.id = NEW.to_criterion_id AND was.key = c.key"
    " AND was.lo = c.lo AND was.hi = c.hi AND was.step = c.step)"
)

TRIGGERS = [
    *(
        Trigger(
            name=f"{table}_{word}_{event.lower()}",
            table=table,
            event=event,
            when=when,
            message=message,
        )
        for table, word, when, message in (
            (
                "openings_opening",
                "rubric",
                _STRAY_RUBRIC,
                "an opening needs a published rubric of its own role",
            ),
            ("openings_roundcriterion", "rubric", _STRAY_CRITERION, "a round covers criteria of its rubric"),
        )
        for event in ("INSERT", "UPDATE")
    ),
    Trigger(
        name="openings_opening_moved",
        table="openings_opening",
        event="UPDATE",
        when=_UNRECORDED,
        message="an opening leaves its rubric only by a move that says what becomes of every criterion",
    ),
    *(
        Trigger(name=f"{table}_{word}", table=table, event="INSERT", when=when, message=message)
        for table, word, when, message in (
            (
                "openings_rubricmove",
                "ahead",
                _STRAY_MOVE,
                "a move leads from the rubric of its opening to a newer one of the same role",
            ),
            (
                "openings_criterionfate",
                "own_rubrics",
                _STRAY_FATE,
                "a fate leads from the one rubric of its move to the other",
            ),
            (
                "openings_criterionfate",
                "kept",
                _NOT_THE_SAME,
                "scores are kept only where key and scale are the same",
            ),
        )
    ),
    *(
        Trigger(
            name=f"{table}_no_{event.lower()}",
            table=table,
            event=event,
            when="1 = 1",
            message="a move of the rubric is never changed",
        )
        for table in ("openings_rubricmove", "openings_criterionfate")
        for event in ("UPDATE", "DELETE")
    ),
]
