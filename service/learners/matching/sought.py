"""Somebody to look for: the form, and the keys that reach whoever it may be."""

from collections import defaultdict
from functools import cached_property

from service.learners.matching.keys import Keys, Tier, exact_key, probes, signature, stored_keys
from service.learners.matching.normalise import form
from service.learners.matching.rows import Person


class Sought:
    """A person to look for. Keys are worked out when first asked for: whoever is found at once needs few of them."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.form = form(person)
        self._probes: dict[Tier, Keys] = {}

    @cached_property
    def exact(self) -> int | None:
        """The key of all names and the whole date of birth; None where something of them is missing."""
        return next(iter(exact_key(self.form)), None)

    def probes(self, tier: Tier) -> Keys:
        """The keys of a tier to look under."""
        if tier not in self._probes:
            self._probes[tier] = probes(self.form, tier)
        return self._probes[tier]

    @cached_property
    def stored(self) -> Keys:
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
        codes = [code for tier in Tier for code in sought.probes(tier)]
        if sought.exact is not None:
            codes.append(sought.exact)
        found = [key for code in codes for key in self._under.get(code, ())]
        found += [key for number in sought.form.numbers for key in self._numbers.get(number, ())]
        return list(dict.fromkeys(found))
