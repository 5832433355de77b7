"""How long a browser stays let in, and when a request to correct must be answered."""

from datetime import date, timedelta
from typing import Final

from service.pathways.rules.currency import months_after

IDLE_MINUTES: Final = 20
IDLE: Final = timedelta(minutes=IDLE_MINUTES)
ABSOLUTE: Final = timedelta(hours=2)
"""Shorter than staff's: a phone is lent, a library's computer is left. Our own figures."""

SEEN_EVERY: Final = timedelta(seconds=60)


def answer_due_on(said_on: date) -> date:
    """Say by when a request to correct is to be answered.

    SOURCE: UK GDPR, article 12(3): within one month.
    """
    return months_after(said_on, 1)
