"""Questions have no keys: the most alike of both versions are taken to be the same one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from roles.rules.changes.kinds import Change, ChangeClass, ChangeKind
from roles.rules.changes.orders import moved
from roles.rules.texts import QuestionText

# The share of words two questions have in common, from which on they are one question, reworded.
ALIKE = 0.4

Questions = Sequence[QuestionText]


def question_changes(old: Questions, new: Questions) -> Iterator[Change]:
    """Give what was reworded, added, removed and moved; the same questions in the same order give nothing."""
    pairs = _paired(old, new)
    came_from = {after: before for before, after in pairs}
    shuffled = moved(sorted(came_from.values()), [came_from[place] for place in sorted(came_from)])
    for place, question in enumerate(new):
        if place not in came_from:
            yield from _whole(f"Question {place + 1} added", None, question)
            continue
        before = came_from[place]
        yield from _reworded(f"Question {place + 1}", old[before], question)
        if before in shuffled:
            yield _place(f"Question {place + 1}", before, place)
    kept = set(came_from.values())
    for place, question in enumerate(old):
        if place not in kept:
            yield from _whole(f"Question {place + 1} removed", question, None)


def _paired(old: Questions, new: Questions) -> list[tuple[int, int]]:
    """Return which place of the old list became which of the new one: equal ones first, then the most alike."""
    candidates = sorted(
        (
            (-_likeness(before, after), abs(i - j), i, j)
            for i, before in enumerate(old)
            for j, after in enumerate(new)
        ),
    )
    pairs: list[tuple[int, int]] = []
    for likeness, _distance, i, j in candidates:
        if -likeness >= ALIKE and all(i != taken and j != given for taken, given in pairs):
            pairs.append((i, j))
    return pairs


def _likeness(before: QuestionText, after: QuestionText) -> float:
    """Return 2 for equal questions, else the share of words both texts have, 0 to 1."""
    if before == after:
        return 2.0
    one, other = _words(before.text), _words(after.text)
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _whole(name: str, old: QuestionText | None, new: QuestionText | None) -> Iterator[Change]:
    yield Change(
        ChangeKind.REWORDED,
        ChangeClass.WORDING,
        name,
        _in_full(old),
        _in_full(new),
        in_words=bool(old or new),
    )


def _in_full(question: QuestionText | None) -> str:
    if question is None:
        return ""
    return "\n".join([f"{question.text} ({question.kind})", *(f"- {probe}" for probe in question.probes)])


def _reworded(name: str, old: QuestionText, new: QuestionText) -> Iterator[Change]:
    for field, before, after in (
        (name, old.text, new.text),
        (f"{name}, kind", old.kind, new.kind),
        (f"{name}, follow-ups", _lines(old.probes), _lines(new.probes)),
    ):
        if before != after:
            yield Change(ChangeKind.REWORDED, ChangeClass.WORDING, field, before, after, in_words=True)


def _lines(probes: Sequence[str]) -> str:
    return "\n".join(probes)


def _place(name: str, before: int, after: int) -> Change:
    return Change(
        ChangeKind.MOVED, ChangeClass.WORDING, f"{name}, place", f"place {before + 1}", f"place {after + 1}"
    )
