"""Posting to an address that somebody gave: to the very address that was judged, briefly, following nothing.

A name is resolved here, every address it leads to is judged, and the connection is made to one of those: what the name
resolves to a moment later (DNS rebinding) does not matter. TLS still asks for the name.
"""

import asyncio
import socket
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import httpcore

SECONDS = 15.0


class NowhereAllowed(OSError):
    """The name leads to no address that a request may go to."""


class Unreachable(OSError):
    """Nobody there, no TLS, or no HTTP."""


class _Judging(httpcore.AsyncNetworkBackend):
    """Connects to addresses that are allowed, and to no others."""

    def __init__(self, allowed: Callable[[str], bool]) -> None:
        self._allowed, self._inner = allowed, httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(each[4][0]) for each in found]
        if not addresses or not all(self._allowed(each) for each in addresses):
            raise NowhereAllowed("not an address that may be sent to")
        return await self._inner.connect_tcp(
            addresses[0],
            port,
            timeout=timeout,
            local_address=local_address,
            socket_options=socket_options,
        )

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise NowhereAllowed("no socket of this machine")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def post(
    url: str,
    body: str,
    headers: Mapping[str, str],
    *,
    allowed: Callable[[str], bool],
    within: float = SECONDS,
) -> int:
    """Post a body and give the status; the answer itself is not read. No redirect, proxy or cookie is followed.

    Raises `NowhereAllowed`, TimeoutError after `within` seconds in all, and `Unreachable` for what else can go wrong.
    """
    pool = httpcore.AsyncConnectionPool(network_backend=_Judging(allowed), retries=0)
    try:
        async with (
            asyncio.timeout(within),
            pool,
            pool.stream("POST", url, content=body.encode(), headers=[*headers.items()]) as answer,
        ):
            return int(answer.status)
    except NowhereAllowed:
        raise
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as wrong:
        if isinstance(wrong, TimeoutError):
            raise
        raise Unreachable(type(wrong).__name__) from None
