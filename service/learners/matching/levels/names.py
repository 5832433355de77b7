"""Names compared together: given and family name each with its own, or the wrong way round if that fits better."""

from collections.abc import Iterable

from service.learners.matching.levels.family import family_finding, given_before, name_finding
from service.learners.matching.levels.given import given_findings, only_name_finding
from service.learners.matching.levels.strength import (
    DIFFERENT,
    EQUAL,
    FAMILY,
    GIVEN,
    ONE_NAME,
    ORDER,
    OVERLAP,
    PART,
    PREVIOUS,
    SIMILAR,
    SLIP,
    STRENGTH,
    Parts,
)
from service.learners.matching.levels.text import word_level
from service.learners.matching.normalise import Form
from service.learners.matching.rows import Finding
from service.learners.matching.shares import Shares

SWAPPED = "swapped"
_HALF_A_LEVEL = 0.5


def name_findings(a: Form, b: Form, shares: Shares) -> list[Finding]:
    """How two people's names compare. Given and family name the wrong way round are compared the right way round."""
    if _has_one_name(a) and _has_one_name(b):
        mine, theirs = (a.given or a.family)[0], (b.given or b.family)[0]
        return [only_name_finding(mine, theirs, shares), Finding(ONE_NAME, EQUAL)]
    straight = _straight(a, b, shares)
    if _is_settled(straight) or not _may_be_swapped(a, b):
        return straight
    crossed = _crossed(a, b, shares)
    if _strength(crossed) > _strength(straight) + _HALF_A_LEVEL:
        return [*crossed, Finding(ORDER, SWAPPED)]
    return straight


def _has_one_name(form: Form) -> bool:
    if form.is_name_unknown or bool(form.given) == bool(form.family):
        return False
    return len(form.given or form.family) == 1


def _straight(a: Form, b: Form, shares: Shares) -> list[Finding]:
    found = given_findings(a.given, b.given, shares) if a.given and b.given else []
    if found and found[0].level == DIFFERENT and (a.previous or b.previous):
        before = given_before(a, b)
        found = [Finding(GIVEN, PREVIOUS, max(map(shares.of_given, before)))] if before else found
    if a.family and b.family:
        found.append(family_finding(a, b, shares))
    return found


def _crossed(a: Form, b: Form, shares: Shares) -> list[Finding]:
    """Each name with the other of the other person; the stronger stands for the given name, so that order is none."""
    pairs = ((a.given, b.family), (a.family, b.given))
    found = [name_finding(GIVEN, one, other, shares.of_either) for one, other in pairs if one and other]
    found.sort(key=lambda each: (-STRENGTH[each.level], each.share or 0.0))
    fields = (GIVEN, FAMILY)
    return [_in_field(each, field) for each, field in zip(found, fields, strict=False)]


def _in_field(found: Finding, field: str) -> Finding:
    level = OVERLAP if field == GIVEN and found.level == PART else found.level
    return Finding(field, level, found.share)


def _strength(found: Iterable[Finding]) -> float:
    return sum(STRENGTH[each.level] for each in found if each.field in (GIVEN, FAMILY))


def _is_settled(found: list[Finding]) -> bool:
    levels = [each.level for each in found if each.field in (GIVEN, FAMILY)]
    return len(levels) > 1 and DIFFERENT not in levels


def _may_be_swapped(a: Form, b: Form) -> bool:
    return _is_near(a.given, b.family) or _is_near(a.family, b.given)


def _is_near(one: Parts, other: Parts) -> bool:
    if not one or not other:
        return False
    if one[0][0] != other[0][0] and one[-1][-1] != other[-1][-1] and not set(one) & set(other):
        return False
    return bool(set(one) & set(other)) or word_level("".join(one), "".join(other)) in (EQUAL, SLIP, SIMILAR)
