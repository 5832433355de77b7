"""Statements about concerns; all as the register. The operations ask first who is on duty."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from service.access.rows import Scope
from service.kit import database
from service.kit.database import Session
from service.safeguarding.rows import Concern, Duty
from service.safeguarding.tables import ConcernTable

_SHOWN = """
select c.learner_id, c.id, c.agency_id, c.raised_by, c.raised_at, c.raised_on, c.words, c.seen_at, c.closed_at,
       c.closed_by, c.closed_words, l.given_names, l.family_name, l.indicator, l.date_of_birth, p.name as raised_by_name
from concern c join learner l on l.id = c.learner_id join account p on p.id = c.raised_by
"""
_OPEN = f"{_SHOWN} where c.agency_id = $1 and c.closed_at is null order by c.raised_at, c.id"
_ONE = f"{_SHOWN} where c.agency_id = $1 and c.id = $2"
_SEE = "update concern set seen_at = $3 where agency_id = $1 and id = any($2) and seen_at is null"
_CLOSE = """
update concern set closed_at = $3, closed_by = $4, closed_words = $5
where agency_id = $1 and id = $2 and closed_at is null
"""
_DUTY = """
select d.agency_id, d.account_id, d.set_by, d.set_at from duty d
join account p on p.id = d.account_id and p.disabled_at is null where d.agency_id = $1
"""
_SET = """
insert into duty (agency_id, account_id, set_by, set_at) values ($1, $2, $3, $4)
on conflict (agency_id) do update set account_id = excluded.account_id, set_by = excluded.set_by,
    set_at = excluded.set_at
"""


class Shown(Concern, frozen=True, kw_only=True):
    """A concern as the duty lead reads it."""

    given_names: str
    family_name: str
    indicator: str
    date_of_birth: date
    raised_by_name: str


async def add_concern(session: Session, added: Concern) -> None:
    """Keep a concern."""
    await database.insert(session, ConcernTable, [added])


async def open_concerns(session: Session, *, within: Scope) -> list[Shown]:
    """List a council's concerns that nobody has closed, the oldest first."""
    return await database.structs(session, Shown, _OPEN, within.agency_id)


async def concern(session: Session, concern_id: UUID, *, within: Scope) -> Shown | None:
    """Fetch one of a council's concerns."""
    return await database.struct(session, Shown, _ONE, within.agency_id, concern_id)


async def see_concerns(session: Session, seen: Sequence[UUID], *, within: Scope, at: datetime) -> None:
    """Remember when a council's concerns were first looked at."""
    await database.execute(session, _SEE, within.agency_id, list(seen), at)


async def close_concern(
    session: Session, concern_id: UUID, *, within: Scope, words: str, by: UUID, at: datetime
) -> bool:
    """Close a concern; False where somebody has, or there is none."""
    return await database.execute(session, _CLOSE, within.agency_id, concern_id, at, by, words) == 1


async def duty_of(session: Session, *, within: Scope) -> Duty | None:
    """Say who of a council is on duty; None where nobody is, or they have left."""
    return await database.struct(session, Duty, _DUTY, within.agency_id)


async def set_duty(session: Session, duty: Duty) -> None:
    """Keep who is on duty."""
    await database.execute(session, _SET, duty.agency_id, duty.account_id, duty.set_by, duty.set_at)
