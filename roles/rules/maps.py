"""The three mind maps of a role as trees: the role as a whole, its responsibilities, its qualifications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessor.lib.mindmap import Mark, Node
from roles.rules.coverage import Coverage, Part, coverage
from roles.rules.texts import CriterionText, RubricText

UNCOVERED = Mark("uncovered", "No criterion")
LOOSE = Mark("loose", "Serves nothing")
NO_RESPONSIBILITY = Mark("loose", "No responsibility")


@dataclass(frozen=True, slots=True)
class PartGroup:
    """The qualifications of one kind."""

    kind: str
    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Things that lack their counterpart: a sentence that says how many, and each of them with its place."""

    sentence: str
    mark: Mark
    entries: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class RoleShape:
    """What the maps are drawn from. Without a rubric nothing is marked, as nothing could be covered."""

    title: str
    responsibilities: tuple[Part, ...]
    qualifications: tuple[PartGroup, ...]
    rubric: RubricText | None

    @property
    def coverage(self) -> Coverage | None:
        if self.rubric is None:
            return None
        demands = [part for group in self.qualifications for part in group.parts]
        return coverage(self.rubric, responsibilities=self.responsibilities, qualifications=demands)


class Maps:
    """Draws the trees of one role. `rubric_url` is where the rubric can be read; parts stand on the role's page."""

    def __init__(self, shape: RoleShape, *, rubric_url: str) -> None:
        self.shape = shape
        self.rubric_url = rubric_url
        self.coverage = shape.coverage
        self.criteria = shape.rubric.criteria if shape.rubric else ()
        gaps = self.coverage or Coverage((), (), (), ())
        self._uncovered = {("responsibility", part.key) for part in gaps.responsibilities}
        self._uncovered |= {("qualification", part.key) for part in gaps.qualifications}
        self._loose = {criterion.key for criterion in gaps.loose}
        self._beside = self._loose | {criterion.key for criterion in gaps.without_responsibility}

    def role(self) -> Node:
        """The role as a whole: what it answers for and asks for, then what the rubric scores."""
        duties = Node("Responsibilities", "#responsibilities", "group", children=self._duties())
        demands = Node("Qualifications", "#qualifications", "group", children=self._demands())
        competencies = [
            Node(
                competency.name,
                f"{self.rubric_url}#competency-{competency.key}",
                "competency",
                children=self._scored(competency.criteria),
            )
            for competency in (self.shape.rubric.competencies if self.shape.rubric else ())
        ]
        branches = (branch for branch in (duties, demands) if branch.children)
        return Node(self.shape.title, "#purpose", "centre", children=(*branches, *competencies))

    def responsibilities(self) -> Node:
        """Each responsibility with the criteria that serve it, and at last the criteria that serve none."""
        branches = [
            self._duty(part, self._scored(c for c in self.criteria if part.key in c.responsibilities))
            for part in self.shape.responsibilities
        ]
        beside = tuple(
            self._criterion(c, LOOSE if c.key in self._loose else NO_RESPONSIBILITY)
            for c in self.criteria
            if c.key in self._beside
        )
        if beside:
            branches.append(Node("Criteria beside them", "#coverage", "group", children=beside))
        return Node("Responsibilities", "#responsibilities", "centre", children=tuple(branches))

    def qualifications(self) -> Node:
        """Skills and qualifications by kind, each with the criteria that ask for it."""
        branches = tuple(
            Node(
                group.label,
                f"#kind-{group.kind}",
                "group",
                children=tuple(
                    self._demand(part, self._scored(c for c in self.criteria if part.key in c.qualifications))
                    for part in group.parts
                ),
            )
            for group in self.shape.qualifications
        )
        return Node("Skills and qualifications", "#qualifications", "centre", children=branches)

    def gaps(self) -> tuple[Gap, ...]:
        """What the maps mark, as sentences with links; empty where rubric and role meet."""
        found = self.coverage
        if found is None:
            return ()
        every = (
            self._gap(
                map(self._duty, found.responsibilities),
                UNCOVERED,
                ("responsibility is", "responsibilities are"),
                "not covered by any criterion",
            ),
            self._gap(
                map(self._demand, found.qualifications),
                UNCOVERED,
                ("qualification is", "qualifications are"),
                "not covered by any criterion",
            ),
            self._gap(
                self._scored(found.loose),
                LOOSE,
                ("criterion serves", "criteria serve"),
                "neither a responsibility nor a qualification",
            ),
            self._gap(
                self._scored(found.without_responsibility),
                NO_RESPONSIBILITY,
                ("criterion serves", "criteria serve"),
                "a qualification but no responsibility",
            ),
        )
        return tuple(gap for gap in every if gap.entries)

    def _gap(self, nodes: Iterable[Node], mark: Mark, words: tuple[str, str], what: str) -> Gap:
        entries = tuple(nodes)
        return Gap(f"{len(entries)} {words[len(entries) != 1]} {what}.", mark, entries)

    def _duties(self) -> tuple[Node, ...]:
        return tuple(self._duty(part) for part in self.shape.responsibilities)

    def _demands(self) -> tuple[Node, ...]:
        return tuple(self._demand(part) for group in self.shape.qualifications for part in group.parts)

    def _duty(self, part: Part, children: tuple[Node, ...] = ()) -> Node:
        return self._part(part, "responsibility", children)

    def _demand(self, part: Part, children: tuple[Node, ...] = ()) -> Node:
        return self._part(part, "qualification", children)

    def _part(self, part: Part, kind: str, children: tuple[Node, ...]) -> Node:
        mark = UNCOVERED if (kind, part.key) in self._uncovered else None
        return Node(part.title, f"#{kind}-{part.key}", kind, mark, children)

    def _scored(self, criteria: Iterable[CriterionText]) -> tuple[Node, ...]:
        return tuple(self._criterion(c, LOOSE if c.key in self._loose else None) for c in criteria)

    def _criterion(self, criterion: CriterionText, mark: Mark | None) -> Node:
        return Node(criterion.name, f"{self.rubric_url}#criterion-{criterion.key}", "criterion", mark)
