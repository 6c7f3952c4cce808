"""YAML as people write it by hand: mappings, lists, texts, decimals, true and false. Nothing else is read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20

_NUMBER = re.compile(r"[-+]?[0-9]{1,12}(?:\.[0-9]{1,12})?")
_TAG = "tag:yaml.org,2002:"


class BadYaml(ValueError):
    """The text is not YAML of the plain kind; the message is the sentence a person reads."""


class _PlainLoader(yaml.SafeLoader):
    """Only true, false and null are words with a meaning: "no", "on" and dates stay the texts they look like."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _value in node.value]
        for position, (key, _value) in enumerate(node.value):
            if not isinstance(key, yaml.ScalarNode):
                raise BadYaml(f"Line {_line(key)}: a name must be a plain word.")
            if key.value in keys[:position]:
                raise BadYaml(f"Line {_line(key)}: “{key.value}” is given twice.")
        return super().construct_mapping(node, deep=deep)


def _number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_PlainLoader.add_implicit_resolver(f"{_TAG}bool", re.compile(r"(?:true|false)\Z"), list("tf"))
_PlainLoader.add_implicit_resolver(f"{_TAG}null", re.compile(r"(?:null|~|)\Z"), ["n", "~", ""])
_PlainLoader.add_implicit_resolver(f"{_TAG}float", re.compile(_NUMBER.pattern + r"\Z"), list("-+0123456789"))
_PlainLoader.add_constructor(f"{_TAG}float", _number)


def read(text: str) -> Any:
    """Return dicts, lists, str, Decimal, bool and None. Raises BadYaml with a sentence that names the line.

    Tags, anchors, aliases, a second document, a name given twice, and anything large or deep are refused.
    """
    if len(text.encode()) > MAX_BYTES:
        raise BadYaml(f"The file is larger than {MAX_BYTES // 1024} kB.")
    try:
        _refuse_machinery(text)
        return yaml.load(text, Loader=_PlainLoader)  # noqa: S506  # a SafeLoader that reads less than the safe one
    except yaml.reader.ReaderError as error:
        raise BadYaml("The file holds characters that no text has.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadYaml(
            f"Line {mark.line + 1 if mark else 1} is not YAML: {error.problem or error.context}."
        ) from error


def _refuse_machinery(text: str) -> None:
    """Walk the events first: they show what the finished data no longer does, and cannot recurse."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadYaml(f"Line {_line(event)}: anchors and aliases (& and *) are not read here.")
        if getattr(event, "tag", None):
            raise BadYaml(f"Line {_line(event)}: tags (!) are not read here.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise BadYaml(f"Line {_line(event)}: lists within lists go too deep.")


def _line(marked: Any) -> int:
    return int(marked.start_mark.line) + 1
