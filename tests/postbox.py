"""A real mail server on loopback that keeps what it gets."""

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postbox:
    """Takes mail; refuses every address at refused.example for good."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_RCPT(  # noqa: N802 (the server library's name)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Accept a recipient or say that there is no such box."""
        if address.endswith("@refused.example"):
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append(message)
        return "250 kept"

    @property
    def host(self) -> str:
        """Return the address to connect to."""
        return "127.0.0.1"

    @property
    def port(self) -> int:
        """Return the port to connect to."""
        return int(self._controller.port)

    def start(self) -> None:
        """Open the box."""
        self._controller.start()

    def stop(self) -> None:
        """Close the box."""
        self._controller.stop()
