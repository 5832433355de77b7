"""Builds the application from settings and a database: routers, the session dependency, error pages. No logic."""

import gc
from collections.abc import AsyncIterator
from pathlib import Path

from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from service.kit.clock import Clock
from service.kit.database import Database, Session
from service.kit.errors import DomainError
from service.kit.templates import environment
from service.settings import Settings
from service.vocabulary import working_day
from service.web import routes
from service.web.api import api
from service.web.authentication import Authentication
from service.web.errors import (
    FormRefused,
    on_domain_error,
    on_form_refused,
    on_http_error,
    on_not_let_in,
    on_not_signed_in,
    on_unexpected,
)
from service.web.guards import PUBLIC, NotLetIn, NotSignedIn
from service.web.headers import add_security_headers
from service.web.live import Hub
from service.web.request_log import RequestLog
from service.web.state import AppState
from service.web.visit import PageRequest, Visit, visit_of

COLLECTED_AFTER = (
    50_000,
    20,
    50,
)  # allocations, and rounds of the younger generations (700, 10, 10 otherwise)
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
BUILT = Path(__file__).resolve().parent / "web" / "static" / "built"


def create_app(
    settings: Settings, database: Database, *, clock: Clock | None = None, demo: bool = False
) -> Litestar:
    """Build the application. It opens nothing: the caller owns the database."""
    clock = clock or Clock()
    live = Hub(database, clock)
    app = Litestar(
        route_handlers=_handlers(),
        dependencies={
            "session": Provide(provide_session),
            "visit": Provide(provide_visit, sync_to_thread=False),
        },
        middleware=[RequestLog(), Authentication()],
        csrf_config=_csrf(settings),
        before_send=[add_security_headers],
        exception_handlers={
            DomainError: on_domain_error,
            HTTPException: on_http_error,
            NotSignedIn: on_not_signed_in,
            NotLetIn: on_not_let_in,
            FormRefused: on_form_refused,
            Exception: on_unexpected,
        },
        on_startup=[working_day.prepare, settle],
        on_shutdown=[live.close],
        openapi_config=None,
        logging_config=None,  # set up once for the whole process, not by each application
        request_max_body_size=1024 * 1024,
    )
    app.state.service = AppState(
        settings=settings,
        database=database,
        clock=clock,
        templates=environment(TEMPLATES, service_name=settings.service_name),
        demo=demo,
    )
    app.state.live = live
    return app


def settle() -> None:
    """Take what was loaded to start out of the collector's way, and have it look seldom.

    Looking through everything took a third of a second, in the middle of somebody's page; requests leave few cycles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


async def provide_session(request: PageRequest, visit: NamedDependency[Visit]) -> AsyncIterator[Session]:
    """Open the request's one transaction, committed before the response is sent.

    The only dependency that is a generator: with a second one a failed commit would answer 500.
    """
    database: Database = request.app.state.service.database
    async with database.transaction(visit.context) as session:
        yield session


def provide_visit(request: PageRequest) -> Visit:
    """Fix who asks and when."""
    return visit_of(request)


def _handlers() -> list[ControllerRouterHandler]:
    static = create_static_files_router(path="/static", directories=[BUILT], guards=[PUBLIC])
    return [*routes.PAGES, api, static]


def _csrf(settings: Settings) -> CSRFConfig:
    return CSRFConfig(
        secret=settings.secret,
        cookie_name="__Host-csrf" if settings.production else "csrf",
        cookie_secure=settings.production,
        cookie_httponly=True,
        cookie_samesite="lax",
        exclude=["^/static/", "^/health", "^/api/", "^/metrics"],
    )
