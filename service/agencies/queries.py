"""Statements about agencies, the people of agencies, and areas."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.accounts.rows import Role
from service.agencies.rows import Agency, AgencyArea, Area, PostcodeArea
from service.agencies.tables import AgencyAreaTable, AgencyTable, AreaTable, PostcodeAreaTable
from service.kit import database
from service.kit.database import Session

_AGENCY = "select id, kind, name, code, ukprn, council_id, la_code from agency"
_BY_ID = f"{_AGENCY} where id = $1"
_BY_CODE = f"{_AGENCY} where ukprn = $1 or code = lower($1)"
_ALL = f"{_AGENCY} order by kind, name, id"
_SET_LA_CODE = "update agency set la_code = $2 where id = $1 and kind = 'council'"
_AGENCY_NAMES = "select id, name from agency where id = any($1)"

_AREAS = """
select id, kind, code, name, started_on, ended_on, within_id from area
where kind = $1 and started_on <= $2 and (ended_on is null or ended_on >= $2) order by name, id
"""

_RESIDENCE = """
select asked.postcode, place.area_id, answers.agency_id as council_id
from unnest($1::text[]) as asked (postcode)
cross join lateral (
    select area_id from postcode_area
    where asked.postcode ^@ prefix and started_on <= $2 and (ended_on is null or ended_on >= $2)
    order by length(prefix) desc limit 1
) as place
left join lateral (
    select agency_id from agency_area
    where area_id = place.area_id and started_on <= $2 and (ended_on is null or ended_on >= $2)
    order by started_on desc limit 1
) as answers on true
"""


_RECEIVED = """
insert into agency_report (agency_id, last_received_on, last_received_at) values ($1, $2, $3)
on conflict (agency_id) do update
set last_received_on = greatest(agency_report.last_received_on, excluded.last_received_on),
    last_received_at = greatest(agency_report.last_received_at, excluded.last_received_at)
"""

_LAST_RECEIVED = "select last_received_on from agency_report where agency_id = $1"

_REPORTS = """
select a.id as agency_id, a.name, r.last_received_on
from agency a left join agency_report r on r.agency_id = a.id
where a.kind = 'provider' order by a.name, a.id
"""


_PEOPLE = """
select p.id, p.name, p.email, p.role, p.agency_id, g.name as agency_name, p.disabled_at
from account p join agency g on g.id = p.agency_id where $1::uuid is null or p.agency_id = $1
order by lower(p.name), p.id limit $2 offset $3
"""
_COUNT_PEOPLE = "select count(*) from account where $1::uuid is null or agency_id = $1"
_NAMES = "select id, name from account where id = any($1::uuid[])"


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Someone who may sign in, with the agency they belong to."""

    id: UUID
    name: str
    email: str
    role: Role
    agency_id: UUID
    agency_name: str
    disabled_at: datetime | None


class Residence(msgspec.Struct, frozen=True):
    """The district a postcode lies in, and the council that answers for it."""

    postcode: str
    area_id: UUID
    council_id: UUID | None


class Report(msgspec.Struct, frozen=True):
    """When a provider last sent something."""

    agency_id: UUID
    name: str
    last_received_on: date | None


async def agency(session: Session, agency_id: UUID) -> Agency | None:
    """Fetch one agency."""
    return await database.struct(session, Agency, _BY_ID, agency_id)


async def agency_called(session: Session, code: str) -> Agency | None:
    """Fetch the agency with this UKPRN or this code."""
    return await database.struct(session, Agency, _BY_CODE, code)


async def agencies(session: Session) -> list[Agency]:
    """List every agency, by kind and name."""
    return await database.structs(session, Agency, _ALL)


async def agency_names(session: Session, agency_ids: Collection[UUID]) -> dict[UUID, str]:
    """Name the agencies of these ids."""
    found = await database.rows(session, _AGENCY_NAMES, list(agency_ids))
    return {agency["id"]: agency["name"] for agency in found}


async def people(
    session: Session, agency_id: UUID | None, *, limit: int, skip: int
) -> tuple[list[Member], int]:
    """List accounts by name with their agencies, some of them, and count them all."""
    found = await database.structs(session, Member, _PEOPLE, agency_id, limit, skip)
    return found, int(await database.value(session, _COUNT_PEOPLE, agency_id))


async def names_of(session: Session, account_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Name the people behind accounts."""
    return {found["id"]: found["name"] for found in await database.rows(session, _NAMES, list(account_ids))}


async def areas(session: Session, kind: str, *, on: date) -> list[Area]:
    """List the areas of a kind as they stood on a day."""
    return await database.structs(session, Area, _AREAS, kind, on)


async def residences(session: Session, postcodes: Sequence[str], *, on: date) -> dict[str, Residence]:
    """Say where postcodes lie; one that no area claims is not in the answer."""
    found = await database.structs(session, Residence, _RESIDENCE, list(postcodes), on)
    return {residence.postcode: residence for residence in found}


async def note_report(session: Session, agency_id: UUID, *, on: date, at: datetime) -> None:
    """Remember that an agency was heard from."""
    await database.execute(session, _RECEIVED, agency_id, on, at)


async def last_received_on(session: Session, agency_id: UUID) -> date | None:
    """Say when an agency was last heard from."""
    found: date | None = await database.value(session, _LAST_RECEIVED, agency_id)
    return found


async def reports(session: Session) -> list[Report]:
    """List every provider with the day it was last heard from."""
    return await database.structs(session, Report, _REPORTS)


async def add_agencies(session: Session, added: Sequence[Agency]) -> None:
    """Add agencies."""
    await database.insert(session, AgencyTable, added)


async def add_areas(session: Session, added: Sequence[Area]) -> None:
    """Add areas, wider ones first."""
    await database.insert(session, AreaTable, added)


async def add_agency_areas(session: Session, added: Sequence[AgencyArea]) -> None:
    """Say which council answers for which area."""
    await database.insert(session, AgencyAreaTable, added)


async def add_postcode_areas(session: Session, added: Sequence[PostcodeArea]) -> None:
    """Say which postcodes lie where."""
    await database.insert(session, PostcodeAreaTable, added)


async def set_la_code(session: Session, council_id: UUID, la_code: str | None) -> bool:
    """Give a council its three figures at DfE; False where there is no such council."""
    return await database.execute(session, _SET_LA_CODE, council_id, la_code) == 1
