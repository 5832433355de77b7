"""When a message is tried again, and when an endpoint is given up. Source: Standard Webhooks 1.0, retry schedule."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from service.feeds.rows import Answered

PAUSES: Final[Sequence[timedelta]] = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Between one try and the next; after the last, some three days on, the endpoint is given up."""
KEPT_SECRET: Final = timedelta(hours=24)
"""How long messages are signed with the old secret too, once it is replaced."""
GONE: Final = 410


class Becomes(StrEnum):
    """What becomes of a message after a try."""

    DELIVERED = "delivered"
    AGAIN = "again"
    GIVEN_UP = "given_up"


class Verdict(NamedTuple):
    """What becomes of the message, when to try again, and why the endpoint is switched off, if it is."""

    becomes: Becomes
    pause: timedelta | None = None
    disabled_because: str | None = None


def verdict(answered: Answered, *, attempts: int) -> Verdict:
    """Say what follows from an answer to the `attempts`-th try. Any 2xx is taken, no redirect followed."""
    if answered.status is not None and 200 <= answered.status < 300:
        return Verdict(Becomes.DELIVERED)
    if answered.status == GONE:
        return Verdict(Becomes.GIVEN_UP, disabled_because="It said that it is gone for good (410).")
    if attempts > len(PAUSES):
        return Verdict(Becomes.GIVEN_UP, disabled_because="It took no message for three days.")
    return Verdict(Becomes.AGAIN, pause=PAUSES[attempts - 1])
