"""How long courses, programmes and jobs of the invented last, at which level, and what they are called."""

from datetime import date, timedelta
from random import Random

from service.demo.trades import Field
from service.demo.walk import FULL_TIME_EDUCATION, Stay
from service.vocabulary.academic_year import AcademicYear
from service.vocabulary.sector import LEVELS

JOBS = frozenset({320, 330, 340, 360, 380})
FULL_TIME = FULL_TIME_EDUCATION | {250}
"""Taught from September to July."""

# Days, shortest and longest.
PROGRAMMES = {
    310: (395, 730),
    410: (170, 360),
    440: (60, 180),
    450: (60, 180),
    460: (180, 330),
    530: (28, 84),
    710: (60, 240),
}
_TENURE = (60, 420)  # days in one job: the shortest, and how much longer on average

_SUMMER = range(5, 9)

_NEET_KINDS = (619, 610, 615, 616, 620, 630, 640, 650, 680)
_AT_16 = (70, 8, 3, 5, 2, 1, 8, 1, 2)
_FROM_19 = (58, 4, 2, 3, 5, 13, 11, 2, 2)


def neet_activity(rng: Random, age: int) -> int:
    """Which kind of NEET: mostly looking, and with the years more who care for others or are ill."""
    return rng.choices(_NEET_KINDS, weights=_FROM_19 if age >= 19 else _AT_16)[0]


def start_level(rng: Random, code: int, stay: Stay) -> str | None:
    """The level somebody begins at: who stands firmer begins higher."""
    if code in (210, 220):
        return "3" if rng.random() < 0.93 else "2"
    if code in (230, 250, 280, 410):
        return _level_at(stay.place)
    if code == 310:
        return "2" if stay.age < 18 and rng.random() < 0.6 else "3"
    return {240: "6", 450: "1", 460: "E", 320: "3"}.get(code)


def _level_at(place: float) -> str:
    return "3" if place < 0.68 else "2" if place < 0.78 else "1" if place < 0.88 else "E"


def next_level(level: str | None, code: int) -> str | None:
    """The level after a completed course; nobody is sent beyond level 3, apprentices beyond level 5."""
    if level is None or code not in (230, 250, 310, 410):
        return level
    highest = "5" if code == 310 else "3"
    return min(LEVELS[LEVELS.index(level) + 1], highest, key=LEVELS.index) if level != highest else level


def planned_end(rng: Random, code: int, start: date, *, level: str | None, stay: Stay) -> date | None:
    """The day what begins on `start` is planned to end; for a job, the day it will, None where it goes on."""
    if code in FULL_TIME:
        return _end_of_course(code, start, _years(rng, code, start, level, stay))
    if code in PROGRAMMES:
        return start + timedelta(days=rng.randint(*PROGRAMMES[code]))
    lasts = start + timedelta(days=_TENURE[0] + int(rng.expovariate(1 / _TENURE[1])))
    return lasts if stay.ended_on is None or lasts < stay.ended_on - timedelta(days=_TENURE[0]) else None


def _years(rng: Random, code: int, start: date, level: str | None, stay: Stay) -> int:
    """Of those who stop after a year of two, most had planned just that."""
    first = AcademicYear.of(start).start
    age = stay.age + first - AcademicYear.of(stay.started_on).start
    wanted = {16: 2}.get(age, 1) if level == "3" else max(1, 21 - age) if code == 240 else 1
    if stay.ended_on is None or rng.random() < 0.25:
        return wanted
    stops = AcademicYear.of(stay.ended_on + timedelta(days=1)).start
    return min(wanted, max(1, stops - first))


def _end_of_course(code: int, start: date, years: int) -> date:
    """Schools keep their learners to the end of August; colleges and universities close in July.

    Who begins from May on has the whole next year before them.
    """
    late = start.month in _SUMMER
    end = AcademicYear(AcademicYear.of(start).start + years - 1 + late).ends_on
    return end if code == 210 else end.replace(month=7)


def next_start(rng: Random, code: int, ended_on: date) -> date:
    """When the next one begins: courses in September, everything else the day after."""
    if code not in FULL_TIME:
        return ended_on + timedelta(days=1)
    return AcademicYear.of(ended_on).next().starts_on + timedelta(days=rng.randrange(9))


_WITHOUT_FIELD = {
    440: (None, None),
    710: (None, None),
    450: ("Preparation for work", "14.2"),
    460: ("Preparation for work", "14.2"),
    530: ("Preparation for work", "14.2"),
}


def title_and_sector(
    code: int, level: str | None, field: Field, subject: tuple[str, str]
) -> tuple[str | None, str | None]:
    """What it is called, and its sector subject area."""
    if code in _WITHOUT_FIELD:
        return _WITHOUT_FIELD[code]
    if code in (210, 220):
        return subject[1], subject[0]
    if code == 240:
        return f"Degree: {field.course.lower()}", field.sector
    if code == 310:
        return f"{field.apprenticeship} apprenticeship, level {level}", field.sector
    course = f"{field.course}, {'entry level' if level == 'E' else f'level {level}'}"
    return field.job if code in JOBS else course, field.sector
