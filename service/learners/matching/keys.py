"""Under which keys a person is stored and looked for: 64-bit hashes of what rarely changes all at once.

Each key joins two things (date of birth and a name's sound, postcode and a name's sound, …), so that whoever has
one thing wrong is still met under others. Who was born on "1 January", as many are whose birthday nobody wrote down,
is met under two sounds with the year. No key is made of a placeholder, because a form has none. About 24 a person, in
three tiers that are asked in turn: what settles most claims, what meets those with more wrong, what meets the rest.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import combinations

from service.learners.matching.levels.family import PARTICLES
from service.learners.matching.nicknames import groups
from service.learners.matching.normalise import Born, Form, born_on, is_uk_postcode
from service.learners.matching.phonetics import sound

VERSION = 4
"""Changes with what is hashed; stored keys of another version must be made again."""
MOST_GIVEN, MOST_FAMILY = 3, 3

_BASE, _BITS = 0x9E3779B97F4A7C15, (1 << 64) - 1
_FULL_FORM = "="
Parts = tuple[str, ...]
Keys = tuple[int, ...]

_BORN_SOUND, _BORN_OUTCODE, _BORN_INITIALS, _POSTCODE_SOUND, _POSTCODE_YEAR, _POSTCODE_DAY = range(1, 7)
_SOUND_INITIAL_BORN, _BORN, _SOUNDS, _POSTCODE, _EXACT, _SOUNDS_YEAR = range(7, 13)
_UNDER_YEAR_MONTH, _UNDER_YEAR_DAY, _UNDER_MONTH_DAY = 1, 2, 3
AT_HAND = 1 << 11
"""Forms whose keys are at hand: the people of a batch."""


class Tier(IntEnum):
    """Which keys to look under: each tier is asked only for those whom the one before did not settle."""

    NEAR, FURTHER, WIDE = 1, 2, 3


def stored_keys(form: Form) -> Keys:
    """Every key a person is stored under, of all tiers and the exact one; signed 64-bit, each once, in one order."""
    return _once([*exact_key(form), *_as_called(form), *_in_full(form), *_by_parts(form), *_alone(form)])


def probes(form: Form, tier: Tier) -> Keys:
    """The keys of a tier to look under.

    In NEAR a name's sound with the birth or the home: whoever has one thing wrong is met, and few others. In FURTHER,
    for two things wrong, a given name's full form, parts of the birth with the rest, day and month changed round. In
    WIDE one thing alone, and the postcode with two neighbours changed round: each is shared by many.
    """
    return _once(_PROBES[tier](form))


def exact_key(form: Form) -> Keys:
    """One key for all names and the whole date of birth together; () where a name or a part of the date is missing."""
    if not (form.given or form.family) or form.born is None or form.born.whole is None:
        return ()
    return (_hash(_EXACT, form.born.whole, *sorted((*form.given, *form.family))),)


def sounds(form: Form) -> tuple[str, ...]:
    """The sounds a person may be called by: given names with their full forms, family names, previous names."""
    return _sounds(form.given, (form.family, *form.previous))


@lru_cache(maxsize=AT_HAND)
def _sounds(given: Parts, families: tuple[Parts, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*_given_sounds(given), *_family_sounds(families)]))


def signature(form: Form) -> int:
    """Thirty-two bits for the pairs of letters in a person's names, signed, to rank by before fetching anybody."""
    bits = 0
    for part in (*form.given, *form.family, *(part for name in form.previous for part in name)):
        bits |= _letter_bits(part)
    return bits - (1 << 32) if bits >> 31 else bits


def likeness(one: int, other: int) -> float:
    """How much of two signatures is shared, 0 to 1."""
    one, other = one & 0xFFFFFFFF, other & 0xFFFFFFFF
    either = (one | other).bit_count()
    return (one & other).bit_count() / either if either else 0.0


# Whoever turns out to be new is looked for by every tier and then stored under the same keys: each is made once.
@lru_cache(maxsize=AT_HAND)
def _as_called(form: Form) -> Keys:
    return tuple(_with_birth_or_home(form, [code for code in sounds(form) if not _is_full_form(code)]))


@lru_cache(maxsize=AT_HAND)
def _in_full(form: Form) -> Keys:
    return tuple(_with_birth_or_home(form, [code for code in sounds(form) if _is_full_form(code)]))


@lru_cache(maxsize=AT_HAND)
def _by_parts(form: Form) -> Keys:
    return tuple(_parts_of_birth(form, form.born))


@lru_cache(maxsize=AT_HAND)
def _alone(form: Form) -> Keys:
    return tuple(_one_thing_alone(form))


def _with_more_wrong(form: Form) -> Iterator[int]:
    yield from _in_full(form)
    yield from _by_parts(form)
    if turned := _turned_round(form.born):
        yield from _with_birth(form, turned, sounds(form))
        yield from _parts_of_birth(form, turned)


def _with_neighbours_round(form: Form) -> Iterator[int]:
    yield from _alone(form)
    yield from (_hash(_POSTCODE, place) for place in _neighbours_changed_round(form.postcode or ""))


def _once(codes: Iterable[int]) -> Keys:
    return tuple(dict.fromkeys(codes))


