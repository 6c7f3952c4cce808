"""A published rubric is frozen in the database: no row of it is added, changed or removed."""

from __future__ import annotations

from assessor.base.triggers import Trigger
from roles.models import Rubric

FROZEN = "a published rubric is never changed"

_RUBRIC_OF = {
    "roles_rubricauthor": "{row}.rubric_id",
    "roles_competency": "{row}.rubric_id",
    "roles_criterion": "{row}.rubric_id",
    "roles_level": "(SELECT rubric_id FROM roles_criterion WHERE id = {row}.criterion_id)",
    "roles_question": "(SELECT rubric_id FROM roles_criterion WHERE id = {row}.criterion_id)",
    "roles_criterionresponsibility": "(SELECT rubric_id FROM roles_criterion WHERE id = {row}.criterion_id)",
    "roles_criterionqualification": "(SELECT rubric_id FROM roles_criterion WHERE id = {row}.criterion_id)",
}


def _frozen(table: str, row: str) -> str:
    rubric = _RUBRIC_OF[table].format(row=row)
    return f"EXISTS (SELECT 1 FROM roles_rubric WHERE id = {rubric} AND state <> 'draft')"


def _part_triggers(table: str) -> list[Trigger]:
    conditions = {
        "INSERT": _frozen(table, "NEW"),
        "UPDATE": f"{_frozen(table, 'OLD')} OR {_frozen(table, 'NEW')}",
        "DELETE": _frozen(table, "OLD"),
    }
    return [
        Trigger(name=f"{table}_frozen_{event.lower()}", table=table, event=event, when=when, message=FROZEN)
        for event, when in conditions.items()
    ]


def _rubric_triggers() -> list[Trigger]:
    """A rubric is born a draft; once published only its retirement may be written."""
    free = {"state", "retired_at", "retired_by_id"}
    kept = [field.column for field in Rubric._meta.local_concrete_fields if field.column not in free]
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in kept)
    changed_sqlite = changed.replace("IS DISTINCT FROM", "IS NOT")
    update = (
        "(OLD.state = 'retired') OR (OLD.state = 'draft' AND NEW.state = 'retired') OR "
        "(OLD.state = 'published' AND (NEW.state <> 'retired' OR {changed}))"
    )
    return [
        Trigger(
            name="roles_rubric_born_draft",
            table="roles_rubric",
            event="INSERT",
            when="NEW.state <> 'draft'",
            message="a rubric begins as a draft",
        ),
        Trigger(
            name="roles_rubric_frozen_update",
            table="roles_rubric",
            event="UPDATE",
            when=update.format(changed=changed_sqlite),
            when_postgresql=update.format(changed=changed),
            message=FROZEN,
        ),
        Trigger(
            name="roles_rubric_frozen_delete",
            table="roles_rubric",
            event="DELETE",
            when="OLD.state <> 'draft'",
            message=FROZEN,
        ),
    ]


_STRAY_COMPETENCY = "(SELECT rubric_id FROM roles_competency WHERE id = NEW.competency_id) <> NEW.rubric_id"
TRIGGERS = [
    *_rubric_triggers(),
    *(trigger for table in _RUBRIC_OF for trigger in _part_triggers(table)),
    *(
        Trigger(
            name=f"roles_criterion_own_competency_{event.lower()}",
            table="roles_criterion",
            event=event,
            when=_STRAY_COMPETENCY,
            message="a criterion stands under a competency of its own rubric",
        )
        for event in ("INSERT", "UPDATE")
    ),
]
