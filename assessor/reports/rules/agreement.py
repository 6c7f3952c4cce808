"""How far interviewers agree, criterion by criterion, what to do about it, and how each used the scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assessor.measurement.agreement import Estimate
from assessor.measurement.analysis import Analysis
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.findings import agreement_words, alpha_reason, comparability_of, icc_reason
from assessor.reports.rules.strips import COEFFICIENT, Strip, symmetric
from roles.rules import CriterionText

GOOD, TENTATIVE = 0.8, 0.667


@dataclass(frozen=True, slots=True)
class CriterionAgreement:
    """One criterion's alpha. `advice` says what to do, "" where nothing need be done; `reason` why there is none."""

    criterion: CriterionText
    value: float | None
    interval: tuple[float, float] | None
    strip: Strip
    advice: str
    reason: str


@dataclass(frozen=True, slots=True)
class InterviewerLine:
    """One interviewer: numbers in percent of scale, None where they cannot be known."""

    ref: str
    name: str
    cards: int
    candidates: int
    mean: float | None
    sd: float | None
    used: float | None
    flat: int
    leniency: float | None
    se: float | None
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class AgreementPanel:
    """`sentence` puts the coefficient of one interviewer, and of the panel, into words."""

    sentence: str
    form: str
    single: float | None
    single_interval: tuple[float, float] | None
    panel: float | None
    size: float
    criteria: tuple[CriterionAgreement, ...]
    interviewers: tuple[InterviewerLine, ...]
    leniency_words: str
    leniency_advice: str
    is_linked: bool


def agreement_panel(comparison: Comparison) -> AgreementPanel | None:
    """Return the panel; None while anything is hidden from the viewer, or before the first card."""
    analysis = comparison.analysis
    if analysis is None or not comparison.card_hashes:
        return None
    found = analysis.reliability
    comparable = comparability_of(comparison, analysis)
    return AgreementPanel(
        sentence=_sentence(analysis),
        form=found.form.value if found.form else "",
        single=found.single.value,
        single_interval=found.single.interval,
        panel=found.panel.value,
        size=found.size,
        criteria=tuple(
            criterion_agreement(comparison, analysis, position)
            for position in range(len(comparison.rubric.criteria))
        ),
        interviewers=_interviewers(comparison, analysis),
        leniency_words=comparable.sentence,
        leniency_advice=comparable.advice,
        is_linked=comparable.is_linked,
    )


_MEANING = {
    "poor": "another interviewer might well have said something else, so rely on the panel, not on one card",
    "moderate": "one card alone says something, a panel says much more",
    "good": "interviewers mostly see the same differences between candidates",
    "excellent": "interviewers see the same differences between candidates",
}


def _sentence(analysis: Analysis) -> str:
    found = analysis.reliability
    word = agreement_words(found)
    if found.single.value is None or word is None:
        return icc_reason(found) or ""
    return f"Agreement on whole scorecards is {word}: {_MEANING[word]}."


def criterion_agreement(comparison: Comparison, analysis: Analysis, position: int) -> CriterionAgreement:
    """Return the alpha of the criterion at this place of the rubric, with what to do about it."""
    estimate = analysis.alphas[position]
    return CriterionAgreement(
        criterion=comparison.rubric.criteria[position],
        value=estimate.value,
        interval=estimate.interval,
        strip=COEFFICIENT.strip(estimate.value, estimate.interval),
        advice=_advice(estimate),
        reason=alpha_reason(comparison, analysis, position) or "",
    )


def _advice(alpha: Estimate) -> str:
    """Say what a coefficient asks for. It flags the wording of a criterion, not people (Krippendorff's own bounds)."""
    if alpha.value is None or alpha.value >= GOOD:
        return ""
    if alpha.value >= TENTATIVE:
        return "Good enough for tentative conclusions."
    if alpha.interval is not None and alpha.interval[1] < TENTATIVE:
        return "People read this criterion differently: rewrite its levels, or split it in two."
    return "Low so far, on few scores: look at its levels together before rewording them."


def _interviewers(comparison: Comparison, analysis: Analysis) -> tuple[InterviewerLine, ...]:
    known = [] if analysis.leniency is None else [100 * float(value) for value in analysis.leniency]
    errors = [] if analysis.leniency_se is None else [100 * float(value) for value in analysis.leniency_se]
    axis = symmetric([value for value in known if not math.isnan(value)])
    profiles = analysis.profiles
    lines = []
    for index in comparison.interviewers_by_name:
        person = comparison.interviewers[index]
        leniency = _known(known[index]) if known else None
        se = _known(errors[index]) if errors else None
        interval = None if leniency is None or se is None else (leniency - 2 * se, leniency + 2 * se)
        lines.append(
            InterviewerLine(
                ref=person.ref,
                name=person.name,
                cards=person.cards,
                candidates=int(profiles.candidates[index]),
                mean=_known(100 * float(profiles.mean[index])),
                sd=_known(100 * float(profiles.sd[index])),
                used=_known(100 * float(profiles.used[index])),
                flat=int(profiles.flat[index]),
                leniency=leniency,
                se=se,
                strip=None if leniency is None else axis.strip(leniency, interval),
            )
        )
    return tuple(lines)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
