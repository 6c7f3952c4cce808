"""Figure skating, where everything is published: through the real commands, against independent results.

Nine judges, twenty-four skaters, five components. The data is not ours and not in the repository; the tests skip
where it is absent. Each command runs once for the whole module, in a transaction that is rolled back.
"""

from __future__ import annotations

import csv
import json
import re
import statistics
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from assessor.openings.models import Opening
from tests.factories.openings import TeamMemberFactory
from tests.needs import real_data
from tests.score_files import assert_log_is_whole, rows_in_tables
from tests.shell import run

pytestmark = pytest.mark.django_db
SCALE = ("--map", "interviewer=rater", "--scale", "0:10:0.25")


def _scores(path):
    """Return {skater: {component: [scores]}} straight from the file."""
    found = defaultdict(lambda: defaultdict(list))
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["candidate"]][row["criterion"]].append(Fraction(row["score"]))
    return found


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """Open a transaction for the fixtures of this module, and roll it back after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def worlds_file():
    return real_data("worlds2017_men_free_long.csv")


@pytest.fixture(scope="module")
def expected():
    return json.loads(real_data("worlds2017_men_free_expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def worlds(database, worlds_file):
    """Import the men's free skating and compare; return the document."""
    ran = run("import_scores", worlds_file, "--opening", "worlds", "--create-role", "Men free", *SCALE)
    assert ran.status == 0, ran.err
    assert ran.out.startswith(
        "Imported 1080 scores (0 not assessed) on 216 scorecards: 24 candidates, 9 interv"
    )
    return json.loads(run("compare", "worlds").out)


@pytest.fixture(scope="module")
def trimmed(worlds):
    return json.loads(run("compare", "worlds", "--panel-rule", "trimmed").out)


def by_name(document):
    return {candidate["name"]: candidate for candidate in document["candidates"]}


def test_composites_equal_the_independent_ones(worlds, expected):
    found = {name: candidate["score"] / 10 for name, candidate in by_name(worlds).items()}
    assert found == pytest.approx(expected["composite_mean_equal_weights"], abs=1e-6)


def test_composites_equal_fractions_computed_from_the_file(worlds, worlds_file):
    """Exact arithmetic: the mean of five means of nine judges, in percent of 0 to 10."""
    exact = {
        name: float(10 * statistics.mean(statistics.mean(given) for given in components.values()))
        for name, components in _scores(worlds_file).items()
    }
    assert {name: candidate["score"] for name, candidate in by_name(worlds).items()} == pytest.approx(
        exact, abs=1e-9
    )


def test_ranks_equal_the_independent_ones(worlds, expected):
    """The file calls its ranks averages of ties and gives the lowest of each; read so that both would do."""
    places = expected["composite_rank_average_ties"]
    lowest = {name: 1 + sum(other < place for other in places.values()) for name, place in places.items()}
    assert {candidate["name"]: candidate["rank"] for candidate in worlds["candidates"]} == lowest
    tied = [candidate["name"] for candidate in worlds["candidates"] if candidate["tied"]]
    assert sorted(tied) == ["Brendan KERRY", "Deniss VASILJEVS", "Keiji TANAKA", "Maxim KOVTUN"]


def test_criterion_means_equal_the_independent_ones(worlds, expected):
    found = {
        name: {names_of(worlds)[cell["key"]]: cell["mean"] for cell in candidate["criteria"]}
        for name, candidate in by_name(worlds).items()
    }
    for name, means in expected["criterion_means"].items():
        assert found[name] == pytest.approx(means, abs=1e-6), name


def names_of(document):
    return {criterion["key"]: criterion["name"] for criterion in document["rubric"]["criteria"]}


