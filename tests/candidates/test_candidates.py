from __future__ import annotations

import pytest

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from assessor.candidates.actions import applications, candidates, files
from assessor.candidates.enums import FileKind, Stage
from assessor.candidates.models import Application, Candidate, CandidateFile
from assessor.candidates.rules.files import Upload
from assessor.candidates.rules.people import Person
from assessor.openings.actions import openings
from assessor.openings.enums import TeamAccess
from tests.factories.candidates import apply
from tests.factories.openings import OpeningFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 words"


@pytest.fixture
def opening():
    return OpeningFactory()


@pytest.fixture
def manager(opening):
    return TeamMemberFactory(opening=opening).user


@pytest.fixture
def ngozi(opening):
    return apply(opening, "Ngozi")


def _stored():
    return [files.stored_path(file.stored_as) for file in CandidateFile.objects.all()]


class TestAdd:
    def test_add_one(self, opening, manager, at, events):
        with events() as recorded:
            application = candidates.add(
                opening=opening, person=Person("Ngozi", "n@example.org", "555"), by=manager, at=at
            )
        identity = application.candidate.identity
        assert recorded == ["candidate.added"]
        assert (identity.name, identity.email, identity.phone) == ("Ngozi", "n@example.org", "555")
        assert (application.stage, application.shortlisted) == (Stage.NEW, False)

    def test_add_one_with_a_cv_is_one_event(self, opening, manager, at, events):
        with events() as recorded:
            candidates.add(
                opening=opening, person=Person("Ngozi"), cv=Upload("cv.pdf", PDF), by=manager, at=at
            )
        assert recorded == ["candidate.added"]
        assert [path.read_bytes() for path in _stored()] == [PDF]
        last = AuditEvent.objects.order_by("-seq").first()
        assert AuditPayload.objects.get(seq=last.seq).payload["after"]["file"]["name"] == "cv.pdf"

    def test_add_with_a_refused_cv_adds_nobody(self, opening, manager, at):
        with pytest.raises(Refused):
            candidates.add(
                opening=opening, person=Person("Ngozi"), cv=Upload("cv.html", b"<p>"), by=manager, at=at
            )
        assert not Candidate.objects.exists()

    def test_add_of_the_same_name_asks_first(self, opening, manager, ngozi, at):
        with pytest.raises(candidates.SameName):
            candidates.add(opening=opening, person=Person("NGOZI"), by=manager, at=at)
        candidates.add(opening=opening, person=Person("NGOZI"), allow_same_name=True, by=manager, at=at)
        assert opening.applications.count() == 2

    def test_add_many_is_one_event(self, opening, manager, at, events):
        with events() as recorded:
            added = candidates.add_many(
                opening=opening, people=[Person("Ngozi"), Person("Per")], by=manager, at=at
            )
        assert recorded == ["candidate.added_many"]
        assert [entry.candidate.identity.name for entry in added] == ["Ngozi", "Per"]

    def test_add_many_adds_all_or_none(self, opening, manager, ngozi, at):
        with pytest.raises(candidates.SameName, match="“Ngozi”"):
            candidates.add_many(opening=opening, people=[Person("Per"), Person("Ngozi")], by=manager, at=at)
        assert Application.objects.get() == ngozi

    def test_add_many_with_an_address_that_is_there_adds_nobody(self, opening, manager, at):
        candidates.add(opening=opening, person=Person("Per", "per@example.org"), by=manager, at=at)
        with pytest.raises(candidates.SameAddress, match="“PER@"):
            candidates.add_many(opening=opening, people=[Person("P.", "PER@example.org")], by=manager, at=at)
        assert opening.applications.count() == 1

    def test_add_nobody_is_refused(self, opening, manager, at):
        with pytest.raises(Refused, match="no name"):
            candidates.add_many(opening=opening, people=[], by=manager, at=at)


class TestIdentity:
    def test_edit_mends_name_and_contact(self, ngozi, manager, at, events):
        with events() as recorded:
            candidates.edit_identity(
                application=ngozi, person=Person("Ngozi A.", "n@example.org"), by=manager, at=at
            )
        ngozi.candidate.identity.refresh_from_db()
        assert recorded == ["candidate.identity_edited"]
        assert (ngozi.candidate.identity.name, ngozi.candidate.identity.email) == (
            "Ngozi A.",
            "n@example.org",
        )

    def test_edit_to_somebody_elses_name_is_refused(self, opening, ngozi, manager, at):
        apply(opening, "Per")
        with pytest.raises(candidates.SameName):
            candidates.edit_identity(application=ngozi, person=Person("per"), by=manager, at=at)


