"""Reads one cell of a spreadsheet as what it should be, or says what is wrong and what to do."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from service.learners.rows import Sex
from service.pathways.rows import Completion, Confidence
from service.pathways.rules import LEAVING
from service.vocabulary.activity import ACTIVITIES, Group
from service.vocabulary.day import DayInvalid, parse_day
from service.vocabulary.ni_number import NiNumberInvalid, parse_ni_number
from service.vocabulary.personal_name import fold
from service.vocabulary.postcode import PostcodeInvalid, parse_postcode
from service.vocabulary.sector import LEVELS, parse_sector
from service.vocabulary.uln import TEMPORARY_ULN, UlnInvalid, parse_uln

LONGEST = 200  # characters of a name, a title or a reference
LONGEST_EMAIL = 254
MOST_SESSIONS = 60  # of a week
_SCIENTIFIC = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)
_DECIMAL_ZERO = re.compile(r"([0-9]+)\.0+")
_SERIAL = re.compile(r"[1-9][0-9]{4}(?:\.0+)?")  # 10,000 is in 1927, 99,999 in 2173
_FIRST_SERIAL = date(1899, 12, 30)  # what 0 would be in Excel, its 29 February 1900 allowed for
_TIME = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
_ABBREVIATED = MappingProxyType({"entry": "E", "entry level": "E"})


class CellInvalid(ValueError):
    """What is wrong with a cell, never the value, and what to do about it."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


class Reading(NamedTuple):
    """What reading a cell depends on beside the cell."""

    today: date


def text(cell: str, _: Reading) -> str:
    """Any words, on one line."""
    words = " ".join(cell.split())
    if len(words) > LONGEST:
        raise CellInvalid(f"It is longer than {LONGEST} characters.", "Shorten it.")
    return words


def name(cell: str, reading: Reading) -> str:
    """A person's name: at least one letter."""
    words = text(cell, reading)
    if not any(mark.isalpha() for mark in words):
        raise CellInvalid("There is no letter in this name.", "Write the name in letters.")
    return words


def reference(cell: str, reading: Reading) -> str:
    """The sender's own number of a learner. Colons are ours."""
    words = _DECIMAL_ZERO.sub(r"\1", text(cell, reading))
    if _SCIENTIFIC.fullmatch(words):
        raise CellInvalid(
            "The spreadsheet has shortened this number (such as 1.23E+09).",
            "Make the column text, enter the number in full and save again.",
        )
    return words.replace(":", "-")


def day(cell: str, reading: Reading) -> date:
    """A day: 2026-09-02, 2/9/26, 2 Sep 2026, or the number Excel keeps it as."""
    typed = _TIME.sub("", cell.strip())
    if _SERIAL.fullmatch(typed):
        return _FIRST_SERIAL + timedelta(days=int(float(typed)))
    if not any(mark.isdigit() for mark in typed):
        raise CellInvalid("This is not a day.", "Write it as day/month/year, such as 31/08/2026.")
    try:
        return parse_day(typed, today=reading.today)
    except DayInvalid:
        raise CellInvalid(
            "This is not a day that exists.", "Write it as day/month/year, such as 31/08/2026."
        ) from None


def past_day(cell: str, reading: Reading) -> date:
    """A day that has come."""
    found = day(cell, reading)
    if found > reading.today:
        raise CellInvalid("This day has not come yet.", "Send it once it has happened.")
    return found


def birthday(cell: str, reading: Reading) -> date:
    """A day of birth, at least ten years ago."""
    found = past_day(cell, reading)
    if found.year > reading.today.year - 10 or found.year < reading.today.year - 100:
        raise CellInvalid(
            "Nobody of this age can be meant.", "Check the year, and write it with four figures."
        )
    return found


def sex(cell: str, _: Reading) -> Sex | None:
    """F or M; anything else is not kept."""
    first = cell.strip()[:1].upper()
    return Sex(first) if first in {"F", "M"} else None


def postcode(cell: str, _: Reading) -> str | None:
    """A UK postcode."""
    try:
        return parse_postcode(cell)
    except PostcodeInvalid:
        raise CellInvalid("This is not a UK postcode.", "Write it as CM1 1AA, or leave it empty.") from None


def uln(cell: str, _: Reading) -> str | None:
    """A ULN; the temporary one is none."""
    typed = _DECIMAL_ZERO.sub(r"\1", cell.strip())
    if _SCIENTIFIC.fullmatch(typed):
        raise CellInvalid(
            "The spreadsheet has shortened this number (such as 9.28E+09), so that its last figures are lost.",
            "Make the column text, enter all ten figures and save again.",
        )
    if typed == TEMPORARY_ULN:
        return None
    try:
        return parse_uln(typed)
    except UlnInvalid:
        raise CellInvalid(
            "This is not a ULN: its ten figures do not check.", "Copy it again, or leave it empty."
        ) from None


