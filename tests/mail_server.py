"""A real mail server on a free port of this machine, and what it took."""

from __future__ import annotations

import asyncio
import email
import email.policy
import logging
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

# Its log would bury ours.
logging.getLogger("mail.log").setLevel(logging.ERROR)


class _OnAnyPort(Controller):
    """Listens where the system finds room."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MailServer:
    """Keeps what it accepted. `refusal` is what it answers instead.

    `before_recipient` and `before_answer` are what it does before it takes a mail, and before it says that it has.
    """

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.refusal = ""
        self.before_recipient: Callable[[], object] = lambda: None
        self.before_answer: Callable[[], object] = lambda: None
        self.port = 0
        self._controller: _OnAnyPort | None = None

    def start(self) -> None:
        """Listen; on the port of before when there was one."""
        self._controller = _OnAnyPort(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        self.port = self._controller.port

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(  # noqa: N802  # aiosmtpd finds it by this name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        await asyncio.to_thread(self.before_recipient)
        if "refused" in address:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusal:
            return self.refusal
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.accepted.append(message)
        self.before_answer()
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.accepted]

    def texts(self) -> list[tuple[str, str, str]]:
        """Return to whom, the subject and the body of each."""
        return [
            (message["To"], message["Subject"], message.get_content().replace("\r\n", "\n"))
            for message in self.accepted
        ]
