"""The stage of the way a learner stands on."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from service.pathways.rows import Milestone, MilestoneKind, Spell
from service.pathways.rules import Stage, stage, stage_changes_on, stretches


def on(text: str) -> date:
    return date.fromisoformat(text)


def spell(activity: int, started: str = "2025-09-03", ended: str | None = None, **more: object) -> Spell:
    values = {
        "learner_id": UUID(int=1),
        "id": UUID(int=activity),
        "activity": activity,
        "started_on": on(started),
        "ended_on": on(ended) if ended else None,
        "recorded_at": datetime.fromisoformat(started).replace(tzinfo=UTC),
        "agency_id": UUID(int=2),
        "source_key": f"test:{activity}",
    }
    return Spell(**(values | more))


OFFER = Milestone(
    learner_id=UUID(int=1),
    id=UUID(int=9),
    kind=MilestoneKind.OFFERED,
    occurred_on=on("2025-09-20"),
    planned_start_on=on("2025-10-06"),
    recorded_at=datetime(2025, 9, 20, tzinfo=UTC),
    agency_id=UUID(int=2),
    source_key="test:offer",
)


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        pytest.param([spell(110)], Stage.SCHOOL, id="at school"),
        pytest.param([spell(530)], Stage.RE_ENGAGEMENT, id="re-engagement"),
        pytest.param([spell(230, level="E")], Stage.ENTRY_OR_LEVEL_1, id="entry level"),
        pytest.param([spell(230, level="1")], Stage.ENTRY_OR_LEVEL_1, id="level 1"),
        pytest.param([spell(230, level="2")], Stage.LEVEL_2, id="level 2"),
        pytest.param([spell(310, level="3")], Stage.LEVEL_3, id="level 3 apprenticeship"),
        pytest.param([spell(310, level="4")], Stage.LEVEL_4_OR_ABOVE, id="level 4 apprenticeship"),
        pytest.param([spell(230)], Stage.ENTRY_OR_LEVEL_1, id="college, no level told"),
        pytest.param([spell(210)], Stage.LEVEL_3, id="sixth form, no level told"),
        pytest.param([spell(240)], Stage.LEVEL_4_OR_ABOVE, id="university, no level told"),
        pytest.param([spell(320)], Stage.JOB_WITH_TRAINING, id="job with study"),
        pytest.param([spell(330)], Stage.JOB, id="job"),
        pytest.param([spell(619)], Stage.NEET_AVAILABLE, id="looking"),
        pytest.param([spell(640)], Stage.NEET_NOT_AVAILABLE, id="ill"),
        pytest.param([spell(710)], Stage.CUSTODY, id="custody"),
        pytest.param([], Stage.NOT_KNOWN, id="nothing reported"),
    ],
)
def test_stage_by_what_the_learner_does(spells, expected):
    assert stage(spells, today=on("2025-10-01")) is expected


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        pytest.param("2025-09-03", Stage.JOB, id="90 days"),
        pytest.param("2025-09-02", Stage.JOB_13_WEEKS, id="13 weeks"),
        pytest.param("2025-06-04", Stage.JOB_13_WEEKS, id="181 days"),
        pytest.param("2025-06-03", Stage.JOB_26_WEEKS, id="26 weeks"),
    ],
)
def test_stage_counts_weeks_in_work(started, expected):
    job = spell(330, started, recorded_at=datetime(2025, 11, 1, tzinfo=UTC))
    assert stage([job], today=on("2025-12-02")) is expected


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        pytest.param("2025-09-30", Stage.JOB_26_WEEKS, id="the next day"),
        pytest.param("2025-09-16", Stage.JOB_26_WEEKS, id="14 days between"),
        pytest.param("2025-09-15", Stage.JOB, id="15 days between"),
    ],
)
def test_stage_counts_jobs_with_a_short_break_as_one_time_in_work(ended, expected):
    jobs = [spell(330, "2025-06-03", ended), spell(360, "2025-10-01")]
    assert stage(jobs, today=on("2025-12-02")) is expected
    looked = [*jobs, spell(619, "2025-09-20", "2025-09-30")]
    assert stage(looked, today=on("2025-12-02")) is expected


@pytest.mark.parametrize(
    ("today", "spells", "expected"),
    [
        pytest.param("2025-09-19", [], Stage.NOT_KNOWN, id="the day before the offer"),
        pytest.param("2025-09-20", [], Stage.TRANSITION, id="the day of the offer"),
        pytest.param("2025-10-06", [], Stage.TRANSITION, id="the agreed first day"),
        pytest.param("2025-10-07", [], Stage.NOT_KNOWN, id="the day after it"),
        pytest.param("2025-09-20", [spell(110)], Stage.TRANSITION, id="offer while at school"),
        pytest.param("2025-09-20", [spell(230)], Stage.ENTRY_OR_LEVEL_1, id="offer while at college"),
    ],
)
def test_stage_is_transition_between_an_offer_and_its_start(today, spells, expected):
    assert stage(spells, [OFFER], today=on(today)) is expected


def test_stage_is_out_for_those_no_longer_ours():
    assert stage([spell(330)], today=on("2025-10-01"), out=True) is Stage.OUT


def test_stage_changes_on_names_each_day_the_stage_changes_within_one_situation():
    line, offers = stretches([spell(330)]), [OFFER]
    day, changed = on("2025-09-03"), []
    while (after := stage_changes_on(line, offers, today=day)) is not None:
        changed.append(day := after)
    assert changed == [
        on("2025-09-20"),
        on("2025-10-07"),
        on("2025-09-03") + timedelta(weeks=13),
        on("2025-09-03") + timedelta(weeks=26),
    ]
