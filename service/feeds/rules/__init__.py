"""How messages are signed, where they may go, when they are tried again."""

from service.feeds.rules.retrying import KEPT_SECRET, PAUSES, Verdict, verdict
from service.feeds.rules.signing import message, secret_of, signatures
from service.feeds.rules.where import AddressForbidden, UrlForbidden, checked_url, is_public

__all__ = [
    "KEPT_SECRET",
    "PAUSES",
    "AddressForbidden",
    "UrlForbidden",
    "Verdict",
    "checked_url",
    "is_public",
    "message",
    "secret_of",
    "signatures",
    "verdict",
]
