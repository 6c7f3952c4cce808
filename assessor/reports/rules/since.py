"""What differs between two states of a comparison, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessor.candidates.enums import Stage
from assessor.lib.text import listed
from assessor.openings.enums import PanelRule
from assessor.reports.rules.record import Record


@dataclass(frozen=True)
class Known:
    """What refs and hashes stand for, as far as the reader may know: candidates with the stage they are at now,
    interviewers, and the numbers of rubrics by their content hash.
    """

    candidates: Mapping[str, str]
    stages: Mapping[str, str]
    interviewers: Mapping[str, str]
    rubrics: Mapping[str, int]

    def candidate(self, ref: str) -> str:
        return self.candidates.get(ref, "A candidate whose entry is gone")

    def interviewer(self, ref: str) -> str:
        return self.interviewers.get(ref, "An interviewer")


def what_changed(then: Record, now: Record, known: Known) -> list[str]:
    """Return a sentence for everything that differs, what concerns all first. Order and words depend on data alone."""
    return [
        *_on_the_opening(then, now, known),
        *_on_candidates(then, now, known),
        *_on_cards(then, now, known),
    ]


def _on_the_opening(then: Record, now: Record, known: Known) -> Iterator[str]:
    before, after = then.made_of, now.made_of
    if before["method_version"] != after["method_version"]:
        yield (
            f"Numbers are made by version {after['method_version']} of the method now; it was version"
            f" {before['method_version']}."
        )
    if before["rubric"] != after["rubric"]:
        yield f"The opening is on {_rubric(after['rubric'], known)} now; it was on {_rubric(before['rubric'], known)}."
    elif before.get("earlier") != after.get("earlier"):
        yield "Scores on an earlier rubric are read otherwise now."
    if before["panel_rule"] != after["panel_rule"]:
        yield (
            f"Several interviewers' scores count by “{PanelRule(after['panel_rule']).label}” now; it was"
            f" “{PanelRule(before['panel_rule']).label}”."
        )
    if before["shortlist_only"] != after["shortlist_only"]:
        only = after["shortlist_only"]
        yield (
            "Only the shortlist is compared now."
            if only
            else "Everybody is compared now, not the shortlist alone."
        )


def _rubric(digest: str, known: Known) -> str:
    number = known.rubrics.get(digest)
    return f"rubric {number}" if number else "another rubric"


def _on_candidates(then: Record, now: Record, known: Known) -> Iterator[str]:
    before, after = then.candidates(), now.candidates()
    if came := [known.candidate(ref) for ref in after if ref not in before]:
        yield f"{listed(sorted(came))} {'is' if len(came) == 1 else 'are'} compared now, and {_was(came)} not then."
    for ref in sorted(before, key=known.candidate):
        if ref in after:
            yield from _on_one(known.candidate(ref), before[ref], after[ref])
        elif ref in known.stages:
            at = Stage(known.stages[ref])
            moved = f" and at “{at.label}”" if at != before[ref][0] else ""
            yield f"{known.candidate(ref)} is no longer compared{moved}."
        else:
            yield f"{known.candidate(ref)} is no longer compared."


def _was(names: list[str]) -> str:
    return "was" if len(names) == 1 else "were"


def _on_one(name: str, before: tuple[str, bool], after: tuple[str, bool]) -> Iterator[str]:
    if before[0] != after[0]:
        yield f"{name} is at “{Stage(after[0]).label}” now; it was “{Stage(before[0]).label}”."
    if before[1] != after[1]:
        yield f"{name} is on the shortlist now." if after[1] else f"{name} is no longer on the shortlist."


def _on_cards(then: Record, now: Record, known: Known) -> Iterator[str]:
    """Tell of the cards of those who are compared then and now, and open then and now."""
    for ref in sorted(then.candidates().keys() & now.candidates().keys(), key=known.candidate):
        name = known.candidate(ref)
        if ref in then.closed and ref not in now.closed:
            yield f"The scorecards on {name} were closed to whoever looked then, and counted for nothing."
        elif ref not in then.closed and ref not in now.closed:
            before, after = _cards_on(ref, then), _cards_on(ref, now)
            for interviewer in sorted(before.keys() | after.keys(), key=known.interviewer):
                yield from _of_one(
                    known.interviewer(interviewer), name, before[interviewer], after[interviewer]
                )


def _cards_on(ref: str, record: Record) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for candidate, interviewer, digest in record.cards():
        if candidate == ref:
            found[interviewer].add(digest)
    return found


def _of_one(interviewer: str, name: str, before: set[str], after: set[str]) -> Iterator[str]:
    """Every revision has a hash of its own, so an amended card is one hash gone and one come."""
    gone, come = len(before - after), len(after - before)
    if amended := min(gone, come):
        many = "a scorecard" if amended == 1 else f"{amended} scorecards"
        yield f"{interviewer} has amended {many} on {name}."
    if come > gone:
        many = "a scorecard" if come - gone == 1 else f"{come - gone} scorecards"
        yield f"{interviewer} has handed in {many} on {name}."
    if gone > come:
        yield f"A scorecard of {interviewer} on {name} does not count any more."
