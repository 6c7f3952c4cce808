"""The tree of a draft as the editor's template walks it: forms of headings, criteria, levels and questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from roles.forms.entries import Entry
from roles.queries.editor import CompetencyRow, CriterionRow, Draft
from roles.rules.scales import values_to_write, words_to_start_from
from roles.views.draft_parts.criteria import CriterionPart
from roles.views.draft_parts.levels import LevelPart
from roles.views.draft_parts.questions import QuestionPart
from roles.views.draft_parts.rubrics import CompetencyPart, RubricPart


@dataclass(frozen=True, slots=True)
class CriterionForms:
    entry: Entry
    key: str
    name: str
    percent: Decimal | None
    levels_written: int
    levels: Sequence[Entry]
    takes_other_values: bool
    takes_words: bool
    questions: Sequence[Entry]
    pk: int
    level_url: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class CompetencyForms:
    entry: Entry
    pk: int
    key: str
    name: str
    percent: Decimal | None
    criteria: Sequence[CriterionForms]


@dataclass(frozen=True, slots=True)
class Tree:
    rubric: Entry
    headings: Sequence[CompetencyForms]

    @property
    def criteria(self) -> list[CriterionForms]:
        return [criterion for heading in self.headings for criterion in heading.criteria]


def tree_of(draft: Draft, shown: Entry | None = None) -> Tree:
    """Return every form of a draft. `shown` stands in for the stored one of the same id: what was typed, with why."""
    again = {shown.id: shown} if shown and shown.is_shown_again else {}
    rubric = RubricPart(draft).entry()
    return Tree(
        rubric=again.get(rubric.id, rubric),
        headings=[_heading(draft, row, again) for row in draft.headings],
    )


def _heading(draft: Draft, row: CompetencyRow, again: dict[str, Entry]) -> CompetencyForms:
    entry = CompetencyPart(draft, row).entry()
    percents = [criterion.percent for criterion in row.criteria if criterion.percent is not None]
    return CompetencyForms(
        entry=again.get(entry.id, entry),
        pk=row.competency.pk,
        key=row.competency.key,
        name=row.competency.name,
        percent=sum(percents, Decimal(0)) if percents else None,
        criteria=[_criterion(draft, row, criterion, again) for criterion in row.criteria],
    )


def _criterion(
    draft: Draft, heading: CompetencyRow, row: CriterionRow, again: dict[str, Entry]
) -> CriterionForms:
    entry = CriterionPart(draft, heading, row).entry()
    entry = again.get(entry.id, entry)
    levels = [_level(draft, row, value, again) for value in values_to_write(row.text.scale, row.written)]
    questions = [QuestionPart(draft, row, question).entry() for question in row.questions]
    text = row.text
    return CriterionForms(
        entry=entry,
        key=text.key,
        name=text.name,
        percent=row.percent,
        levels_written=len(text.levels),
        levels=levels,
        takes_other_values=text.scale is None or not text.scale.is_choice,
        takes_words=any(not row.written.get(value) for value in words_to_start_from(text.scale)),
        questions=[again.get(question.id, question) for question in questions],
        pk=text.id,
        level_url=levels[0].url if levels else "",
        is_open=bool(again) and any(key.startswith(entry.id) for key in again),
    )


def _level(draft: Draft, row: CriterionRow, value: Decimal, again: dict[str, Entry]) -> Entry:
    entry = LevelPart(draft, row, value).entry()
    return again.get(entry.id, entry)
