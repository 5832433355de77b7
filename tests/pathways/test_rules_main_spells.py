"""The one line: cases of each rule, then what must hold for any facts in any order."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.pathways.rows import Confidence, Spell
from service.pathways.rules import conflicts, main_spells, stretches
from service.vocabulary.activity import Group, activity

LEARNER, AGENCY = UUID(int=1), UUID(int=2)
SIXTH_FORM, COLLEGE, PART_TIME, APPRENTICE, JOB = 210, 230, 250, 310, 330
PROGRAMME, SEEKING, ILL, CUSTODY, NOT_KNOWN = 530, 619, 640, 710, 810


def on(text: str) -> date:
    return date.fromisoformat(text)


def spell(number: int, activity: int, started: str, ended: str | None = None, **more: object) -> Spell:
    recorded = more.pop("recorded", started)
    values = {
        "learner_id": LEARNER,
        "id": UUID(int=number),
        "activity": activity,
        "started_on": on(started),
        "ended_on": on(ended) if ended else None,
        "recorded_at": datetime.combine(on(str(recorded)), datetime.min.time(), UTC),
        "agency_id": AGENCY,
        "source_key": f"test:{number}",
    }
    return Spell(**(values | more))


def line_of(*spells: Spell) -> list[tuple[int, str, str | None]]:
    return [
        (each.activity, each.started_on.isoformat(), each.ended_on.isoformat() if each.ended_on else None)
        for each in main_spells(spells)
    ]


GUESS, SAID = {"confidence": Confidence.INFERRED}, {"confidence": Confidence.SELF_REPORTED}

CASES = [
    pytest.param([], [], id="nothing reported"),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03")], [(COLLEGE, "2025-09-03", None)], id="one open spell is the line"
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03", "2025-09-03")],
        [(COLLEGE, "2025-09-03", "2025-09-03")],
        id="a spell of one day",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03", "2025-12-19"), spell(2, COLLEGE, "2025-12-20")],
        [(COLLEGE, "2025-09-03", None)],
        id="two of one activity that adjoin are one",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03", "2025-12-19"), spell(2, COLLEGE, "2025-12-21")],
        [(COLLEGE, "2025-09-03", "2025-12-19"), (COLLEGE, "2025-12-21", None)],
        id="a day between two of one activity keeps them two",
    ),
    pytest.param(
        [spell(1, SEEKING, "2025-09-03", "2026-03-01"), spell(2, SEEKING, "2025-12-01", "2026-01-05")],
        [(SEEKING, "2025-09-03", "2026-03-01")],
        id="overlapping reports of one NEET activity are one",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03"), spell(2, APPRENTICE, "2025-11-01")],
        [(COLLEGE, "2025-09-03", "2025-10-31"), (APPRENTICE, "2025-11-01", None)],
        id="a later start cuts the earlier",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03", "2026-07-31"), spell(2, PART_TIME, "2025-11-01", "2026-01-31")],
        [(COLLEGE, "2025-09-03", "2026-07-31")],
        id="EET wholly inside EET is secondary",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03"), spell(2, JOB, "2025-11-01", "2026-01-31")],
        [(COLLEGE, "2025-09-03", None)],
        id="EET wholly inside open EET that is still current is secondary",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2024-09-03"), spell(2, JOB, "2025-11-01", "2026-01-31")],
        [(COLLEGE, "2024-09-03", "2025-08-31"), (JOB, "2025-11-01", "2026-01-31")],
        id="an open spell reaches only as far as its currency",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03", "2026-07-31"), spell(2, SEEKING, "2025-11-01", "2025-11-30")],
        [(COLLEGE, "2025-09-03", "2026-07-31")],
        id="NEET inside closed confirmed EET is dropped",
    ),
    pytest.param(
        [
            spell(1, COLLEGE, "2025-09-03", "2026-07-31", **SAID),
            spell(2, SEEKING, "2025-11-01", "2025-11-30"),
        ],
        [(COLLEGE, "2025-09-03", "2025-10-31"), (SEEKING, "2025-11-01", "2025-11-30")],
        id="NEET inside EET somebody only said of themselves cuts it",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03"), spell(2, SEEKING, "2025-11-01", "2025-11-30")],
        [(COLLEGE, "2025-09-03", "2025-10-31"), (SEEKING, "2025-11-01", "2025-11-30")],
        id="NEET inside open EET cuts it",
    ),
    pytest.param(
        [spell(1, SEEKING, "2025-09-03"), spell(2, JOB, "2025-11-01", "2025-11-30")],
        [(SEEKING, "2025-09-03", "2025-10-31"), (JOB, "2025-11-01", "2025-11-30")],
        id="NEET does not resume after a job",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03", "2026-07-31"), spell(2, CUSTODY, "2025-11-01", "2025-11-30")],
        [(COLLEGE, "2025-09-03", "2025-10-31"), (CUSTODY, "2025-11-01", "2025-11-30")],
        id="custody cuts even what surrounds it",
    ),
    pytest.param(
        [spell(1, CUSTODY, "2025-11-01", "2026-01-31"), spell(2, COLLEGE, "2025-12-01")],
        [(CUSTODY, "2025-11-01", "2026-01-31"), (COLLEGE, "2026-02-01", None)],
        id="what begins in custody begins when custody ends",
    ),
    pytest.param(
        [spell(1, CUSTODY, "2025-11-01", "2026-01-31"), spell(2, COLLEGE, "2025-12-01", "2026-01-31")],
        [(CUSTODY, "2025-11-01", "2026-01-31")],
        id="what begins and ends in custody is not in the line",
    ),
    pytest.param(
        [
            spell(1, CUSTODY, "2025-11-01", planned_end_on=on("2026-01-31")),
            spell(2, COLLEGE, "2026-02-01"),
        ],
        [(CUSTODY, "2025-11-01", "2026-01-31"), (COLLEGE, "2026-02-01", None)],
        id="open custody holds until the expected release",
    ),
    pytest.param(
        [
            spell(1, CUSTODY, "2025-11-01", planned_end_on=on("2025-11-05")),
            spell(2, COLLEGE, "2025-11-06"),
            spell(3, CUSTODY, "2025-11-08", "2025-11-10"),
        ],
        [
            (CUSTODY, "2025-11-01", "2025-11-05"),
            (COLLEGE, "2025-11-06", "2025-11-07"),
            (CUSTODY, "2025-11-08", "2025-11-10"),
        ],
        id="custody again after a release nobody reported",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03", **SAID), spell(2, SEEKING, "2025-09-03")],
        [(SEEKING, "2025-09-03", None)],
        id="with one start the confirmed fact stays",
    ),
    pytest.param(
        [spell(1, SEEKING, "2025-09-03", recorded="2025-10-01"), spell(2, COLLEGE, "2025-09-03")],
        [(COLLEGE, "2025-09-03", None)],
        id="with one start and one confidence EET stays before NEET",
    ),
    pytest.param(
        [spell(1, NOT_KNOWN, "2025-09-03", recorded="2025-10-01"), spell(2, SEEKING, "2025-09-03")],
        [(SEEKING, "2025-09-03", None)],
        id="with one start NEET stays before not known",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03", recorded="2025-10-01"), spell(2, SIXTH_FORM, "2025-09-03")],
        [(COLLEGE, "2025-09-03", None)],
        id="with one start and one group the fact recorded last stays",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03"), spell(2, SIXTH_FORM, "2025-09-03")],
        [(SIXTH_FORM, "2025-09-03", None)],
        id="all else equal the greater id stays",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03", "2025-12-19"), spell(2, PART_TIME, "2025-09-03", "2026-07-31")],
        [(PART_TIME, "2025-09-03", "2026-07-31")],
        id="with one start the shorter EET is secondary",
    ),
    pytest.param(
        [
            spell(1, COLLEGE, "2025-09-03", "2025-12-19"),
            spell(2, PART_TIME, "2025-09-03", "2026-07-31", **GUESS),
        ],
        [(COLLEGE, "2025-09-03", "2025-12-19")],
        id="with one start a longer guess does not swallow what is confirmed",
    ),
    pytest.param(
        [spell(1, COLLEGE, "2025-09-03", superseded_at=datetime(2025, 10, 1, tzinfo=UTC))],
        [],
        id="a superseded fact does not count",
    ),
    pytest.param([spell(1, COLLEGE, "2025-09-03", "2025-09-02")], [], id="ended before it started"),
]


@pytest.mark.parametrize(("spells", "expected"), CASES)
def test_main_spells_are_one_line(spells, expected):
    assert line_of(*spells) == expected
    assert line_of(*reversed(spells)) == expected


def test_main_spells_rest_on_the_fact_that_lasts_longest_and_say_what_was_cut():
    first, second, third = (
        spell(1, COLLEGE, "2025-09-03", "2025-12-19"),
        spell(2, COLLEGE, "2025-09-10"),
        spell(3, APPRENTICE, "2026-01-12"),
    )
    cut, last = main_spells([first, second, third])
    assert (cut.spell_id, cut.cut, last.spell_id, last.cut) == (second.id, True, third.id, False)


FIRST = on("2025-09-01")
CODES = (SIXTH_FORM, COLLEGE, PART_TIME, APPRENTICE, JOB, PROGRAMME, SEEKING, ILL, CUSTODY, NOT_KNOWN)


@st.composite
def facts(draw: st.DrawFn) -> list[Spell]:
    """Up to seven facts within a few weeks, so that they meet in every way."""
    return [_fact(draw, number) for number in range(draw(st.integers(0, 7)))]


def _fact(draw: st.DrawFn, number: int) -> Spell:
    day = st.integers(0, 30).map(lambda days: FIRST + timedelta(days))
    started = draw(day)
    return spell(
        number,
        draw(st.sampled_from(CODES)),
        started.isoformat(),
        draw(st.none() | day.map(lambda end: max(end, started).isoformat())),
        planned_end_on=draw(st.none() | day),
        confidence=draw(st.sampled_from(list(Confidence))),
        recorded=draw(st.integers(0, 3).map(lambda days: FIRST + timedelta(days))).isoformat(),
    )


@given(data=st.data(), spells=facts())
@settings(max_examples=300, deadline=None)
def test_main_spells_are_the_same_for_any_order_and_never_overlap(data, spells):
    shuffled = data.draw(st.permutations(spells))
    line = main_spells(shuffled)
    assert line == main_spells(spells)
    assert conflicts(shuffled) == conflicts(spells)
    for earlier, later in pairwise(line):
        assert earlier.ended_on is not None
        assert earlier.started_on <= earlier.ended_on < later.started_on
        follows = later.started_on - earlier.ended_on == timedelta(days=1)
        assert not (follows and earlier.activity == later.activity)


@given(spells=facts())
@settings(max_examples=200, deadline=None)
def test_main_spells_do_not_change_when_every_fact_arrives_twice(spells):
    assert main_spells([*spells, *spells]) == main_spells(spells)


@given(spells=facts())
@settings(max_examples=200, deadline=None)
def test_main_spells_cover_only_days_some_fact_of_that_activity_covers(spells):
    for stretch in stretches(spells):
        same = [each for each in spells if each.activity == stretch.activity.code]
        assert any(each.started_on <= stretch.started_on <= (each.ended_on or date.max) for each in same)
        assert activity(stretch.activity.code) == stretch.activity


@given(spells=facts())
@settings(max_examples=200, deadline=None)
def test_main_spells_never_show_anything_else_on_a_day_of_closed_custody(spells):
    held = [each for each in spells if activity(each.activity).group is Group.CUSTODY and each.ended_on]
    for period in main_spells(spells):
        if activity(period.activity).group is not Group.CUSTODY:
            last = period.ended_on or date.max
            assert not any(each.started_on <= last and period.started_on <= each.ended_on for each in held)
