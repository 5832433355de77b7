"""Levels between two words or values: the same, one slip apart, alike, alike in sound, or different."""

from rapidfuzz.distance import OSA, JaroWinkler

from service.learners.matching.levels.strength import DIFFERENT, EQUAL, SIMILAR, SLIP, SOUNDS
from service.learners.matching.phonetics import sound

ALIKE = 0.88
"""Jaro–Winkler from which two names are alike: the lower band of "nearly equal" in Splink's documented models."""
LETTERS_FOR_ONE_SLIP = 4
"""Below it a letter makes another name: Li and Le, Roy and Ray."""
LETTERS_FOR_TWO_SLIPS = 7
LETTERS_FOR_A_START = 4


def word_level(a: str, b: str) -> str:
    """How two folded words compare; a slip is one letter wrong, missing, added or changed round."""
    if a == b:
        return EQUAL
    longest = max(len(a), len(b))
    slips = OSA.distance(a, b, score_cutoff=2)
    if slips <= 1:
        return SLIP if longest >= LETTERS_FOR_ONE_SLIP else SIMILAR if min(len(a), len(b)) > 1 else DIFFERENT
    if slips == 2 and longest >= LETTERS_FOR_TWO_SLIPS:
        return SIMILAR
    if JaroWinkler.similarity(a, b, score_cutoff=ALIKE) or _starts_with(a, b):
        return SIMILAR
    heard = sound(a)
    return SOUNDS if len(heard) > 1 and heard == sound(b) else DIFFERENT


def value_level(a: str, b: str) -> str:
    """How two values of a column compare of which nothing is known: equal, similar or different."""
    if a == b or sorted(a.split(" ")) == sorted(b.split(" ")):
        return EQUAL
    level = word_level(a, b)
    return level if level in (SLIP, SIMILAR) else DIFFERENT


def _starts_with(a: str, b: str) -> bool:
    if a[0] != b[0] or min(len(a), len(b)) < LETTERS_FOR_A_START:
        return False
    return a.startswith(b) or b.startswith(a)
