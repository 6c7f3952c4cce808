"""What a comparison says is rendered once for the same values, and never again for others."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from assessor.accounts.models import User
from assessor.candidates.enums import Stage
from assessor.candidates.models import Application, CandidateIdentity
from assessor.openings.models import Opening, Round
from assessor.reports.queries import comparison_and_cards
from assessor.reports.rules.sorting import Sort
from assessor.reports.views import comparison as view
from tests.reports.hiring import hiring

pytestmark = pytest.mark.django_db
PAGE = "/openings/archive/compare/"


@pytest.fixture
def panel():
    """Two candidates before Ann and Bea, who are far apart on Obi's depth, each with a reason; Marit reads."""
    panel = hiring("Clarity", "Depth")
    panel.team("Marit")
    for name, (ann, bea) in {"Ngozi": ((5, 5), (4, 5)), "Obi": ((2, 1), (2, 5))}.items():
        application = panel.candidate(name)
        for who, values in {"Ann": ann, "Bea": bea}.items():
            texts = {panel.criteria[1]: f"{who} on {name}'s depth"}
            panel.card(application, who, *values, recommendation="yes", texts=texts)
    return panel


@pytest.fixture
def said(panel, client_of):
    """Return a function that opens the page as whoever is named and gives what it says."""

    def opened(query="", reader="Marit"):
        response = client_of(panel.people[reader]).get(PAGE + query)
        assert response.context["body"] in response.content.decode()
        return response.context["body"]

    return opened


@pytest.fixture
def nothing_is_rendered(monkeypatch):
    """Return a function that makes rendering fail from then on."""
    return lambda: monkeypatch.setattr(view, "_body", lambda *_, **__: pytest.fail("rendered again"))


def test_the_same_values_are_rendered_once_for_everybody(panel, said, nothing_is_rendered):
    first = said()
    panel.team("Nuru")
    nothing_is_rendered()
    assert said() == said(reader="Nuru") == first


def entry_of(name):
    return Application.objects.get(candidate__identity__name=name)


def renamed_candidate(panel):
    CandidateIdentity.objects.filter(name="Obi").update(name="Okonjo")


def renamed_interviewer(panel):
    User.objects.filter(name="Bea").update(name="Okonjo")


def renamed_round(panel):
    Round.objects.update(name="Okonjo")


def new_candidate(panel):
    panel.candidate("Okonjo")


def new_card(panel):
    texts = {panel.criteria[1]: "Okonjo"}
    panel.card(entry_of("Obi"), "Cem", 1, 1, texts=texts)


@pytest.mark.parametrize(
    "change",
    [renamed_candidate, renamed_interviewer, renamed_round, new_candidate, new_card],
)
def test_a_change_shows_at_once(panel, said, change):
    assert "Okonjo" not in said()
    change(panel)
    assert "Okonjo" in said()


def test_a_stage_and_the_shortlist_show_at_once(panel, said):
    first = said()
    Application.objects.update(stage=Stage.DEBRIEF)
    assert (second := said()) != first
    Application.objects.filter(candidate__identity__name="Obi").update(shortlisted=True)
    assert said() != second


@pytest.mark.parametrize("query", ["?show=shortlist", "?how=alpha", "?page=2", "?pick=", "?w-clarity=3"])
def test_another_question_has_another_answer(said, monkeypatch, query):
    said()
    rendered = []
    whole = view._body
    monkeypatch.setattr(view, "_body", lambda *given, **named: rendered.append(1) or whole(*given, **named))
    said(query)
    said(query)
    assert rendered == [1]


def test_the_order_is_each_readers_own(panel, said, client_of):
    panel.team("Nuru")
    said(), said(reader="Nuru")
    client_of(panel.people["Nuru"]).post("/openings/archive/compare/sort/", {"by": "-score"})
    assert "by score" not in said()
    assert said(reader="Nuru") != said()


def test_who_turns_blind_sees_nothing_of_what_was_kept(panel, said):
    assert "Ann on Obi" in said()
    panel.seat(entry_of("Obi"), "Marit")
    text = said()
    assert "hidden" in text
    assert "Ann on Obi" not in text
    panel.team("Nuru")
    assert "Ann on Obi" in said(reader="Nuru")
    assert said() == text


def test_nothing_of_the_reader_is_kept(said):
    kept = said()
    assert "Ann on Obi" in kept
    for word in ("Marit", "csrf", "nonce"):
        assert word not in kept, word


def test_the_key_is_made_of_plain_values_alone(panel, at):
    """Of anything else, such as an array or a model, `repr` might leave out what differs."""
    later, marit = at + dt.timedelta(days=1), panel.people["Marit"]
    Opening.objects.update(visibility_changed_at=later, visibility_changed_by=marit)
    comparison, _, counted = comparison_and_cards(opening=Opening.objects.get(), viewer=marit)
    assert comparison.visibility_change
    leaves = set(types_in((comparison.basis_values, counted.cards, Sort())))
    assert leaves <= {str, int, float, bool, type(None), Decimal, Fraction, dt.datetime, dt.date}, leaves


def types_in(value):
    """Yield the type of every plain value in here."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            assert field.repr, field
            yield from types_in(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from types_in(pair)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from types_in(item)
    else:
        yield str if isinstance(value, str) else type(value)
