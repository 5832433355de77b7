"""Turning a page's dataclass into HTML: the layout's frame around it, filled from the visit."""

from typing import Any

from litestar import MediaType, Response
from litestar.response import Redirect
from litestar.template.base import csrf_token
from markupsafe import Markup

from service.accounts.rows import ADVISERS
from service.accounts.rules import minutes_left
from service.kit.forms import CSRF_FIELD
from service.kit.frame import Frame
from service.web.guards import LET_IN
from service.web.headers import nonce_of
from service.web.navigation import OWN_HOME, home_of, navigation_for, own_navigation
from service.web.state import AppState
from service.web.visit import PageRequest, visit_of


def page(
    request: PageRequest,
    template: str,
    content: Any,
    *,
    title: str,
    banner: str | None = None,
    status: int = 200,
) -> Response[str]:
    """Render a page: `content` is its dataclass, `title` what stands before the service's name."""
    state: AppState = request.app.state.service
    frame = _frame(request, title=title, banner=banner, failed=status >= 400)
    body = state.templates.get_template(template).render(page=content, frame=frame)
    return Response(body, media_type=MediaType.HTML, status_code=status)


def see_other(path: str) -> Redirect:
    """Send the browser on after a POST."""
    return Redirect(path, status_code=303)


def _frame(request: PageRequest, *, title: str, banner: str | None, failed: bool) -> Frame:
    state: AppState = request.app.state.service
    visit = visit_of(request)
    actor = visit.actor
    own = request.scope["state"].get(LET_IN) is not None
    return Frame(
        service_name=state.settings.service_name,
        title=title,
        nonce=nonce_of(request.scope),
        csrf_field=_csrf_field(request),
        now=visit.now,
        signed_in_as=actor.name if actor else None,
        agency=actor.agency_name if actor else None,
        navigation=own_navigation(request.url.path) if own else navigation_for(actor, request.url.path),
        banner=banner,
        failed=failed,
        demo=state.demo,
        idle_minutes=minutes_left(actor.signed_in_at, now=visit.now) if actor else None,
        home=OWN_HOME if own else home_of(actor),
        live="/today/waiting" if actor and actor.role in ADVISERS else None,
        own=own,
    )


def _csrf_field(request: PageRequest) -> Markup:
    token = csrf_token({"request": request})
    return Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, token)
