"""Notices and mornings."""

from __future__ import annotations

import datetime as dt

import factory

from assessor.notices.models import Morning, Notice
from tests.moments import AT


class NoticeFactory(factory.django.DjangoModelFactory):
    """A reminder of nothing in particular, without a task that would send it."""

    class Meta:
        model = Notice

    kind = "reminder"
    person = factory.SubFactory("tests.factories.accounts.UserFactory")
    key = factory.Sequence(lambda n: f"act-{n}")
    created_at = AT


class MorningFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Morning

    day = factory.Sequence(lambda n: AT.date() + dt.timedelta(days=n))
    looked_at = AT
