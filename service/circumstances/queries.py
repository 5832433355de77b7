"""Statements about circumstances."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from service.access.rows import Scope
from service.circumstances.rows import Circumstance, Kind
from service.circumstances.tables import CircumstanceTable
from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session

_COLUMNS = ", ".join(Circumstance.__struct_fields__)
_WITHIN = """($2::uuid is null or exists (
    select from learner_access a where a.learner_id = c.learner_id and a.agency_id = $2))"""

_SAID = f"""
select {_COLUMNS} from circumstance c where learner_id = any($1) and {_WITHIN}
order by learner_id, recorded_at, id
"""
_COUNTING = f"""
select {_COLUMNS} from circumstance c where learner_id = any($1) and superseded_at is null and {_WITHIN}
order by learner_id, starts_on, id
"""
_FOR_RULES = f"""
select {_COLUMNS} from circumstance c where learner_id = any($1) and superseded_at is null and kind = any($2)
  and (kind <> 'attendance' or starts_on >= $3)
order by learner_id, starts_on, id
"""
# `superseded_at` stays out: what was superseded only later counted then.
_KNOWN = f"""
select {", ".join(name for name in Circumstance.__struct_fields__ if name != "superseded_at")} from circumstance c
where learner_id = any($1) and recorded_at < $3 and (superseded_at is null or superseded_at >= $3) and {_WITHIN}
"""
_SUPERSEDE = """
update circumstance c set superseded_at = $3 from unnest($1::uuid[], $2::uuid[]) as old (learner_id, id)
where c.learner_id = old.learner_id and c.id = old.id and c.superseded_at is null
"""
_WHO_IS_IN = """
select distinct learner_id from circumstance where agency_id = $1 and submission_id = $2 and superseded_at is null
"""
_TOLD_BY = """
select distinct learner_id from circumstance where learner_id = any($1) and agency_id = $2 and superseded_at is null
"""


async def everything_said(
    session: Session, learner_ids: Sequence[UUID], *, within: Scope
) -> list[Circumstance]:
    """Fetch every circumstance of learners in scope, corrected ones too, in the order they were said."""
    return await database.structs(session, Circumstance, _SAID, list(learner_ids), within.agency_id)


async def counting(session: Session, learner_ids: Sequence[UUID], *, within: Scope) -> list[Circumstance]:
    """Fetch the circumstances of learners in scope that count."""
    return await database.structs(session, Circumstance, _COUNTING, list(learner_ids), within.agency_id)


async def for_rules(
    session: Session, learner_ids: Sequence[UUID], *, kinds: Iterable[Kind], weeks_since: date
) -> dict[UUID, list[Circumstance]]:
    """Fetch what counts of some kinds, of weeks of attendance those since a day. For work on the whole register."""
    found: dict[UUID, list[Circumstance]] = defaultdict(list)
    asked = (list(learner_ids), sorted(kinds), weeks_since)
    for each in await database.structs(session, Circumstance, _FOR_RULES, *asked):
        found[each.learner_id].append(each)
    return found


async def as_known(
    session: Session, learner_ids: Sequence[UUID], *, within: Scope, before: datetime
) -> dict[UUID, list[Circumstance]]:
    """Fetch the circumstances of learners in scope that counted at a moment: recorded before it, not yet superseded."""
    found: dict[UUID, list[Circumstance]] = defaultdict(list)
    for each in await database.structs(
        session, Circumstance, _KNOWN, list(learner_ids), within.agency_id, before
    ):
        found[each.learner_id].append(each)
    return found


async def supersede(session: Session, old: Iterable[Circumstance], *, at: datetime) -> None:
    """Mark circumstances as superseded."""
    gone = list(old)
    if gone:
        keys = [each.learner_id for each in gone], [each.id for each in gone]
        await database.execute(session, _SUPERSEDE, *keys, at)


async def add(session: Session, added: Sequence[Circumstance]) -> None:
    """Append circumstances."""
    await insert_many(session, CircumstanceTable, added)


async def who_is_in(session: Session, agency_id: UUID, submission_id: UUID) -> set[UUID]:
    """Name the learners of whom a submission's word stands."""
    return {each["learner_id"] for each in await database.rows(session, _WHO_IS_IN, agency_id, submission_id)}


async def told_by(session: Session, learner_ids: Sequence[UUID], agency_id: UUID) -> set[UUID]:
    """Name those of the learners of whom an agency's word stands."""
    return {
        each["learner_id"] for each in await database.rows(session, _TOLD_BY, list(learner_ids), agency_id)
    }
