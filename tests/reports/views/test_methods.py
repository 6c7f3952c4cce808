"""The methods page: for everybody, at no cost, with an example whose numbers can be checked by hand."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.accounts.models import User
from assessor.reports.rules.example import CANDIDATES, INTERVIEWERS, PLACES, SCORES, changed, example
from assessor.reports.rules.methods import methods
from assessor.reports.views.methods import methods as methods_page
from tests.factories.accounts import UserFactory

PLACE = {place.name: place.index for place in PLACES}
OF_CEDAR = [place.index for place in PLACES if place.candidate == "Cedar"]


def words(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def tab(client_of, db):
    return client_of(UserFactory())


class TestExample:
    """Aster: Explaining 4, 4, 5 and Planning 5, 4, 4, so 13/3 on both: 250/3 %."""

    def test_scores_by_hand(self):
        aster, birch, cedar = example().rows()
        assert aster.score == pytest.approx(250 / 3, abs=1e-9)
        assert birch.score == pytest.approx(0.6 * 200 / 3 + 0.4 * 275 / 3, abs=1e-9)
        assert cedar.score == pytest.approx(0.6 * 125 / 3 + 0.4 * 125 / 3, abs=1e-9)
        assert [row.rank for row in (aster, birch, cedar)] == [1, 2, 3]

    def test_places_change_where_they_should(self):
        """Aster is 50/3 ahead on Explaining and 25/3 behind on Planning: level at a third of the weight."""
        explaining, planning = example().analysis.flips
        assert explaining == pytest.approx(1 / 3, abs=1e-9)
        assert planning == pytest.approx(2 / 3, abs=1e-9)

    def test_a_changed_score_is_that_one_alone(self):
        index = PLACE["Max on Cedar, Planning"]
        assert changed(index, 5)[index] == 5
        assert [a for a, b in zip(changed(index, 5), SCORES, strict=True) if a != b] == [5]

    def test_without_a_score_on_a_criterion_it_is_provisional(self):
        scores = tuple(
            None if index in OF_CEDAR and index % 2 else value for index, value in enumerate(SCORES)
        )
        worked = methods(scores, "Cedar")
        assert worked.row.provisional
        assert worked.order[2].cells[0] == "–"
        assert "provisional" in worked.order[2].cells[1]

    @pytest.mark.parametrize("value", [None, 1, 5])
    @pytest.mark.parametrize("place", PLACES, ids=lambda place: str(place.index))
    def test_every_change_can_be_worked_out(self, place, value):
        worked = methods(changed(place.index, value), place.candidate)
        assert worked.sum.row.candidate.name == place.candidate
        assert len(worked.order) == len(CANDIDATES)
        assert len(worked.leniency) == len(INTERVIEWERS)


class TestPage:
    def test_it_prints_the_numbers_of_the_example(self, tab):
        page = words(tab.get("/methods/"))
        assert "The score of Aster" in page
        assert "83.3" in page
        assert "33 %" in page
        assert "What none of it can say" in page
        assert "not advice" in page
        assert "Shrout and Fleiss (1979)" in page

    def test_a_changed_score_is_worked_out(self, tab):
        page = words(tab.get("/methods/", {"which": PLACE["Kim on Cedar, Planning"], "value": "5"}))
        assert "The score of Cedar" in page
        assert "48.3" in page  # 0.6 × 41.7 + 0.4 × 58.3
        assert "Back to the first scores" in page

    @pytest.mark.parametrize(
        ("which", "value", "sentence"),
        [
            ("0", "9", "which ends at 5"),
            ("0", "0", "which begins at 1"),
            ("0", "-1", "which begins at 1"),
            ("0", "2.5", "A score here is a whole number from 1 to 5."),
            ("0", "NaN", "A score here is a whole number from 1 to 5."),
            ("0", "9" * 5000, "whole number from 1 to 5"),
            ("18", "3", "Select a valid choice"),
            ("", "3", "required"),
        ],
    )
    def test_what_is_off_the_scale_is_refused_in_words(self, tab, which, value, sentence):
        response = tab.get("/methods/", {"which": which, "value": value})
        page = words(response)
        assert response.status_code == 200
        assert sentence in page
        assert "The example stays as it was" in page
        assert "The score of Aster" in page

    def test_it_asks_the_database_nothing(self, rf, db):
        request = rf.get("/methods/")
        request.user = User.objects.get(pk=UserFactory().pk)
        with CaptureQueriesContext(connection) as queries:
            methods_page(request).render()
        assert len(queries) == 0

    def test_pages_lead_to_it(self, tab):
        assert 'href="/methods/"' in tab.get("/").content.decode()
