"""Statements about changes. They run as the register: a page says itself what its reader may be told.

Read is only what no transaction still running can come before: below the oldest one under way.
"""

from datetime import datetime

from service.access.rows import Scope
from service.feeds.rows import Change, Position
from service.kit import database
from service.kit.database import Session

_SETTLED = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

# A limit on what is looked at, not on what is found: a page costs the same however few an agency may see.
_PAGE = f"""
with looked_at as (
    select * from change where (transaction, n) > ($2, $3) and transaction < {_SETTLED}
    order by transaction, n limit $4
)
select c.transaction, c.n, c.learner_id, c.what, c.other_id, c.at,
       c.agency_id is not distinct from $1 or (c.agency_id is null and exists (
           select from learner_access a where a.agency_id = $1 and a.learner_id in (c.learner_id, c.other_id))) as mine
from looked_at c order by c.transaction, c.n
"""
_NEWEST = f"select {_SETTLED} - 1"
_FLOOR = "select transaction from change_floor"
_FORGET = """
with gone as (delete from change where at < $1 returning transaction)
update change_floor set transaction = greatest(transaction, (select coalesce(max(transaction), 0) from gone))
"""


async def page_of_changes(session: Session, after: Position, *, within: Scope, limit: int) -> list[Change]:
    """Fetch what follows a position, at most so many rows of everybody's, marked with what is the reader's."""
    asked = (within.agency_id, after.transaction, after.n, limit)
    return await database.structs(session, Change, _PAGE, *asked)


async def newest_position(session: Session) -> Position:
    """Say where a reader stands who has read everything there is to read."""
    return Position(int(await database.value(session, _NEWEST)), 2**62)


async def settled_before(session: Session) -> int:
    """Say up to which transaction changes are forgotten."""
    return int(await database.value(session, _FLOOR))


async def leave_untold(session: Session) -> None:
    """Have nothing told of what this transaction changes: for invented populations, which no system follows."""
    await database.execute(session, "select set_config('app.untold', 'on', true)")


async def forget_changes(session: Session, *, before: datetime) -> None:
    """Drop old changes, and remember up to where."""
    await database.execute(session, _FORGET, before)
