"""The audit chain: every way of tampering is found at the right entry, and writers neither fork nor block it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from service.kit import database as kit
from service.kit.audit import (
    FIRST,
    Act,
    By,
    Head,
    Place,
    acts_recorded,
    broken_links,
    heads,
    link_hash,
    record,
    record_all,
    trail,
)
from service.kit.database import NOBODY_ASKS, REGISTER, Database
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.ids import new_id
from tests.conftest import NOW

Chain = tuple[Database, By]


@pytest.fixture
async def tamperer(postgres: EmbeddedPostgres, own_database: str) -> AsyncIterator[asyncpg.Connection]:
    """Whoever owns the machine: no trigger and no privilege stops them."""
    connection = await asyncpg.connect(postgres.url("postgres", own_database))
    await connection.execute("set session_replication_role = replica")
    yield connection
    await connection.close()


@pytest.fixture
async def by(committed: Database) -> By:
    """An agency of the test's own, with a chain of six entries."""
    by = By(agency_id=new_id(), account_id=new_id())
    for n in range(6):
        await write(committed, by, f"act {n + 1}")
    return by


async def write(database: Database, by: By, *names: str, **given: Any) -> None:
    async with database.transaction(NOBODY_ASKS) as session:
        acts = [Act(act=name, subject_kind="learner", subject_id=new_id(), **given) for name in names]
        await record_all(session, acts, by=by, now=NOW)


async def head_of(database: Database, agency_id: UUID) -> Head:
    async with database.transaction(REGISTER) as session:
        return next(head for head in await heads(session) if head.agency_id == agency_id)


async def faults(database: Database, head: Head) -> list[int]:
    async with database.transaction(REGISTER) as session:
        return [seq async for seq, _ in broken_links(session, head)]


TAMPERING = [
    pytest.param(["update audit_entry set act = 'nothing' where seq = 3"], [3], id="an act edited"),
    pytest.param(["update audit_entry set detail = '{\"x\": 1}' where seq = 3"], [3], id="a detail edited"),
    pytest.param(
        ["update audit_entry set at = at + interval '1 microsecond' where seq = 3"], [3], id="a time edited"
    ),
    pytest.param(["update audit_entry set account_id = null where seq = 3"], [3], id="a person removed"),
    pytest.param(["update audit_entry set subject_id = null where seq = 6"], [6], id="the last entry edited"),
    pytest.param(["update audit_entry set hash = sha256('x') where seq = 3"], [3, 4], id="a hash edited"),
    pytest.param(["delete from audit_entry where seq = 3"], [3], id="one deleted"),
    pytest.param(["delete from audit_entry where seq in (3, 4)"], [3], id="two deleted"),
    pytest.param(["delete from audit_entry where seq = 1"], [1], id="the first deleted"),
    pytest.param(
        [
            "delete from audit_entry where seq = 3",
            "update audit_entry set seq = -(seq - 1) where seq > 3",
            "update audit_entry set seq = -seq where seq < 0",
            "update audit_head set seq = 5",
        ],
        [3, 4, 5],
        id="one deleted and the rest moved up",
    ),
    pytest.param(
        [
            "update audit_entry set seq = -(seq + 1) where seq >= 3",
            "update audit_entry set seq = -seq where seq < 0",
            "insert into audit_entry select agency_id, 3, at, account_id, 'forged', subject_kind, subject_id, detail,"
            " hash from audit_entry where seq = 2",
            "update audit_head set seq = 7",
        ],
        [3, 4, 5, 6, 7],
        id="one put in between",
    ),
    pytest.param(
        [
            "update audit_entry set seq = case seq when 3 then -4 else -3 end where seq in (3, 4)",
            "update audit_entry set seq = -seq where seq < 0",
        ],
        [3, 4, 5],
        id="two swapped",
    ),
    pytest.param(["delete from audit_entry where seq > 4"], [5], id="the tail cut off, the head left"),
    pytest.param(["delete from audit_entry"], [1], id="all of it gone, the head left"),
    pytest.param(["update audit_head set seq = 9"], [7], id="the head moved on"),
    pytest.param(["update audit_head set hash = sha256('x')"], [6, 7], id="the head's hash edited"),
]


