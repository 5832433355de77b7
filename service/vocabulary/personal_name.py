"""People's names, folded so that the same name written by two agencies compares as equal.

The folded form is for comparing only. What people are shown is what they wrote.
"""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4\u2032\u02b9\u02bb\uff07]")
_LATIN_MARKS = re.compile("[\u0300-\u036f]")  # accents; the vowel signs of other scripts are letters and stay
_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


@lru_cache(maxsize=1 << 13)  # a file folds each of its names some six times, and most names come again
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
