"""Requests: issue an indicator, record a milestone, read a timeline. Everybody in turn, round after round."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from statistics import median, quantiles

import msgspec

from service.vocabulary.day import London
from tests.benchmarks.calls import Call, System, issuing, reading, recording
from tests.benchmarks.contestants import Contestant, Floor, Served, servers
from tests.benchmarks.ground import Ground
from tests.benchmarks.load import Took
from tests.benchmarks.recorder import Recording, record
from tests.benchmarks.scale import Scale
from tests.benchmarks.town import make_town

KINDS = {"issue": "issue an indicator", "record": "record a milestone", "read": "read a timeline"}
SECRET = "a-secret-of-the-benchmarks-0123456789"
PEERS = ("fastapi", "django")
Rounds = Mapping[str, Sequence[Sequence[Call]]]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One contestant's answer to one kind of request: medians over the rounds. Times in milliseconds."""

    per_second: float
    median_ms: float
    p99_ms: float
    p99_to_median: float
    ours_to_it: float  # median over the rounds of (our throughput / its throughput)


def measure(
    ground: Ground, scale: Scale, names: Sequence[str] = ("ours", "floor", *PEERS)
) -> dict[str, dict[str, Figure]]:
    """Measure everybody; figures by kind of request and contestant."""
    now = datetime.now(UTC)
    today = now.astimezone(London).date()
    systems = asyncio.run(
        make_town(ground, "town", people=scale.people, systems=scale.systems, now=now, today=today)
    )
    rounds = _rounds(systems, scale, now)
    for name in (*names, "recorded"):
        ground.clone(name, of="town")
    recorded = {
        kind: [asyncio.run(record(ground.url("recorded"), calls, secret=SECRET)) for calls in of_kind]
        for kind, of_kind in rounds.items()
    }
    ground.drop("recorded")
    served = [name for name in names if name != "floor"]
    with servers(ground, served, secret=SECRET) as ports:
        contestants: dict[str, Contestant] = {
            name: Served(ground.folder, port, scale.warm, rounds) for name, port in ports.items()
        }
        if "floor" in names:
            contestants["floor"] = Floor(ground.folder, ground.url("floor"), scale.warm, recorded)
        taken = {kind: _in_turn(contestants, kind, scale.rounds) for kind in KINDS}
    figures = {kind: _figures(of_kind) for kind, of_kind in taken.items()}
    for kind, of_kind in recorded.items():
        print(f"{KINDS[kind]}: {_statements(of_kind[0])} statements a request")
    return figures


def _rounds(systems: Sequence[System], scale: Scale, now: datetime) -> Rounds:
    size, today = scale.warm + scale.timed, now.astimezone(London).date()
    count = scale.rounds * size
    every = {
        "issue": issuing(systems, count=count, today=today, seed=1),
        "record": recording(systems, count=count, today=today),
        "read": reading(systems, count=count),
    }
    return {kind: [list(islice(calls, size)) for _ in range(scale.rounds)] for kind, calls in every.items()}


def _in_turn(contestants: Mapping[str, Contestant], kind: str, rounds: int) -> dict[str, list[Took]]:
    """Everybody once in each round, every other round backwards, so that a slow spell of the machine hits all alike."""
    taken: dict[str, list[Took]] = {name: [] for name in contestants}
    for place in range(rounds):
        for name in list(contestants)[:: -1 if place % 2 else 1]:
            took = contestants[name].take(kind, place)
            taken[name].append(took)
            print(
                f"{KINDS[kind]}, round {place + 1}: {name} {len(took.each) / took.seconds:.0f}/s", flush=True
            )
    return taken


def _figures(taken: Mapping[str, Sequence[Took]]) -> dict[str, Figure]:
    return {name: _figure(rounds, taken["ours"]) for name, rounds in taken.items()}


def _figure(rounds: Sequence[Took], ours: Sequence[Took]) -> Figure:
    p99s = [quantiles(took.each, n=100)[98] for took in rounds]
    medians = [median(took.each) for took in rounds]
    return Figure(
        per_second=median(_rate(took) for took in rounds),
        median_ms=1000 * median(medians),
        p99_ms=1000 * median(p99s),
        p99_to_median=median(high / middle for high, middle in zip(p99s, medians, strict=True)),
        ours_to_it=median(_rate(our) / _rate(its) for our, its in zip(ours, rounds, strict=True)),
    )


def _rate(took: Took) -> float:
    return len(took.each) / took.seconds


def _statements(recorded: Recording) -> float:
    return median(len(said) for said in recorded.requests)
