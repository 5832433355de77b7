"""How a learner moved between stages, and where they went after learning."""

from collections.abc import Iterator, Sequence
from datetime import date

from service.board.rows import ALL, Age, Key, Node, State
from service.board.rules.keys import DESTINATIONS, FLOW, FLOW_MONTHS, move
from service.board.rules.months import last_day, months_earlier
from service.pathways.rules import Stage, Stretch, situation_of, stage_of
from service.vocabulary.academic_year import academic_age
from service.vocabulary.activity import APPRENTICESHIP, Activity, Group, Kind, activity

LAST_AT_SCHOOL = 15  # academic age in Year 11; who is older is in no school of compulsory age

_UNIVERSITY, _GAP_YEAR = 240, 260
_WORK_WITH_TRAINING = frozenset({320, 340, 381, 550})
_LEARNING = frozenset({Kind.SCHOOL, Kind.EDUCATION, Kind.TRAINING})
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


def moves(line: Sequence[Stretch], born: date, band: Age, month_on: date) -> Iterator[Key]:
    """One step for each half-year: from where to where they went."""
    days = [last_day(months_earlier(month_on, months)) for months in FLOW_MONTHS]
    nodes = [_node(line, born, day) for day in days]
    for step in (1, 2):
        yield FLOW, ALL, band, move(step, nodes[step - 1], nodes[step])


def destination_of(
    line: Sequence[Stretch], now: Activity, state: State, band: Age, month_on: date
) -> Iterator[Key]:
    """What somebody does who left learning in the year; nothing for the others."""
    if _left_learning(line, last_day(months_earlier(month_on, 12)), last_day(month_on)):
        yield DESTINATIONS, ALL, band, _destination(now, state)


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
        (stretch.activity.kind in _LEARNING or stretch.activity.code == APPRENTICESHIP)
        and after < stretch.until_on < before
        for stretch in line
    )


def _destination(now: Activity, state: State) -> str:
    if state in (State.NEET, State.NOT_KNOWN):
        return "NEET" if state is State.NEET else "Not known"
    if now.code == APPRENTICESHIP:
        return "Apprenticeship"
    if now.kind is Kind.EMPLOYMENT:
        return "Job with training" if now.code in _WORK_WITH_TRAINING else "Job without training"
    if now.kind in (Kind.TRAINING, Kind.RE_ENGAGEMENT) or now.code == _GAP_YEAR:
        return "Training, re-engagement or gap year"
    return _HIGHER if now.code == _UNIVERSITY else "Sixth form or college"
