"""The pages that open agreement and leniency: who opens them, what they show whom, what they cost."""

from __future__ import annotations

import re
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.interviews.enums import SeatState
from assessor.interviews.models import FirstLook, PanelSeat, Scorecard
from assessor.openings.enums import TeamAccess
from assessor.reports.memory import forget
from assessor.reports.rules import tables
from assessor.reports.rules.workings import grid, interviewer
from assessor.reports.views import workings
from tests.factories.accounts import UserFactory
from tests.reports.hiring import hiring
from tests.reports.views.test_comparison import _without_tokens, text_of
from tests.score_files import rows_in_tables

pytestmark = pytest.mark.django_db
COMPARISON = "/openings/archive/compare/"
CARDS = f"{COMPARISON}agreement/"
DEPTH = f"{COMPARISON}agreement/depth/"
GIVEN = {
    "Ngozi": ((5, 4), (5, 5), (4, 5)),
    "Obi": ((4, 1), (3, 5), (4, 3)),
    "Pia": ((2, 2), (1, 2), (2, 2)),
}


@pytest.fixture
def panel():
    panel = hiring("Clarity", "Depth")
    for name, cards in GIVEN.items():
        application = panel.candidate(name)
        for who, values in zip(("Ann", "Bea", "Cem"), cards, strict=True):
            panel.card(application, who, *values)
    return panel


@pytest.fixture
def marit(panel):
    return panel.team("Marit")


@pytest.fixture
def ann(panel):
    return f"{COMPARISON}interviewers/{panel.people['Ann'].ref}/"


@pytest.fixture
def pages(ann):
    return [CARDS, DEPTH, ann]


@pytest.fixture
def shown(client_of, marit):
    client = client_of(marit)

    def opened(page):
        response = client.get(page)
        assert response.status_code == 200
        return response

    return opened


def application(panel, name):
    return panel.opening.applications.get(candidate__identity__name=name)


def tables_of(response):
    """Return each table's rows as lists of words."""
    html = response.content.decode()
    return [
        [
            [
                " ".join(re.sub(r"<[^>]*>", " ", cell).split())
                for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
            ]
            for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        ]
        for table in re.findall(r"<table.*?</table>", html, re.DOTALL)
    ]


# --- what they show -----------------------------------------------------------------------------------------


def test_comparison_leads_to_each_of_them(panel, shown):
    html = shown(COMPARISON).content.decode()
    for page in (
        CARDS,
        DEPTH,
        f"{COMPARISON}agreement/clarity/",
        *(f"{COMPARISON}interviewers/{panel.people[name].ref}/" for name in ("Ann", "Bea", "Cem")),
    ):
        assert f'href="{page}"' in html


def test_criterion_shows_scores_levels_and_the_arithmetic(panel, shown):
    response = shown(DEPTH)
    levels, scores = tables_of(response)
    assert scores[0] == ["Candidate", "Ann", "Bea", "Cem", "Mean", "Apart", "Distance²"]
    assert [row[:6] for row in scores[1:]] == [
        ["Ngozi", "4", "5", "5", "4.67", "1.00"],
        ["Obi", "1", "5", "3", "3.00", "4.00"],
        ["Pia", "2", "2", "2", "2.00", "0.00"],
    ]
    assert levels[1:4] == [
        ["Ann", "1", "1", "0", "1", "0"],
        ["Bea", "0", "1", "0", "0", "2"],
        ["Cem", "0", "1", "1", "0", "1"],
    ]
    assert levels[-1] == ["Place in the queue", "0.5", "2.5", "4.5", "5.5", "7.5"]
    observed = sum(float(row[6]) for row in scores[1:]) / 3
    words = text_of(response)
    said = re.search(r"1 − ([\d.]+) ÷ ([\d.]+) = ([\d.]+)", words)
    assert float(said[1]) == pytest.approx(observed, abs=0.01)
    assert 1 - float(said[1]) / float(said[2]) == pytest.approx(float(said[3]), abs=0.001)
    alpha = re.search(r">([-\d.]+)<span[^>]*>, how the alpha of Depth", shown(COMPARISON).content.decode())[1]
    assert f"Krippendorff’s alpha is {alpha}." in words
    assert (
        f'href="/applications/{application(panel, "Obi").ref}/side-by-side/#on-depth"'
        in response.content.decode()
    )


def test_whole_cards_show_their_scores_and_the_formula(panel, shown):
    response = shown(CARDS)
    _, cards = tables_of(response)
    assert cards[1] == ["Ngozi", "87.5", "100.0", "87.5", "91.7", "12.5"]
    assert cards[-1][0] == "Mean of all"
    single = re.search(r"ICC\(A,1\) ([\d.]+)", text_of(shown(COMPARISON)))[1]
    formula = re.search(r"÷ 3\) = ([\d.]+)", text_of(response))[1]
    assert float(formula) == pytest.approx(float(single), abs=0.006)
    assert f'href="/applications/{application(panel, "Obi").ref}/side-by-side/"' in response.content.decode()


