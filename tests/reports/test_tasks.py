"""Exports that the worker writes: asked for once, written whole, fetched by whoever asked, gone after a day."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessor.audit.models import AuditPayload
from assessor.interviews.actions import entries
from assessor.interviews.models import FirstLook
from assessor.notices.actions import queue
from assessor.notices.actions.delivery import deliver
from assessor.openings.actions import exports
from assessor.openings.actions.exports import written_path
from assessor.openings.models import EXPORT_KEPT, Export
from assessor.reports import tasks
from assessor.reports.exports.formats import FORMATS
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory
from tests.factories.openings import ExportFactory
from tests.moments import AT
from tests.needs import need_pango
from tests.reports.hiring import two_with_evidence

pytestmark = pytest.mark.django_db
PAGE = "/openings/archive/compare/"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def anything_is_long(monkeypatch):
    monkeypatch.setattr(tasks, "MOST_AT_ONCE", 1)


@pytest.fixture
def archive():
    return two_with_evidence()


@pytest.fixture
def marit(archive):
    return archive.team("Marit")


@pytest.fixture
def client(client_of, marit):
    return client_of(marit)


def ask(client, name="scores"):
    """Ask for an export and return it with the address the answer leads to."""
    answer = client.post(f"{PAGE}export/{name}/")
    assert answer.status_code == 302
    return Export.objects.latest("pk"), answer["Location"]


def fetch(client, export):
    answer = client.post(f"/exports/{export.ref}/file/")
    return b"".join(answer.streaming_content) if answer.streaming else answer


@pytest.mark.parametrize("name", FORMATS)
def test_the_worker_writes_what_would_have_been_handed_out_at_once(
    name, client, marit, archive, work_off, events, monkeypatch, clock
):
    if name == "pdf":
        need_pango()
    client.get(PAGE)
    export, address = ask(client, name)
    assert address == f"/exports/{export.ref}/"
    assert (export.state, export.asked_by) == ("waiting", marit)
    assert work_off() == 1
    with events() as recorded:
        written = fetch(client, export)
    assert recorded == ["comparison.exported"]
    monkeypatch.setattr(tasks, "MOST_AT_ONCE", 300)
    at_once = b"".join(client.post(f"{PAGE}export/{name}/").streaming_content)
    if name == "pdf":
        assert (written[:5], abs(len(written) - len(at_once)) < 2000) == (b"%PDF-", True)
    elif name == "xlsx":
        assert parts_of(written) == parts_of(at_once)
    else:
        assert written == at_once


def parts_of(workbook):
    """Return what is in the archive; its entries bear the time they were written."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_small_round_is_handed_out_at_once(client, monkeypatch):
    monkeypatch.setattr(tasks, "MOST_AT_ONCE", 2)
    answer = client.post(f"{PAGE}export/csv/")
    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbf")
    assert not Export.objects.exists()


def test_asking_records_nothing_and_a_second_click_finds_the_first(client, events):
    client.get(PAGE)
    with events() as recorded:
        first, address = ask(client)
        again, same_address = ask(client)
    assert (again, same_address, recorded) == (first, address, [])
    assert DBTaskResult.objects.count() == 2  # to write it, and to delete it


