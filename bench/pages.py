"""What an interviewer's page does with its card: it saves fields, keeps the marks it is told, and never gives up."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any

CSRF = "c" * 32


@dataclass
class Page:
    """One open page on one card. `seen` holds the marks of its fields as the server last told them."""

    port: int
    path: str
    cookie: str
    seen: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def save(self, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Send fields once; keep the marks of what was saved. Raises OSError or HTTPException with the connection."""
        seen = {name: self.seen[name] for name in fields if name in self.seen}
        body = json.dumps({"fields": fields, "seen": seen})
        status, text = self.ask("POST", f"{self.path}fields/", body)
        answer = json.loads(text) if text.startswith("{") else {}
        self.seen |= answer.get("saved", {})
        return status, answer

    def ask(self, method: str, path: str, body: str | None = None, kind: str = "json") -> tuple[int, str]:
        """Send one request on the page's connection, opened again where it broke."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            self._connection.request(method, path, body, self._headers(kind))
            response = self._connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if response.will_close:
            self.close()
        return response.status, text

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _headers(self, kind: str) -> dict[str, str]:
        return {
            "Cookie": f"{self.cookie}; __Host-csrf={CSRF}",
            "X-CSRFToken": CSRF,
            "X-Forwarded-Proto": "https",
            "Origin": f"https://127.0.0.1:{self.port}",
            "Referer": f"https://127.0.0.1:{self.port}{self.path}",
            "Accept": "application/json" if kind == "json" else "text/html",
            "Content-Type": "application/json" if kind == "json" else "application/x-www-form-urlencoded",
        }
