"""The indicator: the one identifier this service issues to a learner, "XXX-XXX-XXX".

Eight random characters and a check character over 23 letters and digits. There are no vowels, so no words,
and of each pair that people confuse only one is used. The check is computed as ISO 7064 computes MOD 37-2,
over an alphabet of prime size (it is not the standard itself): every single wrong character, every swap of
two characters and every twin error is found. An indicator says nothing about its holder and opens nothing by
itself.
"""

import re
import secrets
from collections.abc import Iterator
from itertools import islice

from stdnum.iso7064 import mod_37_2

from service.vocabulary.typed import compact

ALPHABET = "23456789CDFGHJKMNPRTWXY"
LENGTH = 9
_LAST_WHOLE_MULTIPLE = 256 - 256 % len(ALPHABET)

_DRAWN_AT_ONCE = 64  # bytes; some three codes in four are not fit, and each takes eight letters

_LOOK_ALIKES = str.maketrans("SZB", "528")

_CANNOT_OCCUR = {
    **dict.fromkeys("O0", "the letter O or the number 0"),
    **dict.fromkeys("IL1", "the letters I and L or the number 1"),
    **dict.fromkeys("AEU", "the letters A, E and U"),
    **dict.fromkeys("QV", "the letters Q and V"),
}

# How digits are read as letters, by people and by the spiteful: more than _LOOK_ALIKES, which is how letters
# are mistyped for digits.
_READ_AS_LETTERS = str.maketrans("23456789", "ZEASGTBG")

# A list for people to review, read after _READ_AS_LETTERS. Words of plain letters only ("KKK") are not in it:
# no indicator has three letters in a row. "NEET" is, because nobody should carry it on a card.
UNWANTED_WORDS = re.compile(
    "ANA|ARS|ASS|BAD|BAST|BEAT|BTCH|CNT|CRAK|CRAZ|DAFT|DEAD|DEAT|DED|DENS|DMB|DYKE|FAG|FAKE|FART|"
    "FAT|FGT|GANG|GAS|GAY|GYP|HAG|HATE|HEEB|JAP|JEW|KMS|KYS|MAD|METH|NAZ|NEET|NEG|NGG|NGR|PAED|PAK|PED|"
    "PEE|RAP|RAT|SAD|SEX|SHG|SHT|SKAN|SMAC|SPAZ|SPZ|STAB|TARD|TRAN|TRAS|TWAT|TWT|WANK|WAST|WEED|"
    "WETB|WTF|XTC"
)

_THREE_LETTERS = re.compile(r"[A-Z]{3}")
_THREE_ALIKE = re.compile(r"(.)\1\1")
# Two letters, six digits, a letter, also where a digit can be read as a letter ("5C234567D").
_NI_NUMBER_SHAPE = re.compile(r"[A-Z258]{2}[0-9]{6}[A-Z258]")
_NI_NUMBER_AS_TYPED = re.compile(r"[A-Z]{2}[0-9]{6}[A-Z]")
_LETTERS_AND_DIGITS = re.compile(r"[A-Z0-9]+")


class IndicatorInvalid(ValueError):
    """What was typed is not an indicator. The message says what to do and never repeats what was typed."""


def mint() -> str:
    """A new random indicator, grouped. Whether it is taken already is for the unique constraint to say."""
    return next(minted())


def minted() -> Iterator[str]:
    """New random indicators without end, each as `mint` gives it; for many at once."""
    letters = _random_letters()
    while True:
        body = "".join(islice(letters, LENGTH - 1))
        if _THREE_LETTERS.search(body):  # most that are not fit, before anything is worked out
            continue
        code = body + mod_37_2.calc_check_digit(body, ALPHABET)
        if _is_fit(code):
            yield _grouped(code)


def _random_letters() -> Iterator[str]:
    """Uniform over the alphabet: bytes beyond its last whole multiple are thrown away, not folded back."""
    while True:
        for byte in secrets.token_bytes(_DRAWN_AT_ONCE):
            if byte < _LAST_WHOLE_MULTIPLE:
                yield ALPHABET[byte % len(ALPHABET)]


def is_fit_to_issue(indicator: str) -> bool:
    """False for what no card may show: near-words, lopsided codes, runs, the shape of an NI number."""
    return _is_fit(compact(indicator))


def _is_fit(code: str) -> bool:
    return (
        not _THREE_LETTERS.search(code)
        and not _THREE_ALIKE.search(code)
        and 2 <= sum(map(str.isdigit, code)) <= LENGTH - 2
        and not _NI_NUMBER_SHAPE.fullmatch(code)
        and not UNWANTED_WORDS.search(code.translate(_READ_AS_LETTERS))
    )


def parse_indicator(text: str) -> str:
    """The canonical grouped form of what was typed; raises IndicatorInvalid.

    Case, spaces and dashes do not matter, and S, Z and B are read as 5, 2 and 8. The check character alone
    decides: the rules of issue are not applied, so that a card stays good when a word is added to the list.
    """
    code = compact(text).translate(_LOOK_ALIKES)
    _require_shape(code)
    if not mod_37_2.is_valid(code, ALPHABET):
        raise IndicatorInvalid("This is not an indicator. Check every character against the card or letter.")
    return _grouped(code)


def _require_shape(code: str) -> None:
    if not code:
        raise IndicatorInvalid("Enter an indicator. It has 9 letters and numbers.")
    if not _LETTERS_AND_DIGITS.fullmatch(code):
        raise IndicatorInvalid("Enter letters and numbers only. Spaces and dashes do not matter.")
    if len(code) != LENGTH:
        raise IndicatorInvalid(
            f"Enter all 9 letters and numbers of the indicator. There are {len(code)} here."
        )
    for character in code:
        if character in _CANNOT_OCCUR:
            absent = _CANNOT_OCCUR[character]
            raise IndicatorInvalid(f"Check the indicator again. It never has {absent} in it.")


def is_indicator_like(text: str) -> bool:
    """Whether a search box should take the text for an indicator, right or mistyped, and not for a name."""
    code = compact(text)
    if len(code) != LENGTH or not _LETTERS_AND_DIGITS.fullmatch(code) or _NI_NUMBER_AS_TYPED.fullmatch(code):
        return False
    digits = sum(character.isdigit() for character in code.translate(_LOOK_ALIKES))
    return 2 <= digits <= LENGTH - 2


def spoken(indicator: str) -> str:
    """The indicator for reading aloud, one character at a time in three groups: "7 K 4, 2 D M, 9 X C"."""
    return ", ".join(" ".join(group) for group in parse_indicator(indicator).split("-"))


def _grouped(code: str) -> str:
    return f"{code[:3]}-{code[3:6]}-{code[6:]}"
