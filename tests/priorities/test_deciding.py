"""Priorities and the trail of decisions: what is frozen, what is refused, what was known when."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.board.rows import DisclosedTable
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id
from service.priorities.operations import (
    DecidedMeanwhile,
    DecisionInvalid,
    PriorityUnknown,
    decide,
    enter_figures,
    evidence_for,
    require_standing,
    set_priority,
    standings,
)
from service.priorities.operations import deciding as operation
from service.priorities.rows import Decision, Entry, Kind, Standing, State, Verdict
from service.vocabulary.day import end_of_day
from service.vocabulary.priority_sector import PrioritySector
from tests.priorities.conftest import a_figure
from tests.priorities.test_skills import publish

CONSTRUCTION = PrioritySector.CONSTRUCTION


@pytest.fixture
async def priority_id(session: Session, by: By, now: datetime, today: date) -> UUID:
    """Construction, 120 places planned, proposed."""
    entry = Entry(sector=CONSTRUCTION, reason="Sites stand still", planned_places=120, from_on=today)
    return await set_priority(session, entry=entry, by=by, now=now, today=today)


async def evidence(session: Session, priority_id: UUID, today: date) -> dict[str, str]:
    """What may be chosen: key and sentence."""
    standing = await require_standing(session, priority_id=priority_id)
    found = await evidence_for(session, standing.priority, today=today)
    return {key: each.sentence for key, each in found.items()}


async def conclude(
    session: Session, priority_id: UUID, by: By, now: datetime, kind: Kind = Kind.ADOPTED, **more: Any
) -> Decision:
    """The board decides, resting on the first sentence there is."""
    today = now.date()
    usual: dict[str, Any] = {
        "words": "So it was decided",
        "present": "The board",
        "decided_on": today,
        "review_on": None if kind in (Kind.ENDED, Kind.NOT_ADOPTED) else today + timedelta(days=90),
        "planned_places": None,
        "evidence": next(iter(await evidence(session, priority_id, today))),
    }
    verdict = Verdict(kind=kind, **{**usual, **more})
    return await decide(session, priority_id=priority_id, verdict=verdict, by=by, now=now, today=today)


async def test_evidence_stays_as_it_read_though_the_figures_change(
    session: Session, priority_id: UUID, by: By, now: datetime, today: date
) -> None:
    enter = {"file_name": None, "by": by, "today": today}
    await enter_figures(session, figures=[a_figure(today)], now=now, **enter)
    await conclude(session, priority_id, by, now)
    other = [a_figure(today, vacancies=17)]
    await enter_figures(session, figures=other, now=now + timedelta(hours=1), **enter)
    (decision,) = (await require_standing(session, priority_id=priority_id)).decisions
    assert (
        "Construction: 412 vacancies, 0 places offered. No place for any vacancy."
        in decision.evidence_sentence
    )
    assert (decision.evidence_table, decision.evidence_shown_on) == ("skills", today)
    assert any("17 vacancies" in each for each in (await evidence(session, priority_id, today)).values())


async def test_evidence_that_reads_otherwise_by_now_is_refused(
    session: Session, priority_id: UUID, by: By, now: datetime, today: date
) -> None:
    chosen = next(iter(await evidence(session, priority_id, today)))
    figures = [a_figure(today)]
    await enter_figures(session, figures=figures, file_name=None, by=by, now=now, today=today)
    with pytest.raises(DecisionInvalid) as refused:
        await conclude(session, priority_id, by, now, evidence=chosen)
    assert refused.value.field == "evidence"
    assert (await require_standing(session, priority_id=priority_id)).decisions == ()


async def test_a_published_table_is_evidence_with_its_month_and_edition(
    session: Session, priority_id: UUID, by: By, now: datetime, today: date
) -> None:
    titled = DisclosedTable(
        name="places-16-17", columns=("District",), rows=(), title="NEET fell in Northbank"
    )
    snapshot = await publish(session, now, today, titled)
    offered = await evidence(session, priority_id, today)
    (key,) = [key for key, sentence in offered.items() if sentence == titled.title]
    decision = await conclude(session, priority_id, by, now, evidence=key)
    assert (decision.evidence_table, decision.evidence_month_on) == (titled.name, snapshot.month_on)
    assert (decision.evidence_edition, decision.evidence_shown_on) == (1, snapshot.as_of_on)


async def test_a_priority_stands_as_its_last_decision_says(
    session: Session, priority_id: UUID, by: By, now: datetime, today: date
) -> None:
    assert (await require_standing(session, priority_id=priority_id)).state is State.PROPOSED
    await conclude(session, priority_id, by, now)
    await conclude(session, priority_id, by, now, Kind.CHANGED, planned_places=80)
    (standing,) = await standings(session)
    assert (standing.state, standing.planned_places) == (State.ACTIVE, 80)
    assert [each.number for each in standing.decisions] == [2, 1]
    await conclude(session, priority_id, by, now, Kind.ENDED)
    with pytest.raises(DecisionInvalid):
        await conclude(session, priority_id, by, now, Kind.CONTINUED)


async def test_a_decision_before_the_last_one_is_refused(
    session: Session, priority_id: UUID, by: By, now: datetime, today: date
) -> None:
    await conclude(session, priority_id, by, now)
    with pytest.raises(DecisionInvalid) as refused:
        await conclude(session, priority_id, by, now, Kind.CONTINUED, decided_on=today - timedelta(days=1))
    assert refused.value.field == "decided_on"


async def known_on(session: Session, priority_id: UUID, day: date) -> Standing:
    return await require_standing(session, priority_id=priority_id, known_at=end_of_day(day))


async def test_as_known_on_a_day_is_what_was_recorded_by_its_end(
    session: Session, priority_id: UUID, by: By, now: datetime, today: date
) -> None:
    later = now + timedelta(days=10)
    await conclude(session, priority_id, by, now)
    await conclude(session, priority_id, by, later, Kind.ENDED, decided_on=today + timedelta(days=1))
    with pytest.raises(PriorityUnknown):
        await known_on(session, priority_id, today - timedelta(days=1))
    assert await standings(session, known_at=end_of_day(today - timedelta(days=1))) == []
    assert (await known_on(session, priority_id, today)).state is State.ACTIVE
    assert (await known_on(session, priority_id, today + timedelta(days=9))).state is State.ACTIVE
    assert (await known_on(session, priority_id, today + timedelta(days=10))).state is State.ENDED


async def test_of_two_who_decide_at_once_the_second_is_told(
    session: Session, priority_id: UUID, by: By, now: datetime, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await require_standing(session, priority_id=priority_id)
    await conclude(session, priority_id, by, now)

    async def as_it_was(*_: object, **__: object) -> Standing:
        return before

    monkeypatch.setattr(operation, "require_standing", as_it_was)
    with pytest.raises(DecidedMeanwhile):
        async with session.driver.transaction():
            await conclude(session, priority_id, by, now)


async def test_a_priority_that_is_not_there_is_not_decided(
    session: Session, by: By, now: datetime, today: date
) -> None:
    with pytest.raises(PriorityUnknown):
        await require_standing(session, priority_id=new_id())
