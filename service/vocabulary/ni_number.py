"""The National Insurance number: two letters, six digits, and a letter that says nothing about the person.

Source: HMRC, National Insurance Manual, NIM39110: letters that never occur, prefixes never allocated.
"""

import re

_WRITTEN = re.compile(r"([A-Z]{2}[0-9]{6})[A-D]?")
_NEVER_FIRST, _NEVER_SECOND = frozenset("DFIQUV"), frozenset("DFIQUVO")
_NEVER_ALLOCATED = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})


class NiNumberInvalid(ValueError):
    """This is no National Insurance number."""


def parse_ni_number(text: str) -> str | None:
    """Give the eight characters that tell people apart; None for blank. Raises `NiNumberInvalid`.

    Temporary numbers ("TN", then the date of birth) are refused: more than one person may have the same.
    """
    typed = "".join(text.split()).upper()
    if not typed:
        return None
    found = _WRITTEN.fullmatch(typed)
    if found is None:
        raise NiNumberInvalid(
            "A National Insurance number has two letters, six numbers and a letter, like AB 12 34 56 C."
        )
    prefix = typed[:2]
    if prefix in _NEVER_ALLOCATED or prefix[0] in _NEVER_FIRST or prefix[1] in _NEVER_SECOND:
        raise NiNumberInvalid(
            f"No National Insurance number begins with {prefix}. Check the first two letters."
        )
    return found[1]
