"""What a template never holds, read from its text."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.project import ROOT, modules, relative, templates

# Places where markup is let through unescaped, each with who made sure that it is safe.
REVIEWED_UNESCAPED: dict[str, str] = {}

FORBIDDEN = {
    "a script in the page; make it a module under static/js/": r"<script(?![^>]*\bsrc=)",
    "a style in the page; make it a rule under static/css/": r"<style\b",
    "a style attribute; make it a class": r"<[^>]*\sstyle\s*=",
    "an event attribute; attach it from a module by a data- attribute": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"(?i)\bjavascript:",
    "hx-on, which needs unsafe-eval": r"\bhx-on\b",
    "something from another host": r"<(?:script|img|iframe|use|image|link)\b[^>]*\s(?:src|href)=[\"'](?:https?:)?//",
}

ALL = templates()


def test_there_are_templates():
    assert ALL, "No template found: do these tests still look in the right place?"


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_templates_are_free_of(fault):
    found = [
        f"{relative(path)}:{text.count(chr(10), 0, match.start()) + 1}"
        for path in ALL
        for text in [re.sub(r"\{#.*?#\}", "", path.read_text())]
        for match in re.finditer(FORBIDDEN[fault], text)
    ]
    assert found == [], f"Content-Security-Policy blocks {fault}: {found}"


def test_nothing_goes_unescaped():
    pattern = re.compile(r"\|\s*safe\b|\bsafeseq\b|\{%\s*autoescape\s+off")
    in_templates = {relative(path) for path in ALL if pattern.search(path.read_text())}
    in_code = {
        path
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) in {"mark_safe", "SafeString", "html_safe"}
    }
    unreviewed = (in_templates | in_code) - set(REVIEWED_UNESCAPED)
    assert unreviewed == set(), (
        f"Use format_html, or list the place with who made sure it is safe: {unreviewed}"
    )


def test_components_begin_with_a_comment():
    silent = [
        relative(path)
        for path in sorted((ROOT / "templates" / "_components").glob("*.html"))
        if not re.match(r"\s*(\{#|\{%\s*comment\b)", path.read_text())
    ]
    assert silent == [], f"Begin each component with a comment that lists its arguments: {silent}"


def test_a_form_that_is_included_alone_is_given_its_token():
    """`only` takes everything away, and a form without a token is refused when it is sent."""
    texts = {str(path.relative_to(ROOT / "templates")): path.read_text() for path in ALL}
    include = re.compile(r"\{%\s*include\s+\"([^\"]+)\"([^%]*)%\}")

    def asks(name: str, seen: frozenset[str] = frozenset()) -> bool:
        text = texts.get(name, "")
        return "{% csrf_token %}" in text or any(
            asks(inner, seen | {name})
            for inner, more in include.findall(text)
            if inner not in seen and not re.search(r"\bonly\b", more)
        )

    tokenless = [
        f"{name} includes {inner}"
        for name, text in texts.items()
        for inner, more in include.findall(text)
        if re.search(r"\bonly\b", more) and "csrf_token=csrf_token" not in more and asks(inner)
    ]
    assert tokenless == [], f"Add csrf_token=csrf_token before `only`: {tokenless}"
