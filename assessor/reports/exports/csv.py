"""The comparison as CSV: a row a candidate, or a row a score."""

from __future__ import annotations

from itertools import chain
from typing import BinaryIO

from assessor.interviews.rules.score_rows import HEADINGS
from assessor.lib.cells import csv_lines
from assessor.reports.exports.packets import Packet
from assessor.reports.rules.export_rows import matrix_headings, matrix_rows


def write_csv(packet: Packet, out: BinaryIO) -> None:
    """Write the matrix."""
    out.writelines(csv_lines(chain([matrix_headings(packet.comparison)], matrix_rows(packet.comparison))))


def write_scores_csv(packet: Packet, out: BinaryIO) -> None:
    """Write every score with its evidence."""
    out.writelines(csv_lines(chain([HEADINGS], packet.scores)))
