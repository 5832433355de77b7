"""What goes wrong between two descriptions of one person: one function for each kind of change, and their shares.

The shares are ours: typing slips a third, names that changed or are written otherwise a third, places a third.
"""

import string
import unicodedata
from collections.abc import Callable
from datetime import date
from random import Random

from msgspec.structs import replace

from service.learners.matching.nicknames import other_forms
from service.learners.matching.rows import Person
from tests.benchmarks.linkage.names import draw, origins
from tests.benchmarks.linkage.people import postcode

Slip = Callable[[Random, Person], Person | None]
BESIDE = {
    "a": "qsz",
    "e": "wrd",
    "i": "uok",
    "o": "ipl",
    "u": "yij",
    "n": "bm",
    "m": "n",
    "s": "ad",
    "t": "ry",
    "r": "et",
}


def typed(rng: Random, word: str) -> str:
    """A word with one slip: a letter left out, doubled, changed for its neighbour, or two changed round."""
    at = rng.randrange(1, len(word)) if len(word) > 1 else 0
    kind = rng.randrange(4)
    if kind == 0 and len(word) > 3:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at - 1 : at] + word[at:]
    if kind == 2 and at + 1 < len(word) and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    others = BESIDE.get(word[at].lower(), string.ascii_lowercase)
    return word[:at] + rng.choice(others) + word[at + 1 :]


def given_slip(rng: Random, person: Person) -> Person | None:
    """The first given name mistyped."""
    if not person.given_names:
        return None
    first, _, rest = person.given_names.partition(" ")
    return replace(person, given_names=f"{typed(rng, first)} {rest}".strip())


def family_slip(rng: Random, person: Person) -> Person | None:
    """The family name mistyped."""
    return replace(person, family_name=typed(rng, person.family_name or "x"))


def nickname(rng: Random, person: Person) -> Person | None:
    """A short form or another spelling; nobody without one."""
    if not person.given_names:
        return None
    first, _, rest = person.given_names.partition(" ")
    forms = other_forms(first.lower())
    return replace(person, given_names=f"{rng.choice(forms).title()} {rest}".strip()) if forms else None


def birth_digit(rng: Random, person: Person) -> Person | None:
    """One digit of the date of birth wrong, still a date and still of the ages."""
    born = person.date_of_birth
    assert born
    for _ in range(50):
        digits = list(born.strftime("%Y%m%d"))
        digits[rng.randrange(3, 8)] = rng.choice(string.digits)
        try:
            wrong = date.fromisoformat("".join(digits))
        except ValueError:
            continue
        if wrong != born and 2000 <= wrong.year <= 2011:
            return replace(person, date_of_birth=wrong)
    return None


def birth_swapped(rng: Random, person: Person) -> Person | None:
    """Day and month the other way round, where both are months."""
    born = person.date_of_birth
    assert born
    if born.day > 12 or born.day == born.month:
        return None
    return replace(person, date_of_birth=date(born.year, born.day, born.month))


def postcode_slip(rng: Random, person: Person) -> Person | None:
    """One character of the postcode wrong."""
    code = list(person.postcode or "CM1 1AA")
    at = rng.choice([n for n, character in enumerate(code) if character != " " and n > 1])
    code[at] = rng.choice(string.digits if code[at].isdigit() else "ABDEFGHJLNPQRSTUWXYZ")
    return replace(person, postcode="".join(code))


def moved(rng: Random, person: Person) -> Person | None:
    """A new home, half the time in the same district."""
    return replace(person, postcode=postcode(rng, person.postcode if rng.random() < 0.5 else None))


def no_postcode(rng: Random, person: Person) -> Person | None:
    """No postcode given: no fixed address, or the field left empty."""
    return replace(person, postcode=rng.choice([None, "ZZ99 3VZ"]))


def family_changed(rng: Random, person: Person) -> Person | None:
    """Another family name altogether: marriage, adoption, deed poll."""
    return replace(person, family_name=draw(rng, origins()[0].family)) if person.given_names else None


def family_part(rng: Random, person: Person) -> Person | None:
    """One part of a double-barrelled name left out, or a second name added."""
    family = person.family_name or ""
    parts = family.replace("-", " ").split()
    if len(parts) > 1:
        return replace(person, family_name=rng.choice(parts))
    return (
        replace(person, family_name=f"{family}-{draw(rng, origins()[0].family)}")
        if person.given_names
        else None
    )


def names_swapped(rng: Random, person: Person) -> Person | None:
    """Given and family name in each other's field."""
    return replace(person, given_names=person.family_name, family_name=person.given_names)


def second_name(rng: Random, person: Person) -> Person | None:
    """The further given names left out, or made initials."""
    first, _, rest = (person.given_names or "").partition(" ")
    return replace(person, given_names=rng.choice([first, f"{first} {rest[0]}"])) if rest else None


def written_otherwise(rng: Random, person: Person) -> Person | None:
    """Case, accents, hyphens and spaces written in another way."""

    def plain(text: str | None) -> str | None:
        if text is None:
            return None
        letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        return rng.choice([str.upper, str.lower, str.title])(
            letters.replace("-", rng.choice([" ", "-", " - "]))
        )

    return replace(person, given_names=plain(person.given_names), family_name=plain(person.family_name))


def no_sex(rng: Random, person: Person) -> Person | None:
    """Sex not given."""
    return replace(person, sex=None)


KINDS: dict[Slip, int] = {
    given_slip: 10, family_slip: 10, nickname: 6, birth_digit: 8, birth_swapped: 4, postcode_slip: 8, moved: 14,
    no_postcode: 6, family_changed: 4, family_part: 3, names_swapped: 4, second_name: 10, written_otherwise: 8,
    no_sex: 5,
}  # fmt: skip


def changed(rng: Random, person: Person, times: int) -> tuple[Person, str]:
    """A person with `times` changes of different kinds, and the kinds."""
    done: list[str] = []
    while len(done) < times:
        slip = rng.choices(list(KINDS), weights=list(KINDS.values()))[0]
        if slip.__name__ not in done and (wrong := slip(rng, person)) and wrong != person:
            person = wrong
            done.append(slip.__name__)
    return person, "+".join(done)
