"""The comparison as JSON, in the shape others rely on (`assessor.comparison/1`)."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import replace
from typing import Any

from assessor.measurement.agreement import Estimate
from assessor.measurement.analysis import Analysis
from assessor.reports.rules.comparison import METHOD_VERSION, Cell, Comparison
from assessor.reports.rules.findings import agreement_words, alpha_reason, icc_reason, leniency_reason
from assessor.reports.rules.notes import notes_of
from assessor.reports.rules.record import record_of

SCHEMA = "assessor.comparison/1"


def recorded(comparison: Comparison) -> dict[str, Any]:
    """Return what a decision keeps of the comparison it is made on, as plain values."""
    return record_of(comparison, document_hash(comparison)).as_json()


def document_hash(comparison: Comparison) -> str:
    """Return the SHA-256 of the document with references in the place of names, which may change or be erased."""
    return hashlib.sha256(comparison_json(_nameless(comparison)).encode()).hexdigest()


def _nameless(comparison: Comparison) -> Comparison:
    change = comparison.visibility_change
    return replace(
        comparison,
        opening=replace(comparison.opening, title="", role=""),
        candidates=[replace(item, name=item.ref) for item in comparison.candidates],
        interviewers=[replace(person, name=person.ref) for person in comparison.interviewers],
        visibility_change=change and replace(change, by=change.by_ref),
    )


def comparison_json(comparison: Comparison) -> str:
    """Return the document, two-space indented, keys in the order of the schema; the same input, the same bytes."""
    return json.dumps(comparison_document(comparison), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Return the document as plain values. Scores are percent of scale, means stand on the criterion's own scale.

    While anything is hidden from the viewer everything pooled is null.
    """
    analysis = comparison.analysis
    return {
        "schema": SCHEMA,
        "method_version": METHOD_VERSION,
        "data_hash": comparison.data_hash,
        "as_of": comparison.as_of.isoformat() if comparison.as_of else None,
        "opening": {
            "slug": comparison.opening.slug,
            "title": comparison.opening.title,
            "role": comparison.opening.role,
            "state": comparison.opening.state,
            "panel_rule": comparison.opening.panel_rule,
        },
        "rubric": _rubric(comparison),
        "candidates": [_candidate(comparison, index) for index in comparison.by_name],
        "interviewers": [_interviewer(comparison, index) for index in comparison.interviewers_by_name],
        "agreement": _agreement(comparison, analysis) if analysis else {"icc": None, "alpha": None},
        "order": _order(comparison, analysis) if analysis else _NO_ORDER,
        "weights": _weights(comparison, analysis) if analysis else {"flips": None, "first_rank_share": None},
        "unexpected": _unexpected(comparison, analysis) if analysis else None,
        "notes": [{"code": note.code, "text": note.text} for note in notes_of(comparison)],
    }


_NO_ORDER = {
    "clear_winner": None,
    "p_first_beats_second": None,
    "one_step_flips": None,
    "leave_one_out": None,
}


def _rubric(comparison: Comparison) -> dict[str, Any]:
    shares = comparison.rubric.shares()
    return {
        "version": comparison.rubric.number,
        "content_hash": comparison.rubric_hash,
        "criteria": [
            {
                "key": criterion.key,
                "name": criterion.name,
                "competency": criterion.competency_name,
                "weight": shares[criterion.key],
                "lo": float(criterion.lo),
                "hi": float(criterion.hi),
                "step": float(criterion.step),
            }
            for criterion in comparison.rubric.criteria
        ],
    }


def _interviewer(comparison: Comparison, index: int) -> dict[str, Any]:
    person, analysis = comparison.interviewers[index], comparison.analysis
    if analysis is None:
        unknown = ("leniency", "se", "mean", "sd", "flat_cards", "reason")
        return {"name": person.name, "cards": person.cards} | dict.fromkeys(unknown)
    known = analysis.leniency is not None and analysis.leniency_se is not None
    return {
        "name": person.name,
        "cards": person.cards,
        "leniency": _percent(analysis.leniency[index]) if analysis.leniency is not None else None,
        "se": _percent(analysis.leniency_se[index]) if analysis.leniency_se is not None else None,
        "mean": _percent(analysis.profiles.mean[index]),
        "sd": _percent(analysis.profiles.sd[index]),
        "flat_cards": int(analysis.profiles.flat[index]),
        "reason": None if known else leniency_reason(comparison, analysis),
    }


