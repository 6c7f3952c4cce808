"""What the forms of a draft offer to choose from."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from roles.models import Competency, Criterion, Qualification, Responsibility


def headings_of(*, rubric_id: int) -> QuerySet[Competency]:
    """Return a rubric's competencies in order. A queryset, no query yet."""
    return Competency.objects.filter(rubric_id=rubric_id).order_by("position", "id")


def responsibilities_for(*, criterion: Criterion) -> QuerySet[Responsibility]:
    """Return the role's responsibilities a criterion may serve: not retired, or linked already. No query yet."""
    offered = Q(retired_at=None) | Q(criteria=criterion)
    own = Responsibility.objects.filter(offered, role_id=criterion.rubric.role_id)
    return own.distinct().order_by("position", "id")


def qualifications_for(*, criterion: Criterion) -> QuerySet[Qualification]:
    """Return the role's qualifications a criterion may ask for: not retired, or linked already. No query yet."""
    offered = Q(retired_at=None) | Q(criteria=criterion)
    own = Qualification.objects.filter(offered, role_id=criterion.rubric.role_id)
    return own.distinct().order_by("position", "id")
