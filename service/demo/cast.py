"""The agencies that play a part in the demo, and the map: adds what is missing, leaves what is there."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.agencies import queries
from service.agencies.operations import add_agency, add_map
from service.agencies.rows import Agency, AgencyKind, AreaKind
from service.demo.places import councils, greater_essex
from service.demo.providers import AGENCIES
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id


class Cast(msgspec.Struct, frozen=True):
    """The keys of all agencies by their codes, and of the districts by their ONS codes."""

    agencies: dict[str, UUID]
    districts: dict[str, UUID]
    providers: tuple[UUID, ...]


async def gather_cast(session: Session, *, by: By, now: datetime, today: date) -> Cast:
    """Add the councils, the map and the invented agencies, and say their keys."""
    known = {agency.code: agency.id for agency in await queries.agencies(session)}
    for council in councils():
        if council.code not in known:
            await add_agency(session, agency=council, by=by, now=now)
            known[council.code] = council.id
    if not await queries.areas(session, AreaKind.DISTRICT, on=today):
        drawn = greater_essex(known)
        await add_map(session, areas=drawn.areas, councils=drawn.councils, postcodes=drawn.postcodes)
    for each in AGENCIES:
        if each.code not in known:
            known[each.code] = new_id()
            agency = Agency(
                id=known[each.code],
                kind=each.kind,
                name=each.name,
                code=each.code,
                ukprn=each.ukprn,
                council_id=known[each.council],
            )
            await add_agency(session, agency=agency, by=by, now=now)
    districts = {area.code: area.id for area in await queries.areas(session, AreaKind.DISTRICT, on=today)}
    providers = tuple(known[each.code] for each in AGENCIES if each.kind is AgencyKind.PROVIDER)
    return Cast(known, districts, providers)
