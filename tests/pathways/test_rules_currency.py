"""Until when an open spell is believed: the dated table, case by case."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from service.pathways.rows import Spell
from service.pathways.rules import currency, is_worth_repeating, lapses_on, verified_on
from service.vocabulary.activity import ACTIVITIES, Group


def on(text: str) -> date:
    return date.fromisoformat(text)


def spell(
    activity: int, *, planned: str | None = None, recorded: str = "2025-10-06T09:00", **more: object
) -> Spell:
    values = {
        "learner_id": UUID(int=1),
        "id": UUID(int=3),
        "activity": activity,
        "started_on": on("2025-09-03"),
        "planned_end_on": on(planned) if planned else None,
        "recorded_at": datetime.fromisoformat(recorded).replace(tzinfo=UTC),
        "agency_id": UUID(int=2),
        "source_key": "test:1",
    }
    return Spell(**(values | more))


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        pytest.param(spell(230, planned="2026-07-03"), "2026-07-03", id="course to its expected end"),
        pytest.param(spell(230, planned="2027-07-02"), "2026-08-31", id="longer course to 31 August"),
        pytest.param(spell(210), "2026-08-31", id="course without an expected end to 31 August"),
        pytest.param(
            spell(230, planned="2027-07-02", recorded="2026-08-31T22:59"),
            "2026-08-31",
            id="reported at 23:59 in London on 31 August",
        ),
        pytest.param(
            spell(230, planned="2027-07-02", recorded="2026-08-31T23:00"),
            "2027-07-02",
            id="reported at midnight in London on 1 September",
        ),
        pytest.param(
            spell(230, planned="2025-10-05"),
            "2026-08-31",
            id="reported as going on after its expected end",
        ),
        pytest.param(spell(230, planned="2025-10-06"), "2025-10-06", id="reported on its expected last day"),
        pytest.param(
            spell(230, recorded="2026-07-01T09:00", started_on=on("2026-09-02")),
            "2027-08-31",
            id="reported before it starts",
        ),
        pytest.param(spell(310, planned="2027-03-01"), "2026-10-06", id="apprenticeship for 12 months"),
        pytest.param(spell(320), "2026-10-06", id="job with study for 12 months"),
        pytest.param(spell(330), "2026-04-06", id="job without training for 6 months"),
        pytest.param(
            spell(330, recorded="2025-08-31T12:00", started_on=on("2025-08-01")),
            "2026-02-28",
            id="6 months from 31 August end with February",
        ),
        pytest.param(
            spell(350, planned="2025-12-19"), "2026-01-16", id="temporary job 28 days after its end"
        ),
        pytest.param(spell(350), "2026-04-06", id="temporary job without an end for 6 months"),
        pytest.param(spell(710, planned="2026-01-02"), "2026-01-30", id="custody 28 days after release"),
        pytest.param(spell(450, planned="2026-01-02"), "2026-01-02", id="training to its expected end"),
        pytest.param(spell(430), "2026-04-06", id="training without an expected end for 6 months"),
        pytest.param(spell(530, planned="2026-06-02"), "2026-06-02", id="re-engagement to its expected end"),
        pytest.param(spell(530), "2026-01-06", id="re-engagement without an expected end for 3 months"),
        pytest.param(spell(619), None, id="NEET does not lapse"),
        pytest.param(spell(810), None, id="not known does not lapse"),
        pytest.param(spell(230, ended_on=on("2025-12-19")), None, id="an ended spell does not lapse"),
    ],
)
def test_lapses_on_follows_the_table(fact, expected):
    assert lapses_on(fact) == (on(expected) if expected else None)


def test_lapses_on_knows_a_term_for_every_activity_that_is_neither_neet_nor_unknown():
    without_term = {Group.NEET, Group.NOT_KNOWN}
    lapsing = {code for code, each in ACTIVITIES.items() if each.group not in without_term}
    assert lapsing <= set(currency.TABLES[-1].terms)


def test_lapses_on_gives_courses_grace_only_where_a_council_chose_it(monkeypatch):
    chosen = msgspec.structs.replace(currency.TABLES[-1], course_grace=(10, 31))
    monkeypatch.setattr(currency, "TABLES", (chosen,))
    assert lapses_on(spell(230)) == on("2026-10-31")
    assert lapses_on(spell(230, planned="2026-03-27")) == on("2026-03-27")


def test_verified_on_is_the_london_day():
    assert verified_on(spell(330, recorded="2026-05-01T23:30")) == on("2026-05-02")


@pytest.mark.parametrize(
    ("fact", "today", "expected"),
    [
        pytest.param(spell(330), "2025-11-03", False, id="27 days gained"),
        pytest.param(spell(330), "2025-11-04", True, id="28 days gained"),
        pytest.param(spell(230, planned="2027-07-02"), "2026-06-01", False, id="same academic year"),
        pytest.param(spell(230, planned="2027-07-02"), "2026-09-07", True, id="next academic year"),
        pytest.param(
            spell(230, planned="2026-08-10"), "2026-08-15", True, id="lapsed, and still reported as going on"
        ),
        pytest.param(spell(619), "2026-09-07", False, id="never lapses"),
    ],
)
def test_is_worth_repeating_when_it_keeps_the_spell_current(fact, today, expected):
    assert is_worth_repeating(fact, today=on(today)) is expected
