"""Postcodes and addresses compared: the same place, a slip, or near by."""

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from service.learners.matching.normalise import is_uk_postcode
from service.learners.matching.rows import Finding

POSTCODE, ADDRESS = "postcode", "address"
EQUAL, SLIP, SECTOR, OUTCODE, AREA, DIFFERENT = "equal", "slip", "sector", "outcode", "area", "different"
NEAR, STREET = "near", "street"
ALIKE, SAME_WORDS = 84.0, 90.0
"""Shares in a hundred of letters in common, words in any order (rapidfuzz's token ratios)."""
_AREA = re.compile("[A-Z]+")


def postcode_finding(a: str, b: str) -> Finding:
    """How two postcodes compare; in other countries the start of the code stands for the district."""
    if a == b:
        return Finding(POSTCODE, EQUAL)
    if len(a) >= 4 and OSA.distance(a, b, score_cutoff=1) <= 1:
        return Finding(POSTCODE, SLIP)
    if is_uk_postcode(a) and is_uk_postcode(b):
        return Finding(POSTCODE, _uk(a, b))
    return Finding(POSTCODE, _elsewhere(a, b))


def _uk(a: str, b: str) -> str:
    if a[:-2] == b[:-2]:
        return SECTOR
    if a[:-3] == b[:-3]:
        return OUTCODE
    first, second = _AREA.match(a), _AREA.match(b)
    return AREA if first and second and first.group() == second.group() else DIFFERENT


def _elsewhere(a: str, b: str) -> str:
    if len(a) >= 5 and a[:3] == b[:3]:
        return OUTCODE
    return AREA if a[:2] == b[:2] else DIFFERENT


def address_finding(a: tuple[str, ...], b: tuple[str, ...]) -> Finding:
    """How two addresses compare, whatever the order of their lines: house and street, street alone, neither."""
    if a == b or sorted(a) == sorted(b):
        return Finding(ADDRESS, EQUAL)
    one, other = " ".join(sorted(a)), " ".join(sorted(b))
    alike = fuzz.ratio(one, other) >= ALIKE or fuzz.token_set_ratio(one, other) >= SAME_WORDS
    if not alike:
        squeezed = fuzz.ratio("".join(a), "".join(b)) >= ALIKE
        return Finding(ADDRESS, NEAR if squeezed else DIFFERENT)
    houses = _numbers(a), _numbers(b)
    return Finding(ADDRESS, NEAR if not all(houses) or houses[0] & houses[1] else STREET)


def _numbers(parts: tuple[str, ...]) -> set[str]:
    return {part for part in parts if part[0].isdigit()}
