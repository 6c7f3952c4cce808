"""What copying a role or a rubric starts from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.functions import Lower

from assessor.accounts.models import User
from roles import permissions
from roles.enums import RubricState
from roles.models import Role, Rubric
from roles.queries.visible import roles_visible_to, rubrics_visible_to
from roles.rules.keys import RESERVED_SLUGS, slug_from


@dataclass(frozen=True, slots=True)
class Address:
    """The address a title makes for a new role."""

    slug: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class RoleToCopy:
    """A role with its versions, newest first."""

    role: Role
    rubrics: tuple[Rubric, ...]


@dataclass(frozen=True, slots=True)
class RoleToFill:
    """A role whose next draft can be started from `rubrics`: its own versions first, then those of other roles.

    Of another role it is the draft and the published rubric. `draft` is the one that stands in the way.
    """

    role: Role
    rubrics: tuple[Rubric, ...]
    draft: Rubric | None


def address_for(*, title: str) -> Address:
    """Return the address a new role of this title would have. One query."""
    taken = RESERVED_SLUGS | set(Role.objects.values_list("slug", flat=True))
    slug = slug_from(title, taken=taken)
    return Address(slug, slug in taken)


def role_to_copy(*, slug: str, viewer: User) -> RoleToCopy | None:
    """Return a role the viewer may copy, or None. Two queries."""
    role = _editable(slug, viewer)
    if role is None:
        return None
    rubrics = rubrics_visible_to(viewer=viewer).filter(role=role).select_related("role")
    return RoleToCopy(role, tuple(rubrics.newest_first()))


def role_to_fill(*, slug: str, viewer: User) -> RoleToFill | None:
    """Return a role the viewer may start a draft of, or None. Two queries."""
    role = _editable(slug, viewer)
    if role is None:
        return None
    rubrics = rubrics_visible_to(viewer=viewer).select_related("role")
    listed = list(rubrics.order_by(Lower("role__title"), "role_id", "-number"))
    own = [rubric for rubric in listed if rubric.role_id == role.pk]
    others = [
        rubric for rubric in listed if rubric.role_id != role.pk and rubric.state != RubricState.RETIRED
    ]
    return RoleToFill(role, (*own, *others), next((rubric for rubric in own if rubric.is_draft), None))


def _editable(slug: str, viewer: User) -> Role | None:
    if not permissions.can_edit_roles(viewer):
        return None
    return roles_visible_to(viewer=viewer).filter(slug=slug).first()
