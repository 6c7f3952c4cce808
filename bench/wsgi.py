"""The application with a stop-watch around it: each answer says what it cost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessor.settings")

from django.conf import settings  # the module above must be named first

settings.ROOT_URLCONF = "bench.urls"
settings.TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")

from django.core.wsgi import get_wsgi_application  # noqa: E402  # same
from django.db import connection  # noqa: E402  # same

_application = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the application does, with X-Bench-Cpu (ms of this thread) and X-Bench-Queries."""
    queries = 0
    started = time.thread_time()

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    held: list[Any] = []
    with connection.execute_wrapper(count):
        response = _application(environ, lambda *args: held.append(args))
        body = b"".join(response)
        response.close()  # type: ignore[attr-defined]  # WSGI's own closing, which ends the request
    spent = 1000 * (time.thread_time() - started)
    status, headers, *rest = held[0]
    costs = [("X-Bench-Cpu", f"{spent:.3f}"), ("X-Bench-Queries", str(queries))]
    start_response(status, [*headers, *costs], *rest)
    return [body]
