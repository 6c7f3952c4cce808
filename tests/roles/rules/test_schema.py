"""docs/role.schema.json says the same about role files as the parser does."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from django.conf import settings
from hypothesis import given

from roles.enums import QualificationKind, QuestionKind
from roles.rules.parsing import BadRoleFile, parse
from roles.rules.writing import write
from tests.roles.rules.generated import role_files

SCHEMA = json.loads((Path(settings.BASE_DIR) / "docs" / "role.schema.json").read_text(encoding="utf-8"))
SHIPPED = sorted((Path(settings.BASE_DIR) / "roles" / "shipped").glob("*.yaml"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def is_valid(data):
    return VALIDATOR.is_valid(data)


def is_read(data):
    try:
        parse(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))
    except BadRoleFile:
        return False
    return True


def resolved(schema):
    return SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def objects(data, schema, path=()):
    """Give the first object of each kind in a file: its path in the data, and its schema."""
    schema = resolved(schema)
    if schema.get("type") == "array" and data:
        yield from objects(data[0], schema["items"], (*path, 0))
    if schema.get("type") == "object":
        yield path, schema
        for name, inner in schema["properties"].items():
            yield from objects(data[name], inner, (*path, name))


DATA = yaml.safe_load(SHIPPED[0].read_text(encoding="utf-8"))
OBJECTS = list(objects(DATA, SCHEMA))


def changed(path, change):
    """The file with one object changed."""
    data = place = copy.deepcopy(DATA)
    for step in path:
        place = place[step]
    change(place)
    return data


def test_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_file_is_valid(path):
    VALIDATOR.validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_example_of_the_documentation_is_read_and_valid():
    page = (Path(settings.BASE_DIR) / "docs" / "role_files.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    assert parse(example).slug == "team-lead"
    VALIDATOR.validate(yaml.safe_load(example))


@given(role_files())
def test_whatever_is_written_is_valid(role):
    VALIDATOR.validate(yaml.safe_load(write(role)))


def test_every_kind_of_object_is_there():
    kinds = {name for name, schema in SCHEMA["$defs"].items() if schema.get("type") == "object"}
    assert len(OBJECTS) == len(kinds) + 1


@pytest.mark.parametrize(("path", "schema"), OBJECTS, ids=[str(path) for path, _ in OBJECTS])
def test_fields_are_those_of_the_parser(path, schema):
    place = DATA
    for step in path:
        place = place[step]
    assert set(schema["properties"]) == set(place), "The writer gives every field; the schema lists the same."
    for name in schema["properties"]:
        without = changed(path, lambda found, name=name: found.pop(name))
        if name not in {"responsibilities", "qualifications"} or path:
            assert is_read(without) is is_valid(without) is (name not in schema["required"]), name
        wrong = changed(path, lambda found, name=name: found.update({name: None}))
        assert is_read(wrong) is is_valid(wrong) is False, name
    unknown = changed(path, lambda found: found.update({"unknown": 1}))
    assert is_read(unknown) is is_valid(unknown) is False


def test_choices_are_those_of_the_parser():
    assert SCHEMA["$defs"]["qualification"]["properties"]["kind"]["enum"] == QualificationKind.values
    assert SCHEMA["$defs"]["question"]["properties"]["kind"]["enum"] == QuestionKind.values