def test_cells_equal_what_plain_python_says(worlds, worlds_file):
    scores = _scores(worlds_file)
    for name, candidate in by_name(worlds).items():
        for cell in candidate["criteria"]:
            given = [float(score) for score in scores[name][names_of(worlds)[cell["key"]]]]
            assert cell["n"] == 9
            assert cell["mean"] == pytest.approx(statistics.mean(given), abs=1e-9)
            assert cell["percent"] == pytest.approx(10 * statistics.mean(given), abs=1e-9)
            assert cell["sd"] == pytest.approx(statistics.stdev(given), abs=1e-9)
            assert cell["range"] == max(given) - min(given)


def test_everybody_is_complete_and_the_weights_are_equal(worlds):
    assert {candidate["coverage"] for candidate in worlds["candidates"]} == {1.0}
    assert not any(candidate["provisional"] for candidate in worlds["candidates"])
    assert [criterion["weight"] for criterion in worlds["rubric"]["criteria"]] == [0.2] * 5
    assert [(person["name"], person["cards"]) for person in worlds["interviewers"]] == [
        (f"J{number}", 24) for number in range(1, 10)
    ]


@pytest.fixture(scope="module")
def published():
    """Return the official results by skater."""
    with real_data("worlds2017_men_free_published.csv").open(encoding="utf-8") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def test_trimmed_means_equal_every_published_panel_score(trimmed, published):
    """The ISU's rule, printed by us rounded half up to 2 decimals."""
    hundredth = Decimal("0.01")
    for name, candidate in by_name(trimmed).items():
        for cell in candidate["criteria"]:
            # Means of sevenths of quarters; the float is rounded to its neighbours' half before it is rounded for show.
            shown = Decimal(repr(round(cell["mean"], 9))).quantize(hundredth, ROUND_HALF_UP)
            assert shown == Decimal(published[name][names_of(trimmed)[cell["key"]]]).quantize(hundredth), (
                name,
                cell,
            )


def test_trimmed_order_is_that_of_the_published_component_scores(trimmed, published):
    totals = {name: Decimal(row["total_component_score"]) for name, row in published.items()}
    by_rank = sorted(trimmed["candidates"], key=lambda candidate: candidate["rank"])
    ordered = [totals[candidate["name"]] for candidate in by_rank]
    assert ordered == sorted(totals.values(), reverse=True)


def test_the_same_file_twice_gives_equal_numbers(worlds, worlds_file):
    ran = run("import_scores", worlds_file, "--opening", "again", "--create-role", "Men again", *SCALE)
    assert ran.status == 0, ran.err
    again = json.loads(run("compare", "again").out)
    numbers = ("score", "rank", "tied", "coverage", "bounds", "criteria", "cards")
    for name, candidate in by_name(worlds).items():
        assert {key: by_name(again)[name][key] for key in numbers} == {key: candidate[key] for key in numbers}


def test_the_page_shows_what_the_document_says(worlds):
    opening = Opening.objects.get(slug="worlds")
    manager = get_user_model().objects.create(
        name="Marit", email="marit@example.org", created_at=opening.created_at
    )
    TeamMemberFactory(opening=opening, user=manager)
    client = Client()
    client.force_login(manager)
    client.post("/openings/worlds/compare/sort/", {"by": "-score"})
    content = client.get("/openings/worlds/compare/").content.decode()
    matrix = content.partition('id="matrix"')[2].partition("</table>")[0]
    shown = re.findall(
        r'<th scope="row".*?<a [^>]*>(.*?)</a>.*?<td class="num">(.*?)</td>', matrix, re.DOTALL
    )
    by_rank = sorted(
        worlds["candidates"], key=lambda candidate: (candidate["rank"], candidate["name"].lower())
    )
    assert shown == [(c["name"], f"{c['rank']}{'=' * c['tied']}") for c in by_rank]


def test_the_log_is_whole_afterwards(trimmed):
    assert_log_is_whole()


# --- pairs: the judge who was not there ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def pairs_file(database):
    return real_data("skateamerica2016_pairs_short_long.csv")


