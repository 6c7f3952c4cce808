"""Made-up data for the gallery of components: one sample of each thing a page may show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from assessor.interviews.forms.described import Choice, DescribedCriterion
from assessor.lib.mindmap import Drawing, Node, draw
from assessor.reports.rules.strips import PERCENT, SHARE, Strip
from roles.enums import QuestionKind
from roles.rules import QuestionText
from roles.rules.maps import LOOSE, UNCOVERED

COLOURS = (
    "paper", "surface", "sunk", "ink", "ink-2", "ink-3", "line", "line-strong", "accent", "accent-strong",
    "accent-soft", "on-accent", "mast", "mark", "info", "info-soft", "good", "good-soft", "warn",
    "warn-soft", "bad", "bad-soft",
)  # fmt: skip
ICONS = (
    "home", "openings", "roles", "people", "admin", "edit", "trash", "close", "check", "plus", "minus",
    "warning", "info", "help", "lock", "eye", "eye-off", "clock", "calendar", "file", "download",
    "upload", "user", "users", "star", "star-filled", "scale", "chart", "arrow-up", "arrow-down",
    "arrow-right", "arrow-left", "sort", "chevron", "copy", "link", "mail", "search", "filter", "print",
    "menu", "more", "sun", "moon", "system", "sign-out",
)  # fmt: skip
TONES = ("neutral", "info", "good", "warn", "bad")


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One mean of the heat map: its step 0 to 8, or None where nothing was scored."""

    step: int | None
    mean: str = ""
    spread: str = ""
    starts_group: bool = False


class SampleForm(forms.Form):
    """One field of every kind; two of them are given wrongly."""

    title = forms.CharField(help_text="As candidates would read it.")
    closes_on = forms.DateField(label="Closes on")
    panel_rule = forms.ChoiceField(
        label="Panel rule", choices=[("mean", "Mean"), ("median", "Median"), ("trimmed", "Trimmed mean")]
    )
    visibility = forms.ChoiceField(
        label="Who sees the comparison",
        widget=forms.RadioSelect,
        choices=[("team", "The team of the opening"), ("manager", "The hiring manager alone")],
    )
    rounds = forms.MultipleChoiceField(
        label="Rounds",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("screen", "Screen"), ("panel", "Panel")],
    )
    shortlist_only = forms.BooleanField(label="Compare the shortlist alone", required=False)
    cv = forms.FileField(label="CV", required=False, help_text="PDF or text, up to 5 MB.")
    notes = forms.CharField(widget=forms.Textarea, required=False)


LEVELS = {
    "1": "Talks about models only. Cannot say who used the result or what it changed.",
    "2": "Names a business reason afterwards; the plan was driven by the technique.",
    "3": "Ties each piece of work to a goal and can say how it would be measured.",
    "4": "Chose what not to build from the numbers, and stopped work that did not pay.",
    "5": "Changed what the organisation aims for: set a direction, won support, and showed the effect.",
}


def context() -> dict[str, Any]:
    """Return everything the gallery page shows."""
    return {
        "colours": COLOURS,
        "icons": ICONS,
        "tones": TONES,
        "ratings": _ratings(),
        "readonly_ratings": [
            _five("read-direction", "Sets a direction", value="4", evidence=EVIDENCE),
            _none(),
            _fine("read-depth", "8.25"),
        ],
        "form": SampleForm(
            {
                "title": "",
                "closes_on": "next week",
                "panel_rule": "median",
                "visibility": "team",
                "rounds": ["panel"],
            }
        ),
        "page": _page(),
        "steps": [
            Step("Plan", "done"),
            Step("Interviews", "current"),
            Step("Debrief", "later"),
            Step("Decision", "later"),
        ],
        "groups": GROUPS,
        "criteria": [(name, index == 0) for _group, names in GROUPS for index, name in enumerate(names)],
        "map": _map(),
        "strips": _strips(),
        "heat_rows": _heat_rows(),
        "heat_steps": [(step, f"{1 + step / 2:g}") for step in range(9)],
    }


EVIDENCE = (
    "Stopped the ranking project in month four when the holdout showed no lift, and moved three people to fraud.\n"
    "Could quote the monthly loss before and after."
)
GROUPS = (
    ("Leadership", ("Sets a direction", "Builds and keeps a team", "Decides under uncertainty")),
    (
        "Communication",
        ("Explains to people outside the field", "Listens and changes course", "Writes clearly"),
    ),
    (
        "Technical",
        (
            "Depth in machine learning",
            "Systems that run in production",
            "Data quality and measurement",
            "Responsible use",
        ),
    ),
    ("Problem solving", ("Frames the problem", "Reasons from evidence")),
    ("Qualifications", ("Experience at this scope", "Relevant education")),
)


