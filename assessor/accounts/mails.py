"""Mails about accounts: plain text, and nothing in them but what they are for."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from assessor.accounts.links import DAYS_VALID, set_password_link
from assessor.accounts.models import User


def invitation(*, person: User, by: User) -> EmailMessage:
    """Return the mail that asks a person to choose a password; `by` is named unless it is the system."""
    context = {
        "person": person,
        "host": None if by.is_system else by,
        "link": set_password_link(person),
        "days": DAYS_VALID,
    }
    # No name in the subject: nothing a user typed reaches a header.
    return EmailMessage(
        subject="Your invitation to Assessor",
        body=render_to_string("accounts/mail/invitation.txt", context),
        to=[person.email or ""],
    )
