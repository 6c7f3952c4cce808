"""The methods page: each number of the worked example, step by step, and where the method comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from assessor.lib.numbers import half_up
from assessor.measurement.composite import Rule
from assessor.openings.enums import PanelRule
from assessor.reports.rules.brief import score_words
from assessor.reports.rules.comparison import Comparison, Row
from assessor.reports.rules.example import CANDIDATES, CRITERIA, INTERVIEWERS, PLACES, example
from assessor.reports.rules.findings import agreement_words, comparability_of
from assessor.reports.rules.flips import change_points
from assessor.reports.rules.headline import headline
from assessor.reports.rules.standing import chance
from assessor.reports.rules.workings.score import Working, working


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a small table: its heading and its cells as they are printed."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Methods:
    """Everything the worked example prints. `sum` is how one candidate's score is made; tables are lists of lines."""

    scores: list[Line]
    sum: Working | None
    row: Row
    rules: list[Line]
    headline: str
    order: list[Line]
    first_beats_second: str
    df: int
    flips: list[Line]
    shares: list[Line]
    agreement: list[Line]
    agreement_words: str
    leniency: list[Line]
    linked: str
    unexpected: list[str]


def methods(scores: tuple[int | None, ...], candidate: str) -> Methods:
    """Work the example through for these scores; `candidate` is whose score is added up."""
    comparison = example(scores)
    analysis = comparison.analysis
    if analysis is None:
        raise ValueError("nothing is hidden from anybody in the example")
    p = analysis.order.p_first_beats_second
    return Methods(
        scores=_scores(scores),
        sum=working(comparison, candidate),
        row=comparison.row(CANDIDATES.index(candidate)),
        rules=_rules(scores),
        headline=headline(comparison),
        order=[_standing(row) for row in comparison.rows()],
        first_beats_second=chance(p),
        df=analysis.order.df,
        flips=_flips(comparison),
        shares=_shares(comparison),
        agreement=_agreement(comparison),
        agreement_words=agreement_words(analysis.reliability) or "",
        leniency=_leniency(comparison),
        linked=comparability_of(comparison, analysis).sentence,
        unexpected=[
            f"{INTERVIEWERS[found.rater]} on {CANDIDATES[found.candidate]}, {CRITERIA[found.criterion][0]}"
            for found in analysis.unexpected
        ],
    )


def _scores(scores: tuple[int | None, ...]) -> list[Line]:
    """Return a line for each candidate and criterion, with a score of each interviewer."""
    given = {(place.candidate, place.criterion, place.interviewer): scores[place.index] for place in PLACES}
    return [
        Line(
            f"{candidate}, {criterion}",
            tuple(_score(given[candidate, criterion, name]) for name in INTERVIEWERS),
        )
        for candidate in CANDIDATES
        for criterion, _ in CRITERIA
    ]


def _score(value: int | None) -> str:
    return "not assessed" if value is None else str(value)


def _rules(scores: tuple[int | None, ...]) -> list[Line]:
    by_rule = {rule: example(scores, rule) for rule in get_args(Rule)}
    return [
        Line(
            str(PanelRule(rule).label),
            tuple(half_up(found.row(index).score, 1) for index in range(len(CANDIDATES))),
        )
        for rule, found in by_rule.items()
    ]


def _standing(row: Row) -> Line:
    return Line(
        row.candidate.name,
        (row.place or "–", score_words(row), half_up(row.se, 1), chance(row.p_best) or "–"),
    )


def _flips(comparison: Comparison) -> list[Line]:
    analysis = comparison.analysis
    shares = comparison.rubric.shares()
    return [
        Line(
            criterion.name,
            (
                f"{half_up(100 * shares[criterion.key], 0)} %",
                "never" if flip is None else f"{half_up(100 * flip, 0)} %",
            ),
        )
        for criterion, flip in zip(
            comparison.rubric.criteria, change_points(analysis.flips) if analysis else [], strict=True
        )
    ]


def _shares(comparison: Comparison) -> list[Line]:
    analysis = comparison.analysis
    if analysis is None or analysis.first_rank_share is None:
        return []
    found = zip(analysis.order.leaders, analysis.first_rank_share.tolist(), strict=True)
    return [Line(CANDIDATES[index], (chance(share),)) for index, share in found]


def _agreement(comparison: Comparison) -> list[Line]:
    analysis = comparison.analysis
    if analysis is None:
        return []
    found = analysis.reliability
    alphas = zip(comparison.rubric.criteria, analysis.alphas, strict=True)
    return [
        Line("One interviewer", _estimate(found.single.value, found.single.interval)),
        Line(f"The mean of {half_up(found.size, 0)}", _estimate(found.panel.value, found.panel.interval)),
        *(
            Line(f"Alpha of {criterion.name}", _estimate(alpha.value, alpha.interval))
            for criterion, alpha in alphas
        ),
    ]


def _estimate(value: float | None, interval: tuple[float, float] | None) -> tuple[str, str]:
    reach = f"{half_up(interval[0], 2)} to {half_up(interval[1], 2)}" if interval else "–"
    return half_up(value, 2), reach


def _leniency(comparison: Comparison) -> list[Line]:
    analysis = comparison.analysis
    if analysis is None or analysis.leniency is None or analysis.leniency_se is None:
        return []
    return [
        Line(name, (half_up(100 * float(value), 1), half_up(100 * float(error), 1)))
        for name, value, error in zip(INTERVIEWERS, analysis.leniency, analysis.leniency_se, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Source:
    who: str
    year: int
    what: str
    used_for: str


SOURCES = (
    Source(
        "Shrout and Fleiss",
        1979,
        "Intraclass correlations: uses in assessing rater reliability",
        "agreement, where everybody scored everybody",
    ),
    Source(
        "James, Demaree and Wolf",
        1984,
        "Estimating within-group interrater reliability with and without response bias",
        "agreement on one candidate (r_wg, in the file of the report)",
    ),
    Source("Searle, Casella and McCulloch", 1992, "Variance Components", "agreement, where panels differ"),
    Source(
        "McGraw and Wong",
        1996,
        "Forming inferences about some intraclass correlation coefficients",
        "the intervals of agreement",
    ),
    Source(
        "Triantaphyllou and Sánchez",
        1997,
        "A sensitivity analysis approach for some deterministic multi-criteria decision-making methods",
        "the weights at which places change",
    ),
    Source(
        "Lahdelma and Salminen",
        2001,
        "SMAA-2: stochastic multicriteria acceptability analysis for group decision making",
        "who is first under all weightings",
    ),
    Source("Krippendorff", 2011, "Computing Krippendorff’s alpha-reliability", "agreement on one criterion"),
    Source(
        "Koo and Li",
        2016,
        "A guideline of selecting and reporting intraclass correlation coefficients for reliability research",
        "the words for agreement: poor, moderate, good, excellent",
    ),
    Source(
        "International Skating Union",
        2016,
        "Special regulations and technical rules: single and pair skating and ice dance",
        "the mean without the highest and the lowest",
    ),
)
