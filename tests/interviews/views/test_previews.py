"""The form of a rubric before anybody scores from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessor.accounts.models import User
from assessor.interviews.views import previews
from roles.models import Rubric
from tests.factories.accounts import UserFactory
from tests.factories.roles import RubricFactory
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def _address(rubric: Rubric) -> str:
    return reverse("interviews:rubric-preview", args=[rubric.role.slug, rubric.number])


@pytest.fixture
def editor() -> User:
    return UserFactory(is_rubric_editor=True)


def test_preview_holds_the_controls_of_the_form_and_sends_nothing(client_of: ClientOf, editor: User) -> None:
    draft = sound_draft(number=1)
    key = draft.criteria.get().key

    page = client_of(editor).get(_address(draft)).content.decode()

    assert f'name="score-{key}"' in page
    assert f'name="evidence-{key}"' in page
    assert "Seen at 3." in page
    assert "Your verdict" in page
    main = page.split("<main")[1].split("</main>")[0]
    assert "<form" not in main
    assert main.count("disabled>S") == 2


def test_preview_for_the_editor_is_the_form_alone(client_of: ClientOf, editor: User) -> None:
    draft = sound_draft(number=1)
    page = client_of(editor).get(_address(draft), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "Seen at 3." in page


def test_preview_of_nothing_says_so(client_of: ClientOf, editor: User) -> None:
    assert "Nothing to score yet" in client_of(editor).get(_address(RubricFactory())).content.decode()


def test_preview_of_a_draft_is_hidden_from_strangers(client_of: ClientOf) -> None:
    assert client_of(UserFactory()).get(_address(RubricFactory())).status_code == 404


def test_preview_cannot_be_posted_to(client_of: ClientOf, editor: User) -> None:
    assert client_of(editor).post(_address(RubricFactory())).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_price(rf, django_assert_num_queries, editor: User, count: int) -> None:
    draft = sound_draft(criteria=count, number=1)
    request = rf.get("/")
    request.user, request.htmx = editor, False
    with django_assert_num_queries(8):
        response = previews.rubric_preview(request, slug=draft.role.slug, number=1)
    with django_assert_num_queries(0):
        response.render()
