"""Sends prepared requests over sixteen kept-alive connections and tells how long each took.

A process of its own: `python -m tests.benchmarks.load FILE` reads a pickled `Load` and prints a `Took` as JSON. A
plain protocol rather than a client library, so that the sender takes little of the two cores it shares with the
server.
"""

import asyncio
import pickle
import sys
from collections import deque
from pathlib import Path
from time import perf_counter

import msgspec
import uvloop

HEAD_ENDS, LENGTH = b"\r\n\r\n", b"\r\ncontent-length:"


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What to send where: first `warm` unmeasured requests, then the others as fast as they are answered."""

    host: str
    port: int
    concurrency: int
    warm: int
    requests: list[bytes]


class Took(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of the whole, seconds of each, and how often each status was answered."""

    seconds: float
    each: list[float]
    statuses: dict[str, int] = {}
    refused: str = ""  # the first answer that was no success


class Line(asyncio.Protocol):
    """One connection; one request at a time."""

    def __init__(self) -> None:
        self._got, self._answer = bytearray(), asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        head = self._got.find(HEAD_ENDS)
        if head < 0:
            return
        at = self._got.lower().find(LENGTH, 0, head)
        ends = self._got.find(b"\r\n", at + 2) if at >= 0 else 0
        length = int(self._got[at + len(LENGTH) : ends]) if at >= 0 else 0
        if len(self._got) >= head + len(HEAD_ENDS) + length:
            answer = bytes(self._got[: head + len(HEAD_ENDS) + length])
            del self._got[: len(answer)]
            self._answer.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._answer.done():
            self._answer.set_exception(exc or ConnectionError("the server closed the connection"))

    async def ask(self, request: bytes) -> bytes:
        """Sends one request and waits for its answer."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        self._answer.cancel()
        self._transport.close()


async def send(load: Load) -> Took:
    """Send everything there is to send."""
    loop = asyncio.get_running_loop()
    lines = [(await loop.create_connection(Line, load.host, load.port))[1] for _ in range(load.concurrency)]
    await _send(lines, load.requests[: load.warm])
    took = await _send(lines, load.requests[load.warm :])
    for line in lines:
        line.close()
    return took


async def _send(lines: list[Line], requests: list[bytes]) -> Took:
    waiting, each, statuses, refused = deque(requests), [], {}, [""]

    async def keep_asking(line: Line) -> None:
        while waiting:
            request, began = waiting.popleft(), perf_counter()
            answer = await line.ask(request)
            each.append(perf_counter() - began)
            status = answer[9:12].decode()
            statuses[status] = statuses.get(status, 0) + 1
            if status[0] != "2":
                refused[0] = refused[0] or answer.decode()

    began = perf_counter()
    await asyncio.gather(*(keep_asking(line) for line in lines))
    return Took(seconds=perf_counter() - began, each=each, statuses=statuses, refused=refused[0])


if __name__ == "__main__":
    given = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301 - written by whoever started us, a moment ago
    print(msgspec.json.encode(uvloop.run(send(given))).decode())
