"""Working the jobs off: some hands that claim and run, an ear for new ones, an eye on the timetable.

Each part goes on by itself after any failure. Nothing depends on the ear: every hand also looks for itself
every few seconds, so a lost connection costs seconds, never a job.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

import msgspec
import structlog

from service.kit.database import NOBODY_ASKS, Database, Session
from service.kit.errors import Invalid, NotFound, Refused
from service.kit.jobs import queue
from service.kit.jobs.lease import FencedDatabase, Lease, LeaseLost
from service.kit.jobs.tables import JobState
from service.kit.jobs.timetable import Daily, latest

Operation = Callable[[Database, Mapping[str, str], datetime], Awaitable[None]]
"""Opens its own transactions on the database it is given, so that a long one commits batch by batch."""

FINAL = (Invalid, NotFound, Refused)  # what the service refuses for good is not tried again

log = structlog.get_logger("service.jobs")


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> datetime:
        """This instant, UTC."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How patient a worker is. An operation may hold up the event loop for half of `lease` at most."""

    hands: int = 2  # jobs at once in one worker
    lease: timedelta = timedelta(seconds=60)
    poll: timedelta = timedelta(seconds=5)
    tries: int = 5
    pause: timedelta = timedelta(seconds=5)  # before the second try; then 30 s, 3 min, 18 min
    recovery: timedelta = timedelta(seconds=1)
    sign_of_life: timedelta = timedelta(seconds=15)

    @property
    def connections(self) -> int:
        """How many the pool must hold: each hand works and beats; one keeps time. Who listens has one beside it."""
        return 2 * self.hands + 1


@dataclass(kw_only=True)
class Worker:
    """One process' share of the work. Jobs of names it does not know are left to others."""

    database: Database
    operations: Mapping[str, Operation]
    timetable: Sequence[Daily]
    stop: asyncio.Event
    clock: Clock
    pace: Pace = field(default_factory=Pace)
    host: str = field(default_factory=socket.gethostname)
    _bells: list[asyncio.Event] = field(default_factory=list, init=False)
    _enqueued: set[str] = field(default_factory=set, init=False)

    async def run(self) -> None:
        """Work until `stop` is set, then end the jobs it runs and return."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ring_at_stop())
            group.create_task(self._again_and_again("listen", self._listen))
            group.create_task(self._again_and_again("timetable", self._keep_time))
            for _ in range(self.pace.hands):
                group.create_task(self._again_and_again("work", self._work))

    async def _again_and_again(self, part: str, act: Callable[[asyncio.Event], Awaitable[None]]) -> None:
        bell = asyncio.Event()
        self._bells.append(bell)
        while not self.stop.is_set():
            bell.clear()  # before looking: what arrives while we look rings again
            try:
                await act(bell)
            except Exception as error:
                log.warning("worker interrupted", part=part, exc_info=error)
                await self._wait(self.stop, self.pace.recovery)

    async def _ring_at_stop(self) -> None:
        await self.stop.wait()
        self._ring()

    def _ring(self, *_: Any) -> None:
        for bell in self._bells:
            bell.set()

    async def _wait(self, event: asyncio.Event, longest: timedelta) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), longest.total_seconds())

    async def _listen(self, bell: asyncio.Event) -> None:
        connection = await self.database.connect()
        connection.add_termination_listener(self._ring)
        try:
            await connection.add_listener(queue.CHANNEL, self._ring)
            self._ring()  # something may have been enqueued while nobody listened
            while not (self.stop.is_set() or connection.is_closed()):
                bell.clear()
                await self._wait(bell, self.pace.poll)
        finally:
            connection.remove_termination_listener(self._ring)
            await connection.close()
        if not self.stop.is_set():
            raise ConnectionError("the listening connection was lost")

    async def _keep_time(self, bell: asyncio.Event) -> None:
        now = self.clock.now()
        for daily in self.timetable:
            key = latest(daily, now=now)
            if key not in self._enqueued:
                await self._told(partial(queue.enqueue, name=daily.name, arguments={}, key=key))
                self._enqueued.add(key)
        await self._told(partial(queue.show_life, host=self.host, every=self.pace.sign_of_life))
        await self._wait(bell, self.pace.poll)

    async def _work(self, bell: asyncio.Event) -> None:
        for name in await self._told(partial(queue.give_up, tries=self.pace.tries)):
            log.error("job given up", job=name, problem=queue.WORKER_LOST)
        held = await queue.claim(self.database, self.operations, lease=self.pace.lease)
        if held is None:
            await self._wait(bell, self.pace.poll)
        else:
            with structlog.contextvars.bound_contextvars(
                job=held.name, id=str(held.id), attempt=held.attempt
            ):
                await self._perform(held)

    async def _perform(self, held: Lease) -> None:
        log.info("job started")
        try:
            await self._while_beating(held)
        except LeaseLost:
            log.warning("job taken over")
        except Exception as error:
            await self._fail(held, error)
        else:
            done = await self._settle(partial(queue.finish, held=held))
            log.info("job done") if done else log.warning("job taken over")

    async def _fail(self, held: Lease, error: Exception) -> None:
        problem, pace = type(error).__name__, self.pace
        tries = 1 if isinstance(error, FINAL) else pace.tries
        state = await self._settle(
            partial(queue.fail, held=held, problem=problem, tries=tries, pause=pace.pause)
        )
        tell = log.error if state is JobState.FAILED else log.warning
        tell("job failed", state=state or "taken over", exc_info=error)

    async def _while_beating(self, held: Lease) -> None:
        operation = self.operations[held.name]
        act = operation(FencedDatabase(self.database, held), held.arguments, self.clock.now())
        work = asyncio.ensure_future(act)
        beating = asyncio.create_task(self._beat(held, work))
        try:
            await work
        except asyncio.CancelledError:
            if beating.done():  # it ends by itself only when the lease is lost
                raise LeaseLost from None
            raise
        finally:
            beating.cancel()

    async def _beat(self, held: Lease, work: "asyncio.Future[None]") -> None:
        lease = self.pace.lease
        while True:
            await asyncio.sleep(lease.total_seconds() / 3)
            try:
                ours = await self._told(partial(queue.beat, held=held, lease=lease))
            except Exception as error:
                log.warning("heartbeat missed", exc_info=error)
                continue
            if not ours:
                work.cancel()
                return

    async def _settle(self, act: Callable[[Session], Awaitable[Any]]) -> Any:
        """What became of a job is worth some tries; failing that its lease runs out, and it begins again."""
        for _ in range(3):
            with suppress(Exception):
                return await self._told(act)
            await asyncio.sleep(self.pace.recovery.total_seconds())
        return await self._told(act)

    async def _told(self, act: Callable[[Session], Awaitable[Any]]) -> Any:
        async with self.database.transaction(NOBODY_ASKS) as session:
            return await act(session)
