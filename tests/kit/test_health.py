"""A worker is well where it was seen to work within the last minute, on the machine that asks."""

import pytest

from service.kit.database import NOBODY_ASKS, Database, execute, value
from service.kit.health import worker_fault
from service.kit.jobs.queue import show_life
from tests.kit.jobs.crew import QUICK

EVERY = QUICK.sign_of_life


async def test_a_worker_nobody_saw_is_no_worker(database: Database) -> None:
    async with database.transaction(NOBODY_ASKS) as session:
        await show_life(session, "another-machine", every=EVERY)
    assert await worker_fault(database, host="this-machine") == "No worker has been seen to work here."


@pytest.mark.parametrize(
    ("seconds", "fault"),
    [
        pytest.param(0, None, id="just now"),
        pytest.param(55, None, id="just under a minute ago"),
        pytest.param(90, "The worker was last seen to work 90 seconds ago.", id="too long ago"),
    ],
)
async def test_a_worker_is_well_where_it_was_seen_lately(
    database: Database, seconds: int, fault: str | None
) -> None:
    async with database.transaction(NOBODY_ASKS) as session:
        await show_life(session, "this-machine", every=EVERY)
        earlier = "update worker_beat set beat_at = now() - make_interval(secs => $1)"
        await execute(session, earlier, float(seconds))
    assert await worker_fault(database, host="this-machine") == fault


async def test_a_sign_of_life_is_not_written_more_often_than_needed_and_forgotten_after_a_week(
    database: Database,
) -> None:
    changed = "update worker_beat set beat_at = now() - make_interval(secs => $1) where host = $2"
    age = "select extract(epoch from now() - beat_at)::int from worker_beat where host = 'here'"
    async with database.transaction(NOBODY_ASKS) as session:
        for host, seconds in (("here", 10.0), ("gone", 8 * 86400.0)):
            await show_life(session, host, every=EVERY)
            await execute(session, changed, seconds, host)
        await show_life(session, "here", every=EVERY)
        assert await value(session, age) == 10
        await execute(session, changed, 20.0, "here")
        await show_life(session, "here", every=EVERY)
        assert await value(session, age) == 0
        assert await value(session, "select count(*) from worker_beat") == 1
