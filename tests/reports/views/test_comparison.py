"""The page of the comparison: who opens it, what it shows whom, what it costs."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from assessor.candidates.enums import Stage
from assessor.interviews.enums import SeatState
from assessor.interviews.models import FirstLook, PanelSeat
from assessor.openings.actions import preferences
from assessor.openings.enums import CardVisibility, TeamAccess
from assessor.openings.models import Opening, SortChoice
from assessor.reports.memory import forget
from assessor.reports.views.comparison import comparison
from tests.factories.accounts import UserFactory
from tests.factories.interviews import EvidenceFactory
from tests.reports.hiring import hiring
from tests.score_files import rows_in_tables

pytestmark = pytest.mark.django_db
PAGE = "/openings/archive/compare/"
SORT = "/openings/archive/compare/sort/"


@pytest.fixture
def archive():
    """Ngozi leads, Obi and Pia are equal, Quy lacks a criterion."""
    archive = hiring("Clarity", "Depth")
    for name, values in {"Ngozi": (5, 5), "Obi": (4, 3), "Pia": (3, 4), "Quy": (1, None)}.items():
        archive.card(archive.candidate(name), "Ann", *values, recommendation="yes")
    return archive


@pytest.fixture
def marit(archive):
    return archive.team("Marit")


@pytest.fixture
def rows(client_of, marit):
    """Return a function that opens the page as Marit and gives its table's rows as lists of words."""
    client = client_of(marit)

    def opened(**query):
        response = client.get(PAGE, query)
        assert response.status_code == 200
        return rows_of(response)

    return opened