class TestMoves:
    def test_move_stage(self, ngozi, manager, at, events):
        with events() as recorded:
            applications.move_stage(application=ngozi, stage=Stage.WITHDRAWN, by=manager, at=at)
        ngozi.refresh_from_db()
        assert recorded == ["application.stage_moved"]
        assert ngozi.is_over

    def test_move_to_the_same_stage_is_refused(self, ngozi, manager, at):
        with pytest.raises(Refused, match="“New” already"):
            applications.move_stage(application=ngozi, stage=Stage.NEW, by=manager, at=at)

    def test_shortlist_on_and_off(self, ngozi, manager, at, events):
        with events() as recorded:
            for shortlisted in (True, False):
                applications.set_shortlisted(application=ngozi, shortlisted=shortlisted, by=manager, at=at)
        assert recorded == ["application.shortlisted", "application.unshortlisted"]

    def test_shortlist_twice_is_refused(self, ngozi, manager, at):
        with pytest.raises(Refused, match="Nothing to change"):
            applications.set_shortlisted(application=ngozi, shortlisted=False, by=manager, at=at)


class TestFiles:
    def test_attach_keeps_the_bytes_under_a_random_name(self, ngozi, manager, at, events):
        with events() as recorded:
            file = files.attach(
                application=ngozi, kind=FileKind.CV, name="../../cv.pdf", content=PDF, by=manager, at=at
            )
        path = files.stored_path(file.stored_as)
        assert recorded == ["file.attached"]
        assert (file.name, path.read_bytes()) == ("cv.pdf", PDF)
        assert path.suffix == ""
        assert path.stat().st_mode & 0o077 == 0

    def test_attach_refuses_what_is_not_taken(self, ngozi, manager, at):
        for name, content in (("x.html", b"<p>"), ("x.pdf", b"<p>"), ("x.svg", b"<svg/>")):
            with pytest.raises(Refused):
                files.attach(
                    application=ngozi, kind=FileKind.CV, name=name, content=content, by=manager, at=at
                )
        assert not CandidateFile.objects.exists()

    def test_attach_more_than_twenty_is_refused(self, ngozi, manager, at):
        facts = {"application": ngozi, "kind": FileKind.OTHER, "name": "x.pdf", "content": PDF}
        for _ in range(files.MAX_FILES):
            files.attach(**facts, by=manager, at=at)
        with pytest.raises(Refused, match="at most 20 files"):
            files.attach(**facts, by=manager, at=at)

    def test_remove_takes_row_and_bytes(self, ngozi, manager, at, events, django_capture_on_commit_callbacks):
        file = files.attach(
            application=ngozi, kind=FileKind.CV, name="cv.pdf", content=PDF, by=manager, at=at
        )
        [path] = _stored()
        with django_capture_on_commit_callbacks(execute=True), events() as recorded:
            files.remove(file=file, by=manager, at=at)
        assert recorded == ["file.removed"]
        assert not path.exists()

    def test_remove_twice_is_refused(self, ngozi, manager, at):
        file = files.attach(
            application=ngozi, kind=FileKind.CV, name="cv.pdf", content=PDF, by=manager, at=at
        )
        again = CandidateFile.objects.get()
        files.remove(file=file, by=manager, at=at)
        with pytest.raises(Refused, match="removed already"):
            files.remove(file=again, by=manager, at=at)


@pytest.mark.parametrize("case", ["observer", "another opening's manager", "closed"])
def test_nothing_is_changed_by_who_may_not_or_while_closed(opening, manager, ngozi, at, case):
    person = manager
    file = files.attach(application=ngozi, kind=FileKind.CV, name="cv.pdf", content=PDF, by=manager, at=at)
    if case == "closed":
        openings.close(opening=opening, by=manager, at=at)
    else:
        access = {"opening": opening, "access": TeamAccess.OBSERVER} if case == "observer" else {}
        person = TeamMemberFactory(**access).user
    acts = [
        (candidates.add, {"opening": opening, "person": Person("X1")}),
        (candidates.add_many, {"opening": opening, "people": [Person("X1")]}),
        (candidates.edit_identity, {"application": ngozi, "person": Person("X1")}),
        (applications.move_stage, {"application": ngozi, "stage": Stage.OFFER}),
        (applications.set_shortlisted, {"application": ngozi, "shortlisted": True}),
        (files.attach, {"application": ngozi, "kind": FileKind.CV, "name": "x.pdf", "content": PDF}),
        (files.remove, {"file": file}),
    ]
    before = AuditEvent.objects.count()
    for act, facts in acts:
        with pytest.raises(Refused):
            act(**facts, by=person, at=at)
    ngozi.refresh_from_db()
    assert AuditEvent.objects.count() == before
    assert (ngozi.stage, ngozi.shortlisted, opening.applications.count()) == (Stage.NEW, False, 1)
