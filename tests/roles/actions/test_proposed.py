from __future__ import annotations

import pytest

from assessor.base.refused import Refused
from roles.actions import proposed
from roles.models import Role
from roles.rules.role_files import PartFile

pytestmark = pytest.mark.django_db


def create(by, at, **changes):
    given = {"title": "Porter", "purpose": "", "responsibilities": [], "qualifications": []} | changes
    return proposed.create(**given, by=by, at=at)


def test_parts_get_keys_of_their_own(editor, at, events):
    duties = [
        PartFile("", "Keep the keys", "All."),
        PartFile("", "Keep the keys!", ""),
        PartFile("", "演技", ""),
    ]
    with events() as recorded:
        draft = create(
            editor, at, responsibilities=duties, qualifications=[PartFile("", "Calm", "", "skill")]
        )
    assert list(draft.role.responsibilities.order_by("position").values_list("key", flat=True)) == [
        "keep-the-keys",
        "keep-the-keys-2",
        "responsibility",
    ]
    assert (draft.number, draft.is_draft, draft.criteria.count()) == (1, True, 0)
    assert recorded == ["role.loaded"]


def test_only_rubric_editors_make_roles(recruiter, at):
    with pytest.raises(Refused, match="Only rubric editors"):
        create(recruiter, at)
    assert not Role.objects.exists()
