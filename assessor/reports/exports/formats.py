"""The forms an export can have, by the name that addresses and commands use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from assessor.reports.exports.csv import write_csv, write_scores_csv
from assessor.reports.exports.json import comparison_json
from assessor.reports.exports.packets import Packet
from assessor.reports.exports.pdf import write_html, write_pdf
from assessor.reports.exports.xlsx import write_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """One form: how it is called on a page, what browsers are told it is, and who writes it."""

    name: str
    label: str
    about: str
    content_type: str
    called: str
    ending: str
    write: Callable[[Packet, BinaryIO], None]


def _write_json(packet: Packet, out: BinaryIO) -> None:
    out.write(comparison_json(packet.comparison).encode())


EXPORTS = (
    Format(
        "xlsx",
        "Workbook (XLSX)",
        "Summary, matrix, every score with its evidence, agreement and methods, a sheet each",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "comparison",
        "xlsx",
        write_xlsx,
    ),
    Format(
        "csv",
        "Matrix (CSV)",
        "A row for each candidate",
        "text/csv; charset=utf-8",
        "comparison",
        "csv",
        write_csv,
    ),
    Format(
        "scores",
        "Scores (CSV)",
        "A row for each score, with its evidence",
        "text/csv; charset=utf-8",
        "scores",
        "csv",
        write_scores_csv,
    ),
    Format(
        "pdf",
        "Decision packet (PDF)",
        "A few pages to print or to send",
        "application/pdf",
        "packet",
        "pdf",
        write_pdf,
    ),
    Format(
        "json", "Numbers (JSON)", "For other programs", "application/json", "comparison", "json", _write_json
    ),
)
HTML = Format(
    "html",
    "Decision packet (HTML)",
    "The same as one page",
    "text/html; charset=utf-8",
    "packet",
    "html",
    write_html,
)
FORMATS = {form.name: form for form in (*EXPORTS, HTML)}
