"""What one invented young person does over the years, as an unbroken line of stays.

Everybody has a place between 0 (stands firmly) and 1 (hardly at all), drawn evenly. At any time the place
and the bands of `calibration` decide what they do. Now and then the place moves by a small step, turned
back at 0 and 1; rarely it is drawn anew. Both keep places spread evenly over all people, so that on every
day, not only today, the shares are those of the bands, while each person has a history: leaves early,
finds a job, loses it, comes back.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

import msgspec

from service.demo.calibration import NEET, NOT_KNOWN, OLDEST_BAND, Band
from service.vocabulary.academic_year import AcademicYear, academic_age
from service.vocabulary.activity import ACTIVITIES, Kind

FULL_TIME_EDUCATION = frozenset({210, 220, 230, 240, 270, 280})
AT_SCHOOL = frozenset(code for code, each in ACTIVITIES.items() if each.kind is Kind.SCHOOL)
OUTSIDE = frozenset({NEET, NOT_KNOWN})

SHORTEST_STAY = 21  # days
DAYS_TO_NEXT_STEP = 120  # on average, beyond the shortest stay
STEP = 0.06
DRAWN_ANEW = 0.04

_ONLY_IN_SEPTEMBER = FULL_TIME_EDUCATION - {230}


class Stay(msgspec.Struct):
    """A stretch of doing one thing, both days included; `ended_on` None: today still. `age` is the academic
    age it began at, `place` where the person stood then.
    """

    activity: int
    started_on: date
    ended_on: date | None
    age: int
    place: float


def stays(
    rng: Random, bands: Mapping[tuple[str, int], Band], *, born: date, district: str, since: date, today: date
) -> list[Stay]:
    """What somebody did from `since` (a 1 September) or the beginning of Year 11, whichever is later."""
    line: list[Stay] = []
    for day, code, age, place in _changes(rng, bands, born=born, district=district, since=since, today=today):
        if line and line[-1].activity == code:
            continue
        if line:
            line[-1].ended_on = day - timedelta(days=1)
        line.append(Stay(code, day, None, age, place))
    return line


def _changes(
    rng: Random, bands: Mapping[tuple[str, int], Band], *, born: date, district: str, since: date, today: date
) -> Iterator[tuple[date, int, int, float]]:
    """What the person does from each September and each step on, changed or not."""
    place, code = rng.random(), 0
    year = AcademicYear.of(since)
    while year.starts_on <= today:
        age = academic_age(born, on=year.starts_on)
        if age >= 15:
            band = bands[district, min(age, OLDEST_BAND)]
            code = _activity(band, place)
            yield year.starts_on, code, age, place
            for day in _steps(rng, year, today):
                place = _next_place(rng, place)
                code = _in_mid_year(code, _activity(band, place))
                yield day, code, age, place
        year = year.next()


def _activity(band: Band, place: float) -> int:
    return band.activities[bisect_left(band.edges, place)]


def _steps(rng: Random, year: AcademicYear, today: date) -> Iterator[date]:
    last = min(year.ends_on - timedelta(days=SHORTEST_STAY), today)
    day = year.starts_on
    while True:
        day += timedelta(days=SHORTEST_STAY + int(rng.expovariate(1 / DAYS_TO_NEXT_STEP)))
        if day > last:
            return
        yield day


def _next_place(rng: Random, place: float) -> float:
    if rng.random() < DRAWN_ANEW:
        return rng.random()
    moved = abs(place + rng.gauss(0, STEP))
    return 2 - moved if moved > 1 else moved


def _in_mid_year(now: int, wanted: int) -> int:
    """Nobody leaves school or changes college in mid-year; who comes back then goes to a college."""
    if now in AT_SCHOOL or (now in FULL_TIME_EDUCATION and wanted in FULL_TIME_EDUCATION):
        return now
    return 230 if wanted in _ONLY_IN_SEPTEMBER else wanted
