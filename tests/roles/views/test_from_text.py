"""A role from a page of text: read, take, change, leave out; and what is kept when something is wrong."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from roles.models import Role
from roles.views import from_text
from tests.factories.roles import RoleFactory

pytestmark = pytest.mark.django_db
URL = "/roles/from-text/"
TEXT = """\
# Night Porter

## Purpose
Keeps the house safe and quiet while the guests are asleep.

## Duties
- Welcome guests who arrive late
- Keep the keys
- Write the night's report

## Requirements
- Knowledge of two languages
- Calm
"""


def fields_of(html):
    """Return what a browser would send of the page's form, by field."""
    main = html[html.index('id="main"') :]
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", main):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") == "checkbox" and not re.search(r"\bchecked\b", tag):
            continue
        if "name" in attributes and attributes.get("type") != "file":
            found[attributes["name"]] = unescape(attributes.get("value", "on"))
    for name, words in re.findall(r'<textarea\b[^>]*?name="([^"]+)"[^>]*>(.*?)</textarea>', main, re.S):
        found[name] = unescape(words).removeprefix("\n").removeprefix("\r\n")
    for name, options in re.findall(r'<select\b[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', main, re.S):
        found[name] = re.search(r'value="([^"]*)" selected', options)[1]
    return found


@pytest.fixture
def client(client_of, editor):
    return client_of(editor)


@pytest.fixture
def preview(client):
    """Return what the second step would send, unchanged."""
    return fields_of(client.post(URL, {"text": TEXT, "read": "yes"}).content.decode())


def test_address(client):
    assert reverse("roles:role-from-text") == URL
    assert client.get(URL).status_code == 200
    assert URL in client.get(reverse("roles:role-list")).content.decode()


def test_others_find_nothing(client_of, recruiter, interviewer):
    for person in (recruiter, interviewer):
        assert client_of(person).get(URL).status_code == 404
        assert client_of(person).post(URL, {"text": TEXT}).status_code == 404
    assert URL not in client_of(recruiter).get(reverse("roles:role-list")).content.decode()


def test_text_is_shown_as_proposals_and_nothing_is_stored(client, events):
    with events() as recorded:
        page = client.post(URL, {"text": TEXT, "read": "yes"}).content.decode()
    for words in (
        "Night Porter",
        "Keeps the house safe",
        "Keep the keys",
        "Line 8",
        "Knowledge of two languages",
    ):
        assert words in page
    assert (recorded, Role.objects.count()) == ([], 0)


def test_what_is_taken_becomes_a_role_with_an_empty_draft(client, preview, editor, events):
    with events() as recorded:
        response = client.post(URL, preview | {"make": "yes"})
    role = Role.objects.get()
    assert response.url == reverse("roles:role-detail", args=["night-porter"])
    assert (role.title, role.created_by) == ("Night Porter", editor)
    assert role.purpose == "Keeps the house safe and quiet while the guests are asleep."
    assert list(role.responsibilities.order_by("position").values_list("key", flat=True)) == [
        "welcome-guests-who-arrive-late",
        "keep-the-keys",
        "write-the-night-s-report",
    ]
    assert list(role.qualifications.order_by("position").values_list("kind", "title")) == [
        ("knowledge", "Knowledge of two languages"),
        ("skill", "Calm"),
    ]
    assert [(rubric.number, rubric.is_draft, rubric.criteria.count()) for rubric in role.rubrics.all()] == [
        (1, True, 0)
    ]
    assert recorded == ["role.loaded"]


