"""What agencies say on each day of the year about the invented young: on time, late, twice, or as of somebody else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from service.demo.population import people
from service.demo.replay import Told, everything_told
from service.demo.rows import Invented
from tests.year.days import DAY, chance

YEARS = 3  # academic years of each story, those before the simulated one are its history
HORIZON = timedelta(days=30)  # stories go on a little longer, so that the last days are like others
LATE, AGAIN, AS_ANOTHER = 0.12, 0.08, 0.015
TURN_25 = 4  # of so many who are 24 one turns 25 within the year

Fact = tuple[int, str]


class Said(msgspec.Struct, frozen=True):
    """One thing an agency says of one person on a day.

    `again`: word for word what it said before. `as_another`: with details by which nobody knows them yet.
    """

    day: date
    told: Told
    again: bool = False
    as_another: bool = False

    @property
    def person(self) -> Invented:
        """Of whom it is said."""
        return self.told.person

    @property
    def identity(self) -> tuple[int, bool]:
        """As whom the register knows them, once it does."""
        return self.person.number, self.as_another


def young(learners: int, *, seed: int, last: date) -> list[Invented]:
    """The invented people of a year; some of the oldest were born a year earlier and leave the ages in it."""
    found = people(learners, YEARS, seed, last + HORIZON)
    return [_older(each, seed, last) for each in found]


def _older(person: Invented, seed: int, last: date) -> Invented:
    born = person.claim.date_of_birth
    is_oldest = last.year - born.year >= 24 and (born.month, born.day) != (2, 29)
    if not is_oldest or chance(seed, "older", person.number).randrange(TURN_25):
        return person
    claim = msgspec.structs.replace(person.claim, date_of_birth=born.replace(year=born.year - 1))
    return msgspec.structs.replace(person, claim=claim)


def what_is_said(
    everybody: Iterable[Invented], *, seed: int, first: date, last: date
) -> dict[date, list[Said]]:
    """What is said by day; what was said before the year is its history, on the day before the first."""
    eve, days = first - DAY, defaultdict[date, list[Said]](list)
    versions: dict[Fact, list[Told]] = defaultdict(list)
    for told in everything_told(everybody):
        versions[told.person.number, told.fact.key].append(told)
    for several in versions.values():
        for said in _said(several, seed, first):
            if said.day <= last:
                days[max(said.day, eve)].append(said)
    return days


def _said(several: list[Told], seed: int, first: date) -> Iterator[Said]:
    """A fact in its versions, none after the one that follows it; the last one now and then twice."""
    *earlier, last = several
    rng = chance(seed, "said", last.person.number, last.fact.key)
    as_another = rng.random() < AS_ANOTHER and last.day >= first
    comes_on = last.day + timedelta(
        days=_late(rng.random(), rng.randrange(3, 45)) if last.day >= first else 0
    )
    if not as_another:
        for told in earlier:
            late = timedelta(days=_late(rng.random(), rng.randrange(3, 25)) if told.day >= first else 0)
            if told.day + late < comes_on:
                yield Said(told.day + late, told)
    yield Said(comes_on, last, as_another=as_another)
    if rng.random() < AGAIN and not as_another and comes_on >= first:
        yield Said(comes_on + timedelta(days=rng.randrange(1, 60)), last, again=True)


def _late(drawn: float, days: int) -> int:
    return days if drawn < LATE else 0
