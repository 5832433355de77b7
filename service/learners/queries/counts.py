"""Statements about how common names are in the register, and how many learners it holds."""

from datetime import datetime
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.database import Session

LEAST = 10
"""Fewer bearers make a name somebody's; and to be rare here proves little (matching/shares.py)."""

_LAST = "select id, learners from register_count"
_NAMES = "select kind, name, learners from name_count"

_COUNT_NAMES = f"""
insert into name_count (kind, name, learners)
select kind, part, count(*) from (
    select distinct id, 'given' as kind, part from learner, string_to_table(folded_given, ' ') as part
    where merged_into is null and part <> ''
    union all
    select distinct id, 'family', part from learner, string_to_table(folded_family, ' ') as part
    where merged_into is null and part <> ''
) as parts group by kind, part having count(*) >= {LEAST}
"""

_COUNT_ALL = """
insert into register_count (one_row, id, counted_at, learners)
select true, $1, $2, count(*) from learner where merged_into is null
on conflict (one_row) do update set id = excluded.id, counted_at = excluded.counted_at, learners = excluded.learners
returning learners
"""


class Counted(msgspec.Struct, frozen=True):
    """The last count of the register, by its key."""

    id: UUID
    learners: int


async def last_count(session: Session) -> Counted | None:
    """Name the last count of the register; None where it was never counted."""
    return await database.struct(session, Counted, _LAST)


async def name_counts(session: Session) -> dict[str, dict[str, int]]:
    """Fetch how many learners have each name, given and family names apart."""
    found: dict[str, dict[str, int]] = {"given": {}, "family": {}}
    for row in await database.rows(session, _NAMES):
        found[row["kind"]][row["name"]] = row["learners"]
    return found


async def count_register(session: Session, *, key: UUID, at: datetime) -> int:
    """Count names and learners anew, and say how many learners there are."""
    await database.execute(session, "delete from name_count")
    await database.execute(session, _COUNT_NAMES)
    counted: int = await database.value(session, _COUNT_ALL, key, at)
    return counted