def ni_number(cell: str, _: Reading) -> str | None:
    """A National Insurance number."""
    try:
        return parse_ni_number(cell)
    except NiNumberInvalid:
        raise CellInvalid(
            "This is not a National Insurance number.", "Write it as AB 12 34 56 C, or leave it empty."
        ) from None


def email(cell: str, _: Reading) -> str | None:
    """An e-mail address; it only supports what else is known."""
    typed = cell.strip()
    return typed if "@" in typed and len(typed) <= LONGEST_EMAIL else None


def _known_activities(*groups: Group) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for each in ACTIVITIES.values():
        if each.current and each.group in groups:
            found[str(each.code)] = each.code
            found[fold(each.label)] = each.code
    return MappingProxyType(found)


LEARNING = _known_activities(Group.EET, Group.RE_ENGAGEMENT)
ANYTHING = _known_activities(*Group)


def learning(cell: str, _: Reading) -> int:
    """What is learned or worked at: an NCCIS code, or its words."""
    return _activity(cell, LEARNING)


def activity(cell: str, _: Reading) -> int:
    """What somebody does: an NCCIS code, or its words."""
    return _activity(cell, ANYTHING)


def _activity(cell: str, known: Mapping[str, int]) -> int:
    typed = _DECIMAL_ZERO.sub(r"\1", cell.strip())
    found = known.get(fold(typed))
    if found is None:
        raise CellInvalid(
            "Nothing of our list is called so.", "Use a code or the words of the list in the guidance."
        )
    return found


def level(cell: str, _: Reading) -> str:
    """A level: E, or 1 to 8."""
    typed = fold(_DECIMAL_ZERO.sub(r"\1", cell.strip())).removeprefix("level").strip()
    found = _ABBREVIATED.get(typed, typed.upper())
    if found not in LEVELS:
        raise CellInvalid("This is not a level.", "Write E, or 1 to 8.")
    return found


def sector(cell: str, _: Reading) -> str | None:
    """A sector subject area, such as 5.2."""
    found = parse_sector(cell.strip())
    if found is None:
        raise CellInvalid("This is not a sector subject area.", "Write its number, such as 5.2.")
    return found


ENDINGS: Mapping[str, Completion] = MappingProxyType(
    {
        "completed": Completion.COMPLETED,
        "left early": Completion.WITHDRAWN,
        "withdrawn": Completion.WITHDRAWN,
        "moved on": Completion.MOVED_ON,
        "transferred": Completion.MOVED_ON,
        "on a break": Completion.BREAK,
        "break": Completion.BREAK,
        "going on": Completion.CONTINUING,
        "continuing": Completion.CONTINUING,
    }
)
SURE: Mapping[str, Confidence] = MappingProxyType(
    {
        "confirmed": Confidence.CONFIRMED,
        "said by the learner": Confidence.SELF_REPORTED,
        "self reported": Confidence.SELF_REPORTED,
    }
)


def ending(cell: str, _: Reading) -> Completion:
    """How a course stands or ended."""
    found = ENDINGS.get(fold(cell))
    if found is None:
        raise CellInvalid(
            "This does not say how it stands.",
            "Write Going on, Completed, Left early, Moved on or On a break.",
        )
    return found


def sure(cell: str, _: Reading) -> Confidence:
    """How it is known."""
    found = SURE.get(fold(cell))
    if found is None:
        raise CellInvalid("This does not say how it is known.", "Write Confirmed, or Said by the learner.")
    return found


def sessions(cell: str, _: Reading) -> int:
    """How many sessions of a week."""
    typed = _DECIMAL_ZERO.sub(r"\1", cell.strip())
    if not (typed.isascii() and typed.isdecimal()) or int(typed) > MOST_SESSIONS:
        raise CellInvalid(
            "This is no number of sessions in a week.", f"Write a number, 0 to {MOST_SESSIONS}."
        )
    return int(typed)


YES: Mapping[str, str] = MappingProxyType(
    {"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no", "0": "no"}
)


def yes(cell: str, _: Reading) -> str:
    """Yes or no."""
    found = YES.get(_DECIMAL_ZERO.sub(r"\1", cell.strip()).lower())
    if found is None:
        raise CellInvalid("This is neither yes nor no.", "Write Yes or No, or leave it empty.")
    return found


def one_of(choices: Mapping[str, str]) -> Callable[[str, Reading], str]:
    """Make the reader of a list: a code, or its words."""
    known = {fold(words): code for code, words in choices.items()} | {fold(code): code for code in choices}

    def read(cell: str, _: Reading) -> str:
        found = known.get(fold(_DECIMAL_ZERO.sub(r"\1", cell.strip())))
        if found is None:
            raise CellInvalid(
                "Nothing of our list is called so.", f"Write one of: {'; '.join(choices.values())}."
            )
        return found

    return read


_REASONS = one_of({str(code): words for code, words in LEAVING.items()})


def reason(cell: str, reading: Reading) -> int:
    """Why somebody left early: words of the list, or an ILR code."""
    return int(_REASONS(cell, reading))
