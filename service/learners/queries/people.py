"""Statements about learners as those who may see them see them, and about adding them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from service.access.rows import Scope
from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session
from service.learners.rows import Learner, NewLearner
from service.learners.tables import LearnerTable

_WITHIN = """($2::uuid is null or exists (
    select from learner_access a where a.learner_id = l.id and a.agency_id = $2))"""

_COLUMNS = """l.id, l.indicator, l.given_names, l.family_name, l.date_of_birth, l.sex, l.postcode, l.uln, l.upn,
    l.ni_number, l.email, l.area_id, l.council_id, l.registered_at, l.registered_by, l.merged_into"""

_BY_ID = f"""
select {_COLUMNS} from learner l
where l.id = (select coalesce(merged_into, id) from learner where id = $1) and {_WITHIN}
"""

_BY_INDICATOR = f"""
select {_COLUMNS} from learner l
where l.id = (select coalesce(merged_into, id) from learner where indicator = $1) and {_WITHIN}
"""

_BY_PERSON = f"""
select {_COLUMNS} from learner l
where l.date_of_birth = $1 and l.merged_into is null and {_WITHIN}
  and ($3 = '' or l.folded_family = $3 or l.folded_family like $3 || ' %' or l.folded_family like '% ' || $3)
order by l.folded_family, l.folded_given, l.id limit 50
"""

_MANY = f"select {_COLUMNS} from learner l where l.id = any($1) and {_WITHIN} order by l.id"

_PAGE = f"""
select {_COLUMNS} from learner_access a join learner l on l.id = a.learner_id and l.merged_into is null
where a.agency_id = $1 and a.learner_id > $2 order by a.learner_id limit $3
"""

_COUNCIL_OF = "select coalesce(council_id, case when kind = 'council' then id end) from agency where id = $1"

_MOVE = "update learner set postcode = $2, area_id = $3, council_id = $4, described_at = $5 where id = $1"
_ANSWER_FOR = "update learner set council_id = $2 where id = $1"
_COMPLETE = """
update learner as l set uln = coalesce(l.uln, given.uln), upn = coalesce(l.upn, given.upn),
    ni_number = coalesce(l.ni_number, given.ni_number), email = coalesce(l.email, given.email),
    postcode = coalesce(l.postcode, given.postcode), sex = coalesce(l.sex, given.sex), described_at = $8
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    as given (id, uln, upn, ni_number, email, postcode, sex)
where l.id = given.id and (
        (l.uln is null and given.uln is not null) or (l.upn is null and given.upn is not null)
    or (l.ni_number is null and given.ni_number is not null) or (l.email is null and given.email is not null)
    or (l.postcode is null and given.postcode is not null) or (l.sex is null and given.sex is not null))
  and not exists (select from learner o where o.uln = given.uln and o.id <> l.id and o.merged_into is null)
  and not exists (select from learner o where o.upn = given.upn and o.id <> l.id and o.merged_into is null)
  and not exists (
    select from learner o where o.ni_number = given.ni_number and o.id <> l.id and o.merged_into is null)
returning l.id
"""


async def learner(session: Session, learner_id: UUID, *, within: Scope) -> Learner | None:
    """Fetch a learner in scope (the survivor, where `learner_id` was merged)."""
    return await database.struct(session, Learner, _BY_ID, learner_id, within.agency_id)


async def learner_with(session: Session, indicator: str, *, within: Scope) -> Learner | None:
    """Fetch the learner in scope that an indicator, kept or merged, belongs to."""
    return await database.struct(session, Learner, _BY_INDICATOR, indicator, within.agency_id)


async def learners_called(
    session: Session, born: date, folded_family: str, *, within: Scope
) -> list[Learner]:
    """List the learners in scope born on a day, of a (folded) family name or part of it."""
    return await database.structs(session, Learner, _BY_PERSON, born, within.agency_id, folded_family)


async def page_of_learners(session: Session, *, within: Scope, after: UUID, limit: int) -> list[Learner]:
    """Page through an agency's learners, by key."""
    return await database.structs(session, Learner, _PAGE, within.agency_id, after, limit)


async def learners(session: Session, ids: Sequence[UUID], *, within: Scope) -> dict[UUID, Learner]:
    """Fetch learners in scope by key."""
    if not ids:
        return {}
    found = await database.structs(session, Learner, _MANY, list(ids), within.agency_id)
    return {learner.id: learner for learner in found}


async def add_learners(session: Session, added: Sequence[NewLearner]) -> None:
    """Add learners."""
    await insert_many(session, LearnerTable, added)


async def indicators_taken(session: Session, minted: Sequence[str]) -> set[str]:
    """Say which of the minted indicators somebody has."""
    found = await database.rows(
        session, "select indicator from learner where indicator = any($1)", list(minted)
    )
    return {row["indicator"] for row in found}


async def council_of(session: Session, agency_id: UUID) -> UUID | None:
    """Name the council an agency is, or works with."""
    found: UUID | None = await database.value(session, _COUNCIL_OF, agency_id)
    return found


async def complete(session: Session, columns: Sequence[Sequence[Any]], at: datetime) -> list[UUID]:
    """Fill in what a learner lacked and a claim brought; nothing known is overwritten."""
    return [row["id"] for row in await database.rows(session, _COMPLETE, *columns, at)]


async def owner_of_uln(session: Session, uln: str) -> UUID | None:
    """Name the learner who has a ULN; as the register."""
    found: UUID | None = await database.value(
        session, "select id from learner where uln = $1 and merged_into is null", uln
    )
    return found


async def move(
    session: Session, learner_id: UUID, *, postcode: str, area_id: UUID, council_id: UUID | None, at: datetime
) -> None:
    """Keep where a learner lives, and the council that answers for them."""
    await database.execute(session, _MOVE, learner_id, postcode, area_id, council_id, at)


async def answer_for(session: Session, learner_id: UUID, council_id: UUID) -> None:
    """Keep that another council answers for a learner."""
    await database.execute(session, _ANSWER_FOR, learner_id, council_id)


async def change_uln(session: Session, learner_id: UUID, uln: str, *, at: datetime) -> None:
    """Give a learner another ULN, which a person has found to be right."""
    await database.execute(
        session, "update learner set uln = $2, described_at = $3 where id = $1", learner_id, uln, at
    )
