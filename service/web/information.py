"""Pages for anybody: what this is, where to get help, what is held and why; and whether all is well."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter
from litestar.response import Redirect

from service.accounts.rules import IDLE_MINUTES
from service.kit.health import answers
from service.web.guards import PUBLIC
from service.web.navigation import home_of
from service.web.page import page, see_other
from service.web.state import AppState
from service.web.visit import PageRequest, visit_of

SIGNED_OUT = "You are signed out."


@dataclass(frozen=True, kw_only=True)
class InformationPage:
    """The few facts that the words of these pages depend on."""

    service_name: str
    signed_in: bool
    idle_minutes: int = IDLE_MINUTES


@get("/", guards=[PUBLIC])
async def show_start(
    request: PageRequest, done: Annotated[str, QueryParameter(max_length=20)] = ""
) -> Response[str] | Redirect:
    """Somebody signed in goes to their work; anybody else learns what this is."""
    actor = visit_of(request).actor
    if actor is not None:
        return see_other(home_of(actor))
    banner = SIGNED_OUT if done == "signed-out" else None
    title = "Routes from school to work"
    return page(request, "information/start.html", _content(request), title=title, banner=banner)


@get("/help", guards=[PUBLIC])
async def show_help(request: PageRequest) -> Response[str]:
    """Where young people and staff get help."""
    return page(request, "information/help.html", _content(request), title="Help")


@get("/privacy", guards=[PUBLIC])
async def show_privacy(request: PageRequest) -> Response[str]:
    """What is held about a young person, why, who sees it and how to ask."""
    return page(request, "information/privacy.html", _content(request), title="Privacy")


@get("/accessibility", guards=[PUBLIC])
async def show_accessibility(request: PageRequest) -> Response[str]:
    """What was tested, what was not, and whom to tell."""
    content = _content(request)
    return page(request, "information/accessibility.html", content, title="Accessibility statement")


@get("/health", guards=[PUBLIC])
async def health(request: PageRequest) -> Response[dict[str, str]]:
    """For balancers and operators: 200 where the database answers, 503 where it does not."""
    state: AppState = request.app.state.service
    if await answers(state.database):
        return Response({"status": "ok"})
    return Response({"status": "database does not answer"}, status_code=503)


def _content(request: PageRequest) -> InformationPage:
    visit = visit_of(request)
    return InformationPage(service_name=visit.settings.service_name, signed_in=visit.actor is not None)


ROUTES = [show_start, show_help, show_privacy, show_accessibility, health]
