"""Pages in Debian's Chromium: every page is watched, and axe-core is at hand.

`page` fails the test on any console error, script error, failed request or request to another host. Wait for an
address or a text, never for silence of the network, before looking at the database.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connections
from playwright.sync_api import ConsoleMessage, Page, Playwright, Request, Response

from tests.needs import CHROMIUM_MISSING, missing

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
# Nothing of a page comes from elsewhere; inside these the browser talks to nobody.
OWN_SCHEMES = {"data", "blob", "about"}
# What browsers call a request they dropped themselves because the page went on.
ABORTED = "net::ERR_ABORTED"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def chromium() -> str:
    """Return where Chromium is; skip where it is not, or fail when everything is required."""
    if CHROMIUM is None:
        missing(CHROMIUM_MISSING)
    return CHROMIUM


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    args = ["--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": chromium, "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "reduced_motion": "reduce", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session", autouse=True)
def no_connection_left(playwright: Playwright) -> Iterator[None]:
    """Close the connections made while Playwright's loop runs: Django keeps those apart, and forgets them after it."""
    yield
    connections.close_all()


class Watch:
    """Everything that went wrong in a page. A test that means to provoke an answer says so by `expect(404)`."""

    def __init__(self, page: Page, host: str) -> None:
        self.host = host
        self.faults: list[str] = []
        self.expected: set[int] = set()
        self.silent = False
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("request", self._asked)
        page.on("response", self._answered)

    def expect(self, *statuses: int) -> None:
        self.expected.update(statuses)

    def expect_silence(self) -> None:
        """Let requests fail, as when the server is gone, and htmx complain of it."""
        self.silent = True

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium logs each refused request once more; `_answered` has it with its address.
        complains = self.silent and message.text.startswith(("htmx:", "Response Status Error"))
        announced = tuple(f"Response Status Error Code {status} " for status in self.expected)
        complains = complains or message.text.startswith(announced)
        if message.type == "error" and "Failed to load resource" not in message.text and not complains:
            self.faults.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != ABORTED and not self.silent:
            self.faults.append(f"request failed: {request.url} ({request.failure})")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in OWN_SCHEMES and address.netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")

    def _answered(self, response: Response) -> None:
        # 422 is how a page says that a form has mistakes.
        if response.status >= 400 and response.status not in {422, *self.expected}:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")


@pytest.fixture
def watch(page: Page) -> Watch:
    """Return what watches the page, to announce an answer that would count as a fault."""
    return page.watch  # type: ignore[attr-defined]


@pytest.fixture
def page(page: Page, live_server: Any) -> Iterator[Page]:
    """A page that fails its test at the end when anything in it went wrong."""
    page.watch = Watch(page, urlsplit(live_server.url).netloc)  # type: ignore[attr-defined]
    yield page
    # Leave before the database is flushed: nothing may ask for a page meanwhile.
    page.goto("about:blank")
    assert page.watch.faults == []  # type: ignore[attr-defined]


@pytest.fixture
def sign_in(page: Page, live_server: Any, client_of: Callable[..., Any]) -> Callable[..., Page]:
    """Return a function: `sign_in(user, "/openings/")` opens that address as that user."""

    def opened(user: Any, address: str = "/") -> Page:
        cookie = client_of(user).cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        page.goto(f"{live_server.url}{address}")
        return page

    return opened


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Return a function: `axe(page)` gives the violations as lines; a clean page gives []."""

    def violations(page: Page, **options: Any) -> list[str]:
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(
            "options => axe.run(document, options)", {"resultTypes": ["violations"], **options}
        )
        return [
            f"{item['id']}: {item['help']} – {node['target']} {node['html'][:160]}"
            for item in found["violations"]
            for node in item["nodes"]
        ]

    return violations
