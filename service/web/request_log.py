"""One line a request: method, route, status, milliseconds. The route is its pattern, so no key stands in a log."""

from time import perf_counter

import structlog
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger("service.requests")
_SILENT = ("/static/", "/health")


class RequestLog(ASGIMiddleware):
    """Writes the line when the answer's status is known."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on and note its answer."""
        if scope["path"].startswith(_SILENT):
            await next_app(scope, receive, send)
            return
        began = perf_counter()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                took = round(1000 * (perf_counter() - began))
                log.info(
                    "request",
                    method=str(scope.get("method", "")),
                    route=str(scope.get("path_template") or "unrouted"),
                    status=message["status"],
                    ms=took,
                )
            await send(message)

        await next_app(scope, receive, noting)
