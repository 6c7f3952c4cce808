"""A card on somebody who was rejected or has withdrawn: not owed any more, said so, and still there to be read."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from assessor.candidates.actions import applications
from assessor.candidates.enums import Stage
from assessor.candidates.models import Application
from assessor.candidates.queries import at_stage_since
from assessor.interviews.models import Interview, Scorecard
from assessor.interviews.queries.cards import own_card
from tests.factories.interviews import submitted_card
from tests.interviews.scene import SENT_SEEN, sent
from tests.moments import AT

LEFT = "This candidate has left the running"
SOON = AT + dt.timedelta(days=3)


@pytest.fixture
def ngozi(seat):
    return seat.interview.application


@pytest.fixture
def address(seat):
    return reverse("interviews:seat-card", args=[seat.ref])


@pytest.fixture
def move(stage, ngozi):
    """Move Ngozi to a stage on the third of March and later."""
    moments = iter(SOON + dt.timedelta(days=day) for day in range(9))
    return lambda to: applications.move_stage(application=ngozi, stage=to, by=stage.manager, at=next(moments))


def words(response):
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize("over", [Stage.WITHDRAWN, Stage.REJECTED])
def test_the_form_says_so_at_its_top_with_stage_and_day(tab, address, move, over):
    move(over)
    page = words(tab.get(address))
    assert f"{LEFT} {over.label} since 5 March 2026. Scoring is no longer needed" in page
    assert "If the interview took place, you can still hand in what you saw." in page
    assert page.index(LEFT) < page.index("Depth")


def test_one_who_is_in_the_running_or_came_back_is_as_ever(tab, address, move):
    assert LEFT not in words(tab.get(address))
    move(Stage.WITHDRAWN)
    move(Stage.INTERVIEWING)
    assert LEFT not in words(tab.get(address))


def test_the_day_is_that_of_the_newest_move_there(ngozi, move):
    for to in (Stage.WITHDRAWN, Stage.INTERVIEWING, Stage.WITHDRAWN):
        ngozi = move(to)
    assert at_stage_since(application=ngozi) == SOON + dt.timedelta(days=2)


def test_without_a_day_in_the_log_none_is_named(tab, ngozi, address):
    Application.objects.filter(pk=ngozi.pk).update(stage=Stage.WITHDRAWN)
    assert f"{LEFT} Withdrawn. Scoring" in words(tab.get(address))


def test_a_card_that_was_begun_can_be_read_and_still_be_handed_in(seat, tab, address, move):
    tab.post(address, sent())
    move(Stage.WITHDRAWN)
    page = tab.get(address)
    assert "What you have written stays here, and you can still hand it in." in words(page)
    assert "Would work with them." in page.content.decode()
    assert tab.post(address, sent(SENT_SEEN, action="submit")).status_code == 302
    assert own_card(seat=seat).card.current_id is not None


def test_what_was_handed_in_before_reads_as_ever(stage, seat, tab, address, move):
    submitted_card(seat, {stage.depth: 4}, texts={None: "Would work with them."})
    move(Stage.REJECTED)
    page = words(tab.get(address))
    assert "Would work with them." in page
    assert LEFT not in page


def test_the_kit_says_so_too(tab, seat, move):
    kit = reverse("interviews:seat-kit", args=[seat.ref])
    assert LEFT not in words(tab.get(kit))
    move(Stage.WITHDRAWN)
    assert f"{LEFT} Withdrawn since 5 March 2026." in words(tab.get(kit))


def test_my_work_does_not_list_it(tab, move):
    assert "You owe 1 scorecard." in words(tab.get("/"))
    move(Stage.WITHDRAWN)
    assert "Ngozi" not in words(tab.get("/"))


def test_my_work_has_what_was_begun_as_not_needed(tab, address, move):
    tab.post(address, sent())
    assert "not needed any more" not in words(tab.get("/"))
    move(Stage.WITHDRAWN)
    page = tab.get("/")
    assert "You owe no scorecard. Begun, and not needed any more Ngozi Okafor" in words(page)
    assert f'href="{address}"' in page.content.decode()


def test_those_who_run_the_opening_are_not_told_that_it_is_owed(stage, seat, ngozi, client_of, move):
    Interview.objects.filter(pk=seat.interview_id).update(due_at=AT)
    client = client_of(stage.manager)
    pages = [f"/openings/{stage.opening.slug}/", f"/applications/{ngozi.ref}/"]
    assert ["verdue" in client.get(page).content.decode() for page in pages] == [True, True]
    move(Stage.WITHDRAWN)
    for page in pages:
        text = words(client.get(page))
        assert "o scorecard needed" in text
        assert "verdue" not in client.get(page).content.decode().split("<main")[1]
        assert "wes a scorecard" not in text


def test_begun_or_not_does_not_show_to_others(stage, seat, client_of, tab, address, move):
    move(Stage.WITHDRAWN)
    client = client_of(stage.manager)
    before = words(client.get(f"/openings/{stage.opening.slug}/"))
    tab.post(address, sent())
    assert Scorecard.objects.exists()
    assert words(client.get(f"/openings/{stage.opening.slug}/")) == before
