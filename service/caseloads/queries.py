"""Statements about who holds whom, and about contacts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.caseloads.rows import Availability, Contact, Holding, NewHolding, TracingStep
from service.caseloads.tables import ContactTable, HoldingTable, TracingStepTable
from service.kit import database
from service.kit.database import Session
from service.kit.ids import new_id

_CONTACTS = """
select learner_id, id, account_id, agency_id, channel, two_way, occurred_on, recorded_at, note, next_contact_on, outcome
from contact c where learner_id = any($1) and ($2::uuid is null or exists (
    select from learner_access a where a.learner_id = c.learner_id and a.agency_id = $2))
order by learner_id, occurred_on, id
"""

_SPOKEN_WITH = """
select learner_id, max(occurred_on) as last_on from contact c
where learner_id = any($1) and two_way and recorded_at < $3 and ($2::uuid is null or exists (
    select from learner_access a where a.learner_id = c.learner_id and a.agency_id = $2))
group by learner_id
"""

_TRACING = """
select distinct on (t.step) t.learner_id, t.id, t.agency_id, t.account_id, t.step, t.found, t.noted_at, t.noted_on
from tracing_step t where t.learner_id = $1
  and exists (select from learner_access a where a.learner_id = t.learner_id and a.agency_id = $2)
order by t.step, t.noted_at desc, t.id desc
"""

_HOLDING = """
select learner_id, account_id, agency_id, since_on from holding
where learner_id = any($1) and agency_id = $2 and ended_on is null
"""

_END = "update holding set ended_on = $3 where learner_id = $1 and agency_id = $2 and ended_on is null"

_AVAILABILITY = """
select account_id, agency_id, hours, away_from_on, away_until_on, cover_id from availability where agency_id = $1
"""

_SET_AVAILABILITY = """
insert into availability (account_id, agency_id, hours, away_from_on, away_until_on, cover_id)
values ($1, $2, $3, $4, $5, $6)
on conflict (account_id) do update set hours = excluded.hours, away_from_on = excluded.away_from_on,
    away_until_on = excluded.away_until_on, cover_id = excluded.cover_id
"""

_CASELOAD = """
select h.learner_id, l.given_names, l.family_name, l.indicator, l.date_of_birth, h.since_on, s.activity,
       s.since_on as activity_since_on, s.provider_name,
       (select max(occurred_on) from contact c where c.learner_id = h.learner_id) as last_contact_on
from holding h join learner l on l.id = h.learner_id left join situation s on s.learner_id = h.learner_id
where h.account_id = $1 and h.ended_on is null
  and exists (select from learner_access a where a.learner_id = h.learner_id and a.agency_id = $2)
order by l.folded_family, l.folded_given, l.id limit $3 offset $4
"""

_CASELOAD_SIZE = "select count(*) from holding where account_id = $1 and ended_on is null"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A learner on somebody's caseload, with where they are now."""

    learner_id: UUID
    given_names: str
    family_name: str
    indicator: str
    date_of_birth: date
    since_on: date
    activity: int | None
    activity_since_on: date | None
    provider_name: str | None
    last_contact_on: date | None


async def spoken_with(
    session: Session, learner_ids: Sequence[UUID], *, within: Scope, before: datetime
) -> dict[UUID, date]:
    """The last day somebody spoke with each learner in scope, as recorded before a moment; who was never spoken
    with is left out."""
    rows = await database.rows(session, _SPOKEN_WITH, list(learner_ids), within.agency_id, before)
    return {row["learner_id"]: row["last_on"] for row in rows}


async def contacts_of(
    session: Session, learner_ids: Sequence[UUID], *, within: Scope
) -> dict[UUID, list[Contact]]:
    """Fetch the contacts of learners in scope, oldest first."""
    contacts: dict[UUID, list[Contact]] = defaultdict(list)
    if not learner_ids:
        return contacts
    for contact in await database.structs(session, Contact, _CONTACTS, list(learner_ids), within.agency_id):
        contacts[contact.learner_id].append(contact)
    return contacts


async def add_contact(session: Session, contact: Contact) -> None:
    """Keep one contact."""
    await database.insert(session, ContactTable, [contact])


async def tracing_of(session: Session, learner_id: UUID, *, within: Scope) -> dict[str, TracingStep]:
    """Say what each step of tracing a learner in scope came to last."""
    found = await database.structs(session, TracingStep, _TRACING, learner_id, within.agency_id)
    return {each.step: each for each in found}


async def add_tracing(session: Session, added: Sequence[TracingStep]) -> None:
    """Keep what steps of tracing came to."""
    await database.insert(session, TracingStepTable, added)


async def holdings(session: Session, learner_ids: Sequence[UUID], *, agency_id: UUID) -> dict[UUID, Holding]:
    """Say who of an agency holds which of the learners."""
    found = await database.structs(session, Holding, _HOLDING, list(learner_ids), agency_id)
    return {holding.learner_id: holding for holding in found}


async def end_holding(session: Session, learner_id: UUID, *, agency_id: UUID, on: date) -> None:
    """End whoever of an agency holds a learner."""
    await database.execute(session, _END, learner_id, agency_id, on)


async def add_holding(session: Session, holding: Holding) -> None:
    """Put a learner on somebody's caseload."""
    await add_holdings(session, [holding])


async def add_holdings(session: Session, added: Sequence[Holding]) -> None:
    """Put learners on caseloads."""
    rows = [
        NewHolding(
            learner_id=holding.learner_id,
            id=new_id(),
            account_id=holding.account_id,
            agency_id=holding.agency_id,
            since_on=holding.since_on,
        )
        for holding in added
    ]
    await database.insert(session, HoldingTable, rows)


async def availability(session: Session, agency_id: UUID) -> dict[UUID, Availability]:
    """Say how an agency's advisers work, of those somebody has said it of."""
    found = await database.structs(session, Availability, _AVAILABILITY, agency_id)
    return {each.account_id: each for each in found}


async def set_availability(session: Session, told: Availability) -> None:
    """Keep how an adviser works."""
    values = [getattr(told, name) for name in told.__struct_fields__]
    await database.execute(session, _SET_AVAILABILITY, *values)


async def caseload(session: Session, account_id: UUID, *, within: Scope, limit: int, skip: int) -> list[Held]:
    """List the learners somebody holds, by name."""
    return await database.structs(session, Held, _CASELOAD, account_id, within.agency_id, limit, skip)


async def caseload_size(session: Session, account_id: UUID) -> int:
    """Count the learners somebody holds."""
    return int(await database.value(session, _CASELOAD_SIZE, account_id))
