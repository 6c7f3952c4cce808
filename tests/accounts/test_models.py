"""What the database itself refuses of a user."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from assessor.accounts.enums import UserKind
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "ANN@example.org"},
        {"email": ""},
        {"name": ""},
        {"kind": UserKind.IMPORTED, "is_auditor": True},
        {"kind": UserKind.SYSTEM, "is_administrator": True},
    ],
)
def test_database_refuses(fields):
    UserFactory(email="ann@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(**fields)


def test_many_users_have_no_email():
    UserFactory(email=None, kind=UserKind.IMPORTED)
    UserFactory(email=None, kind=UserKind.IMPORTED)


def test_staff_of_the_admin_are_active_editors_and_administrators():
    assert UserFactory(is_rubric_editor=True).is_staff
    assert UserFactory(is_administrator=True).is_staff
    assert not UserFactory(is_rubric_editor=True, is_active=False).is_staff
    assert not UserFactory(is_recruiter=True, is_auditor=True).is_staff


def test_session_hash_follows_password_and_epoch():
    ann = UserFactory()
    hashes = {ann.get_session_auth_hash()}
    ann.session_epoch += 1
    hashes.add(ann.get_session_auth_hash())
    ann.set_password("a long secret text")
    hashes.add(ann.get_session_auth_hash())
    assert len(hashes) == 3
