"""Who may open a route. Every route carries one of these; a test lists the public ones by name.

The guard also carries its decision as data (`roles`, `scopes`, `public`), from which the route × role matrix is
made: the page that shows it and the test that tries every cell read the same thing the guard enforces.
"""

from dataclasses import dataclass
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from service.accounts.rows import Actor, Role, TokenScope
from service.kit.errors import Refused

LET_IN = "let_in"
"""Where authentication puts the young person who was let in, in the request's state."""


class NotSignedIn(Exception):
    """Nobody is signed in, or the session ended."""


class NotLetIn(Exception):
    """Nobody was let in by a link to their own record, or the time is over."""


class RoleRefused(Refused):
    """Signed in, but not for this."""

    code = "role_refused"


@dataclass(frozen=True)
class Guard:
    """Opens a route to the given roles, to tokens with the given scope, to a young person let in, or to everybody."""

    roles: frozenset[Role] = frozenset()
    scope: TokenScope | None = None
    public: bool = False
    own: bool = False

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        """Raises `NotSignedIn`, `NotLetIn` or `RoleRefused`. Async, or the framework would send it through a thread."""
        if self.public or (self.own and connection.scope["state"].get(LET_IN) is not None):
            return
        actor: Actor | None = connection.scope.get("user")
        if actor is None:
            raise NotLetIn if self.own else NotSignedIn
        if not self.opens_to(actor):
            raise RoleRefused("Your account is not for this page.")

    def opens_to(self, actor: Actor) -> bool:
        """Whether this actor may."""
        if actor.role is None:
            return self.scope is not None and self.scope in actor.scopes
        return actor.role in self.roles


def requires(*roles: Role) -> Guard:
    """Make a guard for people with one of these roles."""
    return Guard(roles=frozenset(roles))


def requires_scope(scope: TokenScope) -> Guard:
    """Make a guard for agencies' systems whose token has this scope."""
    return Guard(scope=scope)


SIGNED_IN = requires(*Role)
PUBLIC = Guard(public=True)
OWN_RECORD = Guard(own=True)
"""The young person whose record it is, let in by a link; nobody with an account."""
