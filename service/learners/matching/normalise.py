"""A person's details made comparable: one form for each way of writing, and nothing where nothing is known.

What everybody writes who does not know (BABY, UNKNOWN, ZZ99 9ZZ, 1 January, 9999999999) is nothing here: it is
never a key and never evidence. Source for ZZ99: NHS Data Model and Dictionary, "Postcode"; for 9999999999: ILR
specification, "Unique learner number"; for TN numbers: HMRC, National Insurance Manual, NIM39110.
"""

import re
from functools import lru_cache

import msgspec

from service.learners.matching.rows import Person
from service.vocabulary.personal_name import fold
from service.vocabulary.upn import is_temporary_upn

MOST_TOKENS = 6

_NOT_A_NAME = frozenset(
    re.findall(
        "[a-z]+",
        """baby babyboy babygirl infant newborn boy girl male female unknown unnamed notknown notgiven notprovided
        notstated notapplicable na none null nil nan nfn nln fnu lnu unk x xx xxx xxxx test tbc tba anonymous noname
        nofirstname nolastname nosurname refused withheld donotuse deleted duplicate""",
    )
)
_NO_SUCH_NAME = frozenset(
    {"na", "nfn", "nln", "fnu", "lnu", "nofirstname", "nolastname", "nosurname", "notapplicable"}
)
_TITLES = frozenset(["mr", "mrs", "miss", "ms", "mx", "master", "dr", "prof", "rev", "sir", "dame"])
_GENERATIONS = frozenset(["jr", "jnr", "snr", "sr", "ii", "iii", "iv"])
_NO_ADDRESS = re.compile(
    r"\b(?:nfa|no fixed (?:abode|address)|homeless|sofa surfing|unknown|not (?:known|given|stated)|withheld|none)\b"
)
_STREET_WORDS = {
    "road": "rd", "street": "st", "avenue": "ave", "av": "ave", "close": "cl", "crescent": "cres", "drive": "dr",
    "gardens": "gdns", "grove": "gr", "lane": "ln", "place": "pl", "court": "ct", "square": "sq", "terrace": "ter",
    "apartment": "flat", "apt": "flat", "unit": "flat", "parade": "pde", "circuit": "cct", "saint": "st",
}  # fmt: skip
_UK_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}|BFPO[0-9]{1,4}")
_NO_MAIL = re.compile(r"^(?:no|none|noemail|noreply|unknown|na|test|x+)@|@(?:example|none|noemail|unknown)\.")
_SEXES = {"F": "F", "FEMALE": "F", "WOMAN": "F", "GIRL": "F", "2": "F", "M": "M", "MALE": "M", "MAN": "M",
          "BOY": "M", "1": "M"}  # fmt: skip


