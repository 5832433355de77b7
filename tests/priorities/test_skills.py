"""Places by sector from the providers' lists, and what became of them from published tables alone."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from service.agencies.rows import Agency
from service.board import queries as board
from service.board.rows import DisclosedTable, NewPublished, Snapshot
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id
from service.priorities.operations import outcomes, skills_in
from service.priorities.rules import NOT_AVAILABLE
from service.provision import queries as provision
from service.provision.operations import take_entries, withdraw
from service.provision.rows import Entry, Kind
from service.vocabulary.priority_sector import PrioritySector
from tests.factories import make_provider

CARE, CONSTRUCTION, OTHER = PrioritySector.CARE, PrioritySector.CONSTRUCTION, PrioritySector.OTHER


@pytest.fixture
async def college(session: Session, by: By, now: datetime) -> Agency:
    return await make_provider(session, now=now)


def an_entry(today: date, key: str, sector: str | None, places: int, **more: object) -> Entry:
    usual: dict[str, object] = {
        "source_key": key,
        "kind": Kind.COURSE,
        "title": "Something to start",
        "level": "2",
        "sector": sector,
        "starts_on": today + timedelta(days=30),
        "hours": 16,
        "places": places,
        "listed_until_on": today + timedelta(days=30),
    }
    return Entry(**{**usual, **more})


async def offer(session: Session, college: Agency, now: datetime, *entries: Entry) -> None:
    by = By(agency_id=college.id)
    await take_entries(session, entries=entries, by=by, now=now, today=now.date())


async def places(session: Session, today: date) -> dict[PrioritySector, int]:
    skills = await skills_in(session, district=None, today=today)
    return {each.sector: each.places for each in skills.balances if each.places}


async def test_places_are_added_up_by_the_sector_their_subject_serves(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    await offer(
        session,
        college,
        now,
        an_entry(today, "A", "5.2", 12),
        an_entry(today, "B", "5.3", 8),
        an_entry(today, "C", "1.3", 5),
        an_entry(today, "D", None, 7, kind=Kind.RE_ENGAGEMENT),
    )
    assert await places(session, today) == {CONSTRUCTION: 20, CARE: 5, OTHER: 7}


async def test_places_count_whether_or_not_somebody_has_taken_them(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    await offer(session, college, now, an_entry(today, "A", "5.2", 2))
    (listed,) = await provision.listed(session, today=today)
    for taken in range(3):
        assert await places(session, today) == {CONSTRUCTION: 2}, f"{taken} taken: nobody can tell"
        await provision.take_place(session, listed.id, today=today)


async def test_places_on_offer_are_what_providers_list_and_nothing_else(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    weekly = an_entry(today, "W", "1.3", 4, starts_on=None)
    begun = an_entry(today, "B", "5.2", 9, starts_on=today - timedelta(days=1))
    await offer(session, college, now, an_entry(today, "A", "5.2", 2), weekly, begun)
    for day in (today, today + timedelta(days=30), today + timedelta(days=31)):
        listed = sum(each.places for each in await provision.listed(session, today=day))
        assert sum((await places(session, day)).values()) == listed


async def test_what_has_begun_lapsed_or_is_withdrawn_is_no_place(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    weekly = an_entry(today, "W", "1.3", 4, starts_on=None)
    await offer(session, college, now, an_entry(today, "A", "5.2", 2), weekly)
    assert await places(session, today + timedelta(days=30)) == {CONSTRUCTION: 2, CARE: 4}
    assert await places(session, today + timedelta(days=31)) == {}
    for each in await provision.listed(session, today=today):
        await withdraw(session, opportunity_id=each.id, by=By(agency_id=college.id), now=now)
    assert await places(session, today) == {}


async def test_a_district_has_the_places_that_lie_in_it_and_none_online(
    session: Session, college: Agency, districts: dict[str, UUID], now: datetime, today: date
) -> None:
    await offer(session, college, now, an_entry(today, "A", "5.2", 2))
    northbank = await skills_in(session, district="Northbank", today=today)
    assert [each.places for each in northbank.balances] == [0] * len(PrioritySector)
    assert northbank.area == "Northbank"


async def test_the_supply_says_whose_lists_it_comes_from(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    await make_provider(session, now=now, name="A silent college")
    assert (await skills_in(session, district=None, today=today)).supply.newest_at is None
    await offer(session, college, now, an_entry(today, "A", "5.2", 2))
    skills = await skills_in(session, district=None, today=today)
    assert (skills.supply.providers, skills.supply.others, skills.providers) == (1, 0, 2)
    assert skills.supply.newest_at == now


async def publish(session: Session, now: datetime, today: date, *tables: DisclosedTable) -> Snapshot:
    """A frozen month with these tables."""
    snapshot = Snapshot(
        id=new_id(),
        month_on=date(today.year, 10, 1),
        edition=1,
        as_of_on=date(today.year, 10, 31),
        frozen_at=now,
        coverage="from 1 of 2 providers",
    )
    await board.add_snapshot(session, snapshot)
    added = [NewPublished(snapshot_id=snapshot.id, name=each.name, content=each, svg=None) for each in tables]
    await board.add_published(session, added)
    return snapshot


async def test_what_became_of_places_is_not_available_until_it_is_published(
    session: Session, now: datetime, today: date
) -> None:
    before = await outcomes(session)
    assert before.snapshot is None
    figures = [(each.starts, each.completed, each.still_there) for each in before.of[CARE]]
    assert figures == [(NOT_AVAILABLE,) * 3] * 2
    columns = ("Sector", "Starts", "Completed", "Still there")
    older = DisclosedTable(name="sectors-18-24", columns=columns, rows=(("Care", "45", "c", "20"),))
    snapshot = await publish(session, now, today, older)
    after = await outcomes(session)
    assert after.snapshot == snapshot
    young, old = after.of[CARE]
    assert (young.starts, old.starts, old.completed) == (NOT_AVAILABLE, "45", "c")
