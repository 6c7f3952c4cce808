"""The comparison as a workbook: summary, matrix, scores with evidence, agreement, methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import BinaryIO

from assessor.interviews.rules.score_rows import HEADINGS
from assessor.lib.cells import Value
from assessor.lib.workbook import Column, Style, Workbook
from assessor.reports.exports.packets import Packet
from assessor.reports.rules.agreement import agreement_panel
from assessor.reports.rules.comparison import RECOMMENDATIONS, Comparison
from assessor.reports.rules.export_rows import FIXED, matrix_headings, matrix_rows, standing_rows
from assessor.reports.rules.headline import headline
from assessor.reports.rules.method_words import methods_of
from assessor.reports.rules.notes import notes_of

Rows = Iterable[Sequence[Value]]
_STANDING = ("Rank", "Candidate", "Score", "From", "To", "Chance of being the best", "Remarks")
_ALPHA = ("Criterion", "Alpha", "From", "To", "What to do")
_PEOPLE = (
    "Interviewer",
    "Mean",
    "Standard deviation",
    "Leniency",
    "± standard error",
    "Cards",
    "One value throughout",
)
_WEIGHTS = ("Criterion", "Competency", "Share of the weight", "Lowest", "Highest", "Step")
NOT_KNOWN = "Pooled numbers stay closed while anything is hidden from you, and before the first scorecard."


class Page:
    """The rows of a small sheet, with the numbers of those that are headings."""

    def __init__(self) -> None:
        self.rows: list[Sequence[Value]] = []
        self.heads: list[int] = []

    def add(self, *rows: Sequence[Value]) -> None:
        self.rows += rows

    def table(self, headings: Sequence[Value], rows: Rows) -> None:
        """Add an empty row, a heading and rows under it."""
        self.add((), headings)
        self.heads.append(len(self.rows))
        self.rows += rows


def write_xlsx(packet: Packet, out: BinaryIO) -> None:
    """Write the workbook, the scores as they are read."""
    comparison = packet.comparison
    with Workbook(out) as book:
        _add(book, "Summary", _summary(packet), (9, 32, 11, 11, 11, 14, 60), {2: Style.ONE_PLACE, 3: Style.ONE_PLACE,
             4: Style.ONE_PLACE, 5: Style.PERCENT})  # fmt: skip
        book.sheet(
            "Matrix",
            _matrix_columns(comparison),
            chain([matrix_headings(comparison)], matrix_rows(comparison)),
            heads=[1],
        )
        book.sheet("Scores", _SCORE_COLUMNS, chain([HEADINGS], packet.scores), heads=[1])
        _add(book, "Agreement", _agreement(comparison), (34, 10, 12, 18, 40, 16, 22), dict.fromkeys(range(1, 4),
             Style.TWO_PLACES) | {4: Style.WRAPPED})  # fmt: skip
        _add(
            book,
            "Methods",
            _methods(comparison),
            (34, 90, 18, 10, 10, 10),
            {1: Style.WRAPPED, 2: Style.PERCENT},
        )


def _add(book: Workbook, name: str, page: Page, widths: Sequence[float], styles: dict[int, Style]) -> None:
    columns = [Column(width, styles.get(index, Style.PLAIN)) for index, width in enumerate(widths)]
    book.sheet(name, columns, page.rows, heads=page.heads)


_SCORE_COLUMNS = [
    Column(width, style)
    for width, style in (
        (26, Style.PLAIN), (14, Style.PLAIN), (18, Style.PLAIN), (24, Style.PLAIN), (22, Style.PLAIN),
        (28, Style.PLAIN),
        (8, Style.PLAIN), (8, Style.PLAIN), (8, Style.PLAIN), (10, Style.ONE_PLACE), (12, Style.PLAIN),
        (80, Style.WRAPPED), (16, Style.PLAIN), (17, Style.MOMENT), (8, Style.PLAIN), (28, Style.PLAIN),
    )
]  # fmt: skip


def _matrix_columns(comparison: Comparison) -> list[Column]:
    one, percent, two = Style.ONE_PLACE, Style.PERCENT, Style.TWO_PLACES
    looks = {"Score": one, "Interval from": one, "Interval to": one, "Can end from": one, "Can end at": one}
    looks |= {"Chance of being the best": percent, "Share of the weight scored": percent}
    many = len(comparison.rubric.criteria)
    return [
        *(Column(28 if name == "Candidate" else 12, looks.get(name, Style.PLAIN)) for name in FIXED),
        *(Column(10) for _ in RECOMMENDATIONS),
        *(Column(13, two) for _ in range(2 * many)),
        *(Column(13) for _ in range(many)),
        Column(14),
    ]


def _summary(packet: Packet) -> Page:
    comparison, page = packet.comparison, Page()
    opening = comparison.opening
    page.add(
        ("Comparison", opening.title),
        ("", headline(comparison)),
        ("", packet.mark),
        (),
        ("Role", opening.role),
        ("State", opening.state),
        ("Rubric", comparison.rubric.number),
        ("Newest", comparison.as_of),
        ("Data", comparison.data_hash),
    )
    page.add(*(("Note", note.text) for note in notes_of(comparison)))
    page.table(_STANDING, standing_rows(comparison))
    return page


def _agreement(comparison: Comparison) -> Page:
    page, panel = Page(), agreement_panel(comparison)
    if panel is None:
        page.add((NOT_KNOWN,))
        return page
    low, high = panel.single_interval or (None, None)
    page.add(
        (panel.sentence,),
        ("One interviewer", panel.single, low, high, panel.form),
        ("The panel", panel.panel),
    )
    page.table(
        _ALPHA,
        [
            (line.criterion.name, line.value, *(line.interval or (None, None)), line.advice or line.reason)
            for line in panel.criteria
        ],
    )
    page.add((), (panel.leniency_words,), (panel.leniency_advice,))
    page.table(
        _PEOPLE,
        [
            (line.name, line.mean, line.sd, line.leniency, line.se, line.cards, line.flat)
            for line in panel.interviewers
        ],
    )
    return page


def _methods(comparison: Comparison) -> Page:
    page = Page()
    page.add(*((method.name, method.text) for method in methods_of(comparison)))
    page.table(_WEIGHTS, _weights(comparison))
    return page


def _weights(comparison: Comparison) -> Iterator[Sequence[Value]]:
    shares = comparison.rubric.shares()
    for criterion in comparison.rubric.criteria:
        lo, hi, step = float(criterion.lo), float(criterion.hi), float(criterion.step)
        yield (criterion.name, criterion.competency_name, float(shares[criterion.key]), lo, hi, step)
