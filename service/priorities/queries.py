"""Statements about demand, priorities and decisions. Each is added to and read; there is nothing that changes one."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.database import Session
from service.priorities.rows import Decision, Demand, NewDemand, NewPriority, Priority, Receipt
from service.priorities.tables import DemandReceiptTable, DemandTable, PriorityDecisionTable, PriorityTable

_DEMAND = """
d.id, d.receipt_id, d.sector, d.area_id, a.name as district, d.vacancies, d.from_on, d.as_of_on, d.source, d.source_on,
d.recorded_at
"""
_SUBJECT = "lower(d.source), d.sector, d.area_id, d.from_on, d.as_of_on"

# Of each source, sector, area and period what was said last; nothing where that was taken back.
_STANDING = f"""
select * from (
    select distinct on ({_SUBJECT}) {_DEMAND} from demand d left join area a on a.id = d.area_id
    order by {_SUBJECT}, d.recorded_at desc, d.id desc
) as last where vacancies is not null
"""
# Of each source the latest period of a sector in one area: all that can be the figure that is read (rules.read_now).
_LATEST = f"""
select distinct on (lower(source), sector) * from ({_STANDING}) as standing where area_id is not distinct from $1
order by lower(source), sector, as_of_on desc, source_on desc, recorded_at desc, id desc
"""

# What provision lists (provision.queries.listed), added up.
_ON_OFFER = """
from opportunity o where o.withdrawn_at is null and o.listed_until_on >= $1
  and (o.starts_on is null or o.starts_on >= $1) and ($2::uuid is null or o.area_id = $2)
"""
_PLACES = f"select o.sector, sum(o.places)::int as places {_ON_OFFER} group by o.sector"
_LISTS = f"""
select g.kind = 'provider' as by_a_provider, count(distinct g.id) as agencies, max(offered.recorded_at) as newest_at
from (select o.agency_id, o.recorded_at {_ON_OFFER}) as offered join agency g on g.id = offered.agency_id group by 1
"""
_ALL = f"""
select {_DEMAND} from demand d left join area a on a.id = d.area_id
order by d.as_of_on desc, d.recorded_at desc, d.id desc limit $1 offset $2
"""
_COUNT = "select count(*) from demand"
_FIGURE = f"select {_DEMAND} from demand d left join area a on a.id = d.area_id where d.id = $1"
_OF_RECEIPT = f"""
select {_DEMAND} from demand d left join area a on a.id = d.area_id where d.receipt_id = $1
order by d.sector, a.name nulls first, d.as_of_on, d.id
"""
_RECEIPT = """
select id, agency_id, recorded_by, recorded_at, file_name, added, changed, unchanged from demand_receipt where id = $1
"""

_PRIORITY = """
select p.id, p.agency_id, p.sector, p.area_id, a.name as district, p.reason, p.planned_places, p.from_on, p.until_on,
       p.set_at, p.set_by
from priority p left join area a on a.id = p.area_id
"""
_PRIORITIES = f"{_PRIORITY} where $1::timestamptz is null or p.set_at <= $1 order by p.set_at, p.id"
_ONE = f"{_PRIORITY} where p.id = $1 and ($2::timestamptz is null or p.set_at <= $2)"
_DECISIONS = """
select priority_id, number, kind, words, present, decided_on, review_on, planned_places, evidence_table,
       evidence_month_on, evidence_edition, evidence_shown_on, evidence_sentence, recorded_at, recorded_by
