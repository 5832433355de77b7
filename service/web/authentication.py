"""Who is asking: a browser by its session cookie, an agency's system by its bearer token, a young person by a link.

One short transaction of its own, before the request's. Nothing is decided here: guards decide who may open a route.
"""

from litestar.datastructures import Cookie
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from service.accounts.operations import actor_of_session, actor_of_token
from service.accounts.rows import Actor
from service.kit.database import IN_PASSING
from service.own_record.operations import let_in_by
from service.own_record.rows import LetIn
from service.settings import Settings
from service.web.api.limits import count, count_person
from service.web.guards import LET_IN
from service.web.state import AppState

API = "/api/"
OWN_RECORD = "/my-pathway"
_UNASKED = ("/static/", "/health")


class Authentication(ASGIMiddleware):
    """Finds the actor and puts it into the request's scope as `user`; None for the anonymous."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Look the actor up, then pass the request on."""
        scope["auth"] = None
        let_in = await _let_in(scope) if scope["path"].startswith(OWN_RECORD) else None
        scope["state"][LET_IN] = let_in
        asks = let_in is None and not scope["path"].startswith(_UNASKED)
        scope["user"] = await _actor(scope) if asks else None
        await next_app(scope, receive, send)


async def _actor(scope: Scope) -> Actor | None:
    state: AppState = scope["litestar_app"].state.service
    headers = dict(scope["headers"])
    if scope["path"].startswith(API):
        kind, _, bearer = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        return await _system(scope, state, bearer) if kind.lower() == "bearer" and bearer else None
    token = session_token(headers.get(b"cookie", b"").decode("latin-1"), state.settings)
    if not token:
        return None
    async with state.database.transaction(IN_PASSING) as session:
        now, passive = state.clock.now(), bool(scope["route_handler"].opt.get("passive"))
        actor = await actor_of_session(session, token=token, now=now, touch=not passive)
        if actor is not None:
            await count_person(session, actor, scope=scope, now=now)
        return actor


async def _let_in(scope: Scope) -> LetIn | None:
    state: AppState = scope["litestar_app"].state.service
    cookies = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    token = cookie_of(cookies, own_cookie_name(state.settings))
    if not token:
        return None
    async with state.database.transaction(IN_PASSING) as session:
        return await let_in_by(session, token=token, now=state.clock.now())


async def _system(scope: Scope, state: AppState, bearer: str) -> Actor | None:
    now = state.clock.now()
    async with state.database.transaction(IN_PASSING) as session:
        actor = await actor_of_token(session, token=bearer, now=now)
        if actor is not None:
            await count(session, actor, scope=scope, now=now)
        return actor


def session_token(cookies: str, settings: Settings) -> str | None:
    """Take the session's token out of a Cookie header."""
    return cookie_of(cookies, session_cookie_name(settings))


def cookie_of(cookies: str, wanted: str) -> str | None:
    """Take a cookie's value out of a Cookie header; None where it is not there or empty."""
    for pair in cookies.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == wanted:
            return value or None
    return None


def session_cookie_name(settings: Settings) -> str:
    """In production `__Host-`: the browser itself then insists on TLS, on this host and on the root path."""
    return "__Host-session" if settings.production else "session"


def own_cookie_name(settings: Settings) -> str:
    """As the session's cookie, for a young person who was let in to their own record."""
    return "__Host-own" if settings.production else "own"


def session_cookie(token: str, settings: Settings) -> Cookie:
    """Make the session cookie; an empty token ends it."""
    return _cookie(session_cookie_name(settings), token, settings)


def own_cookie(token: str, settings: Settings) -> Cookie:
    """Make the cookie of a young person who was let in; an empty token ends it."""
    return _cookie(own_cookie_name(settings), token, settings)


def _cookie(name: str, token: str, settings: Settings) -> Cookie:
    return Cookie(
        key=name,
        value=token,
        path="/",
        httponly=True,
        secure=settings.production,
        samesite="lax",
        max_age=None if token else 0,
    )
