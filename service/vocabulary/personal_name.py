"""People's names, folded so that the same name written by two agencies compares as equal.

The folded form is for comparing only. What people are shown is what they wrote.
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

JARO_WINKLER_AT_LEAST = 0.92
"""From it up two family names may be spellings of one; the top band below "equal" in Splink's models."""
LETTERS_FOR_ONE_EDIT = 4
"""Below it one letter makes another name: Li and Le, Ng and Ngo, Roy and Ray."""
LETTERS_FOR_A_SHARED_PART = 3
"""Below it a part says too little: the "al", "el", "de" and "Mc" of many unrelated families."""

_PARTICLES = frozenset(
    re.findall("[a-z]+", "abu ben bin bint dal del della den der des dos ibn mac san van von")
)
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4\u2032\u02b9\u02bb\uff07]")
_LATIN_MARKS = re.compile("[\u0300-\u036f]")  # accents; the vowel signs of other scripts are letters and stay
_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


@lru_cache(maxsize=10_000)  # a file folds each of its names some six times, and most names come again
def fold(text: str) -> str:
    """Case, accents and apostrophes dropped, hyphens made spaces: "O’Brien-Łuc" gives "obrien luc".

    '' for blank. Letters of other scripts than Latin are kept.
    """
    plain = _APOSTROPHES.sub("", text).casefold()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
    plain = _LATIN_MARKS.sub("", _APOSTROPHES.sub("", plain)).translate(_WITHOUT_DECOMPOSITION)
    kept = "".join(_letter_or_space(character) for character in plain)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _letter_or_space(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":  # joiners and direction marks are not seen
        return ""
    return character if category[0] in "LMN" else " "


def tokens(text: str) -> tuple[str, ...]:
    """The parts of a folded name in their order: "Anne-Marie" gives ("anne", "marie")."""
    return tuple(fold(text).split())


def initials(text: str) -> str:
    """The first letter of each part, in capitals: "Anne-Marie" gives "AM"; '' for blank."""
    return "".join(token[0] for token in tokens(text)).upper()


def is_similar_family_name(a: str, b: str) -> bool:
    """Whether two family names may be one: equal, nearly equal, or sharing a part of a double-barrelled name.

    A prompt to look closer, never enough to say that two people are one. Two blanks are not similar.
    """
    first, second = fold(a), fold(b)
    if not first or not second:
        return False
    return _is_nearly_equal(first.replace(" ", ""), second.replace(" ", "")) or _share_a_part(first, second)


def _is_nearly_equal(first: str, second: str) -> bool:
    if first == second:
        return True
    if min(len(first), len(second)) < LETTERS_FOR_ONE_EDIT:
        return False
    return (
        OSA.distance(first, second, score_cutoff=1) <= 1
        or JaroWinkler.similarity(first, second) >= JARO_WINKLER_AT_LEAST
    )


def _share_a_part(first: str, second: str) -> bool:
    shared = (set(first.split()) & set(second.split())) - _PARTICLES
    return any(len(part) >= LETTERS_FOR_A_SHARED_PART for part in shared)
