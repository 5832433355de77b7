"""The ULN (Unique Learner Number) of the Learning Records Service.

Source: DfE, "WSLP02 ULN Validation", version 3, January 2019.
"""

import re

from service.vocabulary.typed import compact

TEMPORARY_ULN = "9999999999"
"""Shared by all whose ULN is not known yet, so never a key to a person. It fails its own check digit."""

_SHAPE = re.compile(r"[1-9][0-9]{9}")
_WEIGHTS = range(10, 1, -1)


class UlnInvalid(ValueError):
    """Not a ULN. The message says what to do and never repeats the number."""


def parse_uln(text: str) -> str | None:
    """The ten digits of a ULN; None for nothing and for the temporary ULN; raises UlnInvalid."""
    uln = compact(text)
    if uln in ("", TEMPORARY_ULN):
        return None
    if not _SHAPE.fullmatch(uln):
        raise UlnInvalid("Enter the 10 digits of the ULN. The first is never 0.")
    if _check_digit(uln) != int(uln[9]):
        raise UlnInvalid("Check every digit of the ULN: at least one is wrong.")
    return uln


def _check_digit(uln: str) -> int | None:
    """The tenth digit that the first nine ask for; None where they can never be a ULN (remainder 0)."""
    remainder = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, uln, strict=False)) % 11
    return 10 - remainder if remainder else None