@pytest.mark.parametrize(("changes", "found"), TAMPERING)
async def test_tampering_is_found_where_it_happened(
    changes: list[str], found: list[int], committed: Database, by: By, tamperer: asyncpg.Connection
) -> None:
    head = await head_of(committed, by.agency_id)
    assert await faults(committed, head) == []
    await tamper(tamperer, by.agency_id, changes)
    assert await faults(committed, await head_of(committed, by.agency_id)) == found


async def tamper(tamperer: asyncpg.Connection, agency_id: UUID, changes: list[str]) -> None:
    """Each statement, kept to one agency's chain."""
    for change in changes:
        joined = " and " if " where " in change else " where "
        await tamperer.execute(change + joined + f"agency_id = '{agency_id}'")


CUT_OFF = [
    "delete from audit_entry where seq > 4",
    "update audit_head set seq = 4, hash = (select e.hash from audit_entry e where e.seq = 4"
    " and e.agency_id = audit_head.agency_id)",
]


async def test_a_tail_cut_off_together_with_its_head_is_found_by_a_head_kept_elsewhere_only(
    committed: Database, by: By, tamperer: asyncpg.Connection
) -> None:
    kept = await head_of(committed, by.agency_id)
    await tamperer.execute(CUT_OFF[0] + " and agency_id = $1", by.agency_id)
    await tamperer.execute(CUT_OFF[1] + " where agency_id = $1", by.agency_id)
    assert await faults(committed, await head_of(committed, by.agency_id)) == []
    assert await faults(committed, kept) == [5]


async def test_a_tail_written_anew_is_found_by_a_head_kept_elsewhere(
    committed: Database, by: By, tamperer: asyncpg.Connection
) -> None:
    kept = await head_of(committed, by.agency_id)
    await tamperer.execute(CUT_OFF[0] + " and agency_id = $1", by.agency_id)
    await tamperer.execute(CUT_OFF[1] + " where agency_id = $1", by.agency_id)
    await write(committed, by, "another past", "and another", "and one more")
    assert await faults(committed, await head_of(committed, by.agency_id)) == []
    assert await faults(committed, kept) == [6]


async def test_an_old_head_still_passes_when_the_chain_has_grown(committed: Database, by: By) -> None:
    kept = await head_of(committed, by.agency_id)
    await write(committed, by, "one more")
    assert await faults(committed, kept) == []


async def test_a_chain_that_is_not_there_is_a_fault_of_the_head_that_says_it_was(committed: Database) -> None:
    assert await faults(committed, Head(agency_id=new_id(), seq=3, hash=FIRST)) == [1]


async def test_what_is_rolled_back_leaves_no_gap(committed: Database, by: By) -> None:
    async def fail() -> None:
        async with committed.transaction(NOBODY_ASKS) as session:
            await record(session, Act(act="never", subject_kind="x", subject_id=None), by=by, now=NOW)
            raise TimeoutError

    with pytest.raises(TimeoutError):
        await fail()
    await write(committed, by, "after it")
    head = await head_of(committed, by.agency_id)
    assert head.seq == 7
    assert await faults(committed, head) == []


async def test_many_writers_of_one_agency_at_once_make_one_chain(committed: Database) -> None:
    by = By(agency_id=new_id())
    await asyncio.gather(*(write(committed, by, "a", "b") for _ in range(40)))
    head = await head_of(committed, by.agency_id)
    assert head.seq == 80
    assert await faults(committed, head) == []


async def test_agencies_never_wait_for_each_other_and_one_agencys_writers_do(committed: Database) -> None:
    agencies = [By(agency_id=new_id()) for _ in range(4)]
    for by in agencies:
        await write(committed, by, "first")
    async with committed.transaction(NOBODY_ASKS) as session:
        held = Act(act="held", subject_kind="x", subject_id=None)
        await record(session, held, by=agencies[0], now=NOW)
        async with asyncio.timeout(20):
            await asyncio.gather(*(write(committed, by, "meanwhile") for by in agencies[1:]))
        waiting = asyncio.create_task(write(committed, agencies[0], "after"))
        done, _ = await asyncio.wait([waiting], timeout=0.2)
        assert not done
    await waiting
    for by, seq in zip(agencies, (3, 2, 2, 2), strict=True):
        head = await head_of(committed, by.agency_id)
        assert (head.seq, await faults(committed, head)) == (seq, [])


