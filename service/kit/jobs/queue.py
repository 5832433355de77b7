"""Every statement about jobs. Time is PostgreSQL's own, so that workers' clocks need not agree."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from service.kit import database
from service.kit.database import NOBODY_ASKS, Database, Session, json_text
from service.kit.ids import new_id
from service.kit.jobs.lease import Lease
from service.kit.jobs.tables import JobState

CHANNEL = "job"
WORKER_LOST = "WorkerLost"
STEEPNESS = 6  # each pause before another try is so many times the one before

_ENQUEUE = """
with added as (
    insert into job (id, name, arguments, key, serial, state, attempt, failures, due_at, enqueued_at)
    values ($1, $2, $3::jsonb, $4, $5, 'waiting', 0, 0, coalesce($6, now()), now())
    on conflict (key) do nothing returning id
)
select pg_notify($7, '') from added
"""
_GIVE_UP = """
update job set state = 'failed', failures = failures + 1, problem = $1, ended_at = now(), leased_until = null
where state = 'running' and leased_until < now() and failures + 1 >= $2
returning id, name
"""
# Of one serial only the oldest open job may start: one after another, in the order they were enqueued.
_CLAIM = """
with next as (
    select id from job
    where name = any($1::text[])
      and ((state = 'waiting' and due_at <= now()) or (state = 'running' and leased_until < now()))
      and (serial is null or not exists (
          select from job as before
          where before.serial = job.serial and before.id <> job.id
            and (before.state = 'running' or (before.state = 'waiting' and before.id < job.id))))
    order by due_at, id limit 1 for update skip locked
)
update job set
    state = 'running', attempt = attempt + 1, leased_until = now() + $2::interval,
    failures = failures + (state = 'running')::int
from next where job.id = next.id
returning job.id, job.name, job.arguments, job.attempt
"""
_BEAT = """
update job set leased_until = now() + $3::interval where id = $1 and attempt = $2 and state = 'running'
"""
_FINISH = """
update job set state = 'done', ended_at = now(), leased_until = null, problem = null
where id = $1 and attempt = $2 and state = 'running'
"""
_FAIL = """
update job set
    state = case when failures + 1 >= $4 then 'failed' else 'waiting' end,
    ended_at = case when failures + 1 >= $4 then now() end,
    due_at = now() + $5::interval * power($6, failures),
    failures = failures + 1, leased_until = null, problem = $3
where id = $1 and attempt = $2 and state = 'running'
returning state
"""
_FAILED = """
select id, name, arguments::text as arguments, attempt, coalesce(problem, '') as problem, ended_at
from job where state = 'failed' order by ended_at desc, id limit $1
"""
_HAS_FAILED = "select exists (select from job where state = 'failed' and arguments = $1::jsonb)"
_GOES_ON = "select exists (select from job where serial = $1 and state in ('waiting', 'running'))"
_LAST_DONE = "select max(ended_at) from job where name = $1 and state = 'done'"
_TRY_AGAIN = """
with again as (
    update job set state = 'waiting', failures = 0, due_at = now(), ended_at = null
    where id = $1 and state = 'failed' returning id
)
select pg_notify($2, '') is not null from again
"""
# A container that was replaced has another name next time; its row goes after a week.
_SHOW_LIFE = """
with gone as (delete from worker_beat where beat_at < now() - interval '7 days' and host <> $1)
insert into worker_beat as known (host, beat_at) values ($1, now())
on conflict (host) do update set beat_at = now() where known.beat_at < now() - $2::interval
"""
_SILENT_FOR = "select now() - beat_at from worker_beat where host = $1"
_FORGET = "delete from job where state = 'done' and ended_at < $1"


class FailedJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job that was tried as often as is sensible. `problem` is the class of the last error."""

    id: UUID
    name: str
    arguments: str
    attempt: int
    problem: str
    ended_at: datetime


async def enqueue(
    session: Session,
    name: str,
    *,
    arguments: Mapping[str, str],
    key: str | None = None,
    serial: str | None = None,
    not_before: datetime | None = None,
) -> None:
    """Add a job in the caller's transaction: rolled back with it, begun after its commit.

    `arguments` are identifiers of rows, never what the rows say. A `key` is used once: a second job of the
    same key is left out, also after the first is done. Jobs of one `serial` run one after another, in the
    order they were enqueued; one that fails for good lets the next begin.
    """
    given = (name, json_text(dict(arguments)), key, serial, not_before)
    await database.execute(session, _ENQUEUE, new_id(), *given, CHANNEL)


async def failed_jobs(session: Session, *, limit: int = 100) -> list[FailedJob]:
    """List the jobs that wait for a person, the latest first."""
    return await database.structs(session, FailedJob, _FAILED, limit)


async def has_failed(session: Session, arguments: Mapping[str, str]) -> bool:
    """Say whether a job about these rows was given up and waits for a person."""
    return bool(await database.value(session, _HAS_FAILED, json_text(dict(arguments))))


async def goes_on(session: Session, serial: str) -> bool:
    """Say whether a job of this serial waits or runs."""
    return bool(await database.value(session, _GOES_ON, serial))


async def last_done(session: Session, name: str) -> datetime | None:
    """Say when an operation last ended well."""
    found: datetime | None = await database.value(session, _LAST_DONE, name)
    return found


async def try_again(session: Session, job_id: UUID) -> bool:
    """Let a failed job begin anew; False where it is not failed, or there is none."""
    return bool(await database.value(session, _TRY_AGAIN, job_id, CHANNEL))


async def forget_done(session: Session, *, before: datetime) -> int:
    """Delete the jobs done before an instant, and say how many. Failed ones stay."""
    return await database.execute(session, _FORGET, before)


async def show_life(session: Session, host: str, *, every: timedelta) -> None:
    """Note that the worker of a machine works, unless it did so less than `every` ago."""
    await database.execute(session, _SHOW_LIFE, host, every)


async def silent_for(session: Session, host: str) -> timedelta | None:
    """Say how long ago the worker of a machine was seen to work; None: never, or weeks ago."""
    found: timedelta | None = await database.value(session, _SILENT_FOR, host)
    return found


async def give_up(session: Session, *, tries: int) -> list[str]:
    """Fail the jobs that took their worker down with them too often, and name them."""
    return [found["name"] for found in await database.rows(session, _GIVE_UP, WORKER_LOST, tries)]


async def claim(inner: Database, names: Collection[str], *, lease: timedelta) -> Lease | None:
    """Take the next due job of these names, or one whose worker let its lease run out."""
    try:
        async with inner.transaction(NOBODY_ASKS) as session:
            found = await database.row(session, _CLAIM, list(names), lease)
    except asyncpg.UniqueViolationError:
        return None  # another worker started a job of the same serial in this very moment
    return None if found is None else msgspec.convert(dict(found), Lease)


async def beat(session: Session, held: Lease, *, lease: timedelta) -> bool:
    """Lengthen a lease; False where the job is somebody else's by now."""
    return await database.execute(session, _BEAT, held.id, held.attempt, lease) == 1


async def finish(session: Session, held: Lease) -> bool:
    """Mark a job as done; False where it is somebody else's by now."""
    return await database.execute(session, _FINISH, held.id, held.attempt) == 1


async def fail(
    session: Session, held: Lease, *, problem: str, tries: int, pause: timedelta
) -> JobState | None:
    """Let a job wait for another try or, after `tries`, keep it as failed.

    None where the job is somebody else's by now.
    """
    state = await database.value(
        session, _FAIL, held.id, held.attempt, problem, tries, pause, float(STEEPNESS)
    )
    return None if state is None else JobState(state)
