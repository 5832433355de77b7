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
_STEP = 0.8  # of that, for one step: a step that times out is tidied up after, one that is cut off is not


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
        if not all(self._allowed(each) for each in addresses):
            raise NowhereAllowed("not an address that may be sent to")
        for place, address in enumerate(addresses, start=1):
            try:
                return await self._inner.connect_tcp(
                    address,
                    port,
                    timeout=timeout,
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except httpcore.ConnectError:
                if place == len(addresses):
                    raise
        raise NowhereAllowed("the name leads nowhere")

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
    step = within * _STEP
    waits = {"connect": step, "read": step, "write": step, "pool": step}
    try:
        async with (
            asyncio.timeout(within),
            pool,
            pool.stream(
                "POST",
                url,
                content=body.encode(),
                headers=[*headers.items()],
                extensions={"timeout": waits},
            ) as answer,
        ):
            return int(answer.status)
    except httpcore.TimeoutException:
        raise TimeoutError("no answer in time") from None
    except (NowhereAllowed, TimeoutError):
        raise
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as wrong:
        raise Unreachable(type(wrong).__name__) from None
