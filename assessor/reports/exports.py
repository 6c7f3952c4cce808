"""The comparison as JSON, in the shape others rely on (`assessor.comparison/1`); what is not computed yet is null."""

from __future__ import annotations

import json
from typing import Any

from assessor.reports.rules.comparison import METHOD_VERSION, Cell, Comparison, Row
from assessor.reports.rules.notes import notes_of

SCHEMA = "assessor.comparison/1"


def comparison_json(comparison: Comparison) -> str:
    """Return the document, two-space indented, keys in the order of the schema; the same input, the same bytes."""
    return json.dumps(comparison_document(comparison), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Return the document as plain values. Scores are percent of scale, means stand on the criterion's own scale."""
    shares = comparison.rubric.shares()
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
        "rubric": {
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
        },
        "candidates": [_candidate(row) for row in comparison.rows()],
        "interviewers": [
            {
                "name": interviewer.name,
                "cards": interviewer.cards,
                "leniency": None,
                "se": None,
                "mean": None,
                "sd": None,
                "flat_cards": None,
                "reason": None,
            }
            for interviewer in comparison.interviewers
        ],
        "agreement": {"icc": None, "alpha": None},
        "order": {
            "clear_winner": None,
            "p_first_beats_second": None,
            "one_step_flips": None,
            "leave_one_out": None,
        },
        "weights": {"flips": None, "first_rank_share": None},
        "unexpected": None,
        "notes": [{"code": note.code, "text": note.text} for note in notes_of(comparison)],
    }


_OPEN_WHILE_BLIND = ("ref", "name", "stage", "shortlisted")


def _candidate(row: Row) -> dict[str, Any]:
    """Return one candidate; every number is null where the viewer is blind on them."""
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
        "interval": None,
        "se": None,
        "p_best": None,
        "recommendations": dict(candidate.recommendations),
        "criteria": [_cell(cell) for cell in row.cells],
        "dominated_by": None,
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
        "rwg": None,
    }
