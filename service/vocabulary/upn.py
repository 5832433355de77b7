"""The UPN (Unique Pupil Number) that schools know a pupil by.

Source: DfE, "Unique pupil numbers (UPNs): guide", version 1.2, June 2019, section 6.1 and Annex A. The three
digits of the local authority are not checked against a list: authorities come and go, and UPNs outlive them.
"""

import re

from service.vocabulary.typed import compact

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # by value 0 to 22; I, O and S are never used
_SHAPE = re.compile(rf"[{_LETTERS}][0-9]{{11}}[0-9{_LETTERS}]")


class UpnInvalid(ValueError):
    """Not a UPN. The message says what to do and never repeats the number."""


def parse_upn(text: str) -> str | None:
    """The 13 characters of a permanent or temporary UPN; None for nothing; raises UpnInvalid."""
    upn = compact(text)
    if not upn:
        return None
    if not _SHAPE.fullmatch(upn):
        raise UpnInvalid(
            "Enter the 13 characters of the UPN: a letter, then 12 digits (the last may be a letter)."
        )
    if _check_letter(upn) != upn[0]:
        raise UpnInvalid("Check every character of the UPN: at least one is wrong.")
    return upn


def is_temporary_upn(upn: str) -> bool:
    """Whether the UPN ends in a letter: given until the permanent one is known, and then replaced."""
    return upn[-1].isalpha()


def _check_letter(upn: str) -> str:
    return _LETTERS[sum(place * _value(upn[place - 1]) for place in range(2, 14)) % 23]


def _value(character: str) -> int:
    return int(character) if character.isdigit() else _LETTERS.index(character)
