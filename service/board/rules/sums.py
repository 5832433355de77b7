"""Every sum that ties one published count to others, and every composition: what disclosure control works
on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from service.board.rows import ALL, Age, Cube, Key, Line, Node, Place, Share, State
from service.board.rules.counting import YOUNGEST
from service.board.rules.keys import (
    BASE_STATES,
    FLOW,
    FLOW_MONTHS,
    MOMENTS,
    NEET_OR_NOT_KNOWN,
    SPLIT,
    STEPS,
    SUMS,
    destination_key,
    move_key,
    node_key,
    situation_key,
)
from service.board.rules.measured import measured_lines, measured_shares, unshown
from service.board.rules.measures import MEASURES
from service.board.rules.months import last_day, months_earlier
from service.board.rules.moving import DESTINATION_KINDS, LAST_AT_SCHOOL
from service.board.rules.names import AGES_OF_FLOWS
from service.board.rules.needs import DIVISIONS
from service.board.rules.sectors import sector_lines, sector_shares
from service.vocabulary.academic_year import AcademicYear

_SINGLE_YEARS = (Age.SIXTEEN, Age.SEVENTEEN)
_LESS = (State.PARTICIPATING, State.OTHERWISE)
_YOUNGEST = {Age.BOTH: YOUNGEST, Age.OLDER: 18}


def cube_of(exact: Mapping[Key, int], places: Sequence[Place], *, month_on: date) -> Cube:
    """The published counts of a month from the leaves `counting` made. `places` are the rows without the
    total."""
    areas = [place.code for place in places]
    every = (
        *_over_states(areas),
        *_over_places(areas),
        *_over_ages(areas),
        *_over_needs(),
        *_over_moves(),
        *_over_destinations(),
        *sector_lines(),
        *measured_lines(exact, areas),
    )
    lines = tuple(line for line in every if line.parts)
    parts_of = {line.total: line.parts for line in reversed(lines)}

    @cache
    def people(key: Key) -> int:
        return sum(map(people, parts_of[key])) if key in parts_of else exact.get(key, 0)

    counts = {key: people(key) for line in every for key in (*line.parts, line.total)}
    return Cube(
        counts=counts,
        worth={key: _worth(key) for key in counts},
        lines=lines,
        shares=(
            *_shares_of_places([*areas, ALL]),
            *_shares_of_needs(),
            *_shares_of_flows(),
            *sector_shares(),
            *measured_shares(counts),
        ),
        impossible=frozenset(_impossible(month_on)),
        unshown=unshown(counts),
    )


def _worth(key: Key) -> int:
    """Least are moves, parts of a need or of a split, and measures of a district; then two of the states."""
    measure, area, _, cell = key
    if measure == FLOW or ":" in area or (measure in MEASURES and area != ALL):
        return 0
    return 1 if cell in _LESS else 2


def _over_states(areas: Sequence[str]) -> Iterator[Line]:
    for area in (*areas, ALL):
        for age in Age:
            yield from _states_of(area, age)


def _states_of(area: str, age: Age) -> Iterator[Line]:
    neet = situation_key(area, age, State.NEET), situation_key(area, age, State.NOT_KNOWN)
    yield Line(situation_key(area, age, NEET_OR_NOT_KNOWN), neet)
    yield Line(situation_key(area, age, ALL), tuple(situation_key(area, age, cell) for cell in SPLIT))


def _over_places(areas: Sequence[str]) -> Iterator[Line]:
    for age in Age:
        for cell in (*BASE_STATES, *SUMS):
            yield Line(situation_key(ALL, age, cell), tuple(situation_key(area, age, cell) for area in areas))


def _over_ages(areas: Sequence[str]) -> Iterator[Line]:
    for area in (*areas, ALL):
        for cell in (*BASE_STATES, *SUMS):
            single = tuple(situation_key(area, age, cell) for age in _SINGLE_YEARS)
            yield Line(situation_key(area, Age.BOTH, cell), single)


def _over_needs() -> Iterator[Line]:
    for age in AGES_OF_FLOWS:
        for division in DIVISIONS:
            for need in division:
                yield from _states_of(need, age)
            for cell in (*BASE_STATES, *SUMS):
                parts = tuple(situation_key(need, age, cell) for need in division)
                yield Line(situation_key(ALL, age, cell), parts)


def _over_moves() -> Iterator[Line]:
    for age in AGES_OF_FLOWS:
        for step in STEPS:
            for node in Node:
                gone_to = tuple(move_key(age, step, node, after) for after in Node)
                come_from = tuple(move_key(age, step, before, node) for before in Node)
                yield Line(node_key(age, step - 1, node), gone_to)
                yield Line(node_key(age, step, node), come_from)
        for moment in MOMENTS:
            yield Line(situation_key(ALL, age, ALL), tuple(node_key(age, moment, node) for node in Node))


def _over_destinations() -> Iterator[Line]:
    for age in AGES_OF_FLOWS:
        yield Line(destination_key(age, ALL), tuple(destination_key(age, kind) for kind in DESTINATION_KINDS))


def _shares_of_places(areas: Sequence[str]) -> Iterator[Share]:
    for area in areas:
        for age in Age:
            yield from _shares_of(area, age)


def _shares_of_needs() -> Iterator[Share]:
    for age in AGES_OF_FLOWS:
        for division in DIVISIONS:
            for need in division:
                yield from _shares_of(need, age)


def _shares_of(area: str, age: Age) -> Iterator[Share]:
    for cell in (*BASE_STATES, NEET_OR_NOT_KNOWN):
        yield Share(situation_key(area, age, cell), situation_key(area, age, ALL))


def _shares_of_flows() -> Iterator[Share]:
    for age in AGES_OF_FLOWS:
        for kind in DESTINATION_KINDS:
            yield Share(destination_key(age, kind), destination_key(age, ALL))
        for step in STEPS:
            for before in Node:
                for after in Node:
                    yield Share(move_key(age, step, before, after), node_key(age, step - 1, before))


def _impossible(month_on: date) -> Iterator[Key]:
    """At school of compulsory age, on a day when even the youngest of the band were older."""
    for age in AGES_OF_FLOWS:
        gone = [_youngest(age, month_on, moment) > LAST_AT_SCHOOL for moment in MOMENTS]
        yield from (node_key(age, moment, Node.SCHOOL) for moment in MOMENTS if gone[moment])
        for step in STEPS:
            if gone[step - 1]:
                yield from (move_key(age, step, Node.SCHOOL, after) for after in Node)
            if gone[step]:
                yield from (move_key(age, step, before, Node.SCHOOL) for before in Node)


def _youngest(age: Age, month_on: date, moment: int) -> int:
    """The academic age, then, of those who are the band's youngest on the day."""
    then = last_day(months_earlier(month_on, FLOW_MONTHS[moment]))
    return _YOUNGEST[age] - (AcademicYear.of(last_day(month_on)).start - AcademicYear.of(then).start)
