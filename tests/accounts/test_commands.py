"""`create_administrator`, as a shell sees it: what it prints where, and how it ends."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from assessor.accounts.enums import Access
from assessor.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def _create(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("create_administrator", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_prints_a_link_to_choose_a_password(settings, events, client):
    settings.SITE_URL = "https://hire.example.com"
    with events() as recorded:
        out, err = _create("Ada@example.org", "--name", "Ada Admin")
    assert re.fullmatch(r"https://hire\.example\.com/account/password/reset/\w+-[\w-]+/\n", out)
    assert err == "Ada Admin chooses a password here, once, within 3 days:\n"
    ada = User.objects.get(email="ada@example.org")
    assert ada.access == [Access.ADMINISTRATOR]
    assert ada.was_invited
    assert recorded == ["user.system_created", "user.administrator_created"]
    assert client.get(out.strip().removeprefix("https://hire.example.com")).status_code == 302


def test_takes_the_password_from_a_file(tmp_path, settings):
    settings.SITE_URL = "https://hire.example.com"
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    out, _ = _create("ada@example.org", "--name", "Ada", "--password-file", str(tmp_path / "password"))
    assert out == "https://hire.example.com/account/sign-in/\n"
    assert User.objects.get(email="ada@example.org").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("email", "name", "sentence"),
    [
        ("taken@example.org", "Ada", "taken@example.org belongs to somebody already."),
        ("no address", "Ada", "Enter a valid email address."),
        ("ada@example.org", " ", "Give a name."),
    ],
)
def test_refuses_with_the_reason_and_leaves_nothing(email, name, sentence):
    UserFactory(email="taken@example.org")
    with pytest.raises(CommandError) as refused:
        _create(email, "--name", name)
    assert (str(refused.value), refused.value.returncode) == (sentence, 1)
    assert list(User.objects.values_list("email", flat=True)) == ["taken@example.org"]


def test_refuses_a_weak_password(tmp_path):
    (tmp_path / "password").write_text("short")
    with pytest.raises(CommandError, match="too short") as refused:
        _create("ada@example.org", "--name", "Ada", "--password-file", str(tmp_path / "password"))
    assert refused.value.returncode == 1
    assert not User.objects.exists()


@pytest.mark.parametrize("content", [None, b"", b"one\ntwo\n", b"\xff\xfe"])
def test_unusable_password_file_is_wrong_usage(tmp_path, content):
    path = tmp_path / "password"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        _create("ada@example.org", "--name", "Ada", "--password-file", str(path))
    assert refused.value.returncode == 2


def test_database_without_tables_gets_a_sentence(monkeypatch):
    def fail(**kwargs):
        raise OperationalError("no such table: accounts_user")

    monkeypatch.setattr("assessor.accounts.actions.users.ensure_system", fail)
    with pytest.raises(CommandError, match="The database is not ready"):
        _create("ada@example.org", "--name", "Ada")
