"""What the pages of a role and of a rubric show, complete, so that rendering asks the database nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessor.accounts.models import User
from roles import permissions
from roles.enums import QualificationKind
from roles.models import Qualification, Responsibility, Role, Rubric
from roles.queries.authors import authors_of
from roles.queries.texts import described, described_many
from roles.queries.visible import roles_visible_to, rubrics_visible_to
from roles.rules.coverage import Part
from roles.rules.maps import PartGroup, RoleShape
from roles.rules.publishing import Problem, problems
from roles.rules.texts import CriterionText, RubricText


@dataclass(frozen=True, slots=True)
class CriterionEntry:
    """A criterion as a page shows it: its printed share of the weight, and what it serves by title."""

    text: CriterionText
    percent: Decimal | None
    serves: tuple[str, ...]
    asks_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompetencyEntry:
    """A heading with its criteria and their common share of the weight, as printed."""

    key: str
    name: str
    description: str
    percent: Decimal | None
    criteria: tuple[CriterionEntry, ...]


@dataclass(frozen=True, slots=True)
class KindEntry:
    """The qualifications of one kind."""

    kind: str
    label: str
    parts: tuple[Qualification, ...]


@dataclass(frozen=True, slots=True)
class RolePage:
    """A role with its rubrics. `published` is None while it has none; `history` holds every visible version.

    `mapped` is the rubric the maps and the coverage are drawn from: the draft for those who edit, so that they see
    what is left to do; the published one for others, or the newest they may see.
    """

    role: Role
    responsibilities: tuple[Responsibility, ...]
    qualifications: tuple[KindEntry, ...]
    published: Rubric | None
    competencies: tuple[CompetencyEntry, ...]
    history: tuple[Rubric, ...]
    draft: Rubric | None
    mapped: Rubric | None
    shape: RoleShape
    can_edit: bool

    @property
    def criteria_count(self) -> int:
        return sum(len(competency.criteria) for competency in self.competencies)


@dataclass(frozen=True, slots=True)
class RubricPage:
    """One version of a rubric. `problems` is empty for everything but a draft."""

    rubric: Rubric
    text: RubricText
    competencies: tuple[CompetencyEntry, ...]
    problems: tuple[Problem, ...]
    can_edit: bool
    publish_refusal: str
    can_publish: bool
    can_draft_from: bool

    @property
    def criteria_count(self) -> int:
        return len(self.text.criteria)


def role_page(*, slug: str, viewer: User, also: Iterable[int] = ()) -> RolePage | None:
    """Return everything the page of a role shows, or None where the viewer may not see it.

    Eleven queries with a rubric, four without.
    """
    seen = list(also)
    role = roles_visible_to(viewer=viewer, also=seen).filter(slug=slug).first()
    if role is None:
        return None
    rubrics = rubrics_visible_to(viewer=viewer, also=seen).filter(role=role)
    history = tuple(rubrics.select_related("published_by").newest_first())
    responsibilities = tuple(Responsibility.objects.filter(role=role).order_by("position", "id"))
    qualifications = tuple(Qualification.objects.filter(role=role).order_by("position", "id"))
    published = next((rubric for rubric in history if rubric.is_published), None)
    draft = next((rubric for rubric in history if rubric.is_draft), None)
    can_edit = permissions.can_edit_roles(viewer)
    mapped = (draft if can_edit else None) or published or next(iter(history), None)
    texts = described_many(rubric_ids=[rubric.pk for rubric in (published, mapped) if rubric])
    today = tuple(part for part in responsibilities if part.retired_at is None)
    by_kind = _by_kind([part for part in qualifications if part.retired_at is None])
    return RolePage(
        role=role,
        responsibilities=today,
        qualifications=by_kind,
        published=published,
        competencies=_entries(texts[published.pk], responsibilities, qualifications) if published else (),
        history=history,
        draft=draft,
        mapped=mapped,
        shape=_shape(role, today, by_kind, texts[mapped.pk] if mapped else None),
        can_edit=can_edit,
    )


def rubric_page(*, slug: str, number: int, viewer: User, also: Iterable[int] = ()) -> RubricPage | None:
    """Return everything the page of a rubric shows, or None where the viewer may not see it. Twelve queries."""
    visible = rubrics_visible_to(viewer=viewer, also=also).filter(role__slug=slug, number=number)
    rubric = visible.select_related("role", "created_by", "published_by", "retired_by").first()
    if rubric is None:
        return None
    text = described(rubric_id=rubric.pk)
    found, authors = tuple(problems(text)) if rubric.is_draft else (), authors_of(rubric=rubric)
    has_draft = Rubric.objects.draft().filter(role_id=rubric.role_id).exists()
    return RubricPage(
        rubric=rubric,
        text=text,
        competencies=_entries(
            text,
            Responsibility.objects.filter(role_id=rubric.role_id),
            Qualification.objects.filter(role_id=rubric.role_id),
        ),
        problems=found,
        can_edit=permissions.can_edit_rubric(viewer, rubric),
        publish_refusal=permissions.refusal_of_author(viewer, authors) if rubric.is_draft else "",
        can_publish=permissions.can_publish(viewer, rubric, found, authors=authors),
        can_draft_from=permissions.can_draft_from(viewer, rubric, has_draft=has_draft),
    )


def _by_kind(parts: list[Qualification]) -> tuple[KindEntry, ...]:
    groups = ((kind, tuple(part for part in parts if part.kind == kind)) for kind in QualificationKind)
    return tuple(KindEntry(kind.value, str(kind.label), group) for kind, group in groups if group)


def _shape(
    role: Role, duties: Iterable[Responsibility], by_kind: Iterable[KindEntry], text: RubricText | None
) -> RoleShape:
    return RoleShape(
        title=role.title,
        responsibilities=tuple(Part(part.key, part.title) for part in duties),
        qualifications=tuple(
            PartGroup(entry.kind, entry.label, tuple(Part(part.key, part.title) for part in entry.parts))
            for entry in by_kind
        ),
        rubric=text,
    )


def _entries(
    text: RubricText, responsibilities: Iterable[Responsibility], qualifications: Iterable[Qualification]
) -> tuple[CompetencyEntry, ...]:
    duties = {part.key: part.title for part in responsibilities}
    demands = {part.key: part.title for part in qualifications}
    percents = text.percents()
    return tuple(
        CompetencyEntry(
            key=competency.key,
            name=competency.name,
            description=competency.description,
            percent=_sum_of(percents, competency.criteria),
            criteria=tuple(
                CriterionEntry(
                    text=criterion,
                    percent=percents.get(criterion.key),
                    serves=tuple(duties[key] for key in criterion.responsibilities),
                    asks_for=tuple(demands[key] for key in criterion.qualifications),
                )
                for criterion in competency.criteria
            ),
        )
        for competency in text.competencies
    )


def _sum_of(percents: Mapping[str, Decimal], criteria: Iterable[CriterionText]) -> Decimal | None:
    return sum((percents[criterion.key] for criterion in criteria), Decimal(0)) if percents else None