def _agreement(comparison: Comparison, analysis: Analysis) -> dict[str, Any]:
    found = analysis.reliability
    return {
        "icc": {
            "form": found.form.value if found.form else None,
            "value": found.single.value,
            "interval": _pair(found.single),
            "panel_value": found.panel.value,
            "panel_interval": _pair(found.panel),
            "words": agreement_words(found),
            "reason": icc_reason(found),
        },
        "alpha": [
            {
                "key": criterion.key,
                "value": estimate.value,
                "interval": _pair(estimate),
                "reason": alpha_reason(comparison, analysis, position),
            }
            for position, (criterion, estimate) in enumerate(
                zip(comparison.rubric.criteria, analysis.alphas, strict=True)
            )
        ],
    }


def _order(comparison: Comparison, analysis: Analysis) -> dict[str, Any]:
    order = analysis.order
    refs = [candidate.ref for candidate in comparison.candidates]
    left_out = {left.rater: left.order for left in analysis.left_out}
    return {
        "clear_winner": None if order.clear_winner is None else refs[order.clear_winner],
        "p_first_beats_second": order.p_first_beats_second,
        "one_step_flips": order.one_step_flips,
        "leave_one_out": [
            {
                "without": comparison.interviewers[rater].name,
                "order": [refs[index] for index in left_out[rater]],
            }
            for rater in comparison.interviewers_by_name
        ],
    }


def _weights(comparison: Comparison, analysis: Analysis) -> dict[str, Any]:
    shares = comparison.rubric.shares()
    shown: list[float] = [] if analysis.first_rank_share is None else analysis.first_rank_share.tolist()
    first = dict(zip(analysis.order.leaders, shown, strict=True))
    return {
        "flips": [
            {"key": criterion.key, "weight": shares[criterion.key], "flips_at": flip}
            for criterion, flip in zip(comparison.rubric.criteria, analysis.flips, strict=True)
        ],
        "first_rank_share": {
            comparison.candidates[index].ref: first.get(index)
            for index in comparison.by_name
            if comparison.ranking.rank[index]
        },
    }


def _unexpected(comparison: Comparison, analysis: Analysis) -> list[dict[str, Any]]:
    return [
        {
            "candidate": comparison.candidates[item.candidate].ref,
            "interviewer": comparison.interviewers[item.rater].name,
            "key": comparison.rubric.criteria[item.criterion].key,
            "score": item.score,
            "residual": item.residual,
        }
        for item in analysis.unexpected
    ]


_OPEN_WHILE_BLIND = ("ref", "name", "stage", "shortlisted")


def _candidate(comparison: Comparison, index: int) -> dict[str, Any]:
    """Return one candidate; every number is null where the viewer is blind on them."""
    row = comparison.row(index)
    candidate = row.candidate
    written = {
        "ref": candidate.ref,
        "name": candidate.name,
        "stage": candidate.stage,
        "shortlisted": candidate.shortlisted,
        "cards": candidate.cards,
        "coverage": row.coverage,
        "score": row.score,
        "bounds": list(row.bounds) if row.bounds else None,
        "provisional": row.provisional,
        "rank": row.rank,
        "tied": row.tied,
        "interval": list(row.interval) if row.interval else None,
        "se": row.se,
        "p_best": row.p_best,
        "recommendations": dict(candidate.recommendations),
        "criteria": [_cell(cell) for cell in row.cells],
        "dominated_by": None if row.dominated_by is None else list(row.dominated_by),
    }
    if candidate.blind:
        return {key: value if key in _OPEN_WHILE_BLIND else None for key, value in written.items()}
    return written


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "key": cell.criterion.key,
        "mean": cell.mean,
        "percent": cell.percent,
        "sd": cell.sd,
        "range": cell.spread,
        "n": cell.n,
        "rwg": cell.rwg,
    }


def _pair(estimate: Estimate) -> list[float] | None:
    return list(estimate.interval) if estimate.interval else None


def _percent(share: float) -> float | None:
    return None if math.isnan(share) else 100 * float(share)
