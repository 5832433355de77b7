"""Under which keys a row meets others: 64-bit numbers, the same on either side, made once and only joined on.

They say what `learners.matching.keys` says (two things in common, so that whoever has one thing wrong is met under
others), for columns that the register does not have as well. Day and month of birth have no order in them, so that
exchanged ones meet; a small file adds keys of one thing alone. How crowded a key is decides whether it is used.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from service.learners.matching.keys import district, sounds
from service.learners.matching.normalise import Born, Form
from service.learners.matching.phonetics import sound
from service.linking.rows import Width

VERSION = 1
PAIRS_OF_EVERYBODY, PAIRS_OF_MANY = 2_000_000, 200_000_000
CROWD = {Width.ALL: 1_000_000, Width.WIDE: 2_000, Width.NARROW: 300}
"""How many rows of one side may share a key before it says too little to be used."""
EVERYBODY = (0,)
MOST_SOUNDS_PAIRED, MOST_WORDS = 4, 4
(
    _BORN_SOUND, _BORN_PLACE, _BORN_INITIALS, _PLACE_SOUND, _PLACE_YEAR, _PLACE_DAY, _NAME_AND_PART, _SOUNDS, _NUMBER,
    _EMAIL, _MAILBOX, _PHONE, _OTHER_SOUND, _OTHER_BORN, _OTHER, _HOUSE, _HOUSE_SOUND, _PLACE, _SOUND, _BORN, _WHOLE,
    _YEAR_SOUNDS, _OTHERS,
) = range(1, 24)  # fmt: skip


def width_of(left: int, right: int) -> Width:
    """Say how widely two sides of about so many rows are searched."""
    if left * right <= PAIRS_OF_EVERYBODY:
        return Width.ALL
    return Width.WIDE if left * right <= PAIRS_OF_MANY else Width.NARROW


def keys_of(form: Form, width: Width) -> list[int]:
    """Give the keys a row meets others under, each once."""
    if width is Width.ALL:
        return list(EVERYBODY)
    heard = [_stable(each) for each in sounds(form)]
    found = [*_by_birth(form, heard), *_by_place(form, heard), *_by_names(form), *_by_rest(form, heard)]
    if width is Width.WIDE:
        found.extend(_by_one_thing(form, heard))
    return list(dict.fromkeys(found))


def certain_keys(form: Form) -> list[int]:
    """Give the keys of what settles a row: everything that matters the same, or a number.

    The first is that of names, date of birth and postcode all the same, where all are there.
    """
    found = [hash((_NUMBER, _stable(kind), _stable(value))) for kind, value in form.numbers]
    if form.email:
        found.append(hash((_EMAIL, _stable(form.email))))
    if form.phone:
        found.append(hash((_PHONE, _stable(form.phone))))
    return found


def whole_key(form: Form) -> int | None:
    """Give the key of names, date of birth and home together; None where one is not there."""
    if not (form.given and form.family and form.born and form.born.whole and form.postcode):
        return None
    return hash((_WHOLE, _stable(" ".join((*form.given, "/", *form.family, form.born.whole, form.postcode)))))


def _by_birth(form: Form, heard: list[int]) -> Iterator[int]:
    born = form.born
    if born is None:
        return
    if born.whole:
        day = _day(born)
        for each in heard:
            yield hash((_BORN_SOUND, day, each))
        if form.postcode:
            yield hash((_BORN_PLACE, day, _stable(district(form.postcode))))
        if form.given and form.family:
            yield hash((_BORN_INITIALS, day, *sorted((ord(form.given[0][0]), ord(form.family[0][0])))))
        yield from _by_name_and_part_of_birth(form, born)
    elif born.year and len(heard) > 1:
        yield hash((_YEAR_SOUNDS, born.year, *sorted(heard[:2])))


def _by_name_and_part_of_birth(form: Form, born: Born) -> Iterator[int]:
    if not (form.given and form.family):
        return
    year, month, day = born.year or 0, born.month or 0, born.day or 0
    pairs = ((form.family[0], form.given[0]), (form.given[0], form.family[0]))
    for name, other in pairs:
        code, initial = _stable(sound(name)), ord(other[0])
        yield hash((_NAME_AND_PART, code, initial, year * 100 + month))
        yield hash((_NAME_AND_PART, code, initial, -year * 100 - day))
        yield hash((_NAME_AND_PART, code, initial, 10_000_000 + month * 100 + day))


def _by_place(form: Form, heard: list[int]) -> Iterator[int]:
    if not form.postcode:
        return
    place = _stable(form.postcode)
    for each in heard:
        yield hash((_PLACE_SOUND, place, each))
    if form.born and form.born.year:
        yield hash((_PLACE_YEAR, place, form.born.year))
    if form.born and form.born.month and form.born.day:
        yield hash((_PLACE_DAY, place, form.born.month, form.born.day))


def _by_names(form: Form) -> Iterator[int]:
    heard = [_stable(each) for each in sounds(form) if not each.startswith("=")][:MOST_SOUNDS_PAIRED]
    for pair in combinations(sorted(heard), 2):
        yield hash((_SOUNDS, *pair))


def _by_rest(form: Form, heard: list[int]) -> Iterator[int]:
    yield from certain_keys(form)
    if form.email:
        yield hash((_MAILBOX, _stable(form.email.partition("@")[0])))
    values = [hash((_stable(column), _stable(value))) for column, value in form.others]
    for value in values:
        yield from (hash((_OTHER_SOUND, value, each)) for each in heard)
        if form.born and form.born.whole:
            yield hash((_OTHER_BORN, value, _day(form.born)))
    yield from (hash((_OTHERS, *pair)) for pair in combinations(sorted(values[:MOST_WORDS]), 2))
    yield from (hash((_OTHER, _stable(value))) for _, value in form.others if value.isdigit())
    yield from _by_address(form, heard)


def _by_address(form: Form, heard: list[int]) -> Iterator[int]:
    house = next((word for word in form.address if word[0].isdigit()), None)
    if house is None:
        return
    number = _stable(house)
    words = [word for word in form.address if len(word) > 3 and word.isalpha()][:MOST_WORDS]
    yield from (hash((_HOUSE, number, _stable(word))) for word in words)
    yield from (hash((_HOUSE_SOUND, number, each)) for each in heard)


def _by_one_thing(form: Form, heard: list[int]) -> Iterator[int]:
    yield from (hash((_SOUND, each)) for each in heard)
    if form.born and form.born.whole:
        yield hash((_BORN, _day(form.born)))
    if form.postcode:
        yield hash((_PLACE, _stable(form.postcode)))


def _day(born: Born) -> int:
    """The whole date in one number, day and month in no order."""
    month, day = born.month or 0, born.day or 0
    return (born.year or 0) * 10_000 + min(month, day) * 100 + max(month, day)


@lru_cache(maxsize=1 << 17)
def _stable(text: str) -> int:
    """The same number in every process, as Python's own hash of a text is not; its hash of numbers is."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest(), "big")


def number_of(text: str) -> int:
    """Give a text's number, the same everywhere."""
    return _stable(text)


def district_of(form: Form) -> str | None:
    """Give the district of a row's home."""
    return district(form.postcode) if form.postcode else None
