"""Decisions over an invented population: how many automatic, how many asked of a person, how many wrong.

Nothing here has an identifier: that is the hardest case and the one the weights have to carry alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from service.learners.matching.answer import decide_claim
from service.learners.matching.keys import Tier, likeness, probes, signature, stored_keys
from service.learners.matching.model import Model
from service.learners.matching.normalise import form
from service.learners.matching.rows import Answered, Person, Registered
from service.learners.matching.shares import Shares
from service.learners.queries.candidates import ALIKE, BEHIND, BEST, LEAST, MOST_UNDER_A_KEY
from service.learners.rows import Outcome
from tests.benchmarks.linkage.people import Somebody

SETTLED = {Outcome.FOUND}
SETTLED_WIDELY = {Outcome.FOUND, Outcome.REVIEW}


class Tally(msgspec.Struct):
    """What came of the claims of one kind."""

    claims: int = 0
    right: int = 0
    review: int = 0
    wrong: int = 0
    missed: int = 0
    reasons: Counter[str] = msgspec.field(default_factory=Counter)

    def share(self, count: int) -> float:
        """A count as a share of the claims."""
        return count / max(self.claims, 1)


class Register:
    """The register of the harness: key tables in memory, asked as the service asks its own."""

    def __init__(self, people: Iterable[Somebody], model: Model, shares: Shares) -> None:
        self._people = {each.key: without_identifiers(each.person) for each in people}
        self._model, self._shares = model, shares
        self._under: dict[int, list[str]] = defaultdict(list)
        self._signatures: dict[str, int] = {}
        for key, person in self._people.items():
            known = form(person)
            self._signatures[key] = signature(known)
            for code in stored_keys(known):
                self._under[code].append(key)

    def candidates(self, claim: Person, tier: Tier) -> list[Registered]:
        """The most promising, chosen as the service's statement chooses them."""
        mine = form(claim)
        met: Counter[str] = Counter()
        for code in probes(mine, tier):
            met.update(self._under.get(code, [])[:MOST_UNDER_A_KEY])
        own = signature(mine)
        promise = {key: shared + ALIKE * likeness(own, self._signatures[key]) for key, shared in met.items()}
        least = max(LEAST, max(promise.values(), default=0) - BEHIND[tier])
        worth = sorted(
            (key for key in promise if promise[key] >= least), key=lambda key: (-promise[key], key)
        )
        return [Registered(key=key, person=self._people[key]) for key in worth[:BEST]]

    def ask(self, claim: Person) -> Answered:
        """The answer; each tier asked where the one before does not settle it."""
        known: dict[str, Registered] = {}
        answer = decide_claim(claim, (), model=self._model, shares=self._shares)
        for tier in Tier:
            if answer.outcome in (SETTLED_WIDELY if tier is Tier.WIDE else SETTLED):
                break
            known |= {each.key: each for each in self.candidates(claim, tier)}
            answer = decide_claim(claim, known.values(), model=self._model, shares=self._shares)
        return answer


def without_identifiers(person: Person) -> Person:
    """The same person without any number that decides by itself."""
    return replace(person, uln=None, upn=None, ni_number=None, indicator=None)


def tally(register: Register, claims: Iterable[tuple[Person, str | None, str]]) -> Tally:
    """Asks about each claim: (person, the learner's key or None for somebody new, a word for the kind)."""
    found = Tally()
    for person, key, kind in claims:
        answer = register.ask(without_identifiers(person))
        found.claims += 1
        if answer.outcome is Outcome.REVIEW:
            found.review += 1
            found.reasons[f"review {answer.reason} {kind}"] += 1
        elif answer.outcome is Outcome.FOUND:
            found.right += answer.key == key
            found.wrong += answer.key != key
            found.reasons[f"wrong {kind}"] += answer.key != key
        else:
            found.right += key is None
            found.missed += key is not None
            found.reasons[f"missed {kind}"] += key is not None
    return found
