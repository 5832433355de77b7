"""Reading the feed: what changed in scope since a position, in an order to which nothing is added later."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from service.access.rows import Scope
from service.feeds import queries
from service.feeds.rows import Position, Read
from service.kit.database import REGISTER, Database, Session, as_register
from service.kit.errors import DomainError

LOOKED_AT = 5_000
"""Rows of everybody's that one page looks at: so a page costs the same in a register of any size."""
KEPT = timedelta(days=90)


class ChangesForgotten(DomainError):
    """What the reader asks for is older than what is kept."""

    code = "changes_forgotten"


async def read_changes(
    session: Session, *, after: Position | None, within: Scope, looked_at: int = LOOKED_AT
) -> Read:
    """Give the changes in scope since a position. None: nothing, and the position to read on from later.

    A page may be empty and more may follow. Raises `ChangesForgotten`.
    """
    async with as_register(session):
        if after is None:
            return Read(changes=(), position=await queries.newest_position(session), more=False)
        if after.transaction <= await queries.settled_before(session):
            raise ChangesForgotten(
                "What changed then is no longer kept. Read all your learners again, then go on from a new position."
            )
        found = await queries.page_of_changes(session, after, within=within, limit=looked_at)
    position = Position(found[-1].transaction, found[-1].n) if found else after
    mine = tuple(replace(each, mine=True) for each in found if each.mine)
    return Read(changes=mine, position=position, more=len(found) == looked_at)


async def forget_old(database: Database, *, now: datetime) -> None:
    """Drop changes and deliveries after some months."""
    async with database.transaction(REGISTER) as session:
        await queries.forget_changes(session, before=now - KEPT)
        await queries.forget_deliveries(session, before=now - KEPT)