PAIRS = ("--opening", "pairs", "--create-role", "Pairs", *SCALE)


def test_pairs_are_refused_until_told_what_the_zeros_mean(pairs_file):
    before = rows_in_tables()
    ran = run("import_scores", pairs_file, *PAIRS)
    assert (ran.status, ran.out) == (1, "")
    assert "J6 gave nothing but the lowest value of the scale." in ran.err
    assert rows_in_tables() == before


@pytest.fixture(scope="module")
def pairs(pairs_file):
    ran = run("import_scores", pairs_file, *PAIRS, "--minimum-is-missing", "J6")
    assert ran.status == 0, ran.err
    assert ran.out.startswith(
        "Imported 320 scores (40 not assessed) on 72 scorecards: 8 candidates, 9 interviewers"
    )
    return json.loads(run("compare", "pairs").out)


def test_pairs_with_the_zeros_as_missing_have_eight_scores_in_every_cell(pairs, pairs_file):
    cells = [cell for candidate in pairs["candidates"] for cell in candidate["criteria"]]
    assert (len(cells), {cell["n"] for cell in cells}) == (40, {8})
    scores = _scores(pairs_file)
    for name, candidate in by_name(pairs).items():
        for cell in candidate["criteria"]:
            given = [score for score in scores[name][names_of(pairs)[cell["key"]]] if score]
            assert cell["mean"] == pytest.approx(float(statistics.mean(given)), abs=1e-9)


def test_pairs_trimmed_use_six_of_eight(pairs, pairs_file):
    document = json.loads(run("compare", "pairs", "--panel-rule", "trimmed").out)
    assert "untrimmed" not in [note["code"] for note in document["notes"]]
    scores = _scores(pairs_file)
    for name, candidate in by_name(document).items():
        for cell in candidate["criteria"]:
            given = sorted(score for score in scores[name][names_of(document)[cell["key"]]] if score)[1:-1]
            assert len(given) == 6
            assert cell["mean"] == pytest.approx(float(statistics.mean(given)), abs=1e-9)


def test_pairs_with_the_zeros_as_scores_pull_everybody_down(pairs, pairs_file):
    ran = run("import_scores", pairs_file, "--opening", "zeros", "--create-role", "Zeros", *SCALE, "--yes")
    assert ran.status == 0, ran.err
    zeros = by_name(json.loads(run("compare", "zeros").out))
    assert all(zeros[name]["score"] < candidate["score"] - 5 for name, candidate in by_name(pairs).items())


def test_leniency_equals_the_independent_one(worlds, expected):
    """On the scale of 0 to 10, whose hundredth is a point of percent."""
    people = {person["name"]: person for person in worlds["interviewers"]}
    found = {name: person["leniency"] / 10 for name, person in people.items()}
    assert found == pytest.approx(expected["rater_effect_positive_is_lenient"], abs=1e-5)
    errors = {name: person["se"] / 10 for name, person in people.items()}
    assert errors == pytest.approx(expected["rater_effect_se"], abs=1e-5)
    assert {person["reason"] for person in people.values()} == {None}


def test_agreement_equals_the_independent_one(worlds, expected):
    icc, independent = worlds["agreement"]["icc"], expected["icc_on_equal_weight_composite"]
    assert (icc["form"], icc["words"], icc["reason"]) == ("ICC(A,1)", "good", None)
    assert icc["value"] == pytest.approx(independent["ICC(2,1)"]["value"], abs=1e-4)
    assert icc["interval"] == pytest.approx(independent["ICC(2,1)"]["ci95"], abs=2e-3)
    assert icc["panel_value"] == pytest.approx(independent["ICC(2,k)"]["value"], abs=1e-4)
    assert icc["panel_interval"] == pytest.approx(independent["ICC(2,k)"]["ci95"], abs=2e-3)


