"""Dates of birth compared: the slips people make with dates, and dates known in part."""

from rapidfuzz.distance import OSA

from service.learners.matching.normalise import Born
from service.learners.matching.rows import Finding

BIRTH = "birth"
EQUAL, SWAPPED, ONE_DIGIT, LEAP_DAY, TWO_PARTS, TWO_DIGITS, DIFFERENT = (
    "equal", "swapped", "one_digit", "leap_day", "two_parts", "two_digits", "different",
)  # fmt: skip
NEW_YEAR = "new_year"
YEAR_AND_MONTH, DAY_AND_MONTH, YEAR, YEAR_NEAR, PARTS_DIFFER = (
    "year_and_month", "day_and_month", "year", "year_near", "parts_differ",
)  # fmt: skip
_LEAP_DAY, _BESIDE_IT = (2, 29), frozenset({(2, 28), (3, 1)})


def birth_finding(a: Born, b: Born) -> Finding | None:
    """How two dates of birth compare; None where they have no part in common."""
    if a.whole and b.whole:
        return Finding(BIRTH, _whole(a, b))
    if a == b and a.is_new_year:
        return Finding(BIRTH, NEW_YEAR)
    level = _in_part(a, b)
    return Finding(BIRTH, level) if level else None


def _whole(a: Born, b: Born) -> str:
    if a == b:
        return EQUAL
    if a.year == b.year and (a.month, a.day) == (b.day, b.month):
        return SWAPPED
    if a.year == b.year and _is_leap_day_moved(a, b):
        return LEAP_DAY
    slips = OSA.distance(a.whole or "", b.whole or "", score_cutoff=2)
    if slips <= 1:
        return ONE_DIGIT
    if (a.year == b.year) + (a.month == b.month) + (a.day == b.day) == 2:
        return TWO_PARTS
    return TWO_DIGITS if slips == 2 else DIFFERENT


def _is_leap_day_moved(a: Born, b: Born) -> bool:
    """29 February, kept as 28 February or 1 March by a system that asks which day it is this year."""
    days = {(a.month, a.day), (b.month, b.day)}
    return _LEAP_DAY in days and bool(days & _BESIDE_IT)


def _in_part(a: Born, b: Born) -> str | None:
    """What can be said where one of them lacks a part."""
    known = [(x, y) for x, y in ((a.year, b.year), (a.month, b.month), (a.day, b.day)) if x and y]
    if not known:
        return None
    if any(x != y for x, y in known):
        near = len(known) == 1 and a.year and b.year and abs(a.year - b.year) == 1
        return YEAR_NEAR if near else PARTS_DIFFER
    if a.year and b.year:
        return YEAR if len(known) == 1 else YEAR_AND_MONTH
    return DAY_AND_MONTH if len(known) == 2 else None
