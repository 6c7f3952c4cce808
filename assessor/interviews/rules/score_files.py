"""Rules of the long score file: what each row must hold, and what is wrong with it. Pure Python, no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessor.interviews.enums import Recommendation
from assessor.lib.scales import OffScale, Scale
from assessor.lib.tables import Table, TableRow
from assessor.lib.text import collapse, folded, has_control_characters

REQUIRED = ("candidate", "interviewer", "criterion", "score")
OPTIONAL = ("evidence", "round", "recommendation", "submitted_at")
NAMES = ("candidate", "interviewer", "criterion", "round")
NOT_ASSESSED = frozenset({"", "n/a", "not assessed"})
MAX_NAME = {"candidate": 200, "interviewer": 200, "criterion": 200, "round": 100}
MAX_EVIDENCE = 100_000
MAX_ERRORS = 50
EARLIEST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row and what to do; `row` is None when it is about the file."""

    row: int | None
    text: str

    def __str__(self) -> str:
        return self.text if self.row is None else f"row {self.row}: {self.text}"


class FileRefused(ValueError):
    """The file has mistakes; `errors` lists them in the order of the rows."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = list(errors)


@dataclass(frozen=True, slots=True)
class Entry:
    """One good row. `value` is None where the criterion was not assessed."""

    row: int
    candidate: str
    interviewer: str
    criterion: str
    value: Decimal | None
    evidence: str
    round: str
    recommendation: str
    submitted_at: dt.datetime | None


def read_entries(
    table: Table,
    scales: Mapping[str, Scale] | Scale,
    mapping: Mapping[str, str],
    *,
    default_round: str,
    latest: dt.datetime,
) -> list[Entry]:
    """Read every row, or raise FileRefused with what is wrong with each.

    `scales` is one scale for every criterion, or each criterion's by name; a name that is missing there is an error.
    `default_round` is the round of rows that name none; no card can have been submitted after `latest`.
    """
    columns = _columns(table, mapping)
    if not table.rows:
        raise FileRefused([RowError(None, "The file has a header but no score below it.")])
    errors: list[RowError] = []
    entries: list[Entry] = []
    checks = _Checks()
    for row in table.rows:
        problems = list(_row_problems(row, len(table.header)))
        if not problems:
            raw = {name: row.cells[index] for name, index in columns.items()}
            if not raw.get("round", "").strip():
                raw["round"] = default_round
            entry, problems = _entry(row.number, raw, scales, latest)
            problems += checks.spellings(raw)
            problems += checks.problems(entry)
            entries.append(entry)
        errors += [RowError(row.number, problem) for problem in problems]
        if len(errors) >= MAX_ERRORS:
            errors = errors[:MAX_ERRORS]
            errors.append(RowError(None, f"The list ends here, after {MAX_ERRORS} mistakes."))
            break
    if errors:
        raise FileRefused(errors)
    return entries


def always_lowest(entries: Sequence[Entry], scales: Mapping[str, Scale] | Scale) -> list[str]:
    """Return the interviewers whose every score is the lowest of its scale: a sign that zeros mean "absent"."""
    given: dict[str, bool] = {}
    for entry in entries:
        if entry.value is not None:
            given[entry.interviewer] = given.get(entry.interviewer, True) and is_lowest(entry, scales)
    return sorted(name for name, lowest in given.items() if lowest)


def is_lowest(entry: Entry, scales: Mapping[str, Scale] | Scale) -> bool:
    """Say whether the value is the lowest of its scale."""
    return entry.value == _scale_of(scales, entry.criterion).lo


def _columns(table: Table, mapping: Mapping[str, str]) -> dict[str, int]:
    header = list(table.header)
    wanted = {name: mapping.get(name, name) for name in REQUIRED + OPTIONAL}
    errors = [
        f"The column “{column}” stands there twice."
        for column in sorted(set(header))
        if header.count(column) > 1
    ]
    for name, column in wanted.items():
        if column not in header and (name in REQUIRED or name in mapping):
            errors.append(f"The column “{column}” is missing; name another with --map {name}=COLUMN.")
    known = set(wanted.values())
    for column in header:
        if column not in known:
            shown = f"“{column}”" if column else "without a name"
            errors.append(f"The column {shown} is not known; remove it, or say what it is with --map.")
    if errors:
        raise FileRefused([RowError(1, error) for error in errors])
    return {name: header.index(column) for name, column in wanted.items() if column in header}


def _row_problems(row: TableRow, columns: int) -> Iterator[str]:
    if len(row.cells) < columns:
        yield f"has {len(row.cells)} cells where the header has {columns}; fill it up or remove it."
    elif len(row.cells) > columns and any(row.cells[columns:]):
        yield f"has {len(row.cells)} cells where the header has {columns}; a text with commas needs quotes."


def _entry(
    row: int, raw: Mapping[str, str], scales: Mapping[str, Scale] | Scale, latest: dt.datetime
) -> tuple[Entry, list[str]]:
    cells = {name: text.strip() for name, text in raw.items()}
    problems = list(_name_problems(cells))
    cells |= {name: collapse(cells.get(name, "")) for name in NAMES}
    if has_control_characters(cells.get("evidence", ""), allow="\n\r\t"):
        problems.append("the evidence holds a control character; remove it.")
    if len(cells.get("evidence", "")) > MAX_EVIDENCE:
        problems.append(f"the evidence is longer than {MAX_EVIDENCE} characters; shorten it.")
    value = recommendation = submitted_at = None
    try:
        value = _value(cells["score"], cells["criterion"], scales)
    except ValueError as error:
        problems.append(str(error))
    try:
        recommendation = _recommendation(cells.get("recommendation", ""))
    except ValueError as error:
        problems.append(str(error))
    try:
        submitted_at = _moment(cells.get("submitted_at", ""), latest)
    except ValueError as error:
        problems.append(str(error))
    entry = Entry(
        row=row,
        candidate=cells["candidate"],
        interviewer=cells["interviewer"],
        criterion=cells["criterion"],
        value=value,
        evidence=cells.get("evidence", ""),
        round=cells["round"],
        recommendation=recommendation or "",
        submitted_at=submitted_at,
    )
    return entry, problems


def _name_problems(cells: Mapping[str, str]) -> Iterator[str]:
    for name in NAMES:
        text = cells.get(name, "")
        if not text:
            if name in REQUIRED:
                yield f"the {name} is empty; write a name."
        elif has_control_characters(text):
            yield f"the {name} holds a control character; remove it."
        elif len(text) > MAX_NAME[name]:
            yield f"the {name} is longer than {MAX_NAME[name]} characters; shorten it."


def _scale_of(scales: Mapping[str, Scale] | Scale, criterion: str) -> Scale:
    return scales if isinstance(scales, Scale) else scales[criterion]


def _value(text: str, criterion: str, scales: Mapping[str, Scale] | Scale) -> Decimal | None:
    if not isinstance(scales, Scale) and criterion not in scales:
        raise ValueError(f"“{criterion}” is no criterion of this rubric; use one of its names.")
    if collapse(text).casefold() in NOT_ASSESSED:
        return None
    try:
        return _scale_of(scales, criterion).read(text)
    except OffScale as error:
        raise ValueError(f"{error} Write such a value, or “not assessed”.") from None


def _recommendation(text: str) -> str:
    if not text:
        return ""
    wanted = collapse(text).casefold().replace(" ", "_")
    if wanted in Recommendation.values:
        return wanted
    words = ", ".join(choice.value.replace("_", " ") for choice in Recommendation)
    raise ValueError(f"“{text[:40]}” is not a recommendation; use one of: {words}.")


def _moment(text: str, latest: dt.datetime) -> dt.datetime | None:
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text[:40]}” is not a moment; write it as 2026-01-31T14:30+01:00.") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    if not EARLIEST <= moment <= latest:
        raise ValueError(f"no card was submitted at “{text[:40]}”, which is before 1970 or still to come.")
    return moment


class _Checks:
    """What can only be told by comparing rows: doubles, two spellings, two verdicts on one card."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, str, str], int] = {}
        self._spellings: dict[tuple[str, str], str] = {}
        self._cards: dict[tuple[str, str, str], tuple[str, dt.datetime | None]] = {}

    def spellings(self, cells: Mapping[str, str]) -> Iterator[str]:
        """Tell names that differ from one above only in case, width or white space."""
        for name in NAMES:
            text = cells.get(name, "")
            first = self._spellings.setdefault((name, folded(text)), text)
            if first != text:
                yield f"the {name} “{text}” is spelt “{first}” above; use one spelling."

    def problems(self, entry: Entry) -> list[str]:
        """Tell a second score for the same thing, and two verdicts or moments on one card."""
        found = []
        first_row = self._seen.setdefault(
            (entry.candidate, entry.interviewer, entry.criterion, entry.round), entry.row
        )
        if first_row != entry.row:
            found.append(
                f"{entry.interviewer} has a score for {entry.candidate} on “{entry.criterion}” in row {first_row}"
                " already; remove one."
            )
        card = (entry.candidate, entry.interviewer, entry.round)
        recommendation, submitted_at = self._cards.setdefault(
            card, (entry.recommendation, entry.submitted_at)
        )
        if entry.recommendation != recommendation:
            found.append("the recommendation differs from an earlier row of the same card; a card has one.")
        if entry.submitted_at != submitted_at:
            found.append("submitted_at differs from an earlier row of the same card; a card has one.")
        return found
