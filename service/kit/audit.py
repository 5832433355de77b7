"""The audit trail: append-only, one hash chain per agency, written in the transaction of what it tells of.

Each entry's hash covers the entry before it, so an edited, removed or swapped entry breaks the chain. A row per
agency holds the chain's head; taking it is what orders the writers of one agency, and those of different agencies
never wait for each other. PostgreSQL computes the hash in `audit_append` (a SECURITY DEFINER function, so that the
application can append and do nothing else); `broken_links` recomputes it here from the rows as stored.

What no chain can show by itself is that its newest entries were cut off: keep `heads` somewhere else (see the
operations runbook).
"""

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit import database
from service.kit.columns import Privacy, column
from service.kit.database import Session, json_text

DOMAIN = b"pathway-audit-1"
FIRST = b"\x00" * 32


class AuditHead(SQLModel, table=True):
    """Where each agency's chain stands."""

    __tablename__ = "audit_head"

    agency_id: UUID = column(Privacy.NOTHING, primary_key=True)
    seq: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)
    hash: bytes = column(Privacy.NOTHING, sa_type=sa.LargeBinary)


class AuditEntry(SQLModel, table=True):
    """One thing done or seen. No foreign keys: it outlives its subject."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        sa.Index(None, "subject_id", "at"),
        sa.Index(None, "at", "agency_id", "seq"),
        sa.Index(None, "act"),
    )

    agency_id: UUID = column(Privacy.NOTHING, primary_key=True)
    seq: int = column(Privacy.NOTHING, primary_key=True, sa_type=sa.BigInteger)
    at: datetime = column(Privacy.NOTHING)
    account_id: UUID | None = column(Privacy.STAFF, default=None)
    act: str = column(Privacy.NOTHING, text=True)
    subject_kind: str = column(Privacy.NOTHING, text=True)
    subject_id: UUID | None = column(Privacy.KEY, default=None)
    detail: dict[str, Any] = column(Privacy.PATHWAY, json=True)
    hash: bytes = column(Privacy.NOTHING, sa_type=sa.LargeBinary)


class By(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts: an account of an agency, or (None) the agency's own system or a job."""

    agency_id: UUID
    account_id: UUID | None = None


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What was done, in the past tense ("indicator issued"), to which row, and what changed.

    `detail` holds keys, codes and dates: never a name, an indicator or another identifier.
    """

    act: str
    subject_kind: str
    subject_id: UUID | None
    detail: dict[str, Any] = {}


_APPEND = "select audit_append($1, $2, $3, $4::text[], $5::text[], $6::uuid[], $7::jsonb[])"

_CHAIN = """
select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, account_id::text, act,
       subject_kind, subject_id::text, detail::text, hash
from audit_entry where agency_id = $1 and seq > $2 order by seq limit $3
"""

_HEADS = "select agency_id, seq, hash from audit_head order by agency_id"
_HEAD = "select agency_id, seq, hash from audit_head where agency_id = $1"

_TRAIL = """
select agency_id, seq, at, account_id, act, subject_kind, subject_id, detail::text as detail from audit_entry
where ($1::uuid is null or agency_id = $1) and ($2::text is null or act = $2)
  and ($3::timestamptz is null or (at, agency_id, seq) < ($3, $4::uuid, $5::bigint))
order by at desc, agency_id desc, seq desc limit $6
"""

_ACTS = "select distinct act from audit_entry order by act"


async def record(session: Session, *acts: Act, by: By, now: datetime) -> None:
    """Add the acts to the chain of `by`'s agency. Do it last: it holds the chain until commit."""
    await record_all(session, acts, by=by, now=now)


async def record_all(session: Session, acts: Sequence[Act], *, by: By, now: datetime) -> None:
    """Add any number of acts in one statement."""
    if not acts:
        return
    await database.execute(
        session,
        _APPEND,
        by.agency_id,
        now,
        by.account_id,
        [act.act for act in acts],
        [act.subject_kind for act in acts],
        [act.subject_id for act in acts],
        [json_text(act.detail) for act in acts],
    )


class Head(msgspec.Struct, frozen=True):
    """The end of one agency's chain."""

    agency_id: UUID
    seq: int
    hash: bytes


async def heads(session: Session) -> list[Head]:
    """List where every chain stands, to be kept elsewhere."""
    return await database.structs(session, Head, _HEADS)


async def broken_links(session: Session, head: Head) -> AsyncIterator[tuple[int, str]]:
    """Walk one chain and yield (sequence number, what is wrong) for every fault.

    `head` may be an old one, kept elsewhere: the chain has to pass through it. Entries added since are walked.
    """
    expected, previous, standing = 1, FIRST, None
    while True:
        found = await database.rows(session, _CHAIN, head.agency_id, expected - 1, 5_000)
        for entry in found:
            if entry["seq"] != expected:
                yield expected, f"entries {expected} to {entry['seq'] - 1} are missing"
                expected = entry["seq"]
            elif link_hash(head.agency_id, entry, previous) != entry["hash"]:
                yield entry["seq"], "this entry, or the one before it, is not as it was written"
            elif expected == head.seq and entry["hash"] != head.hash:
                yield expected, "this is not the entry that the head was taken from"
            expected, previous = expected + 1, entry["hash"]
        if not found:
            latest = await database.struct(session, Head, _HEAD, head.agency_id)
            if latest == standing:
                break
            standing = latest
    if standing is None or (expected - 1, previous) != (standing.seq, standing.hash) or expected <= head.seq:
        says = max(head.seq, standing.seq if standing else 0)
        yield expected, f"the chain ends at {expected - 1}, its head says {says}"


def link_hash(agency_id: UUID, entry: Any, previous: bytes) -> bytes:
    """Hash one entry: the domain, each field with its length before it, the entry before."""
    digest = hashlib.sha256(DOMAIN)
    names = ("at", "account_id", "act", "subject_kind", "subject_id", "detail")
    for text in (str(agency_id), str(entry["seq"]), *(entry[name] or "" for name in names)):
        encoded = text.encode()
        digest.update(f"{len(encoded)}:".encode() + encoded)
    digest.update(previous)
    return digest.digest()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing done or seen, as it is read back."""

    agency_id: UUID
    seq: int
    at: datetime
    account_id: UUID | None
    act: str
    subject_kind: str
    subject_id: UUID | None
    detail: dict[str, Any]


class Place(msgspec.Struct, frozen=True):
    """Where a reader of the trail stands: the last entry seen."""

    at: datetime
    agency_id: UUID
    seq: int


async def trail(
    session: Session, *, agency_id: UUID | None, act: str | None, after: Place | None, limit: int
) -> list[Entry]:
    """Read the trail, the newest first, from `after` on; None: every agency, every act."""
    place = (after.at, after.agency_id, after.seq) if after else (None, None, None)
    found = await database.rows(session, _TRAIL, agency_id, act, *place, limit)
    return [msgspec.convert({**row, "detail": json.loads(row["detail"])}, Entry) for row in found]


async def acts_recorded(session: Session) -> list[str]:
    """List the acts the trail knows, by name."""
    return [found["act"] for found in await database.rows(session, _ACTS)]
