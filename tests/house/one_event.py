"""Every action records exactly one event: watched at every call any test makes, not only where a test asks.

`watch_actions()` puts a guard before each action. The guard counts the events recorded while the action itself runs
(those of actions it calls are theirs) and fails the test that called it when the number is not one. Actions are
called through their module (`scorecards.submit(…)`), so replacing the module's attribute reaches every caller.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models.signals import post_save

from tests.house.project import own_apps

# Actions that may record another number of events of their own. Each with the reason.
MAY_RECORD = {
    "assessor.accounts.actions.users.ensure_system": (
        {0, 1},
        "nothing happens when the user is there already",
    ),
    "roles.actions.imported.create": ({0}, "files.load_role and rubrics.publish, which it calls, record"),
    "roles.actions.role_imports.import_role": (
        {0, 1},
        "a role that is new is recorded by files.load_role, which it calls",
    ),
    "roles.actions.proposed.create": ({0}, "files.load_role, which it calls, records"),
    "roles.actions.role_copies.copy": ({0}, "files.load_role, which it calls, records"),
    "roles.actions.shipped.load": ({0}, "all of it is one call of files.load_role, which records"),
    "assessor.openings.actions.exports.ask": ({0}, "nothing has left yet: it is recorded when it is fetched"),
    "assessor.interviews.actions.notes.keep": ({0, 1}, "one event for a seat's first notes, none afterwards"),
    "assessor.interviews.actions.decisions.decide": ({0, 1}, "the same decision pressed twice is one"),
    "assessor.interviews.actions.looks.mark_seen": ({0, 1}, "nothing is recorded when nothing was new"),
    "assessor.interviews.actions.scorecards.save_draft": ({0, 1}, "one event per card, none per save"),
    "assessor.interviews.actions.scorecards.save_fields": ({0, 1}, "one event per card, none per save"),
}


def _modules() -> Iterator[Any]:
    for config in own_apps():
        if config.name == "assessor.audit":
            continue
        for info in pkgutil.walk_packages(config.module.__path__, f"{config.name}."):
            path = info.name.removeprefix(f"{config.name}.").split(".")
            if path[0] == "actions" and not path[-1].startswith("_"):
                yield importlib.import_module(info.name)


def is_action(function: Callable[..., Any]) -> bool:
    """Say whether a public function of an actions module acts: it knows who does it, and when."""
    parameters = inspect.signature(function).parameters
    by_name = inspect.Parameter.KEYWORD_ONLY
    return {"by", "at"} <= {name for name, parameter in parameters.items() if parameter.kind is by_name}


def _actions() -> dict[str, tuple[Any, Callable[..., Any]]]:
    """Return the actions by their full name."""
    return {
        f"{module.__name__}.{name}": (module, function)
        for module in _modules()
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and is_action(function)
        and f"{module.__name__}.{name}" not in NO_ACTION
    }


# Public functions that only look like actions. Each with what it is.
NO_ACTION: dict[str, str] = {}

ACTIONS = _actions()
_running = threading.local()


def _count(sender: Any, **kwargs: Any) -> None:
    if getattr(_running, "counts", None):
        _running.counts[-1] += 1


def _guarded(name: str, action: Callable[..., Any]) -> Callable[..., Any]:
    allowed = MAY_RECORD.get(name, ({1}, ""))[0]

    @functools.wraps(action)
    def guard(*args: Any, **kwargs: Any) -> Any:
        if not hasattr(_running, "counts"):
            _running.counts = []
        _running.counts.append(0)
        try:
            result = action(*args, **kwargs)
        finally:
            count = _running.counts.pop()
        assert count in allowed, (
            f"{name} recorded {count} events. An action records exactly one, by one call of record(); "
            f"if there is a reason for another number, say it in tests/house/one_event.py."
        )
        return result

    return guard


@contextmanager
def watch_actions() -> Iterator[None]:
    from assessor.audit.models import AuditEvent

    post_save.connect(_count, sender=AuditEvent, dispatch_uid="tests.one_event")
    for name, (module, action) in ACTIONS.items():
        setattr(module, name.rsplit(".", 1)[1], _guarded(name, action))
    try:
        yield
    finally:
        post_save.disconnect(sender=AuditEvent, dispatch_uid="tests.one_event")
        for name, (module, action) in ACTIONS.items():
            setattr(module, name.rsplit(".", 1)[1], action)
