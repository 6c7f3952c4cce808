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
from assessor.interviews.models import Evidence
from assessor.openings.enums import CardVisibility, PanelRule
from assessor.openings.models import Opening, Round
from assessor.reports.queries import comparison_and_cards, differences_in
from assessor.reports.rules.sorting import Sort
from assessor.reports.views import comparison as view
from tests.factories.accounts import UserFactory
from tests.factories.candidates import apply
from tests.moments import AT
from tests.openings.moving import moving
from tests.reports.hiring import hiring
from tests.reports.test_moved_openings import card as card_on

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


def debriefed(panel):
    Application.objects.update(stage=Stage.DEBRIEF)


def shortlisted(panel):
    Application.objects.filter(candidate__identity__name="Obi").update(shortlisted=True)


def other_rule(panel):
    Opening.objects.update(panel_rule=PanelRule.MEDIAN)


def other_visibility(panel):
    change = {
        "visibility_changed_at": AT + dt.timedelta(days=1),
        "visibility_changed_by": panel.people["Marit"],
    }
    Opening.objects.update(visibility=CardVisibility.AFTER_PANEL, **change)


@pytest.mark.parametrize("change", [debriefed, shortlisted, other_rule, other_visibility])
def test_the_page_is_another_after(panel, said, change):
    before = said()
    change(panel)
    assert said() != before


def test_erased_words_are_gone_at_once(panel, said):
    """PV-02: the hash of a revision stays what it was when its words are erased."""
    assert "Ann on Obi" in said()
    theirs = Evidence.objects.filter(revision__scorecard__seat__interview__application=entry_of("Obi"))
    theirs.filter(text__isnull=False).update(text=None, erased_at=AT)
    assert "Ann on Obi" not in said()
    assert "Ann on Ngozi" not in said()


def test_an_opening_that_was_moved_says_so_at_once(client_of):
    scene = moving()
    ann = UserFactory(name="Ann")
    card_on(scene, apply(scene.opening, "Ngozi"), ann, depth=4, clarity=3, pace=5)
    page = f"/openings/{scene.opening.slug}/compare/"
    before = client_of(scene.manager).get(page).context["body"]
    scene.move()
    after = client_of(scene.manager).get(page).context["body"]
    assert "Clarity of thought" not in before
    assert "Clarity of thought" in after


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


def seated_meanwhile(panel, monkeypatch):
    """Let Marit be seated on Obi while the page is made, after it was found that she may see him."""
    read = view.differences_in

    def seat_first(**given):
        panel.seat(entry_of("Obi"), "Marit")
        return read(**given)

    monkeypatch.setattr(view, "differences_in", seat_first)


def test_who_turns_blind_while_words_are_read_is_not_shown_them(panel, client_of, monkeypatch):
    client = client_of(panel.people["Marit"])
    with monkeypatch.context() as patched:
        seated_meanwhile(panel, patched)
        answer = client.get(PAGE)
    assert answer.status_code == 302
    assert "Ann on Obi" not in client.get(PAGE).content.decode()


def blind(panel):
    panel.seat(entry_of("Ngozi"), "Marit")


def moved(panel):
    """Let it be about another opening, which was moved to a newer rubric, with a card on either version."""
    scene = moving()
    for values in ({"depth": 4, "clarity": 3, "pace": 5}, {"depth": 1, "clarity": 9, "grit": 5}):
        application = scene.opening.applications.first() or apply(scene.opening, "Obi")
        card_on(scene, application, UserFactory(), **values)
        if "pace" in values:
            scene.move()
    panel.opening, panel.people["Marit"] = scene.opening, scene.manager


@pytest.mark.parametrize(
    ("change", "shown"), [(other_visibility, "visibility_change"), (blind, "is_blind"), (moved, "earlier")]
)
def test_the_key_is_made_of_plain_values_alone(panel, change, shown):
    """Of anything else, such as an array or a model, `repr` might leave out what differs."""
    change(panel)
    opening = Opening.objects.get(pk=panel.opening.pk)
    comparison, _, counted = comparison_and_cards(opening=opening, viewer=panel.people["Marit"])
    differences = differences_in(comparison=comparison, counted=counted)
    assert getattr(comparison, shown)
    assert comparison.is_blind or differences
    leaves = set(types_in((comparison.basis_values, differences, Sort())))
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
