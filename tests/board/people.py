"""Invented lives by the dozen, for what is counted of many: made from a seed, so that a failure comes back."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from service.board.rows import Cube, Key, Layout, Place
from service.board.rules import PROVIDER, by_rows, counted, cube_of, layouts_of, measure_layouts, rows_of
from service.board.rules.measures import Life
from service.pathways.rows import Completion, Facts, Milestone, MilestoneKind, Spell
from service.pathways.rules import situation_of, stretches

MONTH, AS_OF = date(2026, 10, 1), date(2026, 10, 31)
PROVIDERS = [UUID(int=number) for number in range(1, 5)]
_COUNCIL = UUID(int=9)
"""Records courses too, and has no row."""
_ACTIVITIES = (230, 230, 210, 310, 450, 330, 360, 619, 619, 640, 810, 530)
_ENDS = (Completion.COMPLETED, Completion.WITHDRAWN, Completion.MOVED_ON)
Person = tuple[str, Life]


def town(seed: int, *, districts: int = 3, people: int = 60) -> tuple[list[Place], list[Person]]:
    """Some districts, and about so many people of each academic age in each, uneven as towns are."""
    random = Random(seed)
    places = [Place(f"E{number}", f"District {number}") for number in range(districts)]
    lives = [
        (place.code, life(random, age))
        for place in places
        for age in (16, 17, 18, 20)
        for _ in range(random.randint(people // 6, people * 2))
    ]
    return places, lives


def corrected(seed: int, lives: Sequence[Person], *, people: int) -> list[Person]:
    """The same town after some were told of otherwise."""
    random, changed = Random(seed), list(lives)
    for number in random.sample(range(len(changed)), people):
        area, was = changed[number]
        changed[number] = area, life(random, 2026 - was.born.year)
    return changed


def cube(places: Sequence[Place], lives: Sequence[Person]) -> tuple[Cube, Sequence[Layout]]:
    """All that is published of them, exact, and where it stands."""
    exact: Counter[Key] = Counter()
    for area, each in lives:
        exact.update(counted(each, area, month_on=MONTH))
    exact = by_rows(exact, rows_of(PROVIDERS))
    names = {f"{PROVIDER}{each}": f"College {each.int}" for each in PROVIDERS}
    layouts = [*layouts_of(places, month_on=MONTH), *measure_layouts(places, exact, names)]
    return cube_of(exact, places, month_on=MONTH), layouts


def life(random: Random, age: int) -> Life:
    """Somebody of an academic age, with two years of ups and downs."""
    spells = tuple(_spells(random))
    line = tuple(stretches(spells))
    return Life(
        born=date(2026 - age, 3, 5),
        facts=Facts(spells=spells, milestones=tuple(_milestones(random))),
        line=line,
        now=situation_of(line, today=AS_OF),
        contacted_on=AS_OF - timedelta(days=random.randint(1, 90)) if random.random() < 0.7 else None,
    )


def _spells(random: Random) -> Iterator[Spell]:
    day = date(2024, 9, 2) + timedelta(days=random.randint(0, 300))
    while day < AS_OF:
        length = timedelta(days=random.choice((20, 60, 120, 300, 400)))
        ended = day + length if day + length < AS_OF else None
        yield Spell(
            learner_id=UUID(int=1),
            id=UUID(int=day.toordinal()),
            activity=random.choice(_ACTIVITIES),
            started_on=day,
            ended_on=ended,
            planned_end_on=day + timedelta(days=300),
            completion=random.choice(_ENDS) if ended else Completion.CONTINUING,
            agency_id=random.choice((*PROVIDERS, _COUNCIL)),
            source_key=str(day),
            sector=random.choice(("1.3", "5.2", "4.1", "7.4", None)),
            recorded_at=datetime(2026, 10, 20, tzinfo=UTC),
        )
        day += length + timedelta(days=random.choice((1, 1, 30)))


def _milestones(random: Random) -> Iterator[Milestone]:
    if random.random() < 0.8:
        yield Milestone(
            learner_id=UUID(int=1),
            id=UUID(int=2),
            kind=MilestoneKind.OFFERED,
            occurred_on=date(2026, 6, 1),
            agency_id=PROVIDERS[0],
            source_key="offer",
            recorded_at=datetime(2026, 6, 1, tzinfo=UTC),
        )
