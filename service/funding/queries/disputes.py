"""Statements about disputes: a provider's own by its key, a commissioner's list as the register."""

from datetime import date, datetime
from uuid import UUID

from service.funding.rows import Dispute, Ruling
from service.funding.tables import DisputeTable
from service.kit import database
from service.kit.database import Session

_COLUMNS = ", ".join(f"d.{name}" for name in Dispute.__struct_fields__)
_SHOWN = f"""
select {_COLUMNS}, a.name as provider, coalesce(l.words, '') as line_words, l.pence, c.kind as outcome, c.occurred_on,
       c.reason, c.fund
from dispute d join agency a on a.id = d.provider_id left join statement_line l on l.id = d.line_id
left join declaration c on c.id = d.declaration_id
"""
_OPEN = f"{_SHOWN} where d.answered_at is null order by d.raised_at, d.id limit 200"
_OF_PROVIDER = f"{_SHOWN} where d.provider_id = $1 order by d.raised_at desc, d.id limit 200"
_ONE = f"{_SHOWN} where d.id = $1"
_LINE_OF = """
select l.id, l.statement_id from statement_line l join statement s on s.id = l.statement_id
where l.id = $1 and s.provider_id = $2 and s.state <> 'open'
"""
_REFUSED_OF = """
select id from declaration
where id = $1 and provider_id = $2 and state in ('ineligible', 'awaiting_clawback', 'clawed_back', 'voided')
"""
_FIRST_REFUSED = """
select id from declaration where provider_id = $1 and state = 'ineligible' and reason = 'no_evidence'
order by occurred_on desc, declared_at desc, id limit 1
"""
_IS_DISPUTED = """
select exists (select from dispute where answered_at is null and (line_id = $1 or declaration_id = $1))
"""
_ANSWER = """
update dispute set answered_at = $2, answered_by = $3, ruling = $4, answer = $5 where id = $1 and answered_at is null
"""


class ShownDispute(Dispute, frozen=True, kw_only=True):
    """A dispute with what it is about."""

    provider: str
    line_words: str
    pence: int | None
    outcome: str | None
    occurred_on: date | None
    reason: str | None
    fund: str | None


async def open_disputes(session: Session) -> list[ShownDispute]:
    """List the disputes that wait for an answer, the oldest first."""
    return await database.structs(session, ShownDispute, _OPEN)


async def disputes_of(session: Session, provider_id: UUID) -> list[ShownDispute]:
    """List a provider's own disputes, the latest first."""
    return await database.structs(session, ShownDispute, _OF_PROVIDER, provider_id)


async def dispute(session: Session, dispute_id: UUID) -> ShownDispute | None:
    """Fetch one dispute."""
    return await database.struct(session, ShownDispute, _ONE, dispute_id)


async def statement_of_line(session: Session, line_id: UUID, provider_id: UUID) -> UUID | None:
    """Name the statement of a provider's own line, once it is prepared."""
    found = await database.row(session, _LINE_OF, line_id, provider_id)
    return found["statement_id"] if found else None


async def is_refused(session: Session, declaration_id: UUID, provider_id: UUID) -> bool:
    """Say whether a declaration is the provider's own and refused, or taken back."""
    return await database.value(session, _REFUSED_OF, declaration_id, provider_id) is not None


async def first_refused(session: Session, provider_id: UUID) -> UUID | None:
    """Name a provider's latest claim that was refused for want of evidence."""
    found: UUID | None = await database.value(session, _FIRST_REFUSED, provider_id)
    return found


async def is_disputed(session: Session, key: UUID) -> bool:
    """Say whether a dispute about a line or a declaration waits for an answer."""
    return bool(await database.value(session, _IS_DISPUTED, key))


async def add_dispute(session: Session, added: Dispute) -> None:
    """Keep a dispute."""
    await database.insert(session, DisputeTable, [added])


async def answer_dispute(
    session: Session, dispute_id: UUID, *, ruling: Ruling, words: str, at: datetime, by: UUID
) -> bool:
    """Keep an answer; False where there is one, or no such dispute."""
    return await database.execute(session, _ANSWER, dispute_id, at, by, ruling, words) == 1
