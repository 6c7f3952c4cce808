"""LG-01: nothing moves a candidate to another stage but an act of a person; no score is anywhere near it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.project import ROOT, modules

# Modules that set a stage. Each with why it may.
MOVES = {
    "assessor/candidates/actions/applications.py": "a person moves the candidate",
    "assessor/interviews/actions/decisions.py": "a person decides, and names the stage that follows",
    "assessor/reports/queries/decided.py": "stages of a past comparison, on rows that are never saved",
}
# What knows of scores and reports, and so may not be imported where a stage is written.
OF_SCORES = ("assessor.measurement", "assessor.reports", "assessor.interviews.queries.scores")


def _sets_a_stage(tree: ast.Module) -> Iterator[int]:
    """Give the lines that write an attribute `stage`, or hand `stage=` to update()."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="stage", ctx=ast.Store()):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr="update"), keywords=keywords):
                if any(keyword.arg == "stage" for keyword in keywords):
                    yield node.lineno


def _imports(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def test_lg_01_stages_are_set_in_known_places_only():
    found = {path for path, tree in modules() if any(_sets_a_stage(tree))}
    assert found == set(MOVES), "Say in MOVES why this module may move a candidate to another stage."


def test_lg_01_actions_that_set_a_stage_know_of_no_score():
    knowing = {
        (path, name)
        for path in MOVES
        if "/actions/" in path
        for name in _imports(path)
        if name.startswith(OF_SCORES)
    }
    assert knowing == set(), "Let the person who reads the scores name the stage; the action only takes it."
