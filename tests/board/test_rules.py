"""How one learner is counted, and that all the sums of a month add up."""

from collections import Counter
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.board.rows import Key, Node, Place
from service.board.rules import (
    PROVIDER,
    TABLES,
    Family,
    born_between,
    counted,
    coverage,
    cube_of,
    known_before,
    layouts_of,
    measure_layouts,
    months_earlier,
)
from service.board.rules.keys import move
from service.board.rules.measures import MEASURES, Life
from service.board.rules.moving import DESTINATION_KINDS
from service.pathways.rows import Facts, Spell
from service.pathways.rules import situation_of, stretches

MONTH = date(2026, 10, 1)
A_SIXTEEN_YEAR_OLD, AN_EIGHTEEN_YEAR_OLD = date(2010, 3, 5), date(2008, 3, 5)
PLACES = [Place("E1", "Northbank"), Place("E2", "Southbank")]


def spell(activity: int, started: date, ended: date | None = None, **more: object) -> Spell:
    recorded = datetime(started.year, started.month, started.day, 12, tzinfo=UTC)
    values = {"planned_end_on": date(2027, 7, 31), "recorded_at": recorded} | more
    return Spell(
        learner_id=UUID(int=1),
        id=UUID(int=started.toordinal()),
        activity=activity,
        started_on=started,
        ended_on=ended,
        agency_id=UUID(int=2),
        source_key="a",
        **values,  # type: ignore[arg-type]  # the cases name the rest
    )


def life(born: date, *spells: Spell) -> Life:
    line = tuple(stretches(spells))
    now = situation_of(line, today=date(2026, 10, 31))
    return Life(born=born, facts=Facts(spells=spells), line=line, now=now)


def keys(born: date, *spells: Spell) -> list[Key]:
    """Without needs and measures, which have tests of their own."""
    found = counted(life(born, *spells), "E1", month_on=MONTH)
    return [key for key in found if key[0] not in MEASURES and ":" not in key[1]]


def cells(born: date, *spells: Spell) -> dict[str, str]:
    return {measure: cell for measure, _, _, cell in keys(born, *spells)}


@pytest.mark.parametrize(
    ("activity", "state"),
    [
        pytest.param(230, "participating", id="at college"),
        pytest.param(310, "participating", id="apprentice"),
        pytest.param(330, "otherwise", id="a job without training does not meet the duty"),
        pytest.param(530, "otherwise", id="re-engagement is neither NEET nor participating"),
        pytest.param(619, "neet", id="looking for work"),
        pytest.param(640, "neet", id="NEET though not available"),
        pytest.param(810, "not_known", id="not known"),
        pytest.param(710, "custody", id="in custody"),
    ],
)
def test_a_learner_is_counted_by_what_they_do_on_the_last_day(activity: int, state: str) -> None:
    assert cells(A_SIXTEEN_YEAR_OLD, spell(activity, date(2026, 9, 2)))["situation"] == state


def test_a_learner_of_whom_nothing_is_recorded_is_not_known_and_was() -> None:
    same = move(2, Node.NOT_KNOWN, Node.NOT_KNOWN)
    assert cells(A_SIXTEEN_YEAR_OLD) == {"situation": "not_known", "flow": same}


def test_custody_is_left_out_of_everything_but_its_own_count() -> None:
    found = list(counted(life(A_SIXTEEN_YEAR_OLD, spell(710, date(2026, 9, 2))), "E1", month_on=MONTH))
    assert found == [("situation", "E1", "16", "custody")]


@pytest.mark.parametrize(
    ("born", "age"),
    [
        pytest.param(date(2010, 9, 1), None, id="15 on 31 August"),
        pytest.param(date(2010, 8, 31), "16", id="16 that day"),
        pytest.param(date(2008, 9, 1), "17", id="17, the last day of it"),
        pytest.param(date(2008, 8, 31), "18-24", id="18 that day"),
        pytest.param(date(2001, 9, 1), "18-24", id="24, the oldest"),
        pytest.param(date(2001, 8, 31), None, id="25"),
    ],
)
def test_age_is_academic_age(born: date, age: str | None) -> None:
    ages = {found[2] for found in keys(born) if found[0] == "situation"}
    assert ages == ({age} if age else set())
    first, last = born_between(date(2026, 10, 31))
    assert (first <= born <= last) == (age is not None)


def test_a_move_is_told_in_two_half_years() -> None:
    spells = [
        spell(110, date(2021, 9, 1), date(2026, 6, 30)),
        spell(230, date(2026, 9, 2), level="3"),
    ]
    found = [cell for measure, _, _, cell in keys(A_SIXTEEN_YEAR_OLD, *spells) if measure == "flow"]
    assert found == [move(1, Node.SCHOOL, Node.SCHOOL), move(2, Node.SCHOOL, Node.LEVEL_3)]