def text_of(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def rows_of(response):
    """Return the body of the matrix: a list of cells' texts for each row."""
    matrix = response.content.decode().partition('id="matrix"')[2]
    body = matrix.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [
        [
            " ".join(re.sub(r"<[^>]*>", " ", cell).split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def names(rows):
    return [row[0].removesuffix(" New") for row in rows]


# --- what it shows ------------------------------------------------------------------------------------------


def test_page_shows_ranks_scores_bounds_and_cells(rows):
    ngozi, obi, pia, quy = rows()
    assert ngozi[1:] == ["1", "100.0", "1 card 1 yes", "5.00 1", "5.00 1"]
    assert (obi[1:3], pia[1:3]) == (["2=", "62.5"], ["2=", "62.5"])
    assert quy[1:] == [
        "not ranked –",
        "0.0 0.0 to 50.0 50 % scored",
        "1 card 1 yes",
        "1.00 1",
        "– not scored",
    ]


def test_page_opens_by_name_and_keeps_the_sort_of_each_person_and_opening(archive, client_of, marit, rows):
    assert names(rows()) == ["Ngozi", "Obi", "Pia", "Quy"]
    client = client_of(marit)
    moved = client.post(SORT, {"by": "-depth"})
    assert (moved.status_code, moved.url) == (302, f"{PAGE}#matrix")
    assert names(rows()) == ["Ngozi", "Pia", "Obi", "Quy"]
    tom = archive.team("Tom")
    assert names(rows_of(client_of(tom).get(PAGE))) == ["Ngozi", "Obi", "Pia", "Quy"]
    choice = SortChoice.objects.get()
    assert (choice.user, choice.opening, choice.column, choice.descending) == (
        marit,
        archive.opening,
        "depth",
        True,
    )


def test_sort_again_replaces_the_choice_and_is_recorded(client_of, marit, events):
    client = client_of(marit)
    with events() as recorded:
        client.post(SORT, {"by": "-score"})
        client.post(SORT, {"by": "score"})
    assert recorded == ["comparison.sorted"] * 2
    assert SortChoice.objects.get().descending is False


def test_remember_sort_is_per_opening(archive, marit, at):
    elsewhere = hiring("Width", slug="elsewhere").opening
    for opening, column in ((archive.opening, "score"), (elsewhere, "width")):
        preferences.remember_sort(opening=opening, column=column, descending=True, by=marit, at=at)
    assert set(SortChoice.objects.values_list("opening__slug", "column")) == {
        ("archive", "score"),
        ("elsewhere", "width"),
    }


@pytest.mark.parametrize(
    "by", ["", "-", "--score", "salary", "../../x", "a" * 500, "Score", "\x00", "name; DROP", "é"]
)
def test_sort_by_nonsense_is_by_name(client_of, marit, rows, by):
    assert client_of(marit).post(SORT, {"by": by}).status_code == 302
    assert names(rows()) == ["Ngozi", "Obi", "Pia", "Quy"]


def test_sort_keeps_the_filter_and_never_leads_elsewhere(client_of, marit):
    client = client_of(marit)
    assert client.post(SORT, {"by": "score", "show": "shortlist"}).url == PAGE + "?show=shortlist#matrix"
    assert (
        client.post(SORT, {"by": "score", "show": "//evil.example", "next": "//evil.example"}).url
        == PAGE + "#matrix"
    )


def test_sort_is_a_post_of_the_team(archive, client_of):
    assert client_of(archive.team("Tom")).get(SORT).status_code == 405
    stranger = client_of(UserFactory())
    assert stranger.post(SORT, {"by": "score"}).status_code == 404
    assert not SortChoice.objects.exists()


def test_shortlist_filter(archive, rows):
    archive.opening.applications.filter(candidate__identity__name__in=["Pia", "Quy"]).update(shortlisted=True)
    assert [(row[0].split()[0], row[1]) for row in rows(show="shortlist")] == [
        ("Pia", "2="),
        ("Quy", "not ranked –"),
    ]
    assert len(rows(show="everybody")) == 4


def test_an_opening_that_compares_its_shortlist_ranks_it_alone(archive, rows):
    archive.opening.applications.filter(candidate__identity__name="Pia").update(shortlisted=True)
    Opening.objects.filter(pk=archive.opening.pk).update(compares_shortlist_only=True)
    [pia] = rows()
    assert pia[1] == "1"


def test_rejected_and_withdrawn_are_not_on_the_page(archive, client_of, marit):
    archive.opening.applications.filter(candidate__identity__name="Ngozi").update(stage=Stage.REJECTED)
    archive.opening.applications.filter(candidate__identity__name="Obi").update(stage=Stage.WITHDRAWN)
    response = client_of(marit).get(PAGE)
    assert names(rows_of(response)) == ["Pia", "Quy"]
    assert "Ngozi" not in text_of(response)


def test_working_shows_how_a_score_is_made(archive, client_of, marit):
    ref = archive.opening.applications.get(candidate__identity__name="Quy").ref
    text = text_of(client_of(marit).get(PAGE, {"how": ref}))
    assert "How the score of Quy is made" in text
    assert "it will end between 0.0 and 50.0" in text


@pytest.mark.parametrize("query", [
    {"page": "-1"}, {"page": "9999999999"}, {"page": "0"}, {"page": "x"}, {"page": "\uff11"}, {"page": "1e3"},
    {"how": "../../x"}, {"how": "\x00"}, {"how": "x" * 5000}, {"show": "\x00"}, {"show": "../"}, {"page": ["1", "x"]},
])  # fmt: skip
def test_nonsense_in_the_address_changes_nothing(rows, query):
    assert names(rows(**query)) == ["Ngozi", "Obi", "Pia", "Quy"]


def test_page_before_anything_is_there(client_of):
    empty = hiring(slug="archive")
    client = client_of(empty.team("Marit"))
    assert "Nobody to compare yet" in text_of(client.get(PAGE))
    empty.candidate("Ngozi")
    response = client.get(PAGE)
    assert "No scorecard has been submitted yet." in text_of(response)
    assert rows_of(response) == [
        ["Ngozi New", "not ranked –", "– no score", "0 cards", "– not scored", "– not scored"],
    ]


# --- who may ---------------------------------------------------------------------------------------------------


def _without_tokens(response):
    """What differs between any two answers: the nonce of scripts, and the token of forms."""
    tokens = rb'(nonce="|name="csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]*"'
    return re.sub(tokens, b"", response.content)


@pytest.mark.parametrize("access", list(TeamAccess))
def test_everybody_on_the_team_sees_it(archive, client_of, access):
    assert client_of(archive.team("Tom", access)).get(PAGE).status_code == 200


def test_recruiters_for_all_see_it(archive, client_of):
    assert client_of(UserFactory(is_recruiter=True)).get(PAGE).status_code == 200


@pytest.mark.parametrize(
    "access", [{}, {"is_administrator": True}, {"is_auditor": True}, {"is_rubric_editor": True}]
)
def test_strangers_get_what_an_unknown_address_gives(archive, client_of, access):
    client = client_of(UserFactory(**access))
    refused, unknown = client.get(PAGE), client.get("/openings/nowhere/compare/")
    assert (refused.status_code, unknown.status_code) == (404, 404)
    assert _without_tokens(refused) == _without_tokens(unknown)


@pytest.mark.parametrize("done", [False, True])
def test_those_who_are_only_seated_never_see_it(archive, client_of, done):
    ngozi = archive.opening.applications.get(candidate__identity__name="Ngozi")
    if done:
        archive.card(ngozi, "Eve", 3, 3)
    else:
        archive.seat(ngozi, "Eve")
    assert client_of(archive.person("Eve")).get(PAGE).status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(archive, client):
    response = client.get(PAGE)
    assert response.status_code == 302
    assert response.url.startswith("/account/sign-in/")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_page_is_only_read(archive, marit, client_of, method):
    assert getattr(client_of(marit), method)(PAGE).status_code == 405


# --- blind -----------------------------------------------------------------------------------------------------


@pytest.fixture
def zanzibar(archive, marit):
    """Marit still owes a card on Zanzibar, on whom two others have said things that must not show."""
    zanzibar = archive.candidate("Zanzibar")
    card = archive.card(zanzibar, "Ann", 2, 2, recommendation="strong_no")
    archive.card(zanzibar, "Bea", 3, 1, recommendation="undecided")
    EvidenceFactory.build(revision=card.current)
    archive.seat(zanzibar, "Marit")
    return zanzibar


def test_blind_row_shows_a_name_and_nothing_more(zanzibar, client_of, marit):
    response = client_of(marit).get(PAGE)
    zanzibar_row = rows_of(response)[-1]
    assert zanzibar_row == ["Zanzibar New", "–", "–", "Hidden until your card is in", "hidden", "hidden"]
    shown = text_of(response)
    for leak in ("strong no", "undecided", "2.50", "1.50", "31.3", "2 cards", "Bea"):
        assert leak not in shown, leak


def test_blind_says_what_it_waits_for(zanzibar, client_of, marit, at):
    """BL-24: the sentence follows the opening's rule, and the seat."""
    Opening.objects.update(visibility=CardVisibility.AFTER_PANEL)
    row = rows_of(client_of(marit).get(PAGE))[-1]
    assert row[3] == "Hidden until the whole panel’s cards are in"
    PanelSeat.objects.filter(interviewer=marit).update(state=SeatState.DECLINED, ended_at=at, ended_by=marit)
    assert rows_of(client_of(marit).get(PAGE))[-1][3] == "Hidden, as you stepped back"


def test_a_change_of_visibility_is_told_where_cards_were_in_before(archive, client_of, marit, at):
    """BL-24."""
    facts = {"visibility": CardVisibility.AFTER_PANEL, "visibility_changed_by": marit}
    Opening.objects.update(visibility_changed_at=at - dt.timedelta(days=1), **facts)
    assert "was changed on" not in text_of(client_of(marit).get(PAGE))
    Opening.objects.update(visibility_changed_at=at + dt.timedelta(days=1), **facts)
    day = timezone.localdate(at + dt.timedelta(days=1))
    assert (
        f"was changed on {day.day} {day:%B %Y} by Marit, and is now: “Once the whole panel is in”."
        " 4 of these scorecards were handed in before that." in text_of(client_of(marit).get(PAGE))
    )


def test_a_change_of_visibility_counts_no_hidden_card(zanzibar, client_of, marit, at):
    Opening.objects.update(
        visibility=CardVisibility.NEVER,
        visibility_changed_at=at + dt.timedelta(days=1),
        visibility_changed_by=marit,
    )
    page = text_of(client_of(marit).get(PAGE))
    assert "Some of these scorecards were handed in before that." in page


def test_blind_nobody_is_ranked(zanzibar, rows):
    shown = rows()
    assert {row[1] for row in shown} == {"not ranked –", "–"}
    assert shown[0][2] == "100.0"


@pytest.mark.parametrize("by", ["-score", "score", "rank", "-cards", "-depth", "clarity"])
def test_blind_no_sort_but_by_name_even_when_forged_or_remembered(zanzibar, client_of, marit, rows, by):
    assert client_of(marit).post(SORT, {"by": by}).status_code == 302
    assert names(rows()) == ["Ngozi", "Obi", "Pia", "Quy", "Zanzibar"]


def test_blind_headings_offer_only_the_name(zanzibar, client_of, marit):
    content = client_of(marit).get(PAGE).content.decode()
    assert re.findall(r'name="by" value="([^"]*)"', content) == ["-name"]


def test_blind_working_is_that_of_nobody(zanzibar, client_of, marit):
    assert "How the score of" not in text_of(client_of(marit).get(PAGE, {"how": zanzibar.ref}))


def test_blind_page_is_the_same_whatever_the_others_said(zanzibar, archive, client_of, marit):
    client = client_of(marit)
    before = rows_of(client.get(PAGE))
    archive.card(zanzibar, "Carl", 5, 5, recommendation="strong_yes")
    assert rows_of(client.get(PAGE)) == before


def test_blindness_on_one_candidate_is_lifted_by_ones_own_card(archive, client_of, marit, rows):
    zanzibar = archive.candidate("Zanzibar")
    archive.card(zanzibar, "Ann", 1, 1)
    archive.card(zanzibar, "Marit", 1, 1)
    assert rows()[-1][1:3] == ["4", "0.0"]


# --- what it writes and costs ---------------------------------------------------------------------------------


def test_head_writes_nothing(archive, client_of, marit):
    client = client_of(marit)
    before = rows_in_tables()
    assert client.head(PAGE).status_code == 200
    assert rows_in_tables() == before


def test_the_first_look_is_written_down_once(archive, client_of, marit, events):
    client = client_of(marit)
    with events() as recorded:
        client.get(PAGE)
        client.get(PAGE)
    assert recorded == ["scorecards.first_seen"]
    assert FirstLook.objects.filter(user=marit).count() == 4


def test_no_look_is_written_down_of_whom_the_viewer_is_blind_on(zanzibar, client_of, marit):
    client_of(marit).get(PAGE)
    assert not FirstLook.objects.filter(application=zanzibar).exists()
    assert FirstLook.objects.filter(user=marit).count() == 4


def test_no_look_where_nobody_has_handed_in(client_of, events):
    empty = hiring(slug="archive")
    empty.candidate("Ngozi")
    client = client_of(empty.team("Marit"))
    with events() as recorded:
        client.get(PAGE)
    assert recorded == []
    assert not FirstLook.objects.exists()


@pytest.mark.parametrize("count", [2, 4])
def test_page_costs_the_same_however_many(rf, count):
    """Two are so far apart on everybody that both sides are read."""
    archive = hiring(*(f"Criterion-{number}" for number in range(count)))
    marit = archive.team("Marit")
    for candidate in range(count):
        application = archive.candidate(f"Candidate {candidate}")
        for interviewer in range(count):
            archive.card(application, f"Interviewer {interviewer}", *([1 + 4 * (interviewer % 2)] * count))
    request = rf.get(PAGE)
    request.user, request.htmx = marit, HtmxDetails(request)
    comparison(request, "archive")  # the first look is written down, and the numbers are remembered
    with CaptureQueriesContext(connection) as queries:
        response = comparison(request, "archive")
    assert len(queries) == 17
    forget()
    with CaptureQueriesContext(connection) as queries:
        comparison(request, "archive")
    assert len(queries) == 18
    with CaptureQueriesContext(connection) as queries:
        response.render()
    assert len(queries) == 0
    assert len(rows_of(response)) == count


# --- the report around the matrix ---------------------------------------------------------------------------


@pytest.fixture
def panel():
    """Three candidates before three interviewers; on Obi's depth two of them are far apart."""
    panel = hiring("Clarity", "Depth")
    given = {
        "Ngozi": ((5, 4), (5, 5), (4, 5)),
        "Obi": ((4, 1), (3, 5), (4, 3)),
        "Pia": ((2, 2), (1, 2), (2, 1)),
    }
    for name, cards in given.items():
        application = panel.candidate(name)
        for interviewer, values in zip(("Ann", "Bea", "Cem"), cards, strict=True):
            panel.card(
                application,
                interviewer,
                *values,
                recommendation="no" if name == "Ngozi" else "yes",
                texts={panel.criteria[1]: f"{interviewer} on {name}'s depth"},
            )
    return panel


@pytest.fixture
def shown(panel, client_of):
    client = client_of(panel.team("Marit"))

    def opened(query="", **headers):
        response = client.get(PAGE + query, headers=headers)
        assert response.status_code == 200
        return response

    return opened


def test_report_says_who_leads_how_sure_and_why(shown):
    words = text_of(shown())
    assert "Ngozi" in words.partition("Who stands where")[0]
    assert "Ngozi is ahead of Obi most on" in words
    assert "with the range it likely lies in (90 %)" in words
    assert "More interviewers say no than yes, although the score is among the highest." in words


def test_report_shows_both_sides_where_the_panel_differs(shown):
    words = text_of(shown()).partition("Where the panel differs most")[2].partition("How likely")[0]
    assert "Obi: Depth 4 points apart" in words
    assert words.index("Ann on Obi&#x27;s depth") < words.index("Bea on Obi&#x27;s depth")
    assert "Cem on Obi" not in words


def test_report_tells_agreement_leniency_and_weights(shown):
    words = text_of(shown())
    for said in (
        "ICC(A,1)",
        "Krippendorff",
        "Leniency describes how somebody uses the scale",
        "change places",
    ):
        assert said in words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?w-clarity=0&w-depth=10", "With these weights Ngozi would still be first."),
        ("?w-clarity=-1", "must be a number from 0 to 1000. The official order stands."),
        ("?w-clarity=", "must be a number from 0 to 1000."),
        ("?w-clarity=nan", "must be a number from 0 to 1000."),
        ("?w-clarity=1e309", "must be a number from 0 to 1000."),
        ("?w-clarity=0&w-depth=0", "At least one criterion must weigh something."),
    ],
)
def test_what_if_answers_in_words_and_changes_no_rank(shown, query, words):
    official = rows_of(shown())
    response = shown(query)
    assert words in text_of(response)
    assert rows_of(response) == official
    fragment = shown(query, HX_Request="true", HX_Target="what-if")
    assert words in text_of(fragment)
    assert "<html" not in fragment.content.decode()


def test_picked_candidates_stand_first(shown, panel):
    pia = panel.opening.applications.get(candidate__identity__name="Pia").ref
    assert [row[0] for row in rows_of(shown(f"?pick={pia}"))] == ["Pia New", "Ngozi New", "Obi New"]
    assert [row[0] for row in rows_of(shown("?pick=nobody"))] == ["Ngozi New", "Obi New", "Pia New"]


def test_report_opens_how_intervals_and_chances_are_made(shown, panel):
    page = shown()
    refs = [panel.opening.applications.get(candidate__identity__name=name).ref for name in ("Ngozi", "Obi")]
    words = text_of(page).partition("How likely each place is")[2].partition("What the weights decide")[0]
    assert "Scatter of one card ÷ √cards = standard error" in words
    assert "÷ √3" in words
    assert "of being ahead" in words
    assert all(f'href="?how={ref}#how"' in page.content.decode() for ref in refs)


def test_working_leads_to_the_cards_and_says_how_sure_it_is(shown, panel):
    ref = panel.opening.applications.get(candidate__identity__name="Obi").ref
    page = shown(f"?how={ref}")
    assert (
        f'href="/applications/{ref}/side-by-side/#on-depth"' in page.content.decode().partition('id="how"')[2]
    )
    assert "Here 3 interviewers scored each criterion, who count as much as 3 whole cards." in text_of(page)


def test_report_of_a_blind_reader_has_nothing_pooled(panel, client_of):
    marit = panel.team("Marit")
    panel.seat(panel.opening.applications.get(candidate__identity__name="Pia"), "Marit")
    ngozi = panel.opening.applications.get(candidate__identity__name="Ngozi").ref
    words = text_of(client_of(marit).get(PAGE + f"?w-clarity=1&how={ngozi}"))
    assert "How the score of Ngozi is made" in words
    for said in (
        "is ahead of",
        "ICC",
        "Krippendorff",
        "Leniency",
        "change places",
        "What if",
        "on Pia",
        "apart",
        "How sure that is",
        "standard error",
    ):
        assert said not in words, said
    assert "closed to you so far" in words


@pytest.mark.parametrize("people", [0, 1, 2])
def test_report_of_hardly_anything_is_a_page(client_of, people):
    few = hiring("Clarity")
    for number in range(people):
        few.card(few.candidate(f"Candidate {number}"), "Ann", 3)
    assert client_of(few.team("Marit")).get(PAGE).status_code == 200


def test_trying_weights_is_a_look_at_the_cards_too(panel, client_of):
    marit = panel.team("Marit")
    client_of(marit).get(PAGE, headers={"HX-Request": "true", "HX-Target": "what-if"})
    assert FirstLook.objects.filter(user=marit).count() == 3
