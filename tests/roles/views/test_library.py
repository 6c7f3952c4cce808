"""The page of the library: reading for those who see every role, copying for rubric editors."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from roles.actions import rubrics
from roles.models import Criterion
from roles.queries.built_in import built_in
from roles.queries.library import ENTRIES_A_PAGE
from roles.views import library as library_views
from tests.factories.accounts import UserFactory
from tests.factories.roles import CompetencyFactory, CriterionFactory, RoleFactory, RubricFactory, publish
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db

URL = "/roles/library/"
PRODUCT_MANAGER = [entry for entry in built_in() if "product-manager" in entry.suits]


@pytest.fixture
def draft(editor):
    return RubricFactory(role=RoleFactory(title="Product Manager", slug="product-manager"), number=1)


@pytest.fixture
def client(client_of, editor):
    return client_of(editor)


def shown(client, **query):
    """Return the names a page of the library shows."""
    page = client.get(URL, query).content.decode()
    return [unescape(name) for name in re.findall(r'<article class="library-hit" aria-label="([^"]*)"', page)]


def take(draft, entries=PRODUCT_MANAGER[:3], **data):
    return {"to": str(draft.pk), "take": [entry.ref for entry in entries], **data}


def test_address():
    assert reverse("roles:criterion-library") == URL


@pytest.mark.parametrize("access", ["is_rubric_editor", "is_recruiter", "is_auditor"])
def test_those_who_see_every_role_read_it(client_of, access):
    sound_draft(number=1).criteria.update(name="Walking on water")
    assert shown(client_of(UserFactory(**{access: True})), q="walking water") == ["Walking on water"]


def test_others_find_nothing(client_of, draft, recruiter, interviewer, administrator):
    for user in (interviewer, administrator):
        assert client_of(user).get(URL).status_code == 404
    for user in (interviewer, administrator, recruiter):
        assert client_of(user).post(URL, take(draft)).status_code == 404
    assert not Criterion.objects.exists()


def test_who_only_reads_gets_no_boxes(client_of, draft, recruiter):
    page = client_of(recruiter).get(URL).content.decode()
    assert ('name="take"' in page, 'method="post"' in page.partition("<main")[2]) == (False, False)


def test_filters_narrow_together(client):
    all_of_them = shown(client, suits="product-manager")
    assert sorted(all_of_them) == sorted(entry.criterion.name for entry in PRODUCT_MANAGER)
    some = shown(client, suits="product-manager", competency="leadership")
    assert some == [e.criterion.name for e in PRODUCT_MANAGER if e.competency.key == "leadership"]
    [one] = shown(client, suits="product-manager", competency="leadership", q=some[0].upper())
    assert one == some[0]


def test_role_can_be_asked_for(client):
    draft = sound_draft(number=1)
    assert shown(client, **{"from": draft.role.slug}) == [draft.criteria.get().name]


def test_empty_answer_says_what_to_do(client):
    page = client.get(URL, {"q": "xylophone"}).content.decode()
    assert "Fewer or shorter words find more." in page
    assert f'href="{URL}"' in page


@pytest.mark.parametrize(
    "query", [{"page": "x"}, {"page": "-1"}, {"q": "%" * 300}, {"to": "x", "from": "~", "suits": "\0"}]
)
def test_nonsense_is_answered(client, query):
    assert client.get(URL, query).status_code == 200


def test_pages_keep_what_was_asked(client, draft):
    heading = CompetencyFactory(rubric=draft)
    for number in range(ENTRIES_A_PAGE + 1):
        CriterionFactory(rubric=draft, competency=heading, name=f"Walking {number}")
    query = {"q": "walking", "from": "product-manager", "to": str(draft.pk)}
    page = client.get(URL, query).content.decode()
    assert f'href="?q=walking&amp;from=product-manager&amp;to={draft.pk}&amp;page=2"' in page
    assert f'name="to" value="{draft.pk}"' in page
    assert shown(client, page="2", **query) == [f"Walking {ENTRIES_A_PAGE}"]


def test_words_of_people_are_text(client):
    CriterionFactory(name="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")
    page = client.get(URL, {"q": "alert"}).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_without_a_draft_it_says_how_to_get_one(client):
    page = client.get(URL).content.decode()
    assert "There is no draft to copy criteria into." in page
    assert 'name="take"' not in page


def test_draft_one_comes_from_is_chosen_and_led_back_to(client, draft):
    RubricFactory()
    page = client.get(URL, {"to": str(draft.pk)}).content.decode()
    assert f'<option value="{draft.pk}" selected>Product Manager, rubric 1 (draft)</option>' in page
    assert reverse("roles:rubric-edit", args=["product-manager", 1]) in page


class TestCopying:
    def test_copies_and_leads_to_the_first_new_one(self, client, draft, events):
        with events() as recorded:
            response = client.post(f"{URL}?suits=product-manager", take(draft))
        first = PRODUCT_MANAGER[0].criterion
        assert response.url == f"/roles/product-manager/rubrics/1/edit/#criterion-{first.key}-name"
        assert set(draft.criteria.values_list("key", flat=True)) == {
            e.criterion.key for e in PRODUCT_MANAGER[:3]
        }
        assert recorded == ["rubric.criteria_copied"]
        page = client.get(response.url).content.decode()
        assert f"Copied into Rubric 1 of Product Manager: “{first.name}”" in page

    def test_says_of_many_how_many_more(self, client, draft):
        page = client.post(URL, take(draft, PRODUCT_MANAGER[:7]), follow=True).content.decode()
        assert "and 2 more." in page

    def test_sent_twice_asks_the_second_time(self, client, draft):
        client.post(URL, take(draft))
        response = client.post(f"{URL}?suits=product-manager", take(draft))
        page = response.content.decode()
        assert (response.status_code, draft.criteria.count()) == (422, 3)
        assert "Nothing was copied: Rubric 1 would have" in page
        assert page.count("checked>") == 3
        seen = re.search(r'name="seen" value="([^"]*)"', page)[1]
        assert client.post(URL, take(draft, seen=seen)).status_code == 302
        assert draft.criteria.filter(name__endswith="(copy)").count() == 3

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"take": []}, "Tick at least one criterion."),
            ({"to": ""}, "Choose one of them."),
            ({"take": ["built-in/nothing"]}, "One of the criteria is not there any more"),
            ({"to": "999999"}, "This draft is not there any more"),
        ],
    )
    def test_what_is_missing_or_forged_is_refused_and_ticks_stay(self, client, draft, change, sentence):
        response = client.post(URL, take(draft) | change)
        page = response.content.decode()
        assert (response.status_code, draft.criteria.count()) == (422, 0)
        assert sentence in page
        assert page.count("checked>") == (0 if "take" in change else 3)

    @pytest.mark.parametrize("end", ["published", "deleted"])
    def test_draft_that_is_none_any_more_is_refused(self, client, editor, at, end):
        draft = sound_draft(number=1)
        RubricFactory()
        data = take(draft)
        if end == "published":
            rubrics.publish(rubric=draft, by=editor, at=at)
        else:
            rubrics.delete_draft(rubric=draft, by=editor, at=at)
        count = Criterion.objects.count()
        response = client.post(URL, data)
        assert (response.status_code, Criterion.objects.count()) == (422, count)
        assert "it has been published or deleted" in response.content.decode()

    def test_criteria_of_another_role_come_without_what_they_serve(self, client, draft):
        other = sound_draft(number=1)
        ref = f"{other.role.slug}/1/{other.criteria.get().key}"
        client.post(URL, {"to": str(draft.pk), "take": [ref]})
        copied = draft.criteria.get()
        assert (copied.name, copied.levels.count()) == (other.criteria.get().name, 3)
        assert not copied.responsibilities.exists()
        assert not copied.qualifications.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_price_of_the_page(rf, django_assert_num_queries, editor, count):
    for _ in range(count):
        sound_draft(criteria=count)
        publish(CriterionFactory().rubric, editor)
    request = rf.get(URL)
    request.user = editor
    with django_assert_num_queries(9):
        response = library_views.criterion_library(request)
    with django_assert_num_queries(0):
        response.render()
