"""Greater Essex as data: whole, and each postcode in one district."""

from datetime import date

from service.agencies import queries
from service.agencies.rows import AreaKind
from service.demo.cast import gather_cast
from service.demo.places import APPROXIMATE, COUNCILS, DISTRICTS, ESSEX, councils, greater_essex
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import NOBODY
from tests.conftest import NOW, TODAY


def test_there_are_fourteen_districts_and_twelve_of_them_are_in_essex() -> None:
    assert len(DISTRICTS) == len({district.code for district in DISTRICTS}) == 14
    assert [district.council_area for district in DISTRICTS].count(ESSEX) == 12


def test_no_postcode_is_in_two_districts() -> None:
    prefixes = [postcodes for district in DISTRICTS for postcodes in district.postcodes]
    assert len(set(prefixes)) == len(prefixes)


def test_the_map_says_where_its_postcodes_come_from_and_ends_nothing() -> None:
    drawn = greater_essex({council.code: council.id for council in councils()})
    assert {postcodes.source for postcodes in drawn.postcodes} == {APPROXIMATE}
    assert all(row.ended_on is None for row in [*drawn.areas, *drawn.councils, *drawn.postcodes])
    assert len(drawn.areas) == len(drawn.councils) == 17


async def test_the_register_finds_district_and_council_of_a_postcode(session: Session) -> None:
    cast = await gather_cast(session, by=By(agency_id=NOBODY), now=NOW, today=TODAY)
    asked = {
        "CM1 1AA": ("E07000070", "essex"),
        "CM11 1AA": ("E07000066", "essex"),
        "CO7 9AA": ("E07000071", "essex"),
        "CO7 0AA": ("E07000076", "essex"),
        "SS1 1AA": ("E06000033", "southend"),
        "SS17 1AA": ("E06000034", "thurrock"),
    }
    found = await queries.residences(session, [*asked, "N1 1AA"], on=TODAY)
    expected = {
        postcode: (cast.districts[area], cast.agencies[council])
        for postcode, (area, council) in asked.items()
    }
    assert {home.postcode: (home.area_id, home.council_id) for home in found.values()} == expected


async def test_gathering_the_cast_twice_adds_nothing(session: Session) -> None:
    first = await gather_cast(session, by=By(agency_id=NOBODY), now=NOW, today=TODAY)
    agencies = await queries.agencies(session)
    again = await gather_cast(session, by=By(agency_id=NOBODY), now=NOW, today=TODAY)
    assert again == first
    assert await queries.agencies(session) == agencies
    assert len(await queries.areas(session, AreaKind.COUNCIL_AREA, on=date(2030, 1, 1))) == len(COUNCILS)
