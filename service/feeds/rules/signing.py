"""Standard Webhooks: what a message says, and how it is signed. Source: its specification, 1.0."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

PREFIX: Final = "whsec_"
_BYTES: Final = 32


def secret_of(master: str, webhook_id: UUID, generation: int) -> str:
    """Derive an endpoint's secret from the service's own: shown once, kept nowhere, replaced by another."""
    told = f"webhook:{webhook_id}:{generation}".encode()
    key = hmac.digest(master.encode(), told, "sha256")[:_BYTES]
    return PREFIX + base64.b64encode(key).decode()


def signatures(secrets: Iterable[str], message_id: str, at: datetime, body: str) -> str:
    """Sign a message with each secret that holds: during a rotation the new and the old."""
    signed = f"{message_id}.{int(at.timestamp())}.{body}".encode()
    return " ".join(f"v1,{_sign(secret, signed)}" for secret in secrets)


def _sign(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def message(kind: str, at: datetime, data: dict[str, Any]) -> str:
    """Write a thin message: what kind, when, and where to read on. Never who."""
    return msgspec.json.encode({"type": kind, "timestamp": at.isoformat(), "data": data}).decode()
