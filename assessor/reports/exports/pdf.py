"""The decision packet: the comparison on a few pages, as PDF or as the HTML it is set from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from assessor.base.paper import page_of, pdf_of
from assessor.reports.exports.packets import Packet
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.method_words import methods_of
from assessor.reports.rules.report import report
from assessor.reports.rules.tables import comparison_table
from roles.rules import CriterionText

MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A criterion by the number it has in the matrix, with its share of the weight in percent."""

    number: int
    criterion: CriterionText
    share: Decimal


def write_html(packet: Packet, out: BinaryIO) -> None:
    """Write the packet as one HTML page."""
    out.write(_html(packet).encode())


def write_pdf(packet: Packet, out: BinaryIO) -> None:
    """Write the packet as PDF. Raises Refused where the system lacks what that takes."""
    out.write(pdf_of(_html(packet)))


def _html(packet: Packet) -> str:
    comparison = packet.comparison
    table = comparison_table(comparison, sort=packet.sort, shortlist_only=False, page=1)
    context = {
        "packet": packet,
        "report": report(comparison, sort=packet.sort, picked=(), asked={}),
        "table": table,
        "legend": _legend(comparison),
        "methods": methods_of(comparison),
        "more": max(0, table.shown - MOST_ROWS),
    }
    return page_of("reports/paper/packet.html", context)


def _legend(comparison: Comparison) -> list[LegendLine]:
    shares = comparison.rubric.percents()
    return [
        LegendLine(number, criterion, shares[criterion.key])
        for number, criterion in enumerate(comparison.rubric.criteria, start=1)
    ]
