"""Where a learner is on a day, and when that changes by itself."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.pathways.rows import Completion, Spell
from service.pathways.rules import next_change_on, situation
from service.vocabulary.activity import Group

COLLEGE, JOB, SEEKING, ILL, NOT_KNOWN = 230, 330, 619, 640, 810


def on(text: str) -> date:
    return date.fromisoformat(text)


def spell(number: int, activity: int, started: str, ended: str | None = None, **more: object) -> Spell:
    values = {
        "learner_id": UUID(int=1),
        "id": UUID(int=number),
        "activity": activity,
        "started_on": on(started),
        "ended_on": on(ended) if ended else None,
        "recorded_at": datetime.fromisoformat(started).replace(tzinfo=UTC),
        "agency_id": UUID(int=2),
        "source_key": f"test:{number}",
    }
    return Spell(**(values | more))


FINISHED = spell(
    1, COLLEGE, "2025-09-03", "2025-12-19", completion=Completion.WITHDRAWN, provider_name="Harlow"
)
OPEN = spell(1, COLLEGE, "2025-09-03", planned_end_on=on("2026-07-03"))


@pytest.mark.parametrize(
    ("spells", "today", "expected"),
    [
        pytest.param([], "2026-01-01", (NOT_KNOWN, None, False), id="nothing ever reported"),
        pytest.param([OPEN], "2025-09-02", (NOT_KNOWN, None, False), id="the day before the first start"),
        pytest.param([OPEN], "2025-09-03", (COLLEGE, "2025-09-03", False), id="the first day"),
        pytest.param([OPEN], "2026-07-03", (COLLEGE, "2025-09-03", False), id="the last day of currency"),
        pytest.param([OPEN], "2026-07-04", (NOT_KNOWN, "2026-07-04", True), id="the day after currency"),
        pytest.param([FINISHED], "2025-12-19", (COLLEGE, "2025-09-03", False), id="the last day of a spell"),
        pytest.param([FINISHED], "2025-12-20", (NOT_KNOWN, "2025-12-20", False), id="the day after a spell"),
        pytest.param(
            [FINISHED, spell(2, NOT_KNOWN, "2026-02-01")],
            "2026-02-01",
            (NOT_KNOWN, "2026-02-01", False),
            id="reported as not known",
        ),
        pytest.param(
            [OPEN, spell(2, JOB, "2026-09-01")],
            "2026-08-01",
            (NOT_KNOWN, "2026-07-04", True),
            id="lapsed before what came next",
        ),
    ],
)
def test_situation_is_what_covers_the_day(spells, today, expected):
    now = situation(spells, today=on(today))
    assert (now.activity, now.since_on and now.since_on.isoformat(), now.lapsed) == expected


def test_situation_says_on_whose_word_and_until_when():
    now = situation([OPEN], today=on("2026-01-05"))
    assert (now.group, now.spell_id, now.current_until_on, now.planned_end_on, now.completion) == (
        Group.EET,
        OPEN.id,
        on("2026-07-03"),
        on("2026-07-03"),
        Completion.CONTINUING,
    )


def test_situation_after_a_spell_names_what_it_was():
    now = situation([FINISHED], today=on("2026-01-05"))
    assert (now.spell_id, now.provider_name, now.completion) == (FINISHED.id, "Harlow", Completion.WITHDRAWN)


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        pytest.param([spell(1, SEEKING, "2025-10-01")], "2025-10-01", id="one NEET spell"),
        pytest.param(
            [spell(1, SEEKING, "2025-10-01", "2025-10-31"), spell(2, ILL, "2025-11-01")],
            "2025-10-01",
            id="two kinds of NEET that adjoin",
        ),
        pytest.param(
            [spell(1, SEEKING, "2025-10-01", "2025-10-30"), spell(2, ILL, "2025-11-01")],
            "2025-11-01",
            id="a day not known between them",
        ),
        pytest.param([FINISHED, spell(2, ILL, "2025-12-20")], "2025-12-20", id="after EET"),
        pytest.param([spell(1, JOB, "2025-10-01")], None, id="not NEET"),
    ],
)
def test_situation_knows_since_when_they_are_neet(spells, expected):
    assert situation(spells, today=on("2026-01-05")).neet_since_on == (on(expected) if expected else None)


@st.composite
def facts(draw: st.DrawFn) -> list[Spell]:
    """Up to five facts over two years."""
    day = st.integers(0, 700).map(lambda days: on("2024-09-01") + timedelta(days))
    spells = []
    for number in range(draw(st.integers(0, 5))):
        started = draw(day)
        ended = draw(st.none() | day.map(lambda end, started=started: max(end, started)))
        code = draw(st.sampled_from((COLLEGE, JOB, 310, 350, 530, SEEKING, ILL, 710, NOT_KNOWN)))
        spells.append(spell(number, code, started.isoformat(), ended and ended.isoformat()))
    return spells


@given(spells=facts(), after=st.integers(0, 700))
@settings(max_examples=200, deadline=None)
def test_next_change_on_is_the_first_day_the_situation_differs(spells, after):
    today = on("2024-09-01") + timedelta(after)
    now, change = situation(spells, today=today), next_change_on(spells, today=today)
    last = change - timedelta(days=1) if change else today + timedelta(days=1500)
    for passed in {0, (last - today).days // 2, (last - today).days}:
        assert situation(spells, today=today + timedelta(passed)) == now
    if change:
        assert change > today
        assert situation(spells, today=change) != now
