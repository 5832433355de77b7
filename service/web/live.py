"""The live badge: how many alerts wait, pushed to every open page of an adviser as soon as it changes.

One connection for each process listens to PostgreSQL; whoever it rings for asks once for all advisers of the council.
Nothing is lost when that connection drops: it is opened again, and then everybody is asked for anew. A browser that was
away asks again by itself, and the first thing it is told is the number as it stands.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.response import ServerSentEvent, ServerSentEventMessage

from service.access.rows import Scope
from service.accounts.rows import ADVISERS, Actor
from service.alerts import queries
from service.alerts.queries import Load
from service.alerts.rules import OWN_FROM
from service.kit.clock import Clock
from service.kit.database import LOST, Context, Database
from service.vocabulary.day import london_day
from service.web.guards import requires
from service.web.visit import PageRequest, Visit

CHANNEL = "alerts"
HEARTBEAT = 25.0  # seconds: a proxy closes what says nothing for long
AGAIN = 1.0  # seconds until a lost connection is opened again
LASTS = timedelta(minutes=5)  # then the browser asks again, and its session is looked at again
ANSWERED = "waiting"
_EVENTS = "text/event-stream"

log = structlog.get_logger("service.live")


@dataclass
class _Board:
    """One council: who waits for its bell, and what was counted since it rang last."""

    bells: set[asyncio.Event] = field(default_factory=set)
    counted: asyncio.Task[list[Load]] | None = None


class Hub:
    """All open pages of this process, by council."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._boards: dict[UUID, _Board] = defaultdict(_Board)
        self._listener: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()

    async def follow(self, actor: Actor) -> AsyncIterator[ServerSentEventMessage]:
        """Tell how many alerts wait for somebody: at once, and whenever it has changed, for some minutes."""
        board, bell, last = self._boards[actor.agency_id], asyncio.Event(), None
        board.bells.add(bell)
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())
        until = asyncio.get_running_loop().time() + LASTS.total_seconds()
        try:
            while asyncio.get_running_loop().time() < until:
                bell.clear()
                number = waiting_for(actor, await self._loads(actor.agency_id))
                if number != last:
                    yield ServerSentEventMessage(event=ANSWERED, data=str(number))
                    last = number
                else:
                    yield ServerSentEventMessage(comment="still here")
                with suppress(TimeoutError):
                    async with asyncio.timeout(HEARTBEAT):
                        await bell.wait()
        finally:
            board.bells.discard(bell)

    async def waiting(self, actor: Actor) -> int:
        """How many alerts wait for somebody now."""
        return waiting_for(actor, await self._count(actor.agency_id))

    async def close(self) -> None:
        """Stop listening."""
        if self._listener is not None:
            self._listener.cancel()
            with suppress(asyncio.CancelledError):
                await self._listener

    async def _loads(self, agency_id: UUID) -> list[Load]:
        """What each adviser of a council has, counted once for everybody who asks between two rings."""
        board = self._boards[agency_id]
        if board.counted is None or _has_failed(board.counted):
            board.counted = asyncio.create_task(self._count(agency_id))
        return await asyncio.shield(board.counted)

    async def _count(self, agency_id: UUID) -> list[Load]:
        async with self._database.transaction(Context(agency_id=agency_id)) as session:
            today = london_day(self._clock.now())
            return await queries.loads(session, within=Scope(agency_id), today=today)

    def _ring(self, agency_id: UUID) -> None:
        board = self._boards.get(agency_id)
        if board is None:
            return
        board.counted = None
        for bell in board.bells:
            bell.set()

    def _heard(self, *told: Any) -> None:
        with suppress(ValueError):
            self._ring(UUID(told[3]))

    async def _listen(self) -> None:
        while True:
            with suppress(*LOST):
                await self._listen_once()
            log.warning("live badge: the listening connection was lost")
            await asyncio.sleep(AGAIN)

    async def _listen_once(self) -> None:
        lost = asyncio.Event()
        connection = await self._database.connect()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(CHANNEL, self._heard)
            self.listening.set()
            for agency_id in list(self._boards):
                self._ring(agency_id)  # something may have changed while nobody listened
            await lost.wait()
        finally:
            self.listening.clear()
            with suppress(*LOST):
                await connection.close()


def _has_failed(counted: asyncio.Task[list[Load]]) -> bool:
    """Whether counting broke off: then whoever asks next counts again."""
    return counted.done() and (counted.cancelled() or counted.exception() is not None)


def waiting_for(actor: Actor, loads: list[Load]) -> int:
    """How many alerts wait for somebody: their own, nobody's, and from their rung on everybody's."""
    own = {actor.account_id, None}
    rung = OWN_FROM.get(actor.role) if actor.role else None
    return sum(
        each.alerts for each in loads if each.account_id in own or (rung is not None and each.rung >= rung)
    )


@get("/today/waiting", guards=[requires(*ADVISERS)], opt={"passive": True})
async def tell_waiting(
    request: PageRequest, visit: NamedDependency[Visit]
) -> ServerSentEvent | Response[str]:
    """The number, pushed as it changes; once, to who does not ask for a stream of events.

    A page that is only open does not keep its session alive.
    """
    hub: Hub = request.app.state.live
    if _EVENTS in request.headers.get("accept", ""):
        return ServerSentEvent(hub.follow(visit.who))
    return Response(str(await hub.waiting(visit.who)), media_type=MediaType.TEXT)


ROUTES = [tell_waiting]
