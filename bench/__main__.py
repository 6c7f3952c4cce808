"""`./dev bench [S M L]`: print what pages cost beside what the same work costs bare, measured in the same run.

`./dev bench writes [edits load kill autosave]`: what must hold while many write at once, see writes.py.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import Any

REPEATS = 15
EXPORTS = 3


def main(names: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="assessor-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "assessor.settings",
            "ASSESSOR_SECRET_KEY": "for-measuring-only-" + "k" * 50,
            "ASSESSOR_ALLOWED_HOSTS": "127.0.0.1",
            "ASSESSOR_DATA_DIR": folder,
            "ASSESSOR_STATIC_ROOT": f"{folder}/static",
            "ASSESSOR_TRUSTED_PROXIES": "1",
            "ASSESSOR_DEBUG": "0",
            # Pages are measured without a worker beside them in the same process.
            "ASSESSOR_WORKER": "embedded" if names[:1] == ["writes"] else "separate",
        }
        with _database():
            _writes(names[1:]) if names[:1] == ["writes"] else _run(names)


@contextmanager
def _database() -> Iterator[None]:
    """On PostgreSQL, make a scratch database beside the one DATABASE_URL names, and drop it at the end."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield
        return
    import psycopg  # only where PostgreSQL is asked for

    name = f"assessor_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        os.environ["DATABASE_URL"] = f"{url.rsplit('/', 1)[0]}/{name}"
        try:
            yield
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _writes(names: list[str]) -> None:
    import django  # the environment must stand first

    django.setup()
    from django.core.management import call_command  # same
    from django.db import connections  # same

    from bench import writes  # same
    from bench.rounds import Size, build, spare_seats  # same

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    made = iter(range(1, 100))

    def stage(seats: int) -> writes.Stage:
        opening = build(Size(f"W{next(made)}", 40, 2, 8))
        held = spare_seats(opening, seats)
        cookie = _cookie(held[0].interviewer)
        manager = _cookie(opening.created_by)
        return writes.Stage(opening, held, [cookie] * seats, manager)

    try:
        writes.run(stage, names)
    finally:
        connections.close_all()


def _run(names: list[str]) -> None:
    import django  # the environment above must stand first

    django.setup()
    from django.core.management import call_command  # same

    from assessor.reports.tasks import MOST_AT_ONCE  # same
    from bench.rounds import SIZES, build, spare_seats  # same
    from bench.serving import Answer, Figures, serving  # same

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    rounds = {name: build(SIZES[name]) for name in names}
    seats = {name: spare_seats(rounds[name], 2 * (REPEATS + 1) + 1) for name in names}
    lines: list[tuple[str, str, Figures, Figures | None]] = []
    with serving() as server:
        hello = server.measure(REPEATS, lambda _: server.ask("/bench/hello/"))
        lines.append(("hello world", "-", hello, None))
        for name in names:
            slug, held = rounds[name].slug, seats[name]
            manager, interviewer = _cookie(rounds[name].created_by), _cookie(held[0].interviewer)
            bare = server.measure(REPEATS, lambda _, slug=slug: server.ask(f"/bench/page/{slug}/"))

            def report(_: int, slug: str = slug, manager: str = manager, *, anew: bool = True) -> Answer:
                if anew:
                    server.ask("/bench/forget/")
                return server.ask(f"/openings/{slug}/compare/", cookie=manager)

            computed = server.measure(REPEATS, report)
            again = server.measure(REPEATS, partial(report, anew=False))
            lines += [
                ("bare page", name, bare, None),
                ("report, computed", name, computed, bare),
                ("report, again", name, again, bare),
            ]
            post, cookies, token = _export_form(server, slug, manager)
            ask = partial(server.ask, post, cookie=cookies, form=token)
            is_long = SIZES[name].candidates > MOST_AT_ONCE
            asked = server.measure(EXPORTS, lambda _, ask=ask: ask(), expected=302 if is_long else 200)
            lines.append(("workbook, asked" if is_long else "workbook", name, asked, bare))
            if is_long:
                written = server.measure(
                    EXPORTS, lambda _, slug=slug: server.ask(f"/bench/written/{slug}/", form={})
                )
                lines.append(("workbook, written", name, written, bare))
            form = server.measure(
                REPEATS,
                lambda _, held=held, interviewer=interviewer: server.ask(
                    f"/seats/{held[-1].ref}/", cookie=interviewer
                ),
            )
            lines.append(("score form", name, form, hello))
            insert = server.measure(
                REPEATS, lambda number, held=held: server.ask(f"/bench/insert/{held[number].ref}/", form={})
            )
            posts = [
                _filled_form(server, seat.ref, interviewer) for seat in held[REPEATS + 1 : 2 * (REPEATS + 1)]
            ]
            submit = server.measure(
                REPEATS,
                lambda number, posts=posts: server.ask(
                    posts[number][0], cookie=posts[number][1], form=posts[number][2]
                ),
                expected=302,
            )
            lines += [("bare insert", name, insert, None), ("submission", name, submit, insert)]
    _print(lines)