def _rating(key: str, name: str, texts: dict[str, str], **more: Any) -> DescribedCriterion:
    """Return a criterion with these values and levels, and in its controls what `more` says."""
    value = more.get("value", "")
    facts: dict[str, Any] = {
        "description": "",
        "required": True,
        "questions": (),
        "is_choice": True,
        "value": value,
        "not_assessed": False,
        "evidence": "",
        "choices": tuple(
            Choice(f"id_score-{key}-{point}", point, text, point == value) for point, text in texts.items()
        ),
    }
    return DescribedCriterion(key=key, name=name, **facts | more)


def _five(key: str, name: str, **more: Any) -> DescribedCriterion:
    return _rating(key, name, LEVELS, scale_text="1 to 5", **more)


def _ten(key: str) -> DescribedCriterion:
    texts = dict.fromkeys((str(value) for value in range(11)), "") | {
        "0": "No sign of it.",
        "5": "Writes so that the next person can act.",
        "10": "Others take the writing as their model.",
    }
    return _rating(key, "Writes clearly", texts, scale_text="0 to 10", value="7", required=False)


def _fine(key: str, value: str, **more: Any) -> DescribedCriterion:
    texts = {
        "2": "Follows recipes.",
        "5": "Explains the choice of method.",
        "8": "Finds the flaw in a method others trust.",
    }
    facts: dict[str, Any] = {"scale_text": "0 to 10 in steps of 0.25", "is_choice": False, "value": value}
    return _rating(key, "Depth in machine learning", texts, **facts | more)


def _none() -> DescribedCriterion:
    return _five("read-listens", "Listens and changes course", not_assessed=True)


def _ratings() -> list[DescribedCriterion]:
    questions = (
        QuestionText(
            QuestionKind.BEHAVIOURAL,
            "Tell us of a time you ended a project that others wanted to keep.",
            ("What told you?", "Who disagreed, and what did you do?"),
        ),
        QuestionText(
            QuestionKind.SITUATIONAL,
            "Our forecast is wrong by a fifth and sales rely on it. What are your first two weeks?",
            (),
        ),
    )
    description = (
        "Ties the team’s work to what the organisation needs, and gives up what no longer serves it."
    )
    return [
        _five(
            "direction",
            "Sets a direction",
            value="4",
            evidence=EVIDENCE,
            description=description,
            questions=questions,
        ),
        _five(
            "frames",
            "Frames the problem",
            score_errors=("“Frames the problem” must be scored.",),
            description=description,
        ),
        _five("listens", "Listens and changes course", not_assessed=True, required=False),
        _ten("writes"),
        _fine(
            "depth", "6.3", score_errors=("6.3 is between two steps; the scale is 0 to 10 in steps of 0.25.",)
        ),
    ]


def _page() -> Page[int]:
    return Paginator(range(95), 20).page(2)


def _map() -> Drawing:
    """A map with each kind of node and both marks; a responsibility without a criterion, a criterion without one."""
    duties = (
        Node("Setting the direction for data", "#mindmap", "responsibility"),
        Node("The budget of the department", "#mindmap", "responsibility", UNCOVERED),
        Node("Working with other departments and with regulators", "#mindmap", "responsibility"),
    )
    demands = (Node("SQL", "#mindmap", "qualification"), Node("A degree", "#mindmap", "qualification"))
    branches = [
        Node("Responsibilities", "#mindmap", "group", children=duties),
        Node("Qualifications", "#mindmap", "group", children=demands),
    ]
    for place, (group, names) in enumerate(GROUPS[:3]):
        criteria = [
            Node(name, "#mindmap", "criterion", None if index else LOOSE) for index, name in enumerate(names)
        ]
        branches.append(Node(group, "#mindmap", "competency", children=tuple(criteria[bool(place) :])))
    return draw(Node("Head of Data", "#mindmap", "centre", children=tuple(branches)))


def _strips() -> list[tuple[str, Strip, bool]]:
    return [
        ("A score with its interval", PERCENT.strip(64, (52, 76)), False),
        ("A score alone", PERCENT.strip(48), False),
        ("What is still possible", PERCENT.strip(None, (31, 58), open_ended=True), False),
        ("A share", SHARE.strip(None, (0, 0.7)), True),
        ("Nothing", PERCENT.strip(None), False),
    ]


def _heat_rows() -> list[tuple[str, str, list[Cell]]]:
    """Rows in which every step of the ramp stands somewhere, and one cell is empty."""
    starts = {sum(len(names) for _group, names in GROUPS[:index]) for index in range(len(GROUPS))}
    people = (
        ("Amara Okafor", "78.4"),
        ("Björn Lindqvist", "71.0"),
        ("Chen Wei-Ling de la Fuente", "66.3"),
        ("Dimitra Papadopoulou", "42.9"),
    )
    rows = []
    for row, (name, score) in enumerate(people):
        cells = []
        for column in range(sum(len(names) for _group, names in GROUPS)):
            step = (8 - row * 2 + column * 5) % 9
            gone = row == 3 and column in {5, 9}
            cells.append(
                Cell(None, starts_group=column in starts)
                if gone
                else Cell(step, f"{1 + step / 2:.1f}", f"±{(column % 4) / 3:.1f}", column in starts)
            )
        rows.append((name, score, cells))
    return rows