def test_interviewer_is_shown_beside_the_others(panel, shown, ann):
    response = shown(ann)
    beside, spread = tables_of(response)
    assert beside[2][1:] == ["2", "37.5 0 to 75", "68.8", "−31.3", "58.3", "−20.8"]
    assert spread == [["Percent of scale", "0", "25", "75", "100"], ["Scores", "1", "2", "2", "1"]]
    lenient = re.search(
        r"how this line is made</span>.*?<td class=\"num\">\s*3\s*</td>\s*<td class=\"num\">\s*([-\d.]+)",
        shown(COMPARISON).content.decode(),
        re.DOTALL,
    )[1]
    assert beside[-1][-1] == lenient.replace("-", "−")
    assert "Here everybody scored everything" in text_of(response)
    card = Scorecard.objects.get(
        seat__interviewer=panel.people["Ann"], seat__interview__application=application(panel, "Pia")
    )
    assert f'href="/scorecards/{card.ref}/"' in response.content.decode()
    assert beside[3][0].endswith("One value throughout")
    assert "1 of 3 cards, marked in the table above" in text_of(response)


def test_links_of_the_pages_lead_somewhere(client_of, marit, pages):
    client = client_of(marit)
    for page in pages:
        html = client.get(page).content.decode()
        main = html.partition("<main")[2].partition("</main>")[0]
        led = set(re.findall(r'href="(/[^"#]*)', main))
        assert len(led) > 3
        assert {client.get(address).status_code for address in led} == {200}


def test_what_cannot_be_known_is_said(client_of):
    alone = hiring("Clarity", "Depth")
    for name in ("Ngozi", "Obi"):
        alone.card(alone.candidate(name), "Ann", 3, None)
    client = client_of(alone.team("Marit"))
    assert "No candidate has two scores on this criterion." in text_of(
        client.get(f"{COMPARISON}agreement/clarity/")
    )
    assert "No candidate has two scores on this criterion." in text_of(client.get(DEPTH))
    assert "fewer than two candidates have two that cover every criterion" in text_of(client.get(CARDS))
    page = text_of(client.get(f"{COMPARISON}interviewers/{alone.people['Ann'].ref}/"))
    assert "Ann is the only interviewer, so nobody can tell whether the scores are strict or lenient." in page
    assert "Nobody else scored the same candidates on the same criteria." in page


def test_before_anything_is_there(client_of):
    empty = hiring("Clarity", "Depth")
    client = client_of(empty.team("Marit"))
    assert "Nobody to compare yet." in text_of(client.get(DEPTH))
    empty.candidate("Ngozi")
    for page in (CARDS, DEPTH):
        response = client.get(page)
        assert "No scorecard has been submitted yet." in text_of(response)
        assert tables_of(response) == []


@pytest.mark.parametrize("page", ["-1", "0", "x", "\uff11", "1e3", "9999999999", "99"])
def test_nonsense_in_the_address_changes_nothing(client_of, marit, pages, page):
    client = client_of(marit)
    for address in pages:
        assert tables_of(client.get(address, {"page": page})) == tables_of(client.get(address))


def test_many_candidates_stand_on_pages(monkeypatch, shown, pages):
    for module in (tables, grid, interviewer, workings):
        monkeypatch.setattr(module, "PAGE_SIZE", 2)
    for address in pages:
        first, second = shown(address), shown(f"{address}?page=2")
        assert "Page 1 of 2" in text_of(first)
        assert ("Ngozi" in text_of(first), "Pia" in text_of(first)) == (True, False)
        assert ("Ngozi" in text_of(second), "Pia" in text_of(second)) == (False, True)


# --- who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("access", list(TeamAccess))
def test_everybody_on_the_team_sees_them(panel, client_of, pages, access):
    client = client_of(panel.team("Tom", access))
    assert {client.get(page).status_code for page in pages} == {200}


@pytest.mark.parametrize(
    "access", [{}, {"is_administrator": True}, {"is_auditor": True}, {"is_rubric_editor": True}]
)
def test_strangers_get_what_an_unknown_address_gives(panel, client_of, pages, access):
    client = client_of(UserFactory(**access))
    unknown = _without_tokens(client.get("/openings/nowhere/compare/"))
    for page in pages:
        response = client.get(page)
        assert (response.status_code, _without_tokens(response)) == (404, unknown)


def test_unknown_criteria_and_people_are_not_found_as_for_a_stranger(panel, client_of, marit):
    panel.seat(application(panel, "Pia"), "Dov")
    unknown = _without_tokens(client_of(UserFactory()).get("/openings/nowhere/compare/"))
    client = client_of(marit)
    client.get(COMPARISON)
    for rest in (
        "agreement/nonsense/",
        "agreement/whole-cards/",
        "agreement/%00/",
        "interviewers/nonsense/",
        f"interviewers/{panel.people['Dov'].ref}/",
        f"interviewers/{marit.ref}/",
    ):
        response = client.get(COMPARISON + rest)
        assert (rest, response.status_code) == (rest, 404)
        assert re.sub(b"(?s)<header.*?</header>", b"", _without_tokens(response)) == re.sub(
            b"(?s)<header.*?</header>", b"", unknown
        )