def _cookie(user: Any) -> str:
    """Sign somebody in and return their cookie."""
    from django.conf import settings  # after set-up
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # same

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _export_form(server: Any, slug: str, cookie: str) -> tuple[str, str, dict[str, str]]:
    """Return where and with which cookies to ask for the workbook with every score, and the form that asks."""
    from django.conf import settings  # after set-up

    answer = server.ask(f"/openings/{slug}/compare/", cookie=cookie)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)
    secret = re.search(rf"{re.escape(settings.CSRF_COOKIE_NAME)}=([^;]+)", answer.headers["set-cookie"])
    assert token, answer.text[:500]
    assert secret, answer.headers
    cookies = f"{cookie}; {settings.CSRF_COOKIE_NAME}={secret[1]}"
    return f"/openings/{slug}/compare/export/xlsx/", cookies, {"csrfmiddlewaretoken": token[1]}


def _filled_form(server: Any, ref: str, cookie: str) -> tuple[str, str, dict[str, str]]:
    """Open a score form and return where and with which cookies to post it, filled in."""
    from django.conf import settings  # after set-up

    path = f"/seats/{ref}/"
    answer = server.ask(path, cookie=cookie)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)
    secret = re.search(rf"{re.escape(settings.CSRF_COOKIE_NAME)}=([^;]+)", answer.headers["set-cookie"])
    assert token, answer.text[:500]
    assert secret, answer.headers
    keys = sorted(set(re.findall(r'name="evidence-([a-z0-9-]+)"', answer.text)))
    form = {
        "csrfmiddlewaretoken": token[1],
        "seen": "{}",
        "rubric": "1",
        "action": "submit",
        "recommendation": "yes",
        "summary": "Fine.",
    }
    for key in keys:
        score = "3" if key == keys[0] else "4"  # a card on which all is the same is asked about once more
        form |= {f"score-{key}": score, f"evidence-{key}": f"What was said on {key}, in a sentence or two."}
    return path, f"{cookie}; {settings.CSRF_COOKIE_NAME}={secret[1]}", form


def _print(lines: list[Any]) -> None:
    heads = ("what", "size", "median ms", "CPU ms", "queries", "peak MB", "against its limit (CPU)")
    print("{:<16} {:<4} {:>9} {:>8} {:>7} {:>8}  {}".format(*heads))
    for what, size, figures, limit in lines:
        ratio = f"{figures.cpu / limit.cpu:.1f} x" if limit else ""
        numbers = f"{figures.wall:>9.1f} {figures.cpu:>8.1f} {figures.queries:>7} {figures.peak:>8.0f}"
        print(f"{what:<16} {size:<4} {numbers}  {ratio}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["S", "M", "L"])