def test_nobody_older_is_at_school_of_compulsory_age_whatever_the_record_says() -> None:
    late = spell(110, date(2026, 9, 2))
    assert cells(AN_EIGHTEEN_YEAR_OLD, late)["flow"] == move(2, Node.NOT_KNOWN, Node.LEARNING)


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        pytest.param(220, "Sixth form or college", id="college"),
        pytest.param(240, "University or similar", id="university"),
        pytest.param(310, "Apprenticeship", id="apprentice"),
        pytest.param(320, "Job with training", id="job with study"),
        pytest.param(360, "Job without training", id="part-time job"),
        pytest.param(260, "Training, re-engagement or gap year", id="gap year"),
        pytest.param(450, "Training, re-engagement or gap year", id="traineeship"),
        pytest.param(619, "NEET", id="NEET"),
        pytest.param(810, "Not known", id="not known"),
    ],
)
def test_who_left_learning_in_the_year_has_a_destination(now: int, kind: str) -> None:
    left = spell(230, date(2025, 9, 2), date(2026, 5, 29))
    found = cells(AN_EIGHTEEN_YEAR_OLD, left, spell(now, date(2026, 9, 2)))["destinations"]
    assert found == kind
    assert kind in DESTINATION_KINDS


def test_who_left_learning_longer_ago_or_is_still_there_has_none() -> None:
    long_ago = spell(230, date(2024, 9, 2), date(2025, 7, 1))
    assert "destinations" not in cells(AN_EIGHTEEN_YEAR_OLD, long_ago, spell(619, date(2025, 9, 2)))
    assert "destinations" not in cells(AN_EIGHTEEN_YEAR_OLD, spell(230, date(2026, 9, 2)))


@given(
    st.lists(
        st.tuples(st.sampled_from([16, 17, 18, 24]), st.sampled_from(["E1", "E2"]), st.integers(0, 8)),
        max_size=30,
    )
)
def test_every_sum_of_a_month_adds_up_and_every_cell_of_a_table_is_counted(
    people: list[tuple[int, str, int]],
) -> None:
    codes = (230, 310, 330, 530, 619, 640, 710, 810, 110)
    exact: Counter[tuple[str, str, str, str]] = Counter()
    for age, area, activity in people:
        spells = [spell(codes[activity], date(2026, 9, 2)), spell(230, date(2024, 9, 2), date(2026, 3, 1))]
        exact.update(counted(life(date(2026 - age, 3, 5), *spells), area, month_on=MONTH))
    cube = cube_of(exact, PLACES, month_on=MONTH)
    assert [
        line
        for line in cube.lines
        if cube.counts[line.total] != sum(map(cube.counts.__getitem__, line.parts))
    ] == []
    assert {key: cube.counts[key] for key in cube.impossible if cube.counts[key]} == {}
    providers = {part: "College" for _, part, *_ in exact if part.startswith(PROVIDER)}
    layouts = [*layouts_of(PLACES, month_on=MONTH), *measure_layouts(PLACES, exact, providers)]
    over_months = (Family.TREND, Family.MONTHS, Family.WINTER)
    listed = {name for name, each in TABLES.items() if each.family not in over_months}
    assert {layout.name for layout in layouts} == listed
    cells = [cell for layout in layouts for _, row in layout.rows for cell in row]
    assert {key for key in cells if isinstance(key, tuple)} <= set(cube.counts)
    assert not {key for key in cells if isinstance(key, tuple)} & cube.unshown


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        pytest.param([], "with no provider taking part yet", id="none takes part"),
        pytest.param([None], "from 0 of 1 provider", id="one, silent"),
        pytest.param(
            [date(2026, 9, 12), date(2026, 11, 3)],
            "from 1 of 2 providers, newest 3 November 2026",
            id="one since September",
        ),
        pytest.param([date(2026, 10, 1)] * 3, "from 3 of 3 providers, newest 1 October 2026", id="all"),
    ],
)
def test_coverage_says_who_was_heard_from_since_the_month_began(heard: list[date | None], said: str) -> None:
    assert coverage(heard, month_on=MONTH) == said


def test_the_first_edition_knows_what_london_knew_at_midnight() -> None:
    now = datetime(2026, 11, 3, 9, tzinfo=UTC)
    assert known_before(date(2026, 6, 30), edition=1, now=now) == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert known_before(date(2026, 10, 31), edition=1, now=now) == datetime(2026, 11, 1, tzinfo=UTC)
    assert known_before(date(2026, 10, 31), edition=2, now=now) == now


def test_months_are_counted_back_over_new_year() -> None:
    assert [months_earlier(date(2026, 2, 1), months) for months in (0, 1, 2, 14)] == [
        date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1), date(2024, 12, 1),
    ]  # fmt: skip
