"""Only actions write, and they all look alike."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.one_event import ACTIONS, MAY_RECORD, NO_ACTION
from tests.house.project import ROOT, modules

WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "asave", "acreate", "aupdate", "adelete", "abulk_create", "set_password",
}  # fmt: skip

# Calls outside actions that look like writes. Each with what it is.
REVIEWED = {
    "assessor/settings.py": "a dict of settings",
    "assessor/base/models.py": "AppendOnlyModel.save passes the one insert on",
    "roles/models.py": "RubricPart guards save and delete, and passes them on",
}


def _is_actions(path: str) -> bool:
    return "/actions/" in path or path.endswith("/actions.py")


def _imported(tree: ast.Module) -> dict[str, str]:
    """Return what the names a module imports stand for."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _writes(tree: ast.Module) -> Iterator[ast.Attribute]:
    """Give the calls that look like writes.

    `levels.save(…)` is an action when `levels` is a module of actions; `save(commit=False)` writes nothing; and
    `seen.update(…)` on a bare name is a dict, a set or a hash: querysets are written out where they are used.
    """
    actions = {
        name for name, full in _imported(tree).items() if ".actions." in full or full.endswith(".actions")
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            name = node.func.value.id if isinstance(node.func.value, ast.Name) else None
            uncommitted = any(ast.unparse(keyword) == "commit=False" for keyword in node.keywords)
            if name not in actions and not uncommitted and not (name and node.func.attr == "update"):
                yield node.func


def test_only_actions_write():
    found = [
        f"{path}:{call.lineno} .{call.attr}("
        for path, tree in modules()
        if not _is_actions(path) and path not in REVIEWED
        for call in _writes(tree)
    ]
    assert found == [], f"Move the write into an action, or list it in REVIEWED with its reason: {found}"


def test_reviewed_writes_are_still_there():
    gone = [path for path in REVIEWED if not (ROOT / path).exists()]
    assert gone == [], f"Take these off the list in REVIEWED: {gone}"


def test_views_and_forms_ask_queries():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        if path.endswith(("views.py", "forms.py")) or "/views/" in path or "/forms/" in path
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert found == [], f"Views and forms hold no ORM; ask a query: {found}"


# What modules above the actions may use of them, without its being an action. Each with what it is.
HELPERS = {
    "assessor.accounts.actions.users.ensure_system": "gives commands the user they act as, so has no `by`",
    "assessor.candidates.actions.files.stored_path": "where the bytes lie",
    "assessor.openings.actions.exports.begin": "a step of the worker, nobody's act",
    "assessor.openings.actions.exports.advance": "a step of the worker, nobody's act",
    "assessor.openings.actions.exports.written": "a step of the worker, nobody's act",
    "assessor.openings.actions.exports.finish": "a step of the worker, nobody's act",
    "assessor.openings.actions.exports.fail": "a step of the worker, nobody's act",
    "assessor.openings.actions.exports.forget": "the clock's own act: nobody does it",
    "assessor.openings.actions.exports.written_path": "where the bytes lie",
    "assessor.notices.actions.mornings.look": "the clock's own act: nobody does it",
    "assessor.notices.actions.outbox.tell_nobody": "for demonstration data alone",
    "assessor.notices.actions.queue.take_up_again": "a step of the worker, nobody's act",
    "assessor.notices.actions.queue.claim": "a step of the worker, nobody's act",
    "assessor.notices.actions.queue.run": "a step of the worker, nobody's act",
}


def _functions() -> dict[str, ast.FunctionDef]:
    """Return the public functions of actions modules by their full name; the log's own are no actions."""
    return {
        f"{path.removesuffix('.py').replace('/', '.')}.{node.name}": node
        for path, tree in modules()
        if _is_actions(path) and not path.startswith("assessor/audit/")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


FUNCTIONS = _functions()


def _faults(name: str, node: ast.FunctionDef) -> Iterator[str]:
    if node.args.args or node.args.posonlyargs or node.args.vararg or node.args.kwarg:
        yield "takes every argument by name"
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    if "transaction.atomic" not in decorators and MAY_RECORD.get(name, ({1}, ""))[0] != {0}:
        yield "is one transaction: @transaction.atomic"
    if ast.get_docstring(node) is None:
        yield "has a docstring"


def test_actions_look_alike():
    found = [f"{name}: an action {fault}" for name in ACTIONS for fault in _faults(name, FUNCTIONS[name])]
    assert found == [], "\n".join(["Mend these, or list what is no action in one_event.py:", *found])


def _used_from(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Give the functions of actions modules that a module uses, as full name and line."""
    aliases = _imported(tree)
    for full in aliases.values():
        if full in FUNCTIONS:
            yield full, 1
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            full = f"{aliases.get(node.value.id)}.{node.attr}"
            if full in FUNCTIONS:
                yield full, node.lineno


def test_views_and_commands_call_actions_alone():
    """Other functions of an actions module are there for actions: they check nothing and record nothing."""
    found = [
        f"{path}:{line} {name}"
        for path, tree in modules()
        if not _is_actions(path)
        for name, line in _used_from(tree)
        if name not in ACTIONS and name not in HELPERS
    ]
    assert found == [], "\n".join(
        ["Only actions (keyword-only, with by and at) are called from here, or what HELPERS lists:", *found]
    )


def test_lists_of_exceptions_are_up_to_date():
    gone = (set(NO_ACTION) | set(MAY_RECORD) | set(HELPERS)) - set(FUNCTIONS)
    assert gone == set(), "These functions are gone; take them off the lists."


def test_every_action_is_called_by_a_test():
    """one_event.py watches the calls; here, that there is at least one to watch, and through its module."""
    paths = (path for path in (ROOT / "tests").rglob("test_*.py") if path.parent.name != "house")
    text = "\n".join(path.read_text() for path in paths)
    missing = [name for name in ACTIONS if not re.search(_call(name), text)]
    assert missing == [], f"Test these through their module, as in `users.invite(…)`: {missing}"


def _call(name: str) -> str:
    """Return what a call through the module looks like, whatever alias keeps two modules of one name apart."""
    module, function = name.split(".")[-2:]
    return rf"\b(?:\w+_)?{module}(?:_actions)?\.{function}\b"
