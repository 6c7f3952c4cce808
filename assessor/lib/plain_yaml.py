"""YAML as people write it by hand: mappings, lists, texts, decimals, true and false. Nothing else is read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_PARTS = 20_000

_NUMBER = re.compile(r"[-+]?[0-9]{1,12}(?:\.[0-9]{1,12})?")
_HALF = re.compile("[\ud800-\udfff]")
_TAG = "tag:yaml.org,2002:"


class BadYaml(ValueError):
    """The text is not YAML of the plain kind; the message is the sentence a person reads."""


class Mapping(dict[str, Any]):
    """A mapping that knows the line it begins on, and the line of each of its names."""

    line = 0
    lines: dict[str, int]


class Items(list[Any]):
    """A list that knows the line of each of its items."""

    lines: list[int]


class _PlainLoader(yaml.SafeLoader):
    """Only true, false and null are words with a meaning: "no", "on" and dates stay the texts they look like."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Mapping:
    found = Mapping()
    found.line, found.lines = _line(node), {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise BadYaml(f"Line {_line(key)}: a name must be a plain word.")
        if key.value in found:
            raise BadYaml(f"Line {_line(key)}: “{key.value[:40]}” is given twice.")
        found[key.value] = loader.construct_object(value, deep=True)
        found.lines[key.value] = _line(key)
    return found


def _items(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> Items:
    found = Items(loader.construct_object(item, deep=True) for item in node.value)
    found.lines = [_line(item) for item in node.value]
    return found


def _number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_PlainLoader.add_implicit_resolver(f"{_TAG}bool", re.compile(r"(?:true|false)\Z"), list("tf"))
_PlainLoader.add_implicit_resolver(f"{_TAG}null", re.compile(r"(?:null|~|)\Z"), ["n", "~", ""])
_PlainLoader.add_implicit_resolver(f"{_TAG}float", re.compile(_NUMBER.pattern + r"\Z"), list("-+0123456789"))
_PlainLoader.add_constructor(f"{_TAG}float", _number)
_PlainLoader.add_constructor(f"{_TAG}map", _mapping)
_PlainLoader.add_constructor(f"{_TAG}seq", _items)


def read(text: str) -> Any:
    """Return Mapping, Items, str, Decimal, bool and None. Raises BadYaml with a sentence that names the line.

    Tags, anchors, aliases, a second document, a name given twice, and anything large or deep are refused.
    """
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise BadYaml(f"The file is larger than {MAX_BYTES // 1024} kB.")
    try:
        _refuse_machinery(text)
        return yaml.load(text, Loader=_PlainLoader)  # noqa: S506  # a SafeLoader that reads less than the safe one
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadYaml(f"Line {line} holds a character that no text has.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadYaml(
            f"Line {mark.line + 1 if mark else 1} is not YAML: {error.problem or error.context}."
        ) from error


def _refuse_machinery(text: str) -> None:
    """Walk the events first: they show what the finished data no longer does, and cannot recurse."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        if count > MAX_PARTS:
            raise BadYaml(f"Line {_line(event)}: the file holds more than {MAX_PARTS} names and values.")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadYaml(f"Line {_line(event)}: anchors and aliases (& and *) are not read here.")
        if _HALF.search(getattr(event, "value", "")):
            raise BadYaml(
                f"Line {_line(event)}: an escape (\\u) is half a character; write the character itself."
            )
        if getattr(event, "tag", None):
            raise BadYaml(f"Line {_line(event)}: tags (!) are not read here.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise BadYaml(f"Line {_line(event)}: lists within lists go too deep.")


def _line(marked: Any) -> int:
    return int(marked.start_mark.line) + 1
