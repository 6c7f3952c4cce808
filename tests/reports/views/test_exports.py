"""Files of the comparison: who gets them, what they hold, and that each is recorded."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.interviews.models import FirstLook
from assessor.openings.enums import TeamAccess
from assessor.reports.exports.formats import EXPORTS, FORMATS
from assessor.reports.http import one_at_a_time
from tests.factories.accounts import UserFactory
from tests.needs import need_pango
from tests.reports.hiring import hiring, two_with_evidence

pytestmark = pytest.mark.django_db
PAGE = "/openings/archive/compare/"


@pytest.fixture
def archive():
    return two_with_evidence()


@pytest.fixture
def marit(archive):
    return archive.team("Marit")


def address(name):
    return f"{PAGE}export/{name}/"


def content_of(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("name", FORMATS)
def test_each_form_is_a_download_that_is_recorded_once(name, client_of, marit, events):
    if name == "pdf":
        need_pango()
    client = client_of(marit)
    client.get(PAGE)
    with events() as recorded:
        response = client.post(address(name))
        assert content_of(response)
    assert response.status_code == 200
    assert recorded == ["comparison.exported"]
    assert AuditPayload.objects.order_by("-seq").first().payload["after"] == {"format": name, "candidates": 2}
    assert AuditEvent.objects.order_by("-seq").first().actor_ref == marit.ref
    form = FORMATS[name]
    assert response["Content-Type"] == form.content_type
    assert response["Content-Disposition"].startswith(f'attachment; filename="archive-{form.called}-2')
    assert response["Content-Disposition"].endswith(f'.{form.ending}"')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("name", FORMATS)
def test_a_stranger_to_the_opening_finds_nothing(name, client_of, archive, events):
    client = client_of(UserFactory())
    with events() as recorded:
        response = client.post(address(name))
    assert (response.status_code, recorded) == (404, [])


def test_an_interviewer_without_team_access_finds_nothing(client_of, archive):
    assert client_of(archive.person("Ann")).post(address("csv")).status_code == 404


def test_an_observer_may_take_what_they_may_read(client_of, archive):
    olga = archive.team("Olga", TeamAccess.OBSERVER)
    assert b"quagga Ngozi" in content_of(client_of(olga).post(address("scores")))


def test_getting_an_address_writes_nothing(client_of, marit, events):
    client = client_of(marit)
    with events() as recorded:
        response = client.get(address("csv"))
    assert (response.status_code, recorded) == (405, [])


def test_an_unknown_form_is_not_found(client_of, marit, events):
    client = client_of(marit)
    with events() as recorded:
        assert client.post(address("docx")).status_code == 404
    assert recorded == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_blind_reader_gets_nothing_of_what_is_hidden(name, client_of, archive, marit):
    if name == "pdf":
        need_pango()
    archive.seat(archive.opening.applications.get(candidate__identity__name="Ngozi"), "Marit")
    content = content_of(client_of(marit).post(address(name)))
    words = words_of(name, content)
    assert "Ngozi" in words or name in ("scores", "pdf")
    assert "quagga Ngozi" not in words
    assert "100.0" not in words
    assert name not in ("scores", "xlsx") or "quagga Obi" in words


def words_of(name, content):
    if name == "pdf":
        return ""
    if name != "xlsx":
        return content.decode()
    book = openpyxl.load_workbook(io.BytesIO(content))
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_an_export_is_a_first_look_at_others_cards(client_of, archive, marit):
    assert content_of(client_of(marit).post(address("json")))
    assert FirstLook.objects.filter(user=marit).count() == 2


def test_json_is_the_document_of_the_page(client_of, marit):
    document = json.loads(content_of(client_of(marit).post(address("json"))))
    assert [entry["name"] for entry in document["candidates"]] == ["Ngozi", "Obi"]


def test_the_page_offers_every_form(client_of, marit):
    page = client_of(marit).get(PAGE).content.decode()
    assert [f'formaction="{address(name)}"' in page for name in FORMATS if name != "html"] == [True] * len(
        EXPORTS
    )


def test_a_second_export_waits_until_the_first_is_written(client_of, marit, events):
    client = client_of(marit)
    client.get(PAGE)
    with events() as recorded, one_at_a_time(user=marit):
        refused = client.post(address("xlsx"), follow=True)
    assert recorded == []
    assert "Your last export is still being written." in refused.content.decode()
    assert content_of(client.post(address("xlsx")))


def test_another_person_need_not_wait(client_of, archive, marit):
    with one_at_a_time(user=archive.team("Olga")):
        assert content_of(client_of(marit).post(address("csv")))


def test_a_file_that_failed_keeps_nobody_waiting(marit):
    with pytest.raises(ZeroDivisionError), one_at_a_time(user=marit):
        1 / 0  # noqa: B018
    with one_at_a_time(user=marit):
        pass


def test_an_empty_opening_can_be_exported(client_of):
    empty = hiring()
    response = client_of(empty.team("Marit")).post(address("xlsx"))
    assert response.status_code == 200
    assert content_of(response)