@pytest.mark.parametrize("done", [False, True])
def test_those_who_are_only_seated_never_see_them(panel, client_of, pages, done):
    if done:
        panel.card(application(panel, "Ngozi"), "Eve", 3, 3)
    else:
        panel.seat(application(panel, "Ngozi"), "Eve")
    client = client_of(panel.person("Eve"))
    assert {client.get(page).status_code for page in pages} == {404}


def test_nobody_signed_in_is_sent_to_sign_in(client, pages):
    for page in pages:
        assert client.get(page).url.startswith("/account/sign-in/")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_pages_are_only_read(client_of, marit, pages, method):
    client = client_of(marit)
    assert {getattr(client, method)(page).status_code for page in pages} == {405}


# --- blind --------------------------------------------------------------------------------------------------


@pytest.fixture
def owing(panel, marit):
    """Marit still owes a card on Pia."""
    return panel.seat(application(panel, "Pia"), "Marit")


def test_blind_nothing_is_opened_and_the_words_are_those_of_the_comparison(owing, shown, pages):
    closed = "The scorecards of some of these candidates are closed to you so far, so nothing is ranked for you yet."
    why = "You are on the panel of some of these candidates and may not see the others&#x27; scorecards there yet"
    assert closed in text_of(shown(COMPARISON))
    assert why in text_of(shown(COMPARISON))
    for page in pages:
        response = shown(page)
        main = response.content.decode().partition("<h1")[2].partition("</main>")[0]
        assert tables_of(response) == []
        assert closed in text_of(response)
        assert why in text_of(response)
        assert not re.search(r"\d", re.sub(r"<[^>]*>|&#x27;", "", f"<h1{main}"))
        assert not any(name in main for name in ("Ngozi", "Obi", "Pia", "Bea", "Cem"))


def test_blind_pages_are_the_same_whatever_the_others_say(owing, panel, shown, pages):
    before = [_without_tokens(shown(page)) for page in pages]
    panel.card(application(panel, "Pia"), "Dov", 5, 5)
    assert [_without_tokens(shown(page)) for page in pages] == before


def test_blind_somebody_with_a_card_on_the_hidden_candidate_alone_is_unknown(owing, panel, client_of, marit):
    panel.card(application(panel, "Pia"), "Dov", 5, 5)
    page = f"{COMPARISON}interviewers/{panel.people['Dov'].ref}/"
    assert client_of(marit).get(page).status_code == 404
    assert client_of(panel.team("Tom")).get(page).status_code == 200


def test_blind_no_look_is_written_down_as_nothing_is_shown(owing, shown, pages):
    for page in pages:
        shown(page)
    assert not FirstLook.objects.exists()


def test_whoever_stepped_back_stays_blind(owing, shown, marit, at, pages):
    PanelSeat.objects.filter(pk=owing.pk).update(state=SeatState.DECLINED, ended_at=at, ended_by=marit)
    assert {len(tables_of(shown(page))) for page in pages} == {0}


# --- what they write and cost -------------------------------------------------------------------------------


def test_head_writes_nothing(client_of, marit, pages):
    client = client_of(marit)
    before = rows_in_tables()
    assert {client.head(page).status_code for page in pages} == {200}
    assert rows_in_tables() == before


@pytest.mark.parametrize("number", range(3))
def test_the_first_look_is_written_down_once(shown, marit, events, pages, number):
    with events() as recorded:
        shown(pages[number])
        shown(pages[number])
    assert recorded == ["scorecards.first_seen"]
    assert FirstLook.objects.filter(user=marit).count() == 3


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "cost"), [("agreement_detail", 14), ("agreement_cards", 14), ("interviewer_detail", 14)]
)
def test_pages_cost_the_same_however_many(rf, count, name, cost):
    archive = hiring(*(f"Criterion-{number}" for number in range(count)))
    marit = archive.team("Marit")
    for candidate in range(count):
        application = archive.candidate(f"Candidate {candidate}")
        for who in range(count):
            archive.card(application, f"Interviewer {who}", *([3] * count))
    argument = {
        "agreement_detail": {"key": "criterion-0"},
        "agreement_cards": {},
        "interviewer_detail": {"ref": archive.people["Interviewer 0"].ref},
    }[name]
    request = rf.get(COMPARISON)
    request.user = marit
    ask = partial(getattr(workings, name), request, "archive", **argument)
    ask()  # the first look is written down, and the numbers are remembered
    with CaptureQueriesContext(connection) as queries:
        response = ask()
    assert len(queries) == cost
    forget()
    with CaptureQueriesContext(connection) as queries:
        ask()
    assert len(queries) == cost + 1
    with CaptureQueriesContext(connection) as queries:
        response.render()
    assert len(queries) == 0
