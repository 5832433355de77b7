"""Whether somebody is worth comparing at all: a look at four things before the careful one.

A search brings everybody who shares a key, and most of them share nothing else. Whoever is passed over here could not
have reached a review: two people who have neither two names in common, nor one with a day or a home near, nor day and
home both, are strangers by any weights.
"""

from datetime import date

from service.learners.matching.normalise import name_parts, postcode
from service.learners.matching.phonetics import sound
from service.learners.matching.rows import Person

_NUMBERS = ("uln", "upn", "ni_number", "indicator", "email", "phone")


class Screen:
    """One person's side of the look, worked out once for all the others."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._heard = heard(person)
        self._home = postcode(person.postcode or "")
        self._numbers = [(name, value) for name in _NUMBERS if (value := getattr(person, name))]

    def lets(self, other: Person) -> bool:
        """Say whether the other is worth comparing."""
        names = len(self._heard & heard(other))
        if names >= 2 or self._shares_a_number(other):
            return True
        near = self._is_born_near(other) + self._lives_near(other)
        return near == 2 or (near == 1 and names == 1)

    def _shares_a_number(self, other: Person) -> bool:
        return any(getattr(other, name) == value for name, value in self._numbers)

    def _is_born_near(self, other: Person) -> bool:
        """Where either day is not known, nothing speaks against it."""
        mine, theirs = self._person.date_of_birth, other.date_of_birth
        return mine is None or theirs is None or is_near(mine, theirs)

    def _lives_near(self, other: Person) -> bool:
        home = postcode(other.postcode or "")
        if home is None or self._home is None:
            return False
        if home == self._home or len(home) != len(self._home):
            return home == self._home
        return sum(map(str.__ne__, home, self._home)) <= 2  # one character wrong, or two changed round


def is_near(one: date, other: date) -> bool:
    """Say whether two of year, month and day agree, or day and month are exchanged."""
    if one == other:
        return True
    agreeing = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return agreeing >= 2 or (one.year == other.year and (one.month, one.day) == (other.day, other.month))


def heard(person: Person) -> frozenset[str]:
    """Give the sounds of all parts of all names."""
    names = (person.given_names or "", person.family_name or "", *person.previous_names)
    return frozenset(sound(part) for name in names for part in name_parts(name))
