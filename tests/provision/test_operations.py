"""What a provider's list does when it is entered again, and what becomes of places that are taken."""

from datetime import date, datetime, timedelta

import msgspec
import pytest

from service.agencies.operations import add_map
from service.agencies.rows import Agency, Area, AreaKind
from service.kit.audit import By
from service.kit.database import Context, Database, Session
from service.kit.ids import new_id
from service.provision import queries
from service.provision.operations import (
    OpportunityUnknown,
    PlacesTaken,
    require_own,
    take_entries,
    withdraw,
)
from service.provision.rows import Entry, Journey, Kind, Opportunity, Support, Taken
from tests.factories import make_council, make_provider


@pytest.fixture
async def college(session: Session, now: datetime) -> Agency:
    return await make_provider(session, now=now, council=await make_council(session, now=now))


def entry(today: date, key: str = "A", **more: object) -> Entry:
    usual: dict[str, object] = {
        "source_key": key,
        "kind": Kind.COURSE,
        "title": "Bricklaying",
        "level": "2",
        "sector": "5.2",
        "starts_on": today + timedelta(days=30),
        "hours": 16,
        "postcode": "CM1 1AA",
        "places": 2,
        "supports": frozenset({Support.TRAVEL, Support.CHILDCARE}),
        "listed_until_on": today + timedelta(days=30),
    }
    return Entry(**{**usual, **more})


async def take(session: Session, college: Agency, now: datetime, *entries: Entry) -> Taken:
    by = By(agency_id=college.id)
    return await take_entries(session, entries=entries, by=by, now=now, today=now.date())


async def own(session: Session, college: Agency) -> list[Opportunity]:
    return [each.opportunity for each in await queries.of_agency(session, college.id)]


async def test_a_list_sent_again_says_what_is_new_changed_and_the_same(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    assert await take(session, college, now, entry(today, "A"), entry(today, "B")) == Taken(new=2)
    again = await take(
        session, college, now, entry(today, "A"), entry(today, "B", title="Plastering"), entry(today, "C")
    )
    assert again == Taken(new=1, changed=1, unchanged=1)
    titles = {each.source_key: each.title for each in await own(session, college)}
    assert titles == {"A": "Bricklaying", "B": "Plastering", "C": "Bricklaying"}


async def test_what_is_read_back_is_what_was_entered(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    await take(session, college, now, entry(today))
    (kept,) = await own(session, college)
    told = msgspec.structs.asdict(entry(today))
    assert {name: getattr(kept, name) for name in told} == told


async def test_the_same_reference_of_two_providers_is_two_places(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    other = await make_provider(session, now=now, name="Another College")
    assert await take(session, college, now, entry(today)) == Taken(new=1)
    assert await take(session, other, now, entry(today)) == Taken(new=1)


async def test_places_run_out_and_come_back(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    await take(session, college, now, entry(today, places=1))
    (place,) = await own(session, college)
    assert await queries.take_place(session, place.id, today=today)
    assert not await queries.take_place(session, place.id, today=today)
    await queries.give_place_back(session, place.id)
    assert await queries.take_place(session, place.id, today=today)


async def test_there_cannot_be_fewer_places_than_are_taken(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    await take(session, college, now, entry(today))
    (place,) = await own(session, college)
    for _ in range(2):
        await queries.take_place(session, place.id, today=today)
    with pytest.raises(PlacesTaken):
        await take(session, college, now, entry(today, places=1))


async def test_what_is_withdrawn_is_not_listed_until_it_is_entered_again(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    by = By(agency_id=college.id)
    await take(session, college, now, entry(today))
    (place,) = await own(session, college)
    await withdraw(session, opportunity_id=place.id, by=by, now=now)
    assert await queries.listed(session, today=today) == []
    assert not await queries.take_place(session, place.id, today=today)
    with pytest.raises(OpportunityUnknown):
        await withdraw(session, opportunity_id=place.id, by=by, now=now)
    assert await take(session, college, now, entry(today)) == Taken(changed=1)
    assert [each.id for each in await queries.listed(session, today=today)] == [place.id]


@pytest.mark.parametrize(
    ("after", "is_listed"),
    [
        pytest.param(30, True, id="its last day"),
        pytest.param(31, False, id="the day after"),
    ],
)
async def test_a_place_lapses_by_itself(
    session: Session, college: Agency, now: datetime, today: date, after: int, is_listed: bool
) -> None:
    await take(session, college, now, entry(today, starts_on=None))
    found = await queries.listed(session, today=today + timedelta(days=after))
    assert bool(found) is is_listed


async def test_another_providers_place_is_neither_shown_nor_withdrawn(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    await take(session, college, now, entry(today))
    (place,) = await own(session, college)
    stranger = By(agency_id=new_id())
    with pytest.raises(OpportunityUnknown):
        await require_own(session, opportunity_id=place.id, by=stranger)
    with pytest.raises(OpportunityUnknown):
        await withdraw(session, opportunity_id=place.id, by=stranger, now=now)


async def test_the_database_lets_nobody_change_anothers_place(
    database: Database, session: Session, college: Agency, now: datetime, today: date
) -> None:
    await take(session, college, now, entry(today))
    (place,) = await own(session, college)
    async with database.transaction(Context(agency_id=new_id())) as other:
        assert not await queries.take_place(other, place.id, today=today)
        assert [each.id for each in await queries.listed(other, today=today)] == [place.id]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        pytest.param({}, 2, id="everything"),
        pytest.param({"kind": "course"}, 1, id="a kind"),
        pytest.param({"sector": "5"}, 2, id="an area"),
        pytest.param({"sector": "5.3"}, 1, id="a finer one"),
        pytest.param({"sector": "15"}, 0, id="not an area that begins alike"),
        pytest.param({"level": "3"}, 1, id="a level"),
        pytest.param({"level": "3", "kind": "course"}, 0, id="both"),
    ],
)
async def test_filters_narrow_the_list(
    session: Session,
    college: Agency,
    now: datetime,
    today: date,
    chosen: dict[str, str],
    found: int,
) -> None:
    other = entry(today, "B", kind=Kind.APPRENTICESHIP, level="3", sector="5.3")
    await take(session, college, now, entry(today), other)
    assert len(await queries.found(session, today=today, **chosen)) == found


async def test_what_a_source_says_of_journeys_takes_the_place_of_what_it_said(session: Session) -> None:
    areas = [
        Area(
            id=new_id(),
            kind=AreaKind.DISTRICT,
            code=f"T{n}",
            name=f"District {n}",
            started_on=date(2000, 1, 1),
        )
        for n in range(2)
    ]
    await add_map(session, areas=areas, councils=[], postcodes=[])
    one, other = (each.id for each in areas)
    for minutes in (30, 25):
        said = [Journey(from_area_id=one, to_area_id=other, minutes=minutes, source="a timetable")]
        await queries.replace_journeys(session, said, source="a timetable")
    assert await queries.minutes_from(session, one) == {other: 25}
    assert await queries.minutes_from(session, other) == {}
