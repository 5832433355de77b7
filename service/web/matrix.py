"""Who may open what: the route × role matrix, made from the application's own routes and the guards on them.

The page, its CSV and the tests that try every cell read `matrix_of`, so none can say
anything but what is enforced.
"""

import csv
import io
from dataclasses import dataclass

from litestar import Litestar, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from service.accounts.rows import Role, TokenScope
from service.web.guards import Guard, requires
from service.web.page import page
from service.web.visit import PageRequest

ROLE_NAMES = {
    Role.PROVIDER_STAFF: "Provider staff",
    Role.YOUTH_ADVISER: "Youth adviser",
    Role.DATA_OFFICER: "Data officer",
    Role.BOARD_MEMBER: "Board member",
    Role.ADMINISTRATOR: "Administrator",
    Role.AGENCY_WORKER: "Worker of another agency",
    Role.TEAM_LEAD: "Team lead of advisers",
    Role.SERVICE_MANAGER: "Manager of the advisers’ service",
    Role.COMMISSIONER: "Commissioner",
}


@dataclass(frozen=True, kw_only=True)
class Opening:
    """One method of one route, and whom its guards let through. Without a guard (`guarded`): everybody."""

    method: str
    path: str
    roles: frozenset[Role]
    scope: TokenScope | None
    public: bool
    guarded: bool
    own: bool = False

    def opens_to(self, role: Role) -> bool:
        """Whether somebody with this role may."""
        return self.public or role in self.roles


@dataclass(frozen=True, kw_only=True)
class MatrixPage:
    """The live matrix."""

    openings: list[Opening]
    roles: dict[Role, str]


def matrix_of(app: Litestar) -> list[Opening]:
    """List every method of every route with whom its guards let through, by path."""
    openings = [
        _opening(method, route.path, handler)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"  # the framework's own: tells which methods there are
    ]
    return sorted(openings, key=lambda opening: (opening.path, opening.method))


def _opening(method: str, path: str, handler: HTTPRouteHandler) -> Opening:
    """Every guard has to let somebody in, so what several allow is what they share."""
    guards = [guard for guard in map(_guard, handler.resolve_guards()) if guard]
    closed = [guard for guard in guards if not guard.public]
    scopes = {guard.scope for guard in closed}
    return Opening(
        method=str(method),
        path=path,
        roles=frozenset.intersection(*(guard.roles for guard in closed)) if closed else frozenset(),
        scope=scopes.pop() if len(scopes) == 1 else None,
        public=not closed,
        guarded=bool(guards),
        own=any(guard.own for guard in closed),
    )


def _guard(found: object) -> Guard | None:
    """The framework wraps a guard that is not a coroutine; ours is inside."""
    inside = getattr(found, "func", found)
    return inside if isinstance(inside, Guard) else None


@get("/matrix", guards=[requires(Role.ADMINISTRATOR)])
async def show_matrix(request: PageRequest) -> Response[str]:
    """Every route, and who may open it."""
    content = MatrixPage(openings=matrix_of(request.app), roles=ROLE_NAMES)
    return page(request, "matrix/matrix.html", content, title="Who may open what")


@get("/matrix.csv", guards=[requires(Role.ADMINISTRATOR)])
async def matrix_csv(request: PageRequest) -> Response[str]:
    """The same as a file."""
    headers = {"content-disposition": 'attachment; filename="who-may-open-what.csv"'}
    return Response(_csv(matrix_of(request.app)), media_type="text/csv", headers=headers)


def _csv(openings: list[Opening]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["method", "path", "everybody", *Role, "token_scope", "own_record"])
    for opening in openings:
        cells = ["yes" if opening.opens_to(role) else "no" for role in Role]
        everybody = "yes" if opening.public else "no"
        own = "yes" if opening.own else "no"
        writer.writerow([opening.method, opening.path, everybody, *cells, opening.scope or "", own])
    return text.getvalue()


ROUTES = [show_matrix, matrix_csv]
