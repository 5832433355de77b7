"""Sending messages to staff: by SMTP, or through GOV.UK Notify (`kit.notify`), behind one interface.

A message holds nothing about anybody: it says that there is something to see, and where to sign in.
"""

from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec

PATIENCE = 20  # seconds for one message


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one person."""

    to: str
    subject: str
    body: str


class Mailer(Protocol):
    """What can send a message."""

    async def send(self, message: Message) -> None:
        """Send it, or raise."""


class Smtp:
    """A mail server. With `encrypted` nothing is said to it before the connection is."""

    def __init__(self, url: str, *, sender: str, encrypted: bool) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "localhost", parts.port
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._tls = parts.scheme == "smtps"
        self._start_tls = None if self._tls or not encrypted else True
        self._sender = sender

    async def send(self, message: Message) -> None:
        """Send it. Raises aiosmtplib's errors."""
        written = EmailMessage()
        written["From"], written["To"], written["Subject"] = self._sender, message.to, message.subject
        written["Auto-Submitted"] = "auto-generated"
        written.set_content(message.body)
        await aiosmtplib.send(
            written,
            hostname=self._host,
            port=self._port,
            username=self._user,
            password=self._password,
            use_tls=self._tls,
            start_tls=False if self._tls else self._start_tls,
            timeout=PATIENCE,
        )
