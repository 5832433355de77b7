"""What a recommendation costs: processor time of the rule over a large catalogue, for people of every kind."""

import random
import time
from datetime import timedelta
from statistics import quantiles

import msgspec

from service.guarantee.rows import Entrant, Readiness, Route
from service.guarantee.rules import recommend
from service.provision.rows import Kind, Opportunity, Support
from service.vocabulary.sector import LEVELS, SECTORS
from tests.benchmarks.scale import Scale
from tests.guarantee.places import FAR, NEAR, TODAY, place, somebody

_AREAS = [code for code in SECTORS if "." in code]


class WaysBack(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds of processor time of one recommendation."""

    opportunities: int
    people: int
    median_ms: float
    p99_ms: float


def measure(scale: Scale) -> WaysBack:
    """Recommend to everybody in turn, from one catalogue."""
    rng = random.Random(7)
    catalogue = [_opportunity(rng, n) for n in range(scale.catalogue)]
    people = [_person(rng) for _ in range(scale.entrants)]
    recommend(people[0], catalogue, today=TODAY)
    taken = []
    for who in people:
        began = time.process_time()
        recommend(who, catalogue, today=TODAY)
        taken.append(1000 * (time.process_time() - began))
    cuts = quantiles(taken, n=100)
    found = WaysBack(opportunities=len(catalogue), people=len(people), median_ms=cuts[49], p99_ms=cuts[98])
    print(f"ways back: {found}", flush=True)
    return found


def _opportunity(rng: random.Random, n: int) -> Opportunity:
    return place(
        n + 1,
        rng.choice(list(Kind)),
        level=rng.choice([None, *LEVELS[:5]]),
        sector=rng.choice(_AREAS),
        starts_on=rng.choice([None, TODAY + timedelta(rng.randint(-20, 200))]),
        area_id=rng.choice([NEAR, FAR, None]),
        needs_level=rng.choice([None, "1", "2"]),
        taken=rng.choice([0, 0, 10]),
        supports=frozenset(rng.sample(list(Support), 2)),
        listed_until_on=TODAY + timedelta(rng.randint(1, 200)),
    )


def _person(rng: random.Random) -> Entrant:
    areas = sorted({code.partition(".")[0] for code in _AREAS})
    return somebody(
        rng.randint(-1, 3),
        sectors=frozenset(rng.sample(areas, rng.choice([0, 0, 1, 2]))),
        travel_minutes=rng.choice([None, 30]),
        readiness=rng.choice(list(Readiness)),
        route=rng.choice(list(Route)),
        needs=frozenset(rng.sample(list(Support), rng.choice([0, 0, 1]))),
    )
