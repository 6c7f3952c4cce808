"""Pages of roles and rubrics: who gets them, what they show, what they cost."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from roles.actions import rubrics
from roles.models import Rubric
from roles.views import roles as role_views
from roles.views import rubrics as rubric_views
from tests.factories.accounts import UserFactory
from tests.factories.roles import (
    CompetencyFactory,
    CriterionFactory,
    ResponsibilityFactory,
    RoleFactory,
    publish,
)
from tests.roles.sample import sound_draft, write

pytestmark = pytest.mark.django_db


def address(rubric, name="rubric-detail"):
    return reverse(f"roles:{name}", args=[rubric.role.slug, rubric.number])


@pytest.fixture
def draft(editor):
    return sound_draft(number=1, created_by=editor)


@pytest.mark.parametrize("name", ["is_recruiter", "is_auditor", "is_rubric_editor"])
def test_pages_are_for_those_who_see_every_role(client_of, draft, name):
    client = client_of(UserFactory(**{name: True}))
    for url in (
        reverse("roles:role-list"),
        reverse("roles:role-detail", args=[draft.role.slug]),
        address(draft),
    ):
        assert client.get(url).status_code == 200


def test_others_find_nothing(client_of, draft, interviewer):
    client = client_of(interviewer)
    for url in (
        reverse("roles:role-list"),
        reverse("roles:role-detail", args=[draft.role.slug]),
        address(draft),
    ):
        assert client.get(url).status_code == 404
    for name in ("rubric-publish", "rubric-draft"):
        assert client.post(address(draft, name)).status_code == 404
    draft.refresh_from_db()
    assert draft.is_draft


@pytest.mark.parametrize(
    "path", ["nothing/", "nothing/rubrics/1/", "{role}/rubrics/9/", "{role}/rubrics/" + "9" * 30 + "/"]
)
def test_what_is_not_there_is_not_found(client_of, draft, recruiter, path):
    assert client_of(recruiter).get("/roles/" + path.format(role=draft.role.slug)).status_code == 404


def test_list_shows_roles_with_their_versions(client_of, draft, recruiter):
    page = client_of(recruiter).get(reverse("roles:role-list")).content.decode()
    assert draft.role.title in page
    assert address(draft) in page


def test_empty_list_says_so(client_of, recruiter):
    assert "No role yet" in client_of(recruiter).get(reverse("roles:role-list")).content.decode()


def test_list_takes_any_page_number(client_of, draft, recruiter):
    for number in ("0", "-1", "999", "x", "9" * 40):
        response = client_of(recruiter).get(reverse("roles:role-list"), {"page": number})
        assert (response.status_code, draft.role.title in response.content.decode()) == (200, True)


def test_list_is_searched_and_says_where(client_of, draft, recruiter):
    RoleFactory(title="Another role")
    criterion = draft.criteria.get()
    page = (
        client_of(recruiter).get(reverse("roles:role-list"), {"q": criterion.name.upper()}).content.decode()
    )
    assert (draft.role.title in page, "Another role" in page) == (True, False)
    assert f"{address(draft)}#criterion-{criterion.key}" in page


def test_search_without_a_hit_leads_to_the_library(client_of, draft, recruiter):
    page = client_of(recruiter).get(reverse("roles:role-list"), {"q": "xylo phone"}).content.decode()
    assert "No role holds all of these words" in page
    assert f"{reverse('roles:criterion-library')}?q=xylo+phone" in page


def test_search_of_nothing_is_the_whole_list(client_of, draft, recruiter):
    for typed in ("", "  ", "“”"):
        page = client_of(recruiter).get(reverse("roles:role-list"), {"q": typed}).content.decode()
        assert draft.role.title in page


def test_role_page_shows_its_parts_but_no_retired_ones(client_of, draft, recruiter, at):
    role = draft.role
    kept = ResponsibilityFactory(role=role, title="Kept duty", detail="In detail.")
    gone = ResponsibilityFactory(role=role, title="Retired duty", retired_at=at)
    page = client_of(recruiter).get(reverse("roles:role-detail", args=[role.slug])).content.decode()
    assert (kept.title in page, kept.detail in page, gone.title in page) == (True, True, False)
    assert role.qualifications.get().title in page


def test_rubric_page_shows_everything(client_of, draft, recruiter):
    criterion = draft.criteria.get()
    page = client_of(recruiter).get(address(draft)).content.decode()
    for words in (
        criterion.name,
        "Leading",
        "1 to 5",
        "100 %",
        "Seen at 3.",
        criterion.questions.get().text,
        "And then?",
        criterion.responsibilities.get().title,
        criterion.qualifications.get().title,
    ):
        assert words in page


@pytest.mark.parametrize("name", ["role-detail", "rubric-detail", "rubric-edit"])
def test_shares_as_printed_add_up(client_of, editor, at, name):
    """Of seven equal criteria in two competencies, none is 100 / 7 exactly."""
    rubric = sound_draft(criteria=4)
    depth = CompetencyFactory(rubric=rubric, position=2)
    for place in range(3):
        write(CriterionFactory(rubric=rubric, competency=depth, position=place))
    if name == "role-detail":
        rubrics.publish(rubric=rubric, by=editor, at=at)
    args = [rubric.role.slug] if name == "role-detail" else [rubric.role.slug, rubric.number]
    page = client_of(editor).get(reverse(f"roles:{name}", args=args)).content.decode()
    printed = re.findall(r'(?:meter-text">|fact">\s*)([\d.]+) %', page)
    lists = {"role-detail": 1, "rubric-detail": 1, "rubric-edit": 2}[name]
    assert sum(map(Decimal, printed)) == 100 * lists


def test_words_are_shown_as_text(client_of, recruiter):
    criterion = CriterionFactory(name="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")
    page = client_of(recruiter).get(address(criterion.rubric)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_draft_lists_its_problems(client_of, editor):
    criterion = CriterionFactory(name="Coaching")
    response = client_of(editor).get(address(criterion.rubric))
    assert "“Coaching” has no written level for its lowest value, 1." in response.content.decode()
    assert address(criterion.rubric, "rubric-publish") not in response.content.decode()


def test_buttons_are_for_editors(client_of, draft, editor, recruiter):
    publish_url = address(draft, "rubric-publish")
    assert publish_url in client_of(editor).get(address(draft)).content.decode()
    assert publish_url not in client_of(recruiter).get(address(draft)).content.decode()


def test_publish_publishes(client_of, draft, editor, events):
    with events() as recorded:
        response = client_of(editor).post(address(draft, "rubric-publish"), follow=True)
    draft.refresh_from_db()
    assert (draft.is_published, draft.published_by) == (True, editor)
    assert "is published" in response.content.decode()
    assert recorded == ["user.signed_in", "rubric.published"]


def test_publish_with_problems_is_unprocessable(client_of, editor):
    criterion = CriterionFactory()
    response = client_of(editor).post(address(criterion.rubric, "rubric-publish"))
    assert response.status_code == 422
    assert "cannot be published yet" in response.content.decode()


def test_publish_twice_says_so(client_of, draft, editor, at):
    rubrics.publish(rubric=draft, by=editor, at=at)
    response = client_of(editor).post(address(draft, "rubric-publish"))
    assert (response.status_code, "is published already" in response.content.decode()) == (422, True)


def test_publish_by_a_recruiter_is_refused(client_of, draft, recruiter):
    response = client_of(recruiter).post(address(draft, "rubric-publish"))
    draft.refresh_from_db()
    assert (response.status_code, draft.is_draft) == (422, True)
    assert "Only rubric editors" in response.content.decode()


def test_new_draft_from_a_published_rubric(client_of, draft, editor, at):
    rubrics.publish(rubric=draft, by=editor, at=at)
    response = client_of(editor).post(address(draft, "rubric-draft"), follow=True)
    new = Rubric.objects.draft().get()
    assert (new.number, response.redirect_chain) == (2, [(address(new), 302)])
    again = client_of(editor).post(address(draft, "rubric-draft"))
    assert (again.status_code, "already has a draft" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("name", ["rubric-publish", "rubric-draft"])
def test_reading_an_act_is_not_allowed(client_of, draft, editor, name):
    assert client_of(editor).get(address(draft, name)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
class TestPrice:
    """The same number of queries with one thing and with three, and none while rendering."""

    def prices(self, rf, django_assert_num_queries, viewer, view, queries, **kwargs):
        request = rf.get("/")
        request.user = viewer
        with django_assert_num_queries(queries):
            response = view(request, **kwargs)
        with django_assert_num_queries(0):
            response.render()

    def test_role_list(self, rf, django_assert_num_queries, recruiter, count):
        for _ in range(count):
            RoleFactory()
        self.prices(rf, django_assert_num_queries, recruiter, role_views.role_list, 2)

    def test_role_list_searched(self, rf, django_assert_num_queries, recruiter, count):
        for _ in range(count):
            ResponsibilityFactory(title="Sought")
        request = rf.get("/", {"q": "sought"})
        request.user = recruiter
        with django_assert_num_queries(6):
            response = role_views.role_list(request)
        with django_assert_num_queries(0):
            response.render()
        assert response.content.decode().count("Sought</a>") == count

    def test_role_detail(self, rf, django_assert_num_queries, editor, count):
        rubric = sound_draft(criteria=count, number=1)
        for _ in range(count):
            ResponsibilityFactory(role=rubric.role)
        publish(rubric, editor)
        slug = rubric.role.slug
        self.prices(rf, django_assert_num_queries, editor, role_views.role_detail, 11, slug=slug)

    def test_rubric_detail(self, rf, django_assert_num_queries, editor, count):
        draft = sound_draft(criteria=count, number=1)
        self.prices(
            rf,
            django_assert_num_queries,
            editor,
            rubric_views.rubric_detail,
            12,
            slug=draft.role.slug,
            number=1,
        )
