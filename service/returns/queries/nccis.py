"""Statements about a council's monthly return: whom it is about, what is wrong, what was returned."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from service.access.rows import Scope
from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session
from service.returns.rows import CheckDone, Faulty, Made, NewReturn, Person, Resident, Returned
from service.returns.tables import NccisFaultTable, NccisReturnedTable, NccisReturnTable

_COUNCILS = "select id, la_code from agency where kind = 'council' and la_code is not null order by la_code"

# Whom a council answers for, by age and plan, and whom it returned last month and another council answers for now.
_RESIDENTS = """
select l.id as learner_id, coalesce(n.number, 0) as number, joined.number as previous, l.given_names, l.family_name,
       l.date_of_birth, l.sex, l.postcode, l.uln, l.upn, l.registered_at,
       case when l.council_id is distinct from $1 then now_with.la_code end as moved_to
from learner l
left join nccis_number n on n.learner_id = l.id and n.council_id = $1
left join agency now_with on now_with.id = l.council_id
left join lateral (
    select p.number from learner m join nccis_number p on p.learner_id = m.id and p.council_id = $1
    where m.merged_into = l.id order by p.number limit 1
) as joined on true
where l.id > $2 and l.merged_into is null and l.registered_at < $3
  and l.date_of_birth between $4 and $5
  and (l.date_of_birth >= $6 or exists (
      select from circumstance c where c.learner_id = l.id and c.kind = 'ehc_plan' and c.value = 'yes'))
  and (l.council_id = $1 or (now_with.la_code is not null and exists (
      select from nccis_returned r where r.learner_id = l.id and r.return_id = $7 and r.status = 'P')))
order by l.id limit $8
"""
_NUMBER = """
insert into nccis_number (learner_id, council_id) select unnest($2::uuid[]), $1 on conflict do nothing
"""
_NUMBERS = "select learner_id, number from nccis_number where council_id = $1 and learner_id = any($2)"

_FORGET_FAULTS = "delete from nccis_fault where council_id = $1"
_KEEP_CHECK = """
insert into nccis_check (council_id, checked_at, period_ends_on, young_people, faulty) values ($1, $2, $3, $4, $5)
on conflict (council_id) do update set checked_at = excluded.checked_at, period_ends_on = excluded.period_ends_on,
    young_people = excluded.young_people, faulty = excluded.faulty
"""
_CHECK = "select council_id, checked_at, period_ends_on, young_people, faulty from nccis_check where council_id = $1"
_COUNTS = """
select code, count(*) as people from nccis_fault where council_id = $1 group by code order by code
"""
_WITH_FAULT = """
select l.id as learner_id, l.indicator, l.given_names, l.family_name, l.date_of_birth,
       array(select o.code from nccis_fault o where o.learner_id = l.id and o.council_id = $1 order by 1) as codes
from nccis_fault f join learner l on l.id = f.learner_id
where f.council_id = $1 and f.code = $2 order by l.folded_family, l.folded_given, l.id limit $3 offset $4
"""

_RETURNS = """
select id, council_id, period_ends_on, asked_at, made_at, young_people, faulty, content is not null as kept
from nccis_return where council_id = $1
"""
_LIST = f"{_RETURNS} order by period_ends_on desc, asked_at desc limit $2"
_ONE = f"{_RETURNS} and id = $2"
_BEFORE = f"""
{_RETURNS} and made_at is not null and period_ends_on < $2 order by period_ends_on desc, made_at desc limit 1
"""
_CONTENT = "select content from nccis_return where council_id = $1 and id = $2"
_FORGET_RETURNED = "delete from nccis_returned where return_id = $1"
_FINISH = """
update nccis_return set made_at = $2, young_people = $3, faulty = $4, content = $5 where id = $1
"""
_FORGET_CONTENT = "update nccis_return set content = null where content is not null and made_at < $1"
# In the one and not in the other; who was handed over to another council has left.
_ONLY_IN = """
select l.id as learner_id, l.indicator, l.given_names, l.family_name, l.date_of_birth
from nccis_returned r join learner l on l.id = r.learner_id
where r.return_id = $1 and r.status = 'P' and not exists (
    select from nccis_returned o where o.return_id = $2 and o.learner_id = r.learner_id and o.status = 'P')