def test_alpha_of_each_criterion_equals_the_independent_one(worlds, expected):
    found = {names_of(worlds)[entry["key"]]: entry for entry in worlds["agreement"]["alpha"]}
    independent = expected["krippendorff_alpha_by_criterion"]
    assert {name: entry["value"] for name, entry in found.items()} == pytest.approx(
        {name: values["ordinal"] for name, values in independent.items()}, abs=1e-4
    )
    for entry in found.values():
        assert entry["interval"][0] < entry["value"] < entry["interval"][1]


def test_errors_and_chances_equal_the_independent_ones(worlds, expected):
    people = by_name(worlds)
    errors = [person["se"] / 10 for person in people.values()]
    assert errors == pytest.approx([expected["se_same_panel"]] * 24, abs=1e-5)
    for person in people.values():
        half = 1.645 * person["se"]
        assert person["interval"] == pytest.approx([person["score"] - half, person["score"] + half], abs=1e-9)
    for name, chance in expected["prob_best"].items():
        assert people[name]["p_best"] == pytest.approx(chance, abs=0.015), name
    assert sum(person["p_best"] for person in people.values()) == pytest.approx(1)
    order, pair = worlds["order"], expected["prob_first_beats_second"]
    assert order["p_first_beats_second"] == pytest.approx(pair["p"], abs=1e-5)
    assert order["clear_winner"] is None


def test_orders_without_one_judge_equal_the_independent_ones(worlds, expected):
    names = {person["ref"]: person["name"] for person in worlds["candidates"]}
    found = {
        left["without"]: [names[ref] for ref in left["order"][:3]]
        for left in worlds["order"]["leave_one_out"]
    }
    assert found == expected["leave_one_rater_out_top3"]


def test_what_the_weights_decide_equals_the_independent_results(worlds, expected):
    names = names_of(worlds)
    flips = {names[flip["key"]]: flip["flips_at"] for flip in worlds["weights"]["flips"]}
    independent = {
        entry["criterion"]: entry["weight_at_tie_proportional_renormalisation"]
        for entry in expected["weight_flip_top_two"]["per_criterion"]
    }
    assert {name for name, flip in flips.items() if flip is None} == {
        name for name, flip in independent.items() if flip is None
    }
    assert [flip for flip in flips.values() if flip] == pytest.approx(
        [flip for name in flips if (flip := independent[name])], abs=1e-5
    )
    shares = {
        person["name"]: worlds["weights"]["first_rank_share"][person["ref"]]
        for person in worlds["candidates"]
    }
    for name, share in expected["smaa_first_rank"].items():
        assert shares[name] == pytest.approx(share, abs=0.015)
    free = [person["name"] for person in worlds["candidates"] if not person["dominated_by"]]
    assert sorted(free) == sorted(expected["non_dominated"])


def test_unexpected_scores_equal_the_independent_ones(worlds, expected):
    names = {person["ref"]: person["name"] for person in worlds["candidates"]}
    found = [
        (names[entry["candidate"]], entry["interviewer"], names_of(worlds)[entry["key"]], entry["score"])
        for entry in worlds["unexpected"]
    ]
    independent = expected["most_unexpected_scores"]
    wanted = [
        (entry["candidate"], entry["rater"], entry["criterion"], entry["score"]) for entry in independent
    ]
    assert found[: len(wanted)] == wanted
    assert [entry["residual"] for entry in worlds["unexpected"][: len(wanted)]] == pytest.approx(
        [entry["studentised_internal"] for entry in independent], abs=1e-5
    )


def test_trimmed_rule_knows_no_errors_but_flips_and_dominance(trimmed):
    assert {person["se"] for person in trimmed["candidates"]} == {None}
    assert trimmed["order"]["p_first_beats_second"] is None
    assert isinstance(trimmed["order"]["one_step_flips"], bool)
    assert len(trimmed["order"]["leave_one_out"]) == 9
    assert sum(share for share in trimmed["weights"]["first_rank_share"].values()) == pytest.approx(1)
