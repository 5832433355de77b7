"""Somebody to look for: the form, and the keys that reach whoever it may be."""

from collections import defaultdict
from functools import cached_property

from service.learners.matching.keys import (
    exact_key,
    probes,
    second_tier_probes,
    signature,
    stored_keys,
)
from service.learners.matching.normalise import form
from service.learners.matching.rows import Person


class Sought:
    """A person to look for. Keys are worked out when first asked for: whoever is found at once needs few of them."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.form = form(person)

    @cached_property
    def exact(self) -> int | None:
        """The key of all names and the whole date of birth; None where something of them is missing."""
        return next(iter(exact_key(self.form)), None)

    @cached_property
    def near(self) -> tuple[int, ...]:
        """The keys of the first tier."""
        return probes(self.form)

    @cached_property
    def wide(self) -> tuple[int, ...]:
        """The keys of the second tier."""
        return second_tier_probes(self.form)

    @cached_property
    def stored(self) -> tuple[int, ...]:
        """The keys this person would be stored under."""
        return stored_keys(self.form)

    @cached_property
    def signature(self) -> int:
        """What candidates are ranked by."""
        return signature(self.form)


class Lately:
    """People by their keys, in memory: those a batch has registered, whom its later claims may be about."""

    def __init__(self) -> None:
        self._under: dict[int, list[str]] = defaultdict(list)
        self._numbers: dict[tuple[str, str], list[str]] = defaultdict(list)

    def add(self, key: str, sought: Sought) -> None:
        """Take up a person under a key of the caller's."""
        for code in sought.stored:
            self._under[code].append(key)
        for number in sought.form.numbers:
            self._numbers[number].append(key)

    def met(self, sought: Sought) -> list[str]:
        """List those taken up who share any key or number, each once."""
        if not self._under:
            return []
        codes = (
            (*sought.near, *sought.wide)
            if sought.exact is None
            else (sought.exact, *sought.near, *sought.wide)
        )
        found = [key for code in codes for key in self._under.get(code, ())]
        found += [key for number in sought.form.numbers for key in self._numbers.get(number, ())]
        return list(dict.fromkeys(found))
