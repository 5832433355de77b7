"""Statements about what young people can start."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.database import Row, Session
from service.provision.rows import Journey, Listed, NewOpportunity, Opportunity
from service.provision.tables import JourneyTable, OpportunityTable

_COLUMNS = """
o.id, o.agency_id, o.source_key, o.kind, o.title, o.level, o.sector, o.summary, o.needs_level, o.needs_english,
o.needs_maths, o.teaches_english_maths, o.age_from, o.age_until, o.starts_on, o.hours, o.postcode, o.area_id,
string_to_array(o.supports, ' ') as supports, o.places, o.taken, o.listed_until_on, o.recorded_at, o.recorded_by,
o.withdrawn_at
"""
_NAMED = f"""
select {_COLUMNS}, g.name as provider, a.name as district
from opportunity o join agency g on g.id = o.agency_id left join area a on a.id = o.area_id
"""
_LISTED = f"""
select {_COLUMNS} from opportunity o
where o.withdrawn_at is null and o.listed_until_on >= $1 and (o.starts_on is null or o.starts_on >= $1) order by o.id
"""
_OF_AGENCY = f"""
{_NAMED} where o.agency_id = $1 order by o.withdrawn_at is not null, o.starts_on nulls first, lower(o.title), o.id
"""
_BY_ID = f"{_NAMED} where o.id = any($1)"
_BY_KEY = f"select {_COLUMNS} from opportunity o where o.agency_id = $1 and o.source_key = any($2)"
_FOUND = f"""
{_NAMED}
where o.withdrawn_at is null and o.listed_until_on >= $1 and (o.starts_on is null or o.starts_on >= $1)
  and ($2::text = '' or o.kind = $2) and ($3::text = '' or o.sector = $3 or o.sector ^@ ($3 || '.'))
  and ($4::text = '' or o.level = $4) and ($5::uuid is null or o.area_id = $5)
order by o.starts_on nulls first, lower(o.title), o.id
"""
_CHANGED = (
    *("kind", "title", "level", "sector", "summary", "needs_level", "needs_english", "needs_maths"),
    *(
        "teaches_english_maths",
        "age_from",
        "age_until",
        "starts_on",
        "hours",
        "postcode",
        "area_id",
        "supports",
    ),
    *("places", "listed_until_on", "recorded_at", "recorded_by"),
)
_SET = ", ".join(f"{name} = ${place}" for place, name in enumerate(_CHANGED, start=2))
_PLACES = f"${_CHANGED.index('places') + 2}"
_CHANGE = f"update opportunity set {_SET}, withdrawn_at = null where id = $1 and taken <= {_PLACES}"
_WITHDRAW = (
    "update opportunity set withdrawn_at = $3 where id = $2 and agency_id = $1 and withdrawn_at is null"
)
_TAKE = """
update opportunity set taken = taken + 1
where id = $1 and taken < places and withdrawn_at is null and listed_until_on >= $2
"""
_GIVE_BACK = "update opportunity set taken = taken - 1 where id = $1 and taken > 0"
_MINUTES = "select to_area_id, minutes from journey where from_area_id = $1"
_FORGET_JOURNEYS = "delete from journey where source = $1"


async def listed(session: Session, *, today: date) -> list[Opportunity]:
    """Fetch everything that is on offer and has not begun, full or not."""
    return await database.structs(session, Opportunity, _LISTED, today)


async def found(
    session: Session,
    *,
    today: date,
    kind: str = "",
    sector: str = "",
    level: str = "",
    area_id: UUID | None = None,
) -> list[Listed]:
    """List what is on offer, the soonest first; `sector` of either tier, empty words for everything."""
    return [_listed(row) for row in await database.rows(session, _FOUND, today, kind, sector, level, area_id)]


async def of_agency(session: Session, agency_id: UUID) -> list[Listed]:
    """List all a provider has entered, what it has withdrawn last."""
    return [_listed(row) for row in await database.rows(session, _OF_AGENCY, agency_id)]


async def opportunities(session: Session, ids: Collection[UUID]) -> dict[UUID, Listed]:
    """Fetch opportunities by their keys, whatever has become of them."""
    if not ids:
        return {}
    rows = await database.rows(session, _BY_ID, list(ids))
    return {row["id"]: _listed(row) for row in rows}


async def known(session: Session, agency_id: UUID, source_keys: Sequence[str]) -> dict[str, Opportunity]:
    """Fetch what a provider has entered under its own names."""
    rows = await database.structs(session, Opportunity, _BY_KEY, agency_id, list(source_keys))
    return {each.source_key: each for each in rows}


def _listed(row: Row) -> Listed:
    named = dict(row)
    provider, district = named.pop("provider"), named.pop("district")
    return Listed(opportunity=msgspec.convert(named, Opportunity), provider=provider, district=district)


async def add(session: Session, added: Sequence[NewOpportunity]) -> None:
    """Add opportunities."""
    await database.insert(session, OpportunityTable, added)


async def change(session: Session, changed: NewOpportunity) -> bool:
    """Give an opportunity new words; False where more places are taken than it would have."""
    values = [getattr(changed, name) for name in _CHANGED]
    return await database.execute(session, _CHANGE, changed.id, *values) == 1


async def withdraw(session: Session, agency_id: UUID, opportunity_id: UUID, *, at: datetime) -> bool:
    """Take an opportunity off the list; False where it is not the agency's, or was taken off before."""
    return await database.execute(session, _WITHDRAW, agency_id, opportunity_id, at) == 1


async def take_place(session: Session, opportunity_id: UUID, *, today: date) -> bool:
    """Take one place; False where the last has gone. Who takes at once waits for who was first."""
    return await database.execute(session, _TAKE, opportunity_id, today) == 1


async def give_place_back(session: Session, opportunity_id: UUID) -> None:
    """Give a place back."""
    await database.execute(session, _GIVE_BACK, opportunity_id)


async def minutes_from(session: Session, area_id: UUID) -> dict[UUID, int]:
    """Say how long it takes from a district to those somebody has said it of."""
    return {row["to_area_id"]: row["minutes"] for row in await database.rows(session, _MINUTES, area_id)}


async def replace_journeys(session: Session, journeys: Sequence[Journey], *, source: str) -> None:
    """Take what a source says of journeys in place of what it said before."""
    await database.execute(session, _FORGET_JOURNEYS, source)
    await database.insert(session, JourneyTable, journeys)
