"""Statements of frozen months. Making one reads everybody; a page reads `snapshot` and `published` alone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.board.rows import (
    Arrived,
    DisclosedTable,
    Headline,
    Key,
    NewCount,
    NewPublished,
    Published,
    Snapshot,
)
from service.board.rules.names import COUNTS
from service.board.tables import PublishedTable, SnapshotCountTable, SnapshotTable
from service.kit import database
from service.kit.database import Session

_SNAPSHOT = "s.id, s.month_on, s.edition, s.as_of_on, s.frozen_at, s.coverage, s.changed"
_LATEST = f"select {_SNAPSHOT} from snapshot s order by month_on desc, edition desc limit 1"
_EDITION = "select coalesce(max(edition), 0) from snapshot where month_on = $1"

_OF_MONTH = f"select {_SNAPSHOT} from snapshot s where month_on = $1 order by edition"
_MONTHS = "select distinct month_on from snapshot order by month_on desc limit $1"

_PUBLISHED = f"""
select {_SNAPSHOT}, p.content, p.svg from snapshot s join published p on p.snapshot_id = s.id and p.name = $1
where $2::date is null or s.month_on = $2 order by s.month_on desc, s.edition desc limit 1
"""
_EDITIONS = f"""
select {_SNAPSHOT}, p.content, null as svg from snapshot s join published p on p.snapshot_id = s.id and p.name = $1
where s.month_on = $2 order by s.edition
"""

# What was recorded from $1 until $2 of days up to $3; a corrected report is said anew with `supersedes`.
_ARRIVED = """
select (select count(*) from spell where recorded_at >= $1 and recorded_at < $2 and started_on <= $3
          and supersedes is null) as reports,
       (select count(*) from spell where recorded_at >= $1 and recorded_at < $2 and started_on <= $3
          and supersedes is not null) as corrections,
       (select count(*) from learner where registered_at >= $1 and registered_at < $2) as registered
"""

# The last edition of each month in a stretch of months, oldest first.
_BY_MONTH = f"""
select distinct on (p.name, s.month_on) {_SNAPSHOT}, p.content, null as svg
from snapshot s join published p on p.snapshot_id = s.id and p.name = any($1)
where s.month_on >= $2 and s.month_on < $3 order by p.name, s.month_on, s.edition desc
"""

_EXACT = """
select c.measure, c.area, c.line, c.cell, c.people from snapshot_count c join snapshot s on s.id = c.snapshot_id
where s.month_on = $1 and s.edition = $2
"""
_SAID = """
select p.content from published p join snapshot s on s.id = p.snapshot_id
where s.month_on = $1 and s.edition = $2 and p.name = $3
"""

_CORRECTED_SINCE = """
select month_on from snapshot where edition = 2 and frozen_at > $1 and month_on < $2 order by month_on
"""
_COHORT = """
select l.id, l.date_of_birth, a.code as area from learner l left join area a on a.id = l.area_id
where l.merged_into is null and l.registered_at < $1 and l.date_of_birth between $2 and $3 and l.id > $4
order by l.id limit $5
"""


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A learner to be counted: born when, living in which district by its ONS code, if that is known."""

    id: UUID
    date_of_birth: date
    area: str | None


async def latest(session: Session) -> Snapshot | None:
    """Fetch the newest month's last edition."""
    return await database.struct(session, Snapshot, _LATEST)


async def anybody(session: Session) -> bool:
    """Say whether anybody is registered at all."""
    return bool(await database.value(session, "select exists (select from learner)"))


async def newest_edition(session: Session, month_on: date) -> int:
    """Say which edition of a month is its last; 0 if it was never frozen."""
    return int(await database.value(session, _EDITION, month_on))


async def snapshots(session: Session, month_on: date) -> list[Snapshot]:
    """Fetch every edition of a month, the first one first."""
    return await database.structs(session, Snapshot, _OF_MONTH, month_on)


