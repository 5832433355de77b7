"""The UKPRN (UK Provider Reference Number) of a provider.

Sources: eight digits from 10000000 by the ILR's schema; beginning with 1 by NCCIS error 39. Test files use
others (99999999), so those are read, and `is_usual_ukprn` lets a reader warn.
"""

import re

from service.vocabulary.typed import compact

_SHAPE = re.compile(r"[1-9][0-9]{7}")


class UkprnInvalid(ValueError):
    """Not a UKPRN. The message says what to do."""


def parse_ukprn(text: str) -> str:
    """The eight digits of a UKPRN; raises UkprnInvalid, also for nothing."""
    ukprn = compact(text)
    if not _SHAPE.fullmatch(ukprn):
        raise UkprnInvalid("Enter the 8 digits of the UKPRN. The first is never 0.")
    return ukprn


def is_usual_ukprn(text: str) -> bool:
    """Whether this is a UKPRN as the UK Register of Learning Providers gives them: beginning with 1."""
    ukprn = compact(text)
    return _SHAPE.fullmatch(ukprn) is not None and ukprn.startswith("1")