class Born(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """Year, month and day, each None where not known, and all three as eight digits (`whole`), year first.

    1 January keeps its year only: it stands for "some day" (`is_new_year`).
    """

    year: int | None
    month: int | None
    day: int | None
    whole: str | None = None
    is_new_year: bool = False


def born_on(year: int | None, month: int | None, day: int | None) -> Born:
    """Put the parts of a date of birth together, whether or not a calendar has it."""
    if year is None or month is None or day is None:
        return Born(year, month, day)
    return Born(year, month, day, f"{year:04}{month:02}{day:02}")


class Form(msgspec.Struct, frozen=True, kw_only=True, array_like=True, omit_defaults=True):
    """A person in the one form that is compared and keyed; empty where nothing is known.

    `is_name_unknown` is for a name that somebody has and nobody wrote down (BABY, UNKNOWN): who lacks a name because
    of that is not a person with one name.
    """

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    is_name_unknown: bool = False
    previous: tuple[tuple[str, ...], ...] = ()
    born: Born | None = None
    sex: str | None = None
    postcode: str | None = None
    address: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    email: str | None = None
    phone: str | None = None
    others: tuple[tuple[str, str], ...] = ()


def form(person: Person) -> Form:
    """Put a person's details into the form in which they are compared and keyed."""
    given, family = name_parts(person.given_names or ""), name_parts(person.family_name or "")
    return Form(
        given=() if given == family else given,  # one name, written in both fields
        family=family,
        is_name_unknown=_is_unknown(person.given_names) or _is_unknown(person.family_name),
        previous=tuple(
            parts for text in person.previous_names if (parts := name_parts(text)) and parts != family
        ),
        born=_born(person),
        sex=_SEXES.get((person.sex or "").strip().upper()),
        postcode=postcode(person.postcode or ""),
        address=address_parts(person.address or ""),
        numbers=_numbers(person),
        email=email(person.email or ""),
        phone=phone(person.phone or ""),
        others=tuple((name, folded) for name, value in person.others if (folded := _fold(value or ""))),
    )


def _is_unknown(name: str | None) -> bool:
    joined = _fold(name or "").replace(" ", "")
    return joined in _NOT_A_NAME and joined not in _NO_SUCH_NAME


def is_uk_postcode(text: str) -> bool:
    """Whether a normalised postcode has the shape of one in the UK."""
    return _UK_POSTCODE.fullmatch(text) is not None


@lru_cache(maxsize=1 << 13)
def name_parts(text: str) -> tuple[str, ...]:
    """The parts of one name, folded, in the order given; () for nothing and for words that stand for nothing."""
    folded = _fold(text)
    if not folded or folded.replace(" ", "") in _NOT_A_NAME:
        return ()
    parts = [part for part in folded.split(" ") if not part.isdigit()]
    while len(parts) > 1 and parts[0] in _TITLES:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in _GENERATIONS:
        parts = parts[:-1]
    return tuple(parts[:MOST_TOKENS])


@lru_cache(maxsize=1 << 13)
def postcode(text: str) -> str | None:
    """A postal code in capitals without spaces; None for nothing and for placeholders ("ZZ99 3VZ", "00000")."""
    typed = "".join(character for character in text.upper() if character.isalnum())
    if len(typed) < 3 or typed.startswith(("ZZ99", "NF1")) or len(set(typed)) == 1:
        return None
    return None if typed in {"UNKNOWN", "NOTKNOWN", "NONE"} else typed


@lru_cache(maxsize=1 << 13)
def address_parts(text: str) -> tuple[str, ...]:
    """The words of an address with the usual abbreviations; () for "no fixed address" and for a number alone."""
    folded = _fold(text)
    if _NO_ADDRESS.search(folded) or not any(word.isalpha() and len(word) > 2 for word in folded.split(" ")):
        return ()
    return tuple(_STREET_WORDS.get(word, word) for word in folded.split(" "))


def email(text: str) -> str | None:
    """An address for e-mail in small letters; None for nothing and for what only looks like one."""
    typed = text.strip().lower()
    return typed if "@" in typed[1:-1] and not _NO_MAIL.search(typed) else None


def phone(text: str) -> str | None:
    """The last nine digits of a telephone number, which a country's prefix does not change; None if too short."""
    digits = "".join(character for character in text if character.isdigit())[-9:]
    return digits if len(digits) >= 7 and len(set(digits)) > 2 else None


def number(text: str) -> str | None:
    """A number that others issued, in capitals, letters and digits only; None for nothing and for "9999999999"."""
    typed = text if text.isalnum() else "".join(filter(str.isalnum, text))
    return typed.upper() if len(typed) >= 4 and len(set(typed)) > 1 else None


@lru_cache(maxsize=1 << 13)
def _fold(text: str) -> str:
    if text.isascii() and text.isalpha():
        return text.lower()
    return fold(text)


def _born(person: Person) -> Born | None:
    born = person.date_of_birth
    parts = (
        (born.year, born.month, born.day)
        if born
        else (person.birth_year, person.birth_month, person.birth_day)
    )
    if parts == (None, None, None):
        return None
    year, month, day = parts
    if year is not None and not year % 9999 > 1:  # 0001 and 9999 stand for "not known"
        return None
    if (month, day) == (1, 1):
        return Born(year, None, None, is_new_year=True) if year is not None else None
    return born_on(year, month, day)


def _numbers(person: Person) -> tuple[tuple[str, str], ...]:
    told = (
        ("indicator", person.indicator, number),
        ("uln", person.uln, number),
        ("upn", person.upn, _lasting_upn),
        ("ni_number", person.ni_number, _lasting_ni_number),
    )
    return tuple((kind, kept) for kind, text, keep in told if text and (kept := keep(text)))


def _lasting_upn(text: str) -> str | None:
    """A UPN that ends in a letter is temporary and is given again."""
    upn = number(text)
    return None if upn is None or is_temporary_upn(upn) else upn


def _lasting_ni_number(text: str) -> str | None:
    """Eight characters: the ninth may be missing. A "TN" number is a temporary one."""
    ni_number = number(text)
    return None if ni_number is None or ni_number.startswith("TN") else ni_number[:8]
