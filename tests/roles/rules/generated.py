"""Role files as hypothesis makes them: every shape a role can have, within what a file may hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from roles.enums import QualificationKind, QuestionKind
from roles.rules.role_files import CompetencyFile, CriterionFile, PartFile, RoleFile, RubricFile
from roles.rules.texts import LevelText, QuestionText

# Everything YAML gives a meaning to, spaces of all kinds, and letters from outside ASCII.
AWKWARD = "abcÄß北🙂 \u00a0\t:#-?!&*|>'\"%@`{}[],=~.\\/0123456789\u2028\u0085\ufeff\u200d"
_text = st.text(
    st.one_of(st.sampled_from(AWKWARD), st.characters(exclude_categories=["Cs", "Cc"])), max_size=30
)
_sentence = st.lists(
    st.sampled_from(["on", "no", "a: b", "#", "long", "team", "„so“", "-", "1"]), max_size=60
)
lines = st.one_of(_text, _sentence.map(" ".join)).map(lambda text: " ".join(text.splitlines()))
texts = st.lists(lines, max_size=4).map("\n".join).map(str.strip)
names = lines.map(lambda line: line.strip()[:200].strip()).map(
    lambda line: "".join(char for char in line if char not in "\t\u0085") or "Name"
)
keys = st.one_of(
    st.sampled_from(["no", "true", "null", "1", "0-5", "2026-01-31", "e1"]),
    st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True),
)
weights = st.one_of(
    st.sampled_from([Decimal(1), Decimal("0.25"), Decimal("0.000000000001"), Decimal("33.333333333333")]),
    st.integers(0, 10**14).map(lambda number: Decimal(number).scaleb(-12)),
)
values = st.integers(-9999, 9999).map(lambda number: Decimal(number).scaleb(-3))
questions = st.builds(
    QuestionText,
    kind=st.sampled_from(QuestionKind.values),
    text=texts.filter(bool),
    probes=st.lists(names, max_size=3).map(tuple),
)


@st.composite
def scales(draw: Any) -> tuple[Decimal, Decimal, Decimal]:
    lo, steps = draw(values), draw(st.integers(1, 20))
    step = draw(st.integers(1, 2000).map(lambda number: Decimal(number).scaleb(-3)))
    return lo, lo + step * steps, step


@st.composite
def criteria(draw: Any, duties: list[str], demands: list[str]) -> CriterionFile:
    lo, hi, step = draw(scales())
    points = [lo + step * index for index in range(int((hi - lo) / step) + 1)]
    found = draw(st.lists(st.sampled_from(points), max_size=3, unique=True))
    return CriterionFile(
        key=draw(keys),
        name=draw(names),
        description=draw(texts),
        weight=draw(weights),
        required=draw(st.booleans()),
        lo=lo,
        hi=hi,
        step=step,
        responsibilities=tuple(key for key in duties if draw(st.booleans())),
        qualifications=tuple(key for key in demands if draw(st.booleans())),
        levels=tuple(LevelText(value, draw(texts)) for value in sorted(found)),
        questions=tuple(draw(st.lists(questions, max_size=3))),
    )


@st.composite
def role_files(draw: Any, *, slug: str | None = None) -> RoleFile:
    duties = draw(st.lists(keys, max_size=3, unique=True))
    demands = draw(st.lists(keys, max_size=3, unique=True))
    headings = draw(st.lists(keys, max_size=3, unique=True))
    listed = draw(
        st.lists(criteria(duties, demands), max_size=5 if headings else 0, unique_by=lambda entry: entry.key)
    )
    under = [draw(st.integers(0, len(headings) - 1)) for _ in listed]
    kinds = st.sampled_from(QualificationKind.values)
    return RoleFile(
        slug=slug or draw(keys),
        title=draw(names),
        purpose=draw(texts),
        responsibilities=tuple(PartFile(key, draw(names), draw(texts)) for key in duties),
        qualifications=tuple(PartFile(key, draw(names), draw(texts), draw(kinds)) for key in demands),
        rubric=RubricFile(
            draw(texts),
            tuple(
                CompetencyFile(
                    key,
                    draw(names),
                    draw(texts),
                    tuple(entry for entry, own in zip(listed, under, strict=True) if own == place),
                )
                for place, key in enumerate(headings)
            ),
        ),
    )