from priority_decision where priority_id = any($1) and ($2::timestamptz is null or recorded_at <= $2)
order by priority_id, number
"""


# A table's drawing and its cells stay where they are: of a month's hundred tables the sentences alone are asked for.
_TITLES = """
select distinct on (p.name) p.name, p.content ->> 'title' as title, s.month_on, s.edition, s.as_of_on
from snapshot s join published p on p.snapshot_id = s.id
where p.name = any($1) and p.content ->> 'title' <> '' order by p.name, s.month_on desc, s.edition desc
"""


class Lists(msgspec.Struct, frozen=True, kw_only=True):
    """How many providers, or other agencies, list places, and when one of them last changed something."""

    by_a_provider: bool
    agencies: int
    newest_at: datetime


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """The sentence above a published table, with the month and edition it is from."""

    name: str
    title: str
    month_on: date
    edition: int
    as_of_on: date


async def standing_demand(session: Session) -> list[Demand]:
    """Fetch what each source says now of each sector, area and period."""
    return await database.structs(session, Demand, _STANDING)


async def latest_demand(session: Session, area_id: UUID | None) -> list[Demand]:
    """Fetch what each source says of the latest period it knows, in one area (None: figures for the whole)."""
    return await database.structs(session, Demand, _LATEST, area_id)


async def places_on_offer(session: Session, area_id: UUID | None, *, today: date) -> dict[str | None, int]:
    """Add up the places that are listed and have not begun, by sector subject area (None: without one)."""
    return {row["sector"]: row["places"] for row in await database.rows(session, _PLACES, today, area_id)}


async def lists_on_offer(session: Session, area_id: UUID | None, *, today: date) -> list[Lists]:
    """Count whose lists those places are on: providers, and others."""
    return await database.structs(session, Lists, _LISTS, today, area_id)


async def all_demand(session: Session, *, limit: int, skip: int) -> tuple[list[Demand], int]:
    """List every figure that was ever entered, those of the latest period first, some of them; and count them all."""
    found = await database.structs(session, Demand, _ALL, limit, skip)
    return found, int(await database.value(session, _COUNT))


async def figure(session: Session, demand_id: UUID) -> Demand | None:
    """Fetch one figure."""
    return await database.struct(session, Demand, _FIGURE, demand_id)


async def receipt(session: Session, receipt_id: UUID) -> tuple[Receipt, list[Demand]] | None:
    """Fetch a receipt with the figures that came in by it."""
    found = await database.struct(session, Receipt, _RECEIPT, receipt_id)
    return (
        None if found is None else (found, await database.structs(session, Demand, _OF_RECEIPT, receipt_id))
    )


async def priorities(session: Session, *, known_at: datetime | None = None) -> list[Priority]:
    """List the priorities, the oldest first; those set by an instant, where one is given."""
    return await database.structs(session, Priority, _PRIORITIES, known_at)


async def priority(
    session: Session, priority_id: UUID, *, known_at: datetime | None = None
) -> Priority | None:
    """Fetch one priority; None where it was not set by that instant."""
    return await database.struct(session, Priority, _ONE, priority_id, known_at)


async def decisions(
    session: Session, priority_ids: Sequence[UUID], *, known_at: datetime | None = None
) -> dict[UUID, list[Decision]]:
    """Fetch the decisions of priorities in their order; those recorded by an instant, where one is given."""
    found: dict[UUID, list[Decision]] = {each: [] for each in priority_ids}
    for each in await database.structs(session, Decision, _DECISIONS, list(priority_ids), known_at):
        found[each.priority_id].append(each)
    return found


async def titles(session: Session, names: Sequence[str]) -> list[Title]:
    """Fetch what the newest published table of each of these names says, in a sentence; the untitled are left out."""
    return await database.structs(session, Title, _TITLES, list(names))


async def add_receipt(session: Session, added: Receipt) -> None:
    """Keep a receipt."""
    await database.insert(session, DemandReceiptTable, [added])


async def add_demand(session: Session, added: Sequence[NewDemand]) -> None:
    """Append figures; their receipt has to be there."""
    await database.insert(session, DemandTable, added)


async def add_priority(session: Session, added: NewPriority) -> None:
    """Set a priority."""
    await database.insert(session, PriorityTable, [added])


async def add_decision(session: Session, added: Decision) -> None:
    """Append a decision; a violation of its key means that somebody recorded one meanwhile."""
    await database.insert(session, PriorityDecisionTable, [added])
