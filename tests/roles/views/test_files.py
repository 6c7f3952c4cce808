"""A role as a file on the page: downloaded, uploaded, compared, confirmed."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from roles.actions import rubrics, shipped
from roles.models import Role, Rubric
from roles.views import files
from tests.factories.accounts import UserFactory
from tests.roles.sample import sound_draft
from tests.roles.versions import three_versions

pytestmark = pytest.mark.django_db
IMPORT = "/roles/import/"


@pytest.fixture
def text():
    return (shipped.FOLDER / "senior-data-engineer.yaml").read_text(encoding="utf-8")


def download(role):
    return reverse("roles:role-export", args=[role.slug])


def upload(content, name="role.yaml"):
    return {"file": SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())}


def etag(page):
    return re.search(r'name="confirm"\s+value="([0-9a-f]{64})"', page)[1]


def test_download_is_the_file(client_of, recruiter, editor, at, text):
    role = shipped.load(slug="senior-data-engineer", by=editor, at=at).role
    response = client_of(recruiter).get(download(role))
    assert response.content.decode() == text
    assert response["Content-Type"] == "application/yaml; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="senior-data-engineer.yaml"'
    page = client_of(recruiter).get(reverse("roles:role-detail", args=[role.slug])).content.decode()
    assert f'href="{download(role)}"' in page


@pytest.mark.parametrize("access", ["is_rubric_editor", "is_recruiter", "is_auditor"])
def test_download_is_for_those_who_see_every_role(client_of, access):
    assert client_of(UserFactory(**{access: True})).get(download(sound_draft().role)).status_code == 200


def test_others_find_nothing(client_of, interviewer, administrator, recruiter, text):
    role = sound_draft().role
    for viewer in (interviewer, administrator):
        assert client_of(viewer).get(download(role)).status_code == 404
    for viewer in (interviewer, administrator, recruiter):
        assert client_of(viewer).get(IMPORT).status_code == 404
        assert client_of(viewer).post(IMPORT, {"text": text, "confirm": "x"}).status_code == 404
    assert client_of(recruiter).get("/roles/nothing/file/").status_code == 404
    assert Role.objects.count() == 1


def test_list_leads_editors_to_the_import(client_of, editor, recruiter):
    for viewer, is_there in ((editor, True), (recruiter, False)):
        page = client_of(viewer).get(reverse("roles:role-list")).content.decode()
        assert (f'href="{IMPORT}"' in page) is is_there


@pytest.mark.parametrize("way", ["typed", "uploaded"])
def test_new_role_is_shown_and_made_only_once_confirmed(client_of, editor, text, way, events):
    client = client_of(editor)
    with events() as recorded:
        shown = client.post(IMPORT, {"text": text} if way == "typed" else upload(text))
        assert (shown.status_code, Role.objects.count()) == (200, 0)
    page = shown.content.decode()
    assert "There is no role at “senior-data-engineer” yet" in page
    assert "criteria added" in page
    assert recorded == []
    # What was uploaded travels on as the text of the form.
    assert "slug: senior-data-engineer\n" in page
    with events() as recorded:
        done = client.post(IMPORT, {"text": text.replace("\n", "\r\n"), "confirm": etag(page)})
    draft = Rubric.objects.get()
    assert done.url == reverse("roles:rubric-detail", args=["senior-data-engineer", 1])
    assert (draft.is_draft, draft.created_by, recorded) == (True, editor, ["role.loaded"])


def test_role_that_is_there_is_compared_before_it_changes(client_of, editor, at):
    role = three_versions(editor, at)[0].role
    rubrics.delete_draft(rubric=role.rubrics.draft().get(), by=editor, at=at)
    client = client_of(editor)
    text = (
        client.get(download(role))
        .content.decode()
        .replace("Helps others a lot.", "Helps others now and then.")
    )
    page = client.post(IMPORT, {"text": text}).content.decode()
    assert f'<a href="{reverse("roles:role-detail", args=[role.slug])}">{role.title}</a>' in page
    assert '<del><span class="visually-hidden">[removed: </span>a lot<span' in page
    assert "stay as they are" in page
    assert not role.rubrics.draft().exists()
    client.post(IMPORT, {"text": text, "confirm": etag(page)})
    draft = role.rubrics.draft().get()
    assert (draft.number, draft.criteria.order_by("id")[0].description) == (3, "Helps others now and then.")


def test_draft_in_the_way_is_said_with_the_comparison(client_of, editor):
    role = sound_draft().role
    client = client_of(editor)
    text = client.get(download(role)).content.decode()
    for asked in ({"text": text}, {"text": text, "confirm": "x"}):
        response = client.post(IMPORT, asked)
        page = response.content.decode()
        assert (response.status_code, 'name="confirm"' in page) == (422, False)
        assert "This role already has a draft." in page
        assert f"slug: {role.slug}\n" in page


def test_text_changed_after_the_look_is_shown_again(client_of, editor, text):
    client = client_of(editor)
    seen = etag(client.post(IMPORT, {"text": text}).content.decode())
    other = text.replace("title: Senior Data Engineer", "title: Principal Data Engineer")
    response = client.post(IMPORT, {"text": other, "confirm": seen})
    page = response.content.decode()
    assert (response.status_code, Role.objects.count()) == (422, 0)
    assert "Look at the comparison again before you confirm." in page
    assert "Principal Data Engineer" in page
    assert client.post(IMPORT, {"text": other, "confirm": etag(page)}).status_code == 302


@pytest.mark.parametrize(
    ("sent", "sentences"),
    [
        ({}, ["Choose a file, or paste its text."]),
        ({"text": "  \n"}, ["Choose a file, or paste its text."]),
        (upload(b""), ["Choose a file, or paste its text."]),
        (
            {"text": "slug: x\ntitle: 3\n"},
            ["4 things need mending.", "Line 2: The file has a “title” that is not a text"],
        ),
        ({"text": "a: &x 1\nb: *x"}, ["One thing needs mending.", "Line 1: anchors and aliases"]),
        ({"text": "a: !!set x"}, ["Line 1: tags (!) are not read here."]),
        ({"text": "[" * 5000}, ["Line 1: lists within lists go too deep."]),
        ({"text": "x" * 300_000}, ["The file is larger than 256 kB."]),
        ({"text": "a\x00b"}, ["Null characters are not allowed."]),
        ({"text": '"\\ud800": x'}, ["Line 1: an escape (\\u) is half a character"]),
        (upload(b"a: \xff"), ["Line 1 is not UTF-8 text."]),
        (upload(b"x" * 300_000), ["The file is larger than 256 kB."]),
    ],
)
def test_bad_file_is_refused_with_its_lines_and_kept(client_of, editor, sent, sentences):
    response = client_of(editor).post(IMPORT, sent)
    page = response.content.decode()
    assert response.status_code == 422
    for sentence in sentences:
        assert sentence in page
    assert not Role.objects.exists()
    if isinstance(sent.get("text"), str) and "title" in sent["text"]:
        assert "slug: x\ntitle: 3\n" in page


def test_uploaded_file_with_a_mistake_can_be_mended_on_the_page(client_of, editor, text):
    response = client_of(editor).post(IMPORT, upload(text.replace("weight: 1", "weight: heavy", 1)))
    page = response.content.decode()
    assert response.status_code == 422
    assert "has a “weight” that is not a number." in page
    assert "weight: heavy" in page


def test_only_the_first_mistakes_are_listed(client_of, editor):
    response = client_of(editor).post(
        IMPORT, {"text": "".join(f"unknown{number}: 1\n" for number in range(90))}
    )
    page = response.content.decode()
    assert "things need mending." in page
    assert page.count("<li>Line") == 30


def test_words_are_shown_as_text(client_of, editor, text):
    hostile = text.replace("title: Senior Data Engineer", 'title: "<script>alert(1)</script>"')
    page = client_of(editor).post(IMPORT, {"text": hostile}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("count", [1, 3])
def test_price_of_a_download_is_the_same_whatever_there_is(rf, django_assert_num_queries, editor, at, count):
    role = three_versions(editor, at, criteria_count=count)[0].role
    request = rf.get("/")
    request.user = editor
    with django_assert_num_queries(13):
        assert files.role_export(request, slug=role.slug).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_price_of_a_look_is_the_same_whatever_there_is(rf, django_assert_num_queries, editor, at, count):
    role = three_versions(editor, at, criteria_count=count)[0].role
    request = rf.get("/")
    request.user = editor
    text = files.role_export(request, slug=role.slug).content.decode()
    request = rf.post("/", {"text": text})
    request.user = editor
    with django_assert_num_queries(13):
        response = files.role_import(request)
    with django_assert_num_queries(0):
        response.render()