order by l.folded_family, l.folded_given, l.id
"""


async def councils(session: Session) -> dict[UUID, str]:
    """Give the councils that make returns, with their codes."""
    return {each["id"]: each["la_code"] for each in await database.rows(session, _COUNCILS)}


async def residents(
    session: Session,
    council_id: UUID,
    *,
    after: UUID,
    before: datetime,
    born: tuple[date, date, date],
    last_return: UUID | None,
    limit: int,
) -> list[Resident]:
    """Page through whom a council may have to return, by key.

    `before`: registered before. `born`: the earliest and latest birth, and the latest of those who need a plan.
    """
    first, last, without_plan = born
    given = (council_id, after, before, first, last, without_plan, last_return, limit)
    return await database.structs(session, Resident, _RESIDENTS, *given)


async def number(session: Session, council_id: UUID, learner_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Give learners the numbers a council returns them under; one who has one keeps it."""
    await database.execute(session, _NUMBER, council_id, list(learner_ids))
    found = await database.rows(session, _NUMBERS, council_id, list(learner_ids))
    return {each["learner_id"]: each["number"] for each in found}


async def keep_check(session: Session, done: CheckDone, faults: Sequence[Faulty]) -> None:
    """Replace what the last check of a council found."""
    await database.execute(session, _FORGET_FAULTS, done.council_id)
    if faults:
        await insert_many(session, NccisFaultTable, faults)
    given = (done.checked_at, done.period_ends_on, done.young_people, done.faulty)
    await database.execute(session, _KEEP_CHECK, done.council_id, *given)


async def last_check(session: Session, *, within: Scope) -> CheckDone | None:
    """Fetch what the last check of a council came to."""
    return await database.struct(session, CheckDone, _CHECK, within.agency_id)


async def fault_counts(session: Session, *, within: Scope) -> dict[int, int]:
    """Count a council's young people by what is wrong."""
    return {each["code"]: each["people"] for each in await database.rows(session, _COUNTS, within.agency_id)}


async def with_fault(session: Session, code: int, *, within: Scope, limit: int, skip: int) -> list[Person]:
    """List a council's young people whose record breaks a code, by name, with all codes each breaks."""
    return await database.structs(session, Person, _WITH_FAULT, within.agency_id, code, limit, skip)


async def add_return(session: Session, asked: NewReturn) -> None:
    """Add a return that is to be made."""
    await database.insert(session, NccisReturnTable, [asked])


async def returns(session: Session, *, within: Scope, limit: int) -> list[Made]:
    """List a council's returns, the latest month first."""
    return await database.structs(session, Made, _LIST, within.agency_id, limit)


async def return_called(session: Session, return_id: UUID, *, within: Scope) -> Made | None:
    """Fetch one of a council's returns."""
    return await database.struct(session, Made, _ONE, within.agency_id, return_id)


async def return_before(session: Session, council_id: UUID, period_ends_on: date) -> Made | None:
    """Fetch the last return a council made of an earlier month."""
    return await database.struct(session, Made, _BEFORE, council_id, period_ends_on)


async def content(session: Session, return_id: UUID, *, within: Scope) -> bytes | None:
    """Fetch a return's XML, compressed; None once it is forgotten."""
    found: bytes | None = await database.value(session, _CONTENT, within.agency_id, return_id)
    return found


async def forget_returned(session: Session, return_id: UUID) -> None:
    """Drop who was in a return that is made again from the beginning."""
    await database.execute(session, _FORGET_RETURNED, return_id)


async def add_returned(session: Session, people: Sequence[Returned]) -> None:
    """Note who is in a return."""
    if people:
        await insert_many(session, NccisReturnedTable, people)


async def finish_return(
    session: Session, return_id: UUID, *, at: datetime, people: int, faulty: int, content: bytes
) -> None:
    """Keep a return that is made."""
    await database.execute(session, _FINISH, return_id, at, people, faulty, content)


async def forget_content(session: Session, *, before: datetime) -> int:
    """Drop the XML of returns made before a moment, and say of how many."""
    return await database.execute(session, _FORGET_CONTENT, before)


async def only_in(session: Session, one: UUID, other: UUID) -> list[Person]:
    """List who was in one return and not in another, by name."""
    return await database.structs(session, Person, _ONLY_IN, one, other)
