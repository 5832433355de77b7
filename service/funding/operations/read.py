"""What whoever pays reads of statements and disputes: as the register, since no learner is in their scope, and none is
named.
"""

from uuid import UUID

from service.funding import queries
from service.funding.queries import Part, ShownDispute, ShownLine
from service.kit.database import Session, as_register


async def parts_of(session: Session, *, statement_id: UUID) -> list[Part]:
    """Sum a statement's lines by their sort."""
    async with as_register(session):
        return await queries.parts_of(session, statement_id)


async def numbered_lines(session: Session, *, statement_id: UUID, limit: int) -> list[ShownLine]:
    """List a statement's lines, with the numbers of declarations instead of names."""
    async with as_register(session):
        return await queries.numbered_lines(session, statement_id, limit=limit)


async def waiting_disputes(session: Session) -> list[ShownDispute]:
    """List the disputes that wait for an answer."""
    async with as_register(session):
        return await queries.open_disputes(session)


async def one_dispute(session: Session, *, dispute_id: UUID) -> ShownDispute | None:
    """Fetch one dispute."""
    async with as_register(session):
        return await queries.dispute(session, dispute_id)
