"""How one learner is counted in a month: where they live and are, how they moved, what every measure says."""

from collections.abc import Iterator
from datetime import date

from service.board.rows import ALL, Age, Key, State
from service.board.rules.keys import DID_NOT, HAPPENED, SITUATION, days_cell, measure_key, part_of
from service.board.rules.measures import MEASURES, Life, Measure, Tally
from service.board.rules.months import last_day
from service.board.rules.moving import destination_of, moves
from service.board.rules.needs import needs_of
from service.board.rules.sectors import begun_by_sector
from service.vocabulary.academic_year import AcademicYear, academic_age
from service.vocabulary.activity import Activity, Group, activity

YOUNGEST, OLDEST = 16, 24
_STATES = {Group.NEET: State.NEET, Group.NOT_KNOWN: State.NOT_KNOWN, Group.CUSTODY: State.CUSTODY}


def born_between(as_of_on: date) -> tuple[date, date]:
    """The first and the last day of birth of those counted: academic age 16 to 24.

    SOURCE: DfE, NEET statistics annual brief, 2024: age on the 31 August before the academic year.
    """
    year = AcademicYear.of(as_of_on).start
    return date(year - OLDEST - 1, 9, 1), date(year - YOUNGEST, 8, 31)


def counted(life: Life, area: str, *, month_on: date) -> Iterator[Key]:
    """Every count this learner adds one to; none outside academic age 16 to 24.

    Those in custody on the day are counted as that and left out of everything else.
    SOURCE: DfE's local authority NEET figures leave young adult offenders in custody (710) out of the base.
    """
    as_of_on = last_day(month_on)
    age = academic_age(life.born, on=as_of_on)
    if not YOUNGEST <= age <= OLDEST:
        return
    now = activity(life.now.activity)
    state = _state(now)
    yield SITUATION, area, age_band(age), state
    if state is State.CUSTODY:
        return
    band = Age.OLDER if age > int(Age.SEVENTEEN) else Age.BOTH
    for need in needs_of(life.said, on=as_of_on):
        yield SITUATION, need, band, state
    yield from moves(life.line, life.born, band, month_on)
    yield from begun_by_sector(life, band, on=as_of_on)
    yield from destination_of(life.line, now, state, band, month_on)
    for measure in MEASURES.values():
        if band in measure.ages:
            for tally in measure.tally(life, as_of_on):
                yield from _measured(measure, tally, area, band)


def _measured(measure: Measure, tally: Tally, area: str, band: Age) -> Iterator[Key]:
    """A tally counts in the learner's area and, where the measure is split, in its part."""
    if tally.days is not None:
        yield measure_key(measure.code, area, band, days_cell(tally.days, happened=tally.happened))
        yield measure_key(measure.code, area, band, ALL)
        return
    cell = HAPPENED if tally.happened else DID_NOT
    yield measure_key(measure.code, area, band, cell)
    if measure.split and tally.part:
        yield measure_key(measure.code, part_of(measure.split, tally.part), band, cell)


def age_band(age: int) -> Age:
    """The finest band of an academic age from 16 to 24."""
    return Age.OLDER if age > int(Age.SEVENTEEN) else Age(str(age))


def _state(now: Activity) -> State:
    if now.participates:
        return State.PARTICIPATING
    return _STATES.get(now.group, State.OTHERWISE)
