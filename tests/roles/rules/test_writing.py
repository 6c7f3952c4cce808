"""Writing role files: what is written is read back, byte for byte, and stays readable."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from hypothesis import given

from roles.rules.parsing import parse
from roles.rules.role_files import PartFile, RoleFile, RubricFile
from roles.rules.writing import WIDTH, write
from tests.roles.rules.generated import role_files, texts

SHIPPED = sorted((Path(settings.BASE_DIR) / "roles" / "shipped").glob("*.yaml"))
EMPTY = RoleFile("director", "Director", "", (), (), RubricFile("", ()))


def purpose(text):
    """What the file says about the purpose, without the name."""
    written = write(replace(EMPTY, purpose=text))
    return written.partition("purpose: ")[2].partition("\n\nresponsibilities")[0]


@given(role_files())
def test_what_is_written_is_read_back_and_written_the_same(role):
    written = write(role)
    assert parse(written) == role
    assert write(parse(written)) == written


@given(texts)
def test_another_reader_of_yaml_reads_the_same_texts(text):
    assert yaml.safe_load(write(replace(EMPTY, purpose=text)))["purpose"] == text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_file_is_as_it_is_written(path):
    text = path.read_text(encoding="utf-8")
    assert write(parse(text)) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", '""'),
        ("Leads the team.", "Leads the team."),
        ("no", '"no"'),
        ("Yes", '"Yes"'),
        ("12", '"12"'),
        ("2026-01-31", '"2026-01-31"'),
        ("Note: this", '"Note: this"'),
        ('Say "so" twice', 'Say "so" twice'),
        ('"So" it is', "'\"So\" it is'"),
        ("- point", '"- point"'),
        ("C:\\temp: it's", "'C:\\temp: it''s'"),
        ("über #1", '"über #1"'),
        ("a\tb", '"a\\tb"'),
        ("One.\n  - Two.\n\nThree.", "|-\n  One.\n    - Two.\n\n  Three."),
        ("One. \nTwo.", '"One. \\nTwo."'),
        ("One.\r\nTwo.\x07 ", "|-\n  One.\n  Two."),
        ("word " * 30, ">-\n  " + "word " * 21 + "word\n  " + "word " * 7 + "word"),
    ],
)
def test_texts_are_written_plainly(text, written):
    assert purpose(text) == written


@given(role_files())
def test_no_line_is_longer_than_it_must_be(role):
    for line in write(role).splitlines():
        assert (
            len(line) <= WIDTH or " " not in line.strip() or line.strip()[-1] in "\"'" or "|-" in write(role)
        )


def test_numbers_states_and_dates_are_not_in_it():
    names = yaml.safe_load(write(EMPTY))
    assert names == {
        "slug": "director",
        "title": "Director",
        "purpose": "",
        "responsibilities": [],
        "qualifications": [],
        "rubric": {"weight_reason": "", "competencies": []},
    }


def test_keys_that_look_like_something_else_are_quoted():
    role = replace(EMPTY, responsibilities=(PartFile("1e3", "No", ""), PartFile("null", "On", "")))
    assert '- key: "1e3"\n    title: "No"\n' in write(role)
    assert '- key: "null"\n    title: "On"\n' in write(role)


@pytest.mark.parametrize("weight", ["0.25", "1", "33.333333333333", "0.000000000001", "10000000"])
def test_weight_keeps_every_place(weight):
    [path] = [path for path in SHIPPED if path.stem == "senior-data-engineer"]
    role = parse(path.read_text(encoding="utf-8").replace("weight: 1\n", f"weight: {weight}\n"))
    assert {entry.weight for heading in role.rubric.competencies for entry in heading.criteria} == {
        Decimal(weight)
    }
    assert f"weight: {weight}\n" in write(role)