async def corrected_since(session: Session, snapshot: Snapshot) -> list[date]:
    """Name the months before a snapshot's that were corrected after it was frozen, oldest first."""
    rows = await database.rows(session, _CORRECTED_SINCE, snapshot.frozen_at, snapshot.month_on)
    return [row["month_on"] for row in rows]


async def months(session: Session, *, limit: int) -> list[date]:
    """The first days of the frozen months, newest first."""
    return [row["month_on"] for row in await database.rows(session, _MONTHS, limit)]


async def arrived(session: Session, *, since: datetime, until: datetime, about: date) -> Arrived:
    """Count what was recorded in between about days up to one."""
    found = await database.struct(session, Arrived, _ARRIVED, since, until, about)
    return found or Arrived(reports=0, corrections=0, registered=0)


async def editions(session: Session, name: str, month_on: date) -> list[Published]:
    """Fetch a name's disclosed table of each edition of a month, the first one first."""
    return [_published(row) for row in await database.rows(session, _EDITIONS, name, month_on)]


async def published(session: Session, name: str, month_on: date | None = None) -> Published | None:
    """Fetch the newest disclosed table of a name, or that of a month, with its chart."""
    row = await database.row(session, _PUBLISHED, name, month_on)
    return None if row is None else _published(row)


async def headlines(
    session: Session, name: str, month_on: date | None = None
) -> tuple[Snapshot, tuple[Headline, ...]] | None:
    """Fetch the newest sentences published under a name, or those of a month."""
    row = await database.row(session, _PUBLISHED, name, month_on)
    if row is None:
        return None
    return _snapshot(row), msgspec.convert(row["content"], _Summary).headlines


async def published_months(
    session: Session, names: Collection[str], *, since: date, before: date
) -> dict[str, list[Published]]:
    """Fetch the disclosed tables of each month from `since` until `before`, oldest first, by name."""
    found: dict[str, list[Published]] = {name: [] for name in names}
    for row in await database.rows(session, _BY_MONTH, list(names), since, before):
        each = _published(row)
        found[each.table.name].append(each)
    return found


async def exact_counts(session: Session, month_on: date, *, edition: int) -> dict[Key, int]:
    """Fetch the exact counts of an edition, as they were stored."""
    rows = await database.rows(session, _EXACT, month_on, edition)
    return {(row["measure"], row["area"], row["line"], row["cell"]): row["people"] for row in rows}


async def said_of_counts(session: Session, month_on: date, *, edition: int) -> dict[Key, str]:
    """Fetch what an edition said of every count; empty where it kept nothing of the kind."""
    content = await database.value(session, _SAID, month_on, edition, COUNTS)
    return {} if content is None else dict(msgspec.convert(content, _Said).said)


async def cohort(
    session: Session, *, known_before: datetime, born: tuple[date, date], after: UUID, limit: int
) -> list[Counted]:
    """Page through the learners known by then and born between the days; merged ones
    left out."""
    return await database.structs(session, Counted, _COHORT, known_before, *born, after, limit)


async def add_snapshot(session: Session, added: Snapshot) -> None:
    """Add a frozen month; a UniqueViolation of its month and edition means somebody
    was faster."""
    await database.insert(session, SnapshotTable, [added])


async def add_counts(session: Session, added: Sequence[NewCount]) -> None:
    """Store the exact counts of a month."""
    await database.insert(session, SnapshotCountTable, added)


async def add_published(session: Session, added: Sequence[NewPublished]) -> None:
    """Store what may be shown of a month."""
    await database.insert(session, PublishedTable, added)


class _Said(msgspec.Struct, frozen=True):
    said: tuple[tuple[Key, str], ...]


class _Summary(msgspec.Struct, frozen=True):
    headlines: tuple[Headline, ...]


def _snapshot(row: database.Row) -> Snapshot:
    return msgspec.convert({name: row[name] for name in Snapshot.__struct_fields__}, Snapshot)


def _published(row: database.Row) -> Published:
    table = msgspec.convert(row["content"], DisclosedTable)
    return Published(snapshot=_snapshot(row), table=table, svg=row["svg"])
