"""Who claims: the registered with changes, and people who are not registered and look as if they were."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random

from msgspec.structs import replace
from rapidfuzz.distance import OSA

from service.learners.matching.nicknames import is_nickname
from service.learners.matching.rows import Person
from tests.benchmarks.linkage.decisions import Tally
from tests.benchmarks.linkage.names import SINGLE, Origin, draw, origins
from tests.benchmarks.linkage.people import Somebody, first_name, population
from tests.benchmarks.linkage.slips import changed, typed

Claim = tuple[Person, str | None, str]
Scenario = Callable[["World"], Iterator[Claim]]


class World:
    """A population of which `size` are registered; from some households one sibling is not."""

    def __init__(self, size: int, claims: int, seed: int) -> None:
        self.claims, self.rng = claims, Random(seed)
        everyone = population(size + 3 * claims, seed=seed)
        homes: dict[int, list[Somebody]] = defaultdict(list)
        for each in everyone:
            homes[each.household].append(each)
        self.siblings = [second for second in map(_another_birth, homes.values()) if second][:claims]
        left_out = {each.key for each in self.siblings}
        known = [each for each in everyone if each.key not in left_out]
        whole = {home for home, members in homes.items() if not left_out & {each.key for each in members}}
        self.registered = known[:size]
        last = {each.household for each in self.registered}
        self.new = [each for each in known[size:] if each.household in whole - last][:claims]
        self.homes = homes
        self.sample = self.rng.sample(self.registered, min(claims, size))

    def of_origin(self, name: str) -> list[Somebody]:
        """Registered people of one origin, again and again until there are enough claims."""
        people = [each for each in self.registered if each.origin == name]
        return (people * (self.claims // max(len(people), 1) + 1))[: self.claims]


def exact(world: World) -> Iterator[Claim]:
    """The registered, as they are."""
    return ((each.person, each.key, "") for each in world.sample)


def one_change(world: World) -> Iterator[Claim]:
    """The registered with one thing changed."""
    return changes(world.rng, world.sample, 1)


def three_changes(world: World) -> Iterator[Claim]:
    """The registered with one to three things changed."""
    for each in world.sample:
        person, _ = changed(world.rng, each.person, world.rng.randint(1, 3))
        yield person, each.key, ""


def changes(rng: Random, people: Sequence[Somebody], times: int) -> Iterator[Claim]:
    """People with `times` changes, each with the kind of change."""
    for each in people:
        person, kind = changed(rng, each.person, times)
        yield person, each.key, kind


def new(world: World) -> Iterator[Claim]:
    """People of households nobody of which is registered."""
    return ((each.person, None, "") for each in world.new)


def siblings(world: World) -> Iterator[Claim]:
    """Brothers and sisters, not twins, of the registered."""
    return ((each.person, None, "") for each in world.siblings)


def namesakes(world: World) -> Iterator[Claim]:
    """Unregistered people with all the names of somebody registered, another birthday and another home."""
    for stranger, each in zip(world.new, world.sample, strict=False):
        if stranger.person.date_of_birth != each.person.date_of_birth:
            yield _named(stranger.person, each.person), None, ""


def namesakes_of_the_day(world: World) -> Iterator[Claim]:
    """The same, born the same day: nothing but the home tells them from somebody who moved."""
    for stranger, each in zip(world.new, world.sample, strict=False):
        person = _named(stranger.person, each.person)
        yield replace(person, date_of_birth=each.person.date_of_birth), None, ""


def twins(world: World) -> Iterator[Claim]:
    """Unregistered twins of the registered, by a name nobody there has, of the same origin, of either sex."""
    for each in world.sample:
        if each.origin != SINGLE:
            sex = world.rng.choice("FM")
            taken = [first_name(other) for other in world.homes[each.household]]
            given = _another(world.rng, _origin(each).given[sex], taken)
            yield replace(each.person, given_names=given, sex=sex), None, ""


def one_edit_twins(world: World) -> Iterator[Claim]:
    """Unregistered twins whose name is one letter from their twin's, both being names: Ella and Bella."""
    people = list(world.registered)
    world.rng.shuffle(people)
    done = 0
    for each in people:
        near = _one_edit_away(each.origin, each.person.sex or "F", first_name(each))
        if near and each.person.given_names and done < world.claims:
            done += 1
            yield replace(each.person, given_names=world.rng.choice(near)), None, ""


def mistyped_twins(world: World) -> Iterator[Claim]:
    """Unregistered twins whose "name" is their twin's mistyped: nobody's name, and not to be told from a slip."""
    for each in world.sample:
        if each.person.given_names:
            yield replace(each.person, given_names=typed(world.rng, first_name(each))), None, ""


SCENARIOS: dict[str, Scenario] = {
    "registered, as they are": exact,
    "registered, one change": one_change,
    "registered, 1 to 3 changes": three_changes,
    "new people": new,
    "new siblings": siblings,
    "new namesakes": namesakes,
    "new namesakes born the same day": namesakes_of_the_day,
    "new twins, another name": twins,
    "new twins, one letter apart, both names": one_edit_twins,
    "new twins, one letter apart, no name": mistyped_twins,
}


def line(name: str, tally: Tally) -> str:
    """One row of the table of decisions."""
    shares = (tally.right, tally.review, tally.missed, tally.wrong)
    cells = " | ".join(f"{100 * tally.share(count):.2f} %" for count in shares)
    return f"| {name} | {tally.claims:,} | {cells} |"


def _another_birth(members: list[Somebody]) -> Somebody | None:
    first, *others = members
    return next((each for each in others if each.person.date_of_birth != first.person.date_of_birth), None)


def _named(person: Person, like: Person) -> Person:
    return replace(person, given_names=like.given_names, family_name=like.family_name, sex=like.sex)


@cache
def _origins() -> dict[str, Origin]:
    return {each.name: each for each in origins()}


def _origin(somebody: Somebody) -> Origin:
    return _origins()[somebody.origin]


def _another(rng: Random, names: tuple[str, ...], taken: Sequence[str]) -> str:
    given = draw(rng, names)
    while any(_is_one_name(given, name) or OSA.distance(given.lower(), name.lower()) < 2 for name in taken):
        given = draw(rng, names)
    return given


def _is_one_name(a: str, b: str) -> bool:
    return a.lower() == b.lower() or is_nickname(a.lower(), b.lower())


@cache
def _one_edit_away(origin: str, sex: str, name: str) -> list[str]:
    return [
        other
        for other in _origins()[origin].given[sex]
        if OSA.distance(other.lower(), name.lower()) == 1 and not _is_one_name(other, name)
    ]
