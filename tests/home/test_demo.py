"""The demonstration organisation: the patterns it is there to show. Loaded once for the whole module."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from django.db import transaction
from django.test import Client, override_settings

from assessor.accounts.models import User
from assessor.candidates.models import Application, CandidateFile, Decision
from assessor.home.demo.people import PASSWORD
from assessor.interviews.enums import CardState
from assessor.interviews.models import PanelSeat, Scorecard
from assessor.openings.models import Opening
from roles.models import Role, Rubric
from tests.score_files import assert_log_is_whole, rows_in_tables
from tests.shell import run

OPEN = "director-ml-2026"


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    """Load it through the command, in a transaction that is rolled back after the last test; give what was printed."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEBUG=True):
        ran = run("demo")
        assert (ran.status, ran.err) == (0, "")
        yield ran.out
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def compared(demo):
    return json.loads(run("compare", OPEN).out)


@pytest.fixture(scope="module")
def by_name(compared):
    return {candidate["name"]: candidate for candidate in compared["candidates"]}


def in_open_round(**fields):
    return PanelSeat.objects.filter(interview__application__opening__slug=OPEN, **fields)


def test_it_says_where_to_sign_in_and_as_whom(demo):
    first, *people = demo.splitlines()
    assert first == f"Sign in with the password {PASSWORD} as one of:"
    words = {line.split()[0]: line.split(maxsplit=1)[1] for line in people}
    assert len(words) == User.objects.people().count()
    assert set(words.values()) == {
        "administrator", "rubric editor", "recruiter", "hiring manager", "auditor", "observer", "interviewer",
    }  # fmt: skip


def test_everybody_it_names_can_sign_in(demo):
    for address in re.findall(r"\S+@example\.com", demo):
        assert User.objects.get(email=address).check_password(PASSWORD), address


def test_a_second_run_changes_nothing(demo):
    before = rows_in_tables()
    with override_settings(DEBUG=True):
        again = run("demo")
    assert (again.status, again.out) == (0, demo)
    assert rows_in_tables() == before


def test_the_role_has_a_published_rubric_in_full():
    rubric = Rubric.objects.published().get(role__slug="director-of-machine-learning")
    criteria = list(rubric.criteria.prefetch_related("levels", "questions"))
    assert rubric.competencies.count() == 5
    assert 12 <= len(criteria) <= 16
    assert {criterion.levels.count() for criterion in criteria} == {5}
    assert all(criterion.questions.count() for criterion in criteria)


def test_a_second_role_has_a_draft():
    role = Role.objects.exclude(slug="director-of-machine-learning").get()
    assert (role.slug, role.title) == ("senior-data-engineer", "Senior Data Engineer")
    assert [rubric.is_draft for rubric in role.rubrics.all()] == [True]


def test_the_open_round_has_eight_candidates_six_interviewers_and_three_rounds():
    opening = Opening.objects.get(slug=OPEN)
    assert opening.is_open
    assert opening.applications.count() == 8
    assert opening.rounds.count() == 3
    assert in_open_round().values("interviewer").distinct().count() == 6
    assert set(opening.team.values_list("access", flat=True)) == {"hiring_manager", "recruiter", "observer"}
    assert CandidateFile.objects.filter(application__opening=opening).count() >= 8


def test_most_cards_are_in_some_missing_and_one_in_draft():
    cards = Counter(Scorecard.objects.filter(seat__in=in_open_round()).values_list("state", flat=True))
    seats = in_open_round().count()
    assert cards[CardState.DRAFT] == 1
    assert 0.6 * seats < cards[CardState.SUBMITTED] < seats - 1
    assert in_open_round(scorecard=None).exists()


def test_there_is_a_near_tie_at_the_top_and_somebody_provisional(by_name):
    ranked = sorted((one for one in by_name.values() if one["rank"]), key=lambda one: one["rank"])
    first, second = ranked[:2]
    assert 0 < first["score"] - second["score"] < 1
    provisional = [one for one in by_name.values() if one["provisional"]]
    assert provisional
    assert all(lo < one["score"] < hi for one in provisional for lo, hi in [one["bounds"]])


def test_one_interviewer_is_strict_and_one_lenient():
    """Against the others on the same candidate and criterion, by half a level and more."""
    rows = Scorecard.objects.filter(
        seat__in=in_open_round(), current__scores__value__isnull=False
    ).values_list(
        "seat__interview__application_id",
        "seat__interviewer__name",
        "current__scores__criterion_id",
        "current__scores__value",
    )
    cells: dict[tuple[int, int], list[tuple[str, float]]] = {}
    for application, name, criterion, value in rows:
        cells.setdefault((application, criterion), []).append((name, float(value)))
    gaps: dict[str, list[float]] = {}
    for given in cells.values():
        for name, value in given:
            others = [other for whose, other in given if whose != name]
            if others:
                gaps.setdefault(name, []).append(value - sum(others) / len(others))
    leaning = {name: sum(values) / len(values) for name, values in gaps.items()}
    assert min(leaning.values()) < -0.5
    assert max(leaning.values()) > 0.5


def test_there_is_a_real_disagreement(by_name):
    """Somebody on whom interviewers differ by two levels and in their verdict."""
    split = [
        one["name"]
        for one in by_name.values()
        if any(cell["n"] > 1 and cell["range"] >= 2 for cell in one["criteria"])
        and one["recommendations"]["strong_no"]
        and one["recommendations"]["strong_yes"]
    ]
    assert split


def test_recommendations_do_not_always_follow_the_scores(by_name):
    def goodwill(one):
        given = one["recommendations"]
        points = 2 * given["strong_yes"] + given["yes"] - given["no"] - 2 * given["strong_no"]
        return points / max(1, sum(given.values()))

    ranked = sorted((one for one in by_name.values() if one["rank"]), key=lambda one: one["rank"])
    assert sorted(ranked, key=goodwill, reverse=True) != ranked


def test_the_closed_round_has_decisions_that_say_why_and_on_what():
    closed = Opening.objects.exclude(slug=OPEN).get()
    assert closed.is_closed
    decisions = Decision.objects.filter(application__opening=closed)
    assert decisions.count() >= 2
    assert all(decision.reason and len(decision.comparison_hash) == 64 for decision in decisions)
    assert {"hire", "reject"} <= set(decisions.values_list("outcome", flat=True))
    assert Application.objects.filter(opening=closed, stage="hired").count() == 1


def test_everything_happened_before_now_and_in_order():
    opening = Opening.objects.get(slug=OPEN)
    cards = Scorecard.objects.filter(seat__in=in_open_round(), submitted_at__isnull=False)
    assert all(opening.created_at < card.submitted_at for card in cards)


def test_the_log_is_whole_afterwards(compared):
    assert_log_is_whole()


@pytest.mark.parametrize("access", ["hiring_manager", "recruiter", "observer"])
def test_the_team_opens_the_comparison(access):
    member = Opening.objects.get(slug=OPEN).team.filter(access=access).first().user
    client = Client()
    client.force_login(member)
    response = client.get(f"/openings/{OPEN}/compare/")
    assert response.status_code == 200
    assert response.context["table"].rows[0].row.candidate.name.startswith("Aleksandra")


def test_an_interviewer_who_owes_cards_sees_no_comparison():
    seat = in_open_round(scorecard=None).first()
    client = Client()
    client.force_login(seat.interviewer)
    assert client.get(f"/openings/{OPEN}/compare/").status_code == 404