ENTRIES = [
    pytest.param(Act(act="plain", subject_kind="learner", subject_id=UUID(int=7)), None, id="plain"),
    pytest.param(Act(act="", subject_kind="", subject_id=None), None, id="everything empty"),
    pytest.param(
        Act(act="gewählt – 起きた 🎓", subject_kind="ü", subject_id=None), UUID(int=3), id="unicode"
    ),
    pytest.param(Act(act="3:a", subject_kind="1:1:", subject_id=None), None, id="lengths in the text"),
    pytest.param(
        Act(
            act="x",
            subject_kind="y",
            subject_id=None,
            detail={"b": 1, "a": [None, 1.50, 'é"\\\n', {"z": {}}]},
        ),
        None,
        id="a nested detail that jsonb stores otherwise than it was sent",
    ),
    pytest.param(Act(act="x" * 10_000, subject_kind="y", subject_id=None), None, id="long"),
]


@pytest.mark.parametrize(("act", "account_id"), ENTRIES)
@pytest.mark.parametrize(
    "now",
    [
        pytest.param(datetime(2026, 1, 1, tzinfo=UTC), id="a full second"),
        pytest.param(datetime(2026, 7, 1, 23, 59, 59, 999_999, tzinfo=UTC), id="the last microsecond"),
    ],
)
async def test_postgresql_and_python_hash_alike(
    act: Act, account_id: UUID | None, now: datetime, session: kit.Session
) -> None:
    by = By(agency_id=new_id(), account_id=account_id)
    await record(session, act, act, by=by, now=now)
    head = next(head for head in await heads(session) if head.agency_id == by.agency_id)
    assert [fault async for fault in broken_links(session, head)] == []


def test_a_hash_tells_apart_what_reads_alike_without_lengths() -> None:
    entry = {
        "seq": 1,
        "at": "t",
        "account_id": None,
        "act": "ab",
        "subject_kind": "c",
        "subject_id": None,
        "detail": "{}",
    }
    moved = entry | {"act": "a", "subject_kind": "bc"}
    assert link_hash(UUID(int=1), entry, FIRST) != link_hash(UUID(int=1), moved, FIRST)
    assert link_hash(UUID(int=1), entry, FIRST) != link_hash(UUID(int=2), entry, FIRST)
    assert link_hash(UUID(int=1), entry, FIRST) != link_hash(UUID(int=1), entry, b"\x01" * 32)


async def test_recording_nothing_makes_no_chain(session: kit.Session) -> None:
    by = By(agency_id=new_id())
    await record(session, by=by, now=NOW)
    assert by.agency_id not in {head.agency_id for head in await heads(session)}


async def test_the_trail_is_read_newest_first_and_on_from_where_one_stands(session: kit.Session) -> None:
    by = By(agency_id=new_id(), account_id=new_id())
    for n in range(5):
        act = Act(act="odd" if n % 2 else "even", subject_kind="x", subject_id=None, detail={"n": n})
        await record(session, act, by=by, now=NOW + timedelta(seconds=n // 2))
    asked: dict[str, Any] = {"agency_id": by.agency_id, "act": None}
    first = await trail(session, **asked, after=None, limit=2)
    assert [entry.detail["n"] for entry in first] == [4, 3]
    place = Place(at=first[-1].at, agency_id=by.agency_id, seq=first[-1].seq)
    rest = await trail(session, **asked, after=place, limit=10)
    assert [entry.detail["n"] for entry in rest] == [2, 1, 0]
    odd = await trail(session, agency_id=by.agency_id, act="odd", after=None, limit=10)
    assert [entry.detail["n"] for entry in odd] == [3, 1]
    assert {"even", "odd"} <= set(await acts_recorded(session))
