"""Making users, changing what they may do, shutting them out."""

from __future__ import annotations

import re
import threading

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from assessor.accounts.actions import users
from assessor.accounts.enums import Access, UserKind
from assessor.accounts.models import User
from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
UNCHOSEN = "!unusable"


@pytest.fixture
def ada():
    """An administrator who can sign in."""
    return UserFactory(name="Ada Admin", is_administrator=True)


def _invite(by, at, **changes):
    fields = {"email": "bea@example.org", "name": "Bea Baker", "access": [Access.RECRUITER], **changes}
    return users.invite(**fields, by=by, at=at)


def test_invite_makes_a_person_without_a_password(ada, at, events):
    with events() as recorded:
        bea = _invite(ada, at, email=" Bea@Example.ORG ", name="  Bea \n Baker ")
    bea.refresh_from_db()
    assert (bea.email, bea.name, bea.kind, bea.created_at) == ("bea@example.org", "Bea Baker", "person", at)
    assert bea.access == [Access.RECRUITER]
    assert bea.was_invited
    assert recorded == ["user.invited"]


def test_invite_says_in_the_log_who_invited_whom_to_what(ada, at):
    bea = _invite(ada, at)
    event = AuditEvent.objects.get(action="user.invited")
    assert (event.actor_ref, event.object_type, event.object_ref) == (ada.ref, "user", bea.ref)
    assert AuditPayload.objects.get(seq=event.seq).payload == {
        "before": {},
        "after": {"name": "Bea Baker", "email": "bea@example.org", "access": ["recruiter"]},
    }


def test_invitation_is_mailed_once_the_invitation_stands(
    ada, at, settings, django_capture_on_commit_callbacks
):
    settings.SITE_URL = "https://hire.example.com"
    with django_capture_on_commit_callbacks(execute=True):
        _invite(ada, at, name="Bea <b>&</b> Baker")
        assert mail.outbox == []
    [message] = mail.outbox
    assert message.to == ["bea@example.org"]
    assert message.subject == "Your invitation to Assessor"
    assert message.content_subtype == "plain"
    assert message.body.startswith("Dear Bea <b>&</b> Baker,\n\nAda Admin invites you to Assessor")
    assert "for 3 days" in message.body
    assert re.search(r"^https://hire\.example\.com/account/password/reset/\w+-[\w-]+/$", message.body, re.M)


def test_invitation_by_the_system_names_nobody(at, django_capture_on_commit_callbacks):
    system = users.ensure_system(at=at)
    with django_capture_on_commit_callbacks(execute=True):
        _invite(system, at)
    assert "you are invited to Assessor" in mail.outbox[0].body
    assert system.name not in mail.outbox[0].body.replace("to Assessor", "")


def test_mail_server_that_is_down_leaves_the_invitation_standing(
    ada, at, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with django_capture_on_commit_callbacks(execute=True):
        bea = _invite(ada, at)
        assert not bea.mail_failed
    assert bea.mail_failed
    assert User.objects.filter(email="bea@example.org").exists()


def test_invite_refused_mails_nobody(ada, at, django_capture_on_commit_callbacks):
    UserFactory(email="bea@example.org")
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(users.EmailTaken, match="belongs to somebody already"),
    ):
        _invite(ada, at, email="BEA@example.org")
    assert mail.outbox == []
    assert User.objects.filter(email="bea@example.org").count() == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [(" ", "Give a name."), ("Bea\x07", "no control characters"), ("B" * 201, "at most 200")],
)
def test_invite_refuses_what_is_no_name(ada, at, name, sentence):
    with pytest.raises(Refused, match=sentence):
        _invite(ada, at, name=name)


@pytest.mark.parametrize("access", ["is_recruiter", "is_rubric_editor", "is_auditor"])
def test_invite_is_for_administrators(at, access, events):
    with events() as recorded, pytest.raises(Refused, match="Only administrators"):
        _invite(UserFactory(**{access: True}), at)
    assert recorded == []
    assert not User.objects.filter(email="bea@example.org").exists()


def test_deactivated_administrator_manages_nobody(at):
    with pytest.raises(Refused, match="Only administrators"):
        _invite(UserFactory(is_administrator=True, is_active=False), at)


def test_invite_again_mails_a_fresh_link(ada, at, events, django_capture_on_commit_callbacks):
    bea = UserFactory(password=UNCHOSEN)
    with events() as recorded, django_capture_on_commit_callbacks(execute=True):
        users.invite_again(person=bea, by=ada, at=at)
    assert recorded == ["user.invited_again"]
    assert [message.to for message in mail.outbox] == [[bea.email]]


def test_invite_again_refused_once_a_password_is_chosen(ada, at):
    with pytest.raises(Refused, match="has chosen a password already"):
        users.invite_again(person=UserFactory(raw_password="a long secret text"), by=ada, at=at)


def test_invite_again_refused_for_the_deactivated(ada, at):
    with pytest.raises(Refused, match="is deactivated"):
        users.invite_again(person=UserFactory(password=UNCHOSEN, is_active=False), by=ada, at=at)


def test_change_access_gives_exactly_that_access(ada, at, events):
    bea = UserFactory(is_recruiter=True)
    with events() as recorded:
        users.change_access(person=bea, access={Access.AUDITOR, Access.RUBRIC_EDITOR}, by=ada, at=at)
    bea.refresh_from_db()
    assert bea.access == [Access.RUBRIC_EDITOR, Access.AUDITOR]
    assert recorded == ["user.access_changed"]
    assert AuditPayload.objects.order_by("-seq")[0].payload == {
        "before": {"access": ["recruiter"]},
        "after": {"access": ["rubric_editor", "auditor"]},
    }


