"""The roles a person may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Lower

from assessor.accounts.models import User
from roles.enums import RubricState
from roles.models import Role, Rubric, RubricQuerySet
from roles.permissions import can_see_every_role


def roles_visible_to(*, viewer: User, also: Iterable[int] = ()) -> QuerySet[Role]:
    """Return every role for those who see all, else the ones in `also`: ids a higher floor found for this viewer.

    A queryset, no query yet.
    """
    if can_see_every_role(viewer):
        return Role.objects.all()
    return Role.objects.filter(pk__in=list(also))


def rubrics_visible_to(*, viewer: User, also: Iterable[int] = ()) -> RubricQuerySet:
    """Return the rubrics of visible roles; drafts only for those who see every role. A queryset, no query yet."""
    rubrics = Rubric.objects.filter(role__in=roles_visible_to(viewer=viewer, also=also))
    return rubrics if can_see_every_role(viewer) else rubrics.frozen()


def roles_listed_for(
    *, viewer: User, also: Iterable[int] = (), among: Iterable[int] | None = None
) -> QuerySet[Role]:
    """Return visible roles by title, each with `published_number` and `draft_number` (None where there is none).

    With `among`, only those of these ids. One query.
    """
    seen = Q(rubrics__in=rubrics_visible_to(viewer=viewer, also=also))
    published, draft = (
        seen & Q(rubrics__state=state) for state in (RubricState.PUBLISHED, RubricState.DRAFT)
    )
    roles = roles_visible_to(viewer=viewer, also=also)
    return (
        (roles if among is None else roles.filter(pk__in=among))
        .annotate(
            published_number=Max("rubrics__number", filter=published),
            draft_number=Max("rubrics__number", filter=draft),
        )
        .order_by(Lower("title"), "id")
    )
