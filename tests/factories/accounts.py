"""Users."""

from __future__ import annotations

import factory
from django.contrib.auth.hashers import make_password

from assessor.accounts.models import User
from tests.moments import AT


class UserFactory(factory.django.DjangoModelFactory):
    """An active person without access. `raw_password="…"` gives a password to sign in with."""

    class Meta:
        model = User

    class Params:
        raw_password = None

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.LazyAttribute(
        lambda user: make_password(user.raw_password) if user.raw_password else ""
    )
    created_at = AT
