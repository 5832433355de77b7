"""The National Insurance number.

Sources: the shape is the ILR's own (rule NINumber_01, which lets the last letter be missing); the prefixes
never given to anyone, temporary "TN" numbers among them, are HMRC's (National Insurance Manual, NIM39110).
"""

import re

from service.vocabulary.typed import compact

_SHAPE = re.compile(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]?")
_NEVER_ALLOCATED = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})


class NiNumberInvalid(ValueError):
    """Not a National Insurance number. The message says what to do and never repeats the number."""


def parse_ni_number(text: str) -> str | None:
    """The number without spaces, eight characters and a ninth; None for nothing; raises NiNumberInvalid.

    There is no check digit. The last letter may be missing, so compare two numbers by their first eight.
    """
    number = compact(text)
    if not number:
        return None
    if not _SHAPE.fullmatch(number):
        raise NiNumberInvalid("Enter 2 letters, 6 numbers and a letter from A to D, as on a payslip.")
    if number[:2] in _NEVER_ALLOCATED:
        raise NiNumberInvalid("Check the first 2 letters: no National Insurance number begins with them.")
    return number
