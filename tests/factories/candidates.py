"""Candidates, their identity, applications, files and decisions."""

from __future__ import annotations

import hashlib

import factory

from assessor.candidates.enums import Outcome
from assessor.candidates.models import (
    Application,
    Candidate,
    CandidateFile,
    CandidateIdentity,
    Conflict,
    Decision,
)
from tests.moments import AT


class CandidateFactory(factory.django.DjangoModelFactory):
    """A candidate without identity: what is left after erasure."""

    class Meta:
        model = Candidate

    created_at = AT


class CandidateIdentityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CandidateIdentity

    candidate = factory.SubFactory(CandidateFactory)
    name = factory.Sequence(lambda n: f"Candidate {n}")


class ApplicationFactory(factory.django.DjangoModelFactory):
    """An application of somebody without a name; `apply` gives one."""

    class Meta:
        model = Application

    candidate = factory.SubFactory(CandidateFactory)
    opening = factory.SubFactory("tests.factories.openings.OpeningFactory")
    created_at = AT
    created_by = factory.SelfAttribute("opening.created_by")


class CandidateFileFactory(factory.django.DjangoModelFactory):
    """The row alone; no bytes lie in the data folder."""

    class Meta:
        model = CandidateFile

    application = factory.SubFactory(ApplicationFactory)
    name = factory.Sequence(lambda n: f"cv-{n}.pdf")
    content_type = "application/pdf"
    size = 1
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.name.encode()).hexdigest())
    stored_as = factory.Sequence(lambda n: f"stored-{n}")
    uploaded_at = AT
    uploaded_by = factory.SelfAttribute("application.created_by")


class ConflictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Conflict

    application = factory.SubFactory(ApplicationFactory)
    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    reason = "We have worked together."
    declared_at = AT
    declared_by = factory.SelfAttribute("user")


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    application = factory.SubFactory(ApplicationFactory)
    outcome = Outcome.ADVANCE
    reason = "The evidence supports it."
    rubric = factory.SelfAttribute("application.opening.rubric")
    comparison_hash = "c" * 64
    decided_at = AT
    decided_by = factory.SelfAttribute("application.created_by")


def apply(opening: object, name: str, **fields: object) -> Application:
    """Let a named person apply to the opening, and return the application."""
    application = ApplicationFactory(opening=opening, **fields)
    CandidateIdentityFactory(candidate=application.candidate, name=name)
    return application
