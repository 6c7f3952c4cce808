"""Whether interviewers can be compared with one another, in words: for the plan, and for the scores that come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessor.lib.text import listed
from assessor.measurement.linkage import Linkage, Unlinked

Names = Mapping[int, str]
GROUPS_NAMED = 3
STRICT_OR_HARD = "so nobody can tell a strict interviewer from a hard criterion."


@dataclass(frozen=True, slots=True)
class Comparability:
    """What a design allows, and what to do about it: "" where all is well."""

    reason: Unlinked | None
    sentence: str
    advice: str = ""

    @property
    def is_linked(self) -> bool:
        return self.reason is None

    @property
    def is_empty(self) -> bool:
        """Nobody is seated, or has scored, yet."""
        return self.reason is Unlinked.NO_SCORES


def comparability(
    linkage: Linkage, *, interviewers: Names, criteria: Names, candidates: Names
) -> Comparability:
    """Say what a linkage means, with names for the numbers it was computed from."""
    groups = [[interviewers[pk] for pk in group] for group in linkage.groups]
    match linkage:
        case Linkage(reason=None):
            said = _LINKED
        case Linkage(reason=Unlinked.NO_SCORES):
            said = _EMPTY
        case Linkage(reason=Unlinked.ONE_RATER, rater=int(rater)):
            said = _one_interviewer(interviewers[rater])
        case Linkage(reason=Unlinked.DISJOINT):
            said = _disjoint(groups)
        case Linkage(reason=Unlinked.CONFOUNDED, rater=int(rater), criterion=int(criterion)):
            said = _alone(interviewers[rater], criteria[criterion])
        case Linkage(reason=Unlinked.ONE_CANDIDATE, candidate=int(candidate)):
            said = _one_candidate(candidates[candidate])
        case _:
            said = _confounded(groups)
    return Comparability(linkage.reason, *said)


_LINKED = ("Interviewers can be compared: enough of them meet the same candidates on the same criteria.", "")
_EMPTY = ("There is nothing yet to compare interviewers by.", "Seat interviewers on candidates first.")


def _one_interviewer(name: str) -> tuple[str, str]:
    return (
        f"{name} is the only interviewer, so nobody can tell whether the scores are strict or lenient.",
        "Let somebody else sit in on the interviews of at least two candidates.",
    )


def _disjoint(groups: Sequence[Sequence[str]]) -> tuple[str, str]:
    return (
        f"{_apart(groups, 'interview', 'candidates')}, so nobody can tell whether a difference lies in the candidates"
        " or in the interviewers.",
        "Let one of them sit in on the interviews of two of the others’ candidates."
        if len(groups) == 2
        else "Let one of each group sit in on the interviews of two candidates of another, until all are joined.",
    )


def _alone(name: str, criterion: str) -> tuple[str, str]:
    return (
        f"Only {name} looks at “{criterion}”, and at nothing that others look at too, {STRICT_OR_HARD}",
        f"Let somebody else look at “{criterion}” as well, or let {name} score a criterion that others score.",
    )


def _confounded(groups: Sequence[Sequence[str]]) -> tuple[str, str]:
    if not groups:
        return (
            f"Interviewers share criteria, but too seldom on the same candidate, {STRICT_OR_HARD}",
            "Let more of them look at the same criteria of the same candidates.",
        )
    return (
        f"{_apart(groups, 'look at', 'criteria')}, {STRICT_OR_HARD}",
        "Put one criterion into the rounds of both."
        if len(groups) == 2
        else "Put one criterion into the rounds of all of them.",
    )


def _one_candidate(name: str) -> tuple[str, str]:
    return (
        f"Only through {name} can all interviewers be compared: without this one candidate nobody could tell a strict"
        " interviewer from weak candidates.",
        f"Let interviewers who have only {name} in common meet another candidate together.",
    )


def _apart(groups: Sequence[Sequence[str]], verb: str, what: str) -> str:
    """Say that groups have nothing in common: "Ann and Bo interview other candidates than Cem and Di"."""
    said = [listed(group) for group in groups]
    if len(groups) == 2:
        return f"{said[0]} {verb if len(groups[0]) > 1 else _third_person(verb)} other {what} than {said[1]}"
    more = len(groups) - GROUPS_NAMED
    also = f"; and {more} more group{'s' if more > 1 else ''}" if more > 0 else ""
    return f"{'; '.join(said[:GROUPS_NAMED])}{also}: each of these {_third_person(verb)} other {what}"


def _third_person(verb: str) -> str:
    first, *rest = verb.split()
    return " ".join([f"{first}s", *rest])
