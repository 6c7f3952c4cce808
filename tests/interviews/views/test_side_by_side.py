from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessor.candidates.models import Conflict
from assessor.interviews.models import FirstLook
from assessor.interviews.views.side_by_side import application_side_by_side
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory
from tests.factories.interviews import submitted_card
from tests.factories.openings import RoundFactory
from tests.interviews.scene import SAID_BY_OTHERS, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return scene()


@pytest.fixture
def ngozi(round_):
    return round_.candidate("Ngozi Okafor")


def _url(application, query=""):
    return reverse("interviews:application-side-by-side", args=[application.ref]) + query


def _text(client, user, application, query=""):
    client.force_login(user)
    answer = client.get(_url(application, query))
    assert answer.status_code == 200
    return answer.content.decode()


def test_cards_stand_beside_each_other_with_what_differs_most_first(client, round_, ngozi):
    round_.card_of(ngozi, UserFactory(name="Yusuf"))
    seat = round_.seat(ngozi, UserFactory(name="Zora"))
    submitted_card(seat, {round_.depth: 1, round_.execution: "9.75"}, texts={round_.depth: "Read no paper."})
    page = _text(client, round_.manager, ngozi)
    assert page.index("4 points apart") < page.index("All agree")
    for words in (SAID_BY_OTHERS, "Read no paper.", "Yusuf", "Zora", "9.75"):
        assert words in page
    assert page.index("Depth") < page.index("Execution")


def test_order_of_the_rubric(client, round_, ngozi):
    round_.card_of(ngozi)
    seat = round_.seat(ngozi, UserFactory())
    submitted_card(seat, {round_.depth: 5, round_.execution: 0})
    widest, by_rubric = (
        [topic.criterion.key for topic in client.get(_url(ngozi, query)).context["page"].topics]
        for query in ("", "?order=rubric")
        if not client.force_login(round_.manager)
    )
    assert (widest, by_rubric) == (["execution", "depth"], ["depth", "execution"])


def test_somebody_who_scored_twice_stands_in_the_order_of_the_rounds(client, round_, ngozi):
    zora = UserFactory(name="Zora")
    later = RoundFactory(opening=round_.opening, name="Second talk", position=9)
    earlier = RoundFactory(opening=round_.opening, name="First talk", position=8)
    for held in (later, earlier):
        submitted_card(round_.seat(ngozi, zora, held), {round_.depth: 3})
    client.force_login(round_.manager)
    cards = client.get(_url(ngozi)).context["page"].cards
    assert [card.round for card in cards] == ["First talk", "Second talk"]


def test_nothing_is_in_yet(client, round_, ngozi):
    assert "No scorecard is in yet" in _text(client, round_.manager, ngozi)
    assert not FirstLook.objects.exists()


def test_reading_is_noted_once_as_a_first_look(client, round_, ngozi):
    round_.card_of(ngozi)
    client.force_login(round_.manager)
    client.head(_url(ngozi))
    assert not FirstLook.objects.exists()
    client.get(_url(ngozi))
    client.get(_url(ngozi))
    assert FirstLook.objects.filter(user=round_.manager, application=ngozi).count() == 1


def test_seated_person_who_owes_a_card_learns_nothing(client, round_, ngozi):
    round_.card_of(ngozi)
    owing = UserFactory()
    seat = round_.seat(ngozi, owing)
    client.force_login(owing)
    assert client.get(_url(ngozi)).status_code == 404
    submitted_card(seat, {round_.depth: 3})
    assert SAID_BY_OTHERS in client.get(_url(ngozi)).content.decode()


def test_blind_manager_is_sent_to_the_page_that_says_why(client, round_, ngozi):
    round_.card_of(ngozi)
    round_.seat(ngozi, round_.manager)
    client.force_login(round_.manager)
    answer = client.get(_url(ngozi), follow=True)
    assert answer.redirect_chain == [(reverse("interviews:application-detail", args=[ngozi.ref]), 302)]
    assert SAID_BY_OTHERS not in answer.content.decode()
    assert not FirstLook.objects.exists()


@pytest.mark.parametrize("person", ["stranger", "conflicted"])
def test_out_of_scope_is_not_found(client, round_, ngozi, person):
    round_.card_of(ngozi)
    viewer = UserFactory() if person == "stranger" else round_.manager
    if person == "conflicted":
        ConflictFactory(user=viewer, application=ngozi)
        assert Conflict.objects.filter(user=viewer).exists()
    client.force_login(viewer)
    assert client.get(_url(ngozi)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_for_every_number_of_cards(rf, round_, ngozi, count):
    for _ in range(count):
        round_.card_of(ngozi)
    request = rf.head(_url(ngozi))
    request.user = round_.manager
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = application_side_by_side(request, ngozi.ref)
    assert len(captured) == 15
    with CaptureQueriesContext(connection) as captured:
        response.render()
    assert not captured.captured_queries
