"""How one learner is counted in a month: where they live and are, how they moved, where they went."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from service.board.rows import ALL, Age, Key, Node, State
from service.board.rules.months import last_day, months_earlier
from service.pathways.rows import Spell
from service.pathways.rules import Stage, Stretch, situation_of, stage_of, stretches
from service.vocabulary.academic_year import AcademicYear, academic_age
from service.vocabulary.activity import Activity, Group, Kind, activity

SITUATION, FLOW, DESTINATIONS = "situation", "flow", "destinations"
FLOW_MONTHS = (12, 6, 0)  # how long before the month a flow chart looks
YOUNGEST, OLDEST = 16, 24
LAST_AT_SCHOOL = 15  # academic age in Year 11; who is older is in no school of compulsory age

_APPRENTICESHIP, _UNIVERSITY, _GAP_YEAR = 310, 240, 260
_WORK_WITH_TRAINING = frozenset({320, 340, 381, 550})
_LEARNING = frozenset({Kind.SCHOOL, Kind.EDUCATION, Kind.TRAINING})
_STATES = {Group.NEET: State.NEET, Group.NOT_KNOWN: State.NOT_KNOWN, Group.CUSTODY: State.CUSTODY}
_NODES = {
    Stage.ENTRY_OR_LEVEL_1: Node.LEARNING,
    Stage.LEVEL_2: Node.LEARNING,
    Stage.LEVEL_3: Node.LEVEL_3,
    Stage.LEVEL_4_OR_ABOVE: Node.LEVEL_3,
    Stage.JOB_WITH_TRAINING: Node.WORK,
    Stage.JOB: Node.WORK,
    Stage.JOB_13_WEEKS: Node.WORK,
    Stage.JOB_26_WEEKS: Node.WORK,
}
_HIGHER = "University or similar"
DESTINATION_KINDS = (
    "Sixth form or college",
    _HIGHER,
    "Apprenticeship",
    "Job with training",
    "Job without training",
    "Training, re-engagement or gap year",
    "NEET",
    "Not known",
)


def born_between(as_of_on: date) -> tuple[date, date]:
    """The first and the last day of birth of those counted: academic age 16 to 24.

    SOURCE: DfE, NEET statistics annual brief, 2024: age on the 31 August before the academic year.
    """
    year = AcademicYear.of(as_of_on).start
    return date(year - OLDEST - 1, 9, 1), date(year - YOUNGEST, 8, 31)


def counted(born: date, area: str, spells: Iterable[Spell], *, month_on: date) -> Iterator[Key]:
    """Every count this learner adds one to, from the spells known; none outside academic age 16 to 24.

    Those in custody on the day are counted as that and left out of everything else.
    SOURCE: DfE's local authority NEET figures leave young adult offenders in custody (710) out of the base.
    """
    as_of_on = last_day(month_on)
    age = academic_age(born, on=as_of_on)
    if not YOUNGEST <= age <= OLDEST:
        return
    line = stretches(spells)
    now = activity(situation_of(line, today=as_of_on).activity)
    state = _state(now)
    yield SITUATION, area, age_band(age), state
    if state is not State.CUSTODY:
        band = Age.OLDER if age > int(Age.SEVENTEEN) else Age.BOTH
        yield from _moves(line, born, band, month_on)
        if _left_learning(line, last_day(months_earlier(month_on, 12)), as_of_on):
            yield DESTINATIONS, ALL, band, _destination(now, state)


def age_band(age: int) -> Age:
    """The finest band of an academic age from 16 to 24."""
    return Age.OLDER if age > int(Age.SEVENTEEN) else Age(str(age))


def _state(now: Activity) -> State:
    if now.participates:
        return State.PARTICIPATING
    return _STATES.get(now.group, State.OTHERWISE)


def _moves(line: Sequence[Stretch], born: date, band: Age, month_on: date) -> Iterator[Key]:
    days = [last_day(months_earlier(month_on, months)) for months in FLOW_MONTHS]
    nodes = [_node(line, born, day) for day in days]
    for step in (1, 2):
        yield FLOW, ALL, band, move(step, nodes[step - 1], nodes[step])


def move(step: int, before: Node, after: Node) -> str:
    """The cell of a move: "1:neet>work" in the first half-year, "2:…" in the second."""
    return f"{step}:{before.name}>{after.name}".lower()


def _node(line: Sequence[Stretch], born: date, day: date) -> Node:
    """By group first, so that NEET and not known are the same people as in every other table."""
    now = situation_of(line, today=day)
    if now.group is Group.NEET:
        return Node.NEET
    if now.group is Group.NOT_KNOWN:
        return Node.NOT_KNOWN
    if activity(now.activity).kind is Kind.SCHOOL:
        return Node.SCHOOL if academic_age(born, on=day) <= LAST_AT_SCHOOL else Node.LEARNING
    return _NODES.get(stage_of(line, (), today=day), Node.OTHER)


def _left_learning(line: Sequence[Stretch], after: date, before: date) -> bool:
    """Whether school, a course, training or an apprenticeship ended, or was no longer confirmed, in
    between."""
    return any(
        (stretch.activity.kind in _LEARNING or stretch.activity.code == _APPRENTICESHIP)
        and after < stretch.until_on < before
        for stretch in line
    )


def _destination(now: Activity, state: State) -> str:
    if state in (State.NEET, State.NOT_KNOWN):
        return "NEET" if state is State.NEET else "Not known"
    if now.code == _APPRENTICESHIP:
        return "Apprenticeship"
    if now.kind is Kind.EMPLOYMENT:
        return "Job with training" if now.code in _WORK_WITH_TRAINING else "Job without training"
    if now.kind in (Kind.TRAINING, Kind.RE_ENGAGEMENT) or now.code == _GAP_YEAR:
        return "Training, re-engagement or gap year"
    return _HIGHER if now.code == _UNIVERSITY else "Sixth form or college"