def test_another_form_waits_for_the_first(client):
    first, address = ask(client, "csv")
    answer = client.post(f"{PAGE}export/json/", follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert "One file at a time: this one comes first." in answer.content.decode()
    assert Export.objects.get() == first


def test_the_database_knows_that_there_is_one_at_a_time(marit):
    ExportFactory(asked_by=marit)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportFactory(asked_by=marit, state="writing")
    ExportFactory(asked_by=marit, state="ready")


def test_a_failed_export_says_why(marit):
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportFactory(asked_by=marit, state="failed")


def test_nobody_else_finds_it(client_of, archive, client, work_off, events):
    export, address = ask(client)
    work_off()
    for other in (archive.team("Olga"), UserFactory(is_administrator=True), archive.person("Ann")):
        stranger = client_of(other)
        with events() as recorded:
            assert stranger.get(address).status_code == 404
            assert stranger.post(f"{address}file/").status_code == 404
            assert export.ref not in stranger.get("/exports/").content.decode()
        assert recorded == []


def test_whoever_left_the_team_finds_it_no_more(client, archive, marit, work_off):
    _, address = ask(client)
    work_off()
    archive.opening.team.filter(user=marit).delete()
    assert client.get(address).status_code == 404
    assert client.post(f"{address}file/").status_code == 404


def test_whoever_left_the_team_before_gets_no_file(client, archive, marit, work_off):
    export, _ = ask(client)
    archive.opening.team.filter(user=marit).delete()
    work_off()
    export.refresh_from_db()
    assert (export.state, export.problem) == ("failed", "The opening is not yours to see any more.")
    assert not written_path(export.ref).exists()


def test_a_file_is_not_handed_out_once_a_card_in_it_has_closed(client, archive, work_off, events):
    _, address = ask(client)
    work_off()
    archive.seat(archive.opening.applications.get(candidate__identity__name="Ngozi"), "Marit")
    assert "Download" not in client.get(address).content.decode()
    with events() as recorded:
        answer = client.post(f"{address}file/", follow=True)
    assert recorded == []
    page = answer.content.decode()
    assert page.count(tasks.CLOSED) == 2  # as the answer to the click, and on the page whenever it is opened
    assert "Download" not in page
    assert "The file is ready" not in page


def test_what_is_hidden_when_it_is_written_is_not_in_it(client, archive, work_off):
    export, _ = ask(client)
    archive.seat(archive.opening.applications.get(candidate__identity__name="Ngozi"), "Marit")
    work_off()
    export.refresh_from_db()
    content = fetch(client, export).decode()
    assert "quagga Obi" in content
    assert "quagga Ngozi" not in content


def test_a_reader_who_turns_blind_while_it_is_written_gets_nothing(client, archive, work_off, monkeypatch):
    ngozi = archive.opening.applications.get(candidate__identity__name="Ngozi")
    write = tasks.FORMATS["csv"].write

    def write_and_seat(packet, out):
        write(packet, out)
        archive.seat(ngozi, "Marit")

    monkeypatch.setitem(tasks.FORMATS, "csv", tasks.replace(tasks.FORMATS["csv"], write=write_and_seat))
    export, address = ask(client, "csv")
    work_off()
    export.refresh_from_db()
    assert (export.state, export.problem) == ("failed", tasks.CLOSED)
    assert not written_path(export.ref).exists()
    assert tasks.CLOSED in client.get(address).content.decode()


def test_du_14_a_worker_that_died_leaves_no_half_file_and_another_writes_it_whole(client, work_off):
    export, address = ask(client)
    task = queue.claim(worker="the dead")
    half = exports.begin(ref=export.ref, at=timezone.now())
    with exports.written(export=half) as out:
        out.write(b"half")
    exports.advance(export=half, done=1, total=4, at=timezone.now())
    assert not written_path(export.ref).exists()
    assert client.post(f"{address}file/").status_code == 302
    assert task.status == "RUNNING"

    assert queue.take_up_again() == 1
    work_off()
    export.refresh_from_db()
    assert export.state == "ready"
    assert b"quagga Ngozi" in fetch(client, export)
    assert [path.name for path in written_path(export.ref).parent.glob(f"{export.ref}*")] == [export.ref]


def test_a_fault_is_told_and_another_can_be_asked_for(client, monkeypatch, work_off):
    def fall(packet, out):
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setitem(tasks.FORMATS, "csv", tasks.replace(tasks.FORMATS["csv"], write=fall))
        export, address = ask(client, "csv")
        work_off()
    export.refresh_from_db()
    assert (export.state, export.problem) == ("failed", tasks.FAULT)
    assert not list(written_path(export.ref).parent.glob(f"{export.ref}*"))
    page = client.get(address).content.decode()
    assert tasks.FAULT in page
    assert "hx-get" not in page
    another, _ = ask(client, "csv")
    assert another != export


def test_one_that_nobody_writes_is_said_to_wait(client, clock):
    _, address = ask(client)
    assert "waited for a while" not in client.get(address).content.decode()
    clock.at += 10 * MINUTE
    page = client.get(address).content.decode()
    assert "Your file waits to be written" in page
    assert "It has waited for a while." in page
    assert "hx-get" in page


def test_one_that_stopped_is_given_up(client, clock, work_off):
    export, address = ask(client)
    exports.begin(ref=export.ref, at=clock.at)
    clock.at += 10 * MINUTE
    page = client.get(address).content.decode()
    assert exports.NOT_WRITTEN in page
    assert "hx-get" not in page
    another, _ = ask(client, "csv")
    work_off()
    for entry in (export, another):
        entry.refresh_from_db()
    assert [export.state, another.state] == ["failed", "ready"]
    assert not written_path(export.ref).exists()


def test_the_page_says_how_far_it_is_and_asks_again_by_itself(client, monkeypatch, work_off):
    export, address = ask(client)
    assert "Your file waits to be written" in client.get(address).content.decode()
    exports.advance(
        export=exports.begin(ref=export.ref, at=export.asked_at), done=1, total=4, at=export.asked_at
    )
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 2s"' in part
    assert "Your file is being written" in part
    assert '<progress max="100" value="25"' in part
    assert "<html" not in part
    monkeypatch.setattr(tasks, "EACH", 0.0)
    work_off()
    export.refresh_from_db()
    assert (export.state, export.done, export.total) == ("ready", 3, 4)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "The file is ready" in part
    assert "hx-get" not in part


def test_after_a_day_it_is_gone(client, clock, work_off):
    export, address = ask(client)
    work_off()
    assert written_path(export.ref).stat().st_mode & 0o777 == 0o600
    clock.at += EXPORT_KEPT - MINUTE
    work_off()
    assert fetch(client, export)
    clock.at += 2 * MINUTE
    work_off()
    assert not written_path(export.ref).exists()
    assert client.get(address).status_code == 404


def test_after_a_day_it_is_gone_also_where_no_worker_runs(client, clock, work_off):
    _, address = ask(client)
    work_off()
    clock.at += EXPORT_KEPT
    assert client.get(address).status_code == 404
    assert client.post(f"{address}file/").status_code == 404
    assert "No files" in client.get("/exports/").content.decode()


def test_a_file_that_somebody_deleted_by_hand_is_said_to_be_gone(client, work_off, events):
    export, address = ask(client)
    work_off()
    written_path(export.ref).unlink()
    client.get(PAGE)
    with events() as recorded:
        answer = client.post(f"{address}file/", follow=True)
    assert answer.redirect_chain[-1][0] == PAGE
    assert "The file is not there any more." in answer.content.decode()
    assert recorded == []


def test_a_look_is_noted_when_the_file_is_fetched_and_not_before(client, marit, work_off):
    export, _ = ask(client)
    work_off()
    assert not FirstLook.objects.filter(user=marit).exists()
    assert fetch(client, export)
    assert FirstLook.objects.filter(user=marit).count() == 2


def test_a_card_that_comes_in_while_the_file_is_written_is_looked_at_too(
    client, archive, marit, work_off, monkeypatch
):
    pia, write = archive.candidate("Pia"), tasks.FORMATS["scores"].write

    def card_comes_first(packet, out):
        archive.card(pia, "Ann", 2, 2, texts={archive.criteria[0]: "quagga Pia"})
        write(packet, out)

    monkeypatch.setitem(
        tasks.FORMATS, "scores", tasks.replace(tasks.FORMATS["scores"], write=card_comes_first)
    )
    client.get(PAGE)
    export, _ = ask(client)
    work_off()
    assert b"quagga Pia" in fetch(client, export)
    assert FirstLook.objects.filter(user=marit, application=pia).exists()


@pytest.mark.parametrize("how", ["a conflict", "the entry is gone"])
def test_whoever_is_named_in_it_must_still_be_known_to_its_reader(
    how, client, archive, marit, work_off, events
):
    """Also somebody whose cards are not in it: their name and stage are."""
    pia = archive.candidate("Pia")
    archive.seat(pia, "Marit")
    _, address = ask(client, "csv")
    work_off()
    if how == "a conflict":
        ConflictFactory(application=pia, user=marit)
    else:
        entries.delete_mistaken(application=pia, by=marit, at=AT)
    with events() as recorded:
        answer = client.post(f"{address}file/", follow=True)
    assert recorded == []
    assert tasks.CLOSED in answer.content.decode()


def test_the_log_and_the_name_say_when_it_was_written(client, clock, work_off):
    client.get(PAGE)
    _, address = ask(client)
    work_off()
    written_at = clock.at
    clock.at += 20 * 60 * MINUTE
    answer = client.post(f"{address}file/")
    assert b"".join(answer.streaming_content)
    assert f"{written_at:%Y-%m-%d}.csv" in answer["Content-Disposition"]
    payload = AuditPayload.objects.order_by("-seq").first().payload["after"]
    assert payload == {"format": "scores", "candidates": 2, "written_at": written_at.isoformat()}


def test_somebody_who_waits_comes_before_mails_that_are_tried_again(client, clock):
    deliver.using(run_after=clock.at - MINUTE).enqueue(1)
    export, _ = ask(client)
    assert queue.claim(worker="test").args_kwargs["args"] == [export.ref]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_however_many(many, client, archive, marit, django_assert_num_queries):
    for number in range(many):
        ExportFactory(
            asked_by=marit,
            opening=archive.opening,
            state="ready",
            format="xlsx",
            size=number,
            asked_at=timezone.now(),
        )
    client.get("/exports/")
    with django_assert_num_queries(3):
        page = client.get("/exports/").content.decode()
    assert page.count("Workbook (XLSX)") == many


def test_the_list_of_whoever_asked_for_nothing_says_so(client):
    assert "No files" in client.get("/exports/").content.decode()