def test_change_access_to_the_same_is_refused(ada, at):
    bea = UserFactory(is_recruiter=True)
    with pytest.raises(Refused, match="Nothing to change"):
        users.change_access(person=bea, access=[Access.RECRUITER], by=ada, at=at)


def test_imported_interviewer_holds_no_access(ada, at):
    imported = UserFactory(kind=UserKind.IMPORTED, email=None)
    with pytest.raises(Refused, match="cannot sign in"):
        users.change_access(person=imported, access=[Access.AUDITOR], by=ada, at=at)


@pytest.mark.parametrize("other", [{"is_active": False}, {"password": UNCHOSEN}])
def test_last_administrator_who_can_sign_in_keeps_the_access(ada, at, other):
    UserFactory(is_administrator=True, **other)
    with pytest.raises(users.LastAdministrator):
        users.change_access(person=ada, access=[], by=ada, at=at)
    ada.refresh_from_db()
    assert ada.access == [Access.ADMINISTRATOR]


def test_administrator_steps_down_where_another_is_left(ada, at):
    UserFactory(is_administrator=True)
    users.change_access(person=ada, access=[], by=ada, at=at)
    ada.refresh_from_db()
    assert ada.access == []


def test_last_administrator_is_not_deactivated_by_a_command(ada, at):
    system = users.ensure_system(at=at)
    with pytest.raises(users.LastAdministrator):
        users.deactivate(person=ada, by=system, at=at)
    ada.refresh_from_db()
    assert ada.is_active


def test_administrator_cannot_deactivate_oneself(ada, at):
    UserFactory(is_administrator=True)
    with pytest.raises(Refused, match="cannot deactivate yourself"):
        users.deactivate(person=ada, by=ada, at=at)


def test_deactivate_and_reactivate_keep_access_and_password(ada, at, events):
    bea = UserFactory(is_recruiter=True, raw_password="a long secret text")
    with events() as recorded:
        users.deactivate(person=bea, by=ada, at=at)
        users.reactivate(person=bea, by=ada, at=at)
    bea.refresh_from_db()
    assert (bea.is_active, bea.access) == (True, [Access.RECRUITER])
    assert bea.check_password("a long secret text")
    assert recorded == ["user.deactivated", "user.reactivated"]


def test_deactivate_twice_is_refused(ada, at):
    with pytest.raises(Refused, match="is deactivated already"):
        users.deactivate(person=UserFactory(is_active=False), by=ada, at=at)


def test_reactivate_who_is_active_is_refused(ada, at):
    with pytest.raises(Refused, match="is active already"):
        users.reactivate(person=UserFactory(), by=ada, at=at)


def test_rename_is_for_oneself_and_administrators(ada, at, events):
    bea = UserFactory(name="Bea Baker")
    with events() as recorded:
        users.rename(person=bea, name="Bea Cook", by=bea, at=at)
        users.rename(person=bea, name="Beatrice Cook", by=ada, at=at)
    bea.refresh_from_db()
    assert bea.name == "Beatrice Cook"
    assert recorded == ["user.renamed", "user.renamed"]
    with pytest.raises(Refused, match="Only administrators"):
        users.rename(person=bea, name="Bea", by=UserFactory(), at=at)


def test_rename_to_the_same_is_refused(at):
    bea = UserFactory(name="Bea Baker")
    with pytest.raises(Refused, match="Nothing to change"):
        users.rename(person=bea, name=" Bea  Baker", by=bea, at=at)


def test_system_is_made_once_and_cannot_sign_in(at, events):
    with events() as recorded:
        system = users.ensure_system(at=at)
        assert users.ensure_system(at=at) == system
    assert recorded == ["user.system_created"]
    assert (system.kind, system.email, system.has_usable_password()) == (UserKind.SYSTEM, None, False)


def test_there_is_one_system(at):
    users.ensure_system(at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(kind=UserKind.SYSTEM, email=None)


def test_imported_interviewer_has_a_name_alone(ada, at, events):
    with events() as recorded:
        imported = users.make_imported(name=" J6  (FRA) ", by=ada, at=at)
    assert recorded == ["user.imported"]
    assert (imported.name, imported.email, imported.kind) == ("J6 (FRA)", None, UserKind.IMPORTED)
    assert not imported.has_usable_password()


def test_create_administrator_with_and_without_a_password(at, events, mailoutbox):
    system = users.ensure_system(at=at)
    with events() as recorded:
        ada = users.create_administrator(
            email="ada@example.org", name="Ada", password="a long secret text", by=system, at=at
        )
        bea = users.create_administrator(email="bea@example.org", name="Bea", password=None, by=system, at=at)
    assert recorded == ["user.administrator_created"] * 2
    assert ada.check_password("a long secret text")
    assert ada.access == bea.access == [Access.ADMINISTRATOR]
    assert bea.was_invited
    assert mailoutbox == []


def test_demonstration_person_signs_in_at_once(ada, at, events, mailoutbox):
    with events() as recorded:
        bea = users.make_with_password(
            email="bea@example.org", name="Bea", access=[], password="a long secret text", by=ada, at=at
        )
    assert recorded == ["user.demonstrated"]
    assert bea.check_password("a long secret text")
    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_shut_each_other_out_at_once(at):
    ada, bea = UserFactory.create_batch(2, is_administrator=True)
    start, refused = threading.Barrier(2), []

    def shut_out(person, by):
        try:
            start.wait()
            users.deactivate(person=person, by=by, at=at)
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=shut_out, args=pair) for pair in ((ada, bea), (bea, ada))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(refusal) for refusal in refused] == [users.LastAdministrator]
    assert User.objects.active().filter(is_administrator=True).count() == 1