def test_proposals_are_changed_and_dropped_one_by_one(client, preview):
    del preview["duty-1-keep"]
    changed = preview | {
        "title": "Porter",
        "duty-0-title": "Welcome",
        "duty-0-detail": "At night.\r\nAlways.",
    }
    changed |= {"demand-1-kind": "experience", "make": "yes"}
    client.post(URL, changed)
    role = Role.objects.get()
    assert list(role.responsibilities.order_by("position").values_list("title", "detail")) == [
        ("Welcome", "At night.\nAlways."),
        ("Write the night's report", ""),
    ]
    assert role.qualifications.get(title="Calm").kind == "experience"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "This field is required"),
        ("title", "x" * 201, "at most 200 characters"),
        ("duty-0-title", "", "Write a title, or do not take it"),
        ("demand-0-kind", "gift", "not one of the available choices"),
        ("duty-TOTAL_FORMS", "", "ManagementForm data is missing"),
        ("duty-TOTAL_FORMS", "61", "at most 60"),
    ],
)
def test_mistakes_keep_what_was_typed(client, preview, field, value, sentence):
    response = client.post(URL, preview | {"demand-1-title": "Kept words", "make": "yes", field: value})
    page = response.content.decode()
    assert (response.status_code, Role.objects.count()) == (422, 0)
    assert sentence in page
    assert ("has to be mended" in page) is (field != "title")
    assert "Kept words" in page
    assert "Welcome guests who arrive late" in page


def test_left_out_part_needs_no_title(client, preview):
    del preview["duty-0-keep"]
    client.post(URL, preview | {"duty-0-title": "", "make": "yes"})
    assert Role.objects.get().responsibilities.count() == 2


def test_file_is_read_like_a_text(client):
    upload = SimpleUploadedFile("role.md", TEXT.encode("utf-8-sig"))
    page = client.post(URL, {"file": upload, "read": "yes"}).content.decode()
    assert fields_of(page)["duty-1-title"] == "Keep the keys"
    assert fields_of(page)["text"] == TEXT


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Paste a text, or choose a file."),
        ({"text": " \n"}, "Paste a text, or choose a file."),
        ({"text": "Typed", "file": SimpleUploadedFile("a.txt", b"Other")}, "not both"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 ")}, "This is a PDF."),
        ({"file": SimpleUploadedFile("a.txt", b"caf\xe9")}, "is not UTF-8 text"),
        ({"file": SimpleUploadedFile("a.txt", b"a" * 200_001)}, "more than 200 kB"),
        ({"text": "a" * 200_001}, "more than 200 kB"),
        ({"text": "Typed\x07"}, "Line 1 holds a control character"),
        ({"text": "Typed\x00"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(client, given, sentence):
    for value in given.values():
        if not isinstance(value, str):
            value.seek(0)
    response = client.post(URL, given | {"read": "yes"})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    if given.get("text", "").startswith("Typed"):
        assert "Typed" in response.content.decode()


def test_text_without_a_role_says_so_and_can_still_become_one(client):
    page = client.post(URL, {"text": "Dear all, bring cake on Monday.", "read": "yes"}).content.decode()
    assert "We found no list of duties in this text." in page
    assert client.post(URL, fields_of(page) | {"title": "Baker", "make": "yes"}).status_code == 302
    assert Role.objects.get().slug == "baker"


def test_words_are_shown_as_text(client):
    payload = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    for text in (
        f"Duties\n- Keep {payload}\n",
        f"<h2>Duties</h2><ul><li>Keep{payload}&lt;b onclick=x&gt;</li></ul>",
    ):
        page = client.post(URL, {"text": text, "read": "yes"}).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b onclick" not in page


def test_address_that_is_taken_gets_a_number(client, preview):
    RoleFactory(slug="night-porter")
    assert client.post(URL, preview | {"make": "yes"}).url.endswith("/night-porter-2/")
    client.post(URL, preview | {"title": "From text", "make": "yes"})
    assert Role.objects.filter(slug="from-text-2").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_preview_asks_the_database_nothing(rf, django_assert_num_queries, editor, count):
    request = rf.post(
        URL, {"text": "Duties\n" + "".join(f"- Duty {n}\n" for n in range(count)), "read": "yes"}
    )
    request.user = editor
    with django_assert_num_queries(0):
        from_text.role_from_text(request).render()


@pytest.mark.parametrize("count", [1, 3])
def test_making_costs_the_same_for_every_number_of_parts(
    client, preview, django_assert_max_num_queries, count
):
    for number in range(count, 3):
        del preview[f"duty-{number}-keep"]
    # PostgreSQL locks the log with a query of its own.
    with django_assert_max_num_queries(19):
        client.post(URL, preview | {"make": "yes"})
