"""Statements about pairs of learners who may be one person."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.kit import database
from service.kit.database import Session
from service.learners.rows import NewReview

# Whoever was described since the search last got that far, oldest first; of one instant by key.
_TO_SEARCH = """
select l.id from learner l left join pair_search s on true
where l.merged_into is null and l.described_at <= $1
  and (s.until_at is null or (l.described_at, l.id) > (s.until_at, s.after_id))
order by l.described_at, l.id limit $2
"""

_SEARCHED = """
insert into pair_search (one_row, until_at, after_id)
select true, described_at, id from learner where id = $1
on conflict (one_row) do update set until_at = excluded.until_at, after_id = excluded.after_id
"""

# Not where it waits already, nor where a person has said that they are two and neither was described anew since.
_ADD_PAIRS = """
insert into review (id, kind, agency_id, council_id, sentence, raised_at, about_id, other_id, bits, detail)
select given.* from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::uuid[],
    $8::uuid[], $9::real[], $10::jsonb[])
    as given (id, kind, agency_id, council_id, sentence, raised_at, about_id, other_id, bits, detail)
where $11 or not exists (
    select from pair_ruling r join learner a on a.id = r.learner_id join learner b on b.id = r.other_id
    where r.learner_id = given.about_id and r.other_id = given.other_id
      and r.decided_at >= greatest(a.described_at, b.described_at))
on conflict (about_id, other_id) where decided_at is null and kind = 'duplicate' do nothing
"""

_WAITING = """
select id from review where about_id = $1 and other_id = $2 and kind = 'duplicate' and decided_at is null
"""

_WITHDRAW = """
delete from pair_ruling where learner_id = least($1::uuid, $2::uuid) and other_id = greatest($1::uuid, $2::uuid)
"""


async def to_search(session: Session, until: datetime, *, limit: int) -> list[UUID]:
    """List the next learners to look for doubles of."""
    return [row["id"] for row in await database.rows(session, _TO_SEARCH, until, limit)]


async def searched(session: Session, learner_ids: Sequence[UUID]) -> None:
    """Note how far the search has got."""
    if learner_ids:
        await database.execute(session, _SEARCHED, learner_ids[-1])


async def begin_search_again(session: Session) -> None:
    """Have the search begin with the first learner again."""
    await database.execute(session, "delete from pair_search")


async def add_pairs(session: Session, added: Sequence[NewReview], *, asked: bool = False) -> int:
    """Put pairs on the list and say how many are new; `asked`: whatever was decided before."""
    names = ("id", "kind", "agency_id", "council_id", "sentence", "raised_at", "about_id", "other_id", "bits")
    columns: list[list[object]] = [[getattr(each, name) for each in added] for name in names]
    columns.append([database.json_text(each.detail) for each in added])
    return await database.execute(session, _ADD_PAIRS, *columns, asked) if added else 0


async def pair_waiting(session: Session, lesser: UUID, greater: UUID) -> UUID | None:
    """Name the review that waits about a pair."""
    found: UUID | None = await database.value(session, _WAITING, lesser, greater)
    return found


async def withdraw(session: Session, one: UUID, other: UUID) -> bool:
    """Drop what was decided about two learners; False where nothing was."""
    return await database.execute(session, _WITHDRAW, one, other) == 1
