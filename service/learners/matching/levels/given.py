"""Given names compared: a bag of parts, with nicknames, initials, and names that only look like a slip of another."""

from service.learners.matching.levels.strength import (
    DIFFERENT,
    EQUAL,
    FURTHER,
    GIVEN,
    INITIAL,
    LOOKALIKE,
    NICKNAME,
    OVERLAP,
    SECOND,
    SIMILAR,
    SLIP,
    SOUNDS,
    STRENGTH,
    UNLISTED,
    Parts,
    split,
)
from service.learners.matching.levels.text import word_level
from service.learners.matching.nicknames import is_nickname
from service.learners.matching.rows import Finding
from service.learners.matching.shares import Shares

_SHARED = frozenset({EQUAL, NICKNAME, INITIAL, SLIP, UNLISTED})
_ANOTHER = frozenset({DIFFERENT, SOUNDS, LOOKALIKE})
_VOWELS = frozenset("aeiouy")


def given_findings(a: Parts, b: Parts, shares: Shares) -> list[Finding]:
    """How given names compare: what is on both sides, and whether what is left contradicts it."""
    common, left, right = split(a, b)
    if common:
        return _with_common(common, left, right, is_first=_is_start(a, b), shares=shares)
    if (len(a) > 1 or len(b) > 1) and "".join(a) == "".join(b):
        return [Finding(GIVEN, EQUAL, max(map(shares.of_given, (*a, *b))))]
    return [_with_nothing_in_common(a, b, shares)]


def only_name_finding(a: str, b: str, shares: Shares) -> Finding:
    """Somebody with one name has it as their own: a brother's is another, so it compares as a given name does."""
    level = given_level(a, b, shares)
    return Finding(GIVEN, level, max(shares.of_only(a), shares.of_only(b)) if level in _SHARED else None)


def given_level(a: str, b: str, shares: Shares) -> str:
    """How two parts of given names compare."""
    if a == b:
        return EQUAL
    if len(a) == 1 or len(b) == 1:
        return INITIAL if a[0] == b[0] else DIFFERENT
    if is_nickname(a, b):
        return NICKNAME
    level = word_level(a, b)
    if level not in (SLIP, SIMILAR):
        return level
    listed = shares.is_usual(a) + shares.is_usual(b)
    if listed == 2:
        return LOOKALIKE
    return UNLISTED if level == SLIP and (listed == 0 or _makes_another_name(a, b)) else level


def _makes_another_name(a: str, b: str) -> bool:
    """Another first letter, or another vowel at the end, is how names differ (Tia, Mia; Maria, Marie), not slips."""
    if sorted(a[:2]) == sorted(b[:2]) and a[2:] == b[2:]:
        return False
    return a[0] != b[0] or (a[:-1] == b[:-1] and {a[-1], b[-1]} <= _VOWELS)


def _is_start(a: Parts, b: Parts) -> bool:
    """Whether the shorter is how the longer begins: the first given name, with what follows it."""
    fewest = min(len(a), len(b))
    return a[:fewest] == b[:fewest]


def _with_common(
    common: Parts, left: Parts, right: Parts, *, is_first: bool, shares: Shares
) -> list[Finding]:
    told = sorted(map(shares.of_given, common), reverse=True)
    if left and right:
        if _best(left, right, shares).level in _ANOTHER:
            return [Finding(GIVEN, OVERLAP, told[0])]
        return [Finding(GIVEN, EQUAL, told[0]), Finding(FURTHER, SIMILAR)]
    if (left or right) and not is_first:
        return [Finding(GIVEN, SECOND, told[0])]
    further = [Finding(FURTHER, EQUAL, told[1])] if len(told) > 1 else []
    return [Finding(GIVEN, EQUAL, told[0]), *further]


def _with_nothing_in_common(a: Parts, b: Parts, shares: Shares) -> Finding:
    """Jo for Anne Josephine is a second name's nickname: she may be called so, or have a sister of that name."""
    best = _best(a, b, shares)
    if best.level not in _SHARED or best.level == INITIAL or len(a) == len(b) == 1:
        return best
    first = _best(a[:1], b[:1], shares)
    return first if STRENGTH[first.level] >= STRENGTH[SIMILAR] else Finding(GIVEN, SECOND, best.share)


def _best(left: Parts, right: Parts, shares: Shares) -> Finding:
    tried = [(given_level(a, b, shares), a, b) for a in left for b in right]
    level, a, b = (
        tried[0] if len(tried) == 1 else max(tried, key=lambda each: (STRENGTH[each[0]], *sorted(each[1:])))
    )
    if level in _SHARED:
        return Finding(GIVEN, level, max(shares.of_given(a), shares.of_given(b)))
    return Finding(GIVEN, level)