def _with_birth_or_home(form: Form, heard: Iterable[str]) -> Iterator[int]:
    if form.born:
        yield from _with_birth(form, form.born, heard)
    if form.postcode:
        yield from (_hash(_POSTCODE_SOUND, form.postcode, code) for code in heard)


def _with_birth(form: Form, born: Born, heard: Iterable[str]) -> Iterator[int]:
    if born.whole:
        yield from (_hash(_BORN_SOUND, born.whole, code) for code in heard)
    elif born.year:
        yield from (_hash(_SOUNDS_YEAR, str(born.year), *pair) for pair in _pairs(form))


def _parts_of_birth(form: Form, born: Born | None) -> Iterator[int]:
    if born and born.whole:
        yield from _by_birth(form, born.whole)
        yield from _by_name_and_part_of_birth(form, born)
    if form.postcode and born:
        yield from _by_place_and_part_of_birth(form.postcode, born)


def _by_birth(form: Form, day: str) -> Iterator[int]:
    if form.postcode:
        yield _hash(_BORN_OUTCODE, day, district(form.postcode))
    if form.given and form.family:
        yield _hash(_BORN_INITIALS, day, *sorted((form.given[0][0], form.family[0][0])))


def _by_place_and_part_of_birth(place: str, born: Born) -> Iterator[int]:
    if born.year:
        yield _hash(_POSTCODE_YEAR, place, str(born.year))
    if born.month and born.day:
        yield _hash(_POSTCODE_DAY, place, f"{born.month}.{born.day}")


def _by_name_and_part_of_birth(form: Form, born: Born) -> Iterator[int]:
    parts = (
        (_UNDER_YEAR_MONTH, f"{born.year}.{born.month}"),
        (_UNDER_YEAR_DAY, f"{born.year}.{born.day}"),
        (_UNDER_MONTH_DAY, f"{born.month}.{born.day}"),
    )
    for code, initial in _sound_and_initial(form):
        yield from (_hash(_SOUND_INITIAL_BORN, code, initial, str(kind), part) for kind, part in parts)


def _sound_and_initial(form: Form) -> Iterator[tuple[str, str]]:
    """One name by its sound with the other by its first letter, either way round."""
    if not form.given or not form.family:
        return
    given, family = form.given[0], _telling(form.family)[0]
    yield sound(family), given[0]
    yield sound(given), family[0]


def _one_thing_alone(form: Form) -> Iterator[int]:
    if form.born and form.born.whole:
        yield _hash(_BORN, form.born.whole)
    if form.postcode:
        yield _hash(_POSTCODE, form.postcode)
    yield from (_hash(_SOUNDS, *pair) for pair in _pairs(form))


def _pairs(form: Form) -> Iterator[Parts]:
    """Two sounds of a person; a given name with its own full form is one name, not two."""
    one_name = set(_given_sounds(form.given[:1]))
    pairs = combinations(sounds(form), 2)
    return (tuple(sorted(pair)) for pair in pairs if not one_name.issuperset(pair))


def _given_sounds(given: Parts) -> Iterator[str]:
    for part in given[:MOST_GIVEN]:
        yield sound(part)
    for part in given[:1]:
        yield from sorted(f"{_FULL_FORM}{name}" for name in groups(part))[:2]


def _is_full_form(code: str) -> bool:
    return code.startswith(_FULL_FORM)


def _family_sounds(families: tuple[Parts, ...]) -> Iterator[str]:
    for name in families:
        yield from (sound(part) for part in _telling(name)[:MOST_FAMILY])
        if len(name) > 1:
            yield sound("".join(name))


def _telling(name: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for part in name if part not in PARTICLES) or name


def district(place: str) -> str:
    """The outcode of a UK postcode, the first three characters of another country's."""
    return place[:-3] if is_uk_postcode(place) and not place.startswith("BFPO") else place[:3]


def _turned_round(born: Born | None) -> Born | None:
    if born is None or born.month is None or born.day is None or born.day > 12 or born.day == born.month:
        return None
    return born_on(born.year, born.day, born.month)


def _neighbours_changed_round(place: str) -> Iterator[str]:
    for n in range(len(place) - 1):
        if place[n] != place[n + 1]:
            yield place[:n] + place[n + 1] + place[n] + place[n + 2 :]


@lru_cache(maxsize=1 << 13)
def _letter_bits(part: str) -> int:
    bits = 0
    for one, other in zip("^" + part, part + "$", strict=True):
        bits |= 1 << ((ord(one) * 31 + ord(other)) * 2654435761 >> 7 & 31)
    return bits


def _hash(kind: int, *parts: str) -> int:
    """Signed 64 bits, stable between machines and versions of Python, as its own `hash` is not.

    The parts' digests are the digits of a number to the base `_BASE`; as evenly spread as they are.
    """
    mixed = kind
    for part in parts:
        mixed = (mixed * _BASE + _digest(part)) & _BITS
    return mixed - (1 << 64) if mixed >> 63 else mixed


@lru_cache(maxsize=1 << 14)  # people share days, sounds and streets
def _digest(part: str) -> int:
    return int.from_bytes(hashlib.blake2b(part.encode(), digest_size=8).digest(), "big")


_PROBES: dict[Tier, Callable[[Form], Iterable[int]]] = {
    Tier.NEAR: _as_called,
    Tier.FURTHER: _with_more_wrong,
    Tier.WIDE: _with_neighbours_round,
}
