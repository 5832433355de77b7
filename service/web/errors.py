"""Every failure as an answer: a page for people, an RFC 9457 problem document for programs.

This is the only place that knows which family of domain error is which status.
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect

from service.kit.error_pages import error_page
from service.kit.errors import Conflict, DomainError, Invalid, NotFound, Refused, TooMany
from service.kit.ids import new_id
from service.web.guards import NotLetIn, NotSignedIn
from service.web.page import page
from service.web.visit import PageRequest

PROBLEM = "application/problem+json"
_FAMILIES: tuple[tuple[type[DomainError], int], ...] = (
    (NotFound, 404),
    (Refused, 403),
    (Conflict, 409),
    (Invalid, 422),
    (TooMany, 429),
)
log = structlog.get_logger("service")


class FormRefused(Exception):
    """A form has to be shown again. Raised rather than returned, so that nothing it wrote is kept."""

    def __init__(self, template: str, content: Any, *, title: str) -> None:
        super().__init__(template)
        self.template, self.content, self.title = template, content, title


def status_of(error: DomainError) -> int:
    """Give the HTTP status of a domain error's family."""
    return next((status for family, status in _FAMILIES if isinstance(error, family)), 400)


def on_domain_error(request: PageRequest, error: DomainError) -> Response[Any]:
    """Answer a refusal with its own sentence."""
    status = status_of(error)
    headers = {"retry-after": str(error.retry_after)} if isinstance(error, TooMany) else {}
    if _is_api(request):
        return problem(status, detail=error.sentence, code=error.code, field=error.field, headers=headers)
    return _page(request, status, happened=error.sentence, headers=headers)


def on_http_error(request: PageRequest, error: HTTPException) -> Response[Any]:
    """Answer what the framework refused: no such page, wrong method, wrong shape."""
    headers = dict(error.headers or {})
    if not _is_api(request):
        return _page(request, error.status_code, headers=headers)
    pointers = _pointers(error) if isinstance(error, ValidationException) else []
    return problem(error.status_code, detail=error.detail, errors=pointers, headers=headers)


def on_not_signed_in(request: PageRequest, _: NotSignedIn) -> Response[Any]:
    """Send a person to sign in and back; a program learns that its token is missing or over."""
    if _is_api(request):
        detail = "Send a valid token: Authorization: Bearer …"
        return problem(401, detail=detail, code="not_signed_in", headers={"www-authenticate": "Bearer"})
    after = f"?next={quote(request.url.path)}" if request.method == "GET" and request.url.path != "/" else ""
    return Redirect(f"/sign-in{after}", status_code=303)


def on_not_let_in(_: PageRequest, __: NotLetIn) -> Response[Any]:
    """Send a young person whose time is over, or who has not been let in yet, to the door."""
    return Redirect("/my-pathway/open", status_code=303)


def on_form_refused(request: PageRequest, error: FormRefused) -> Response[Any]:
    """Show a form again with its messages."""
    return page(request, error.template, error.content, title=error.title, status=422)


def form_again(
    request: PageRequest, template: str, content: Any, *, title: str, refusal: DomainError
) -> Response[str]:
    """Show a form again because of a refusal that was remembered, and so returned and not raised."""
    status = status_of(refusal) if isinstance(refusal, TooMany) else 422
    response = page(request, template, content, title=title, status=status)
    if isinstance(refusal, TooMany):
        response.headers["retry-after"] = str(refusal.retry_after)
    return response


def on_unexpected(request: PageRequest, error: Exception) -> Response[Any]:
    """Answer what nobody foresaw: a reference to quote, and nothing of the cause."""
    reference = str(new_id())[-12:]
    log.error(
        "unexpected", reference=reference, method=request.method, kind=type(error).__name__, exc_info=error
    )
    if _is_api(request):
        return problem(
            500, detail=f"Something went wrong on our side. Reference {reference}.", code="unexpected"
        )
    return _page(request, 500, reference=reference)


def problem(
    status: int,
    *,
    detail: str,
    code: str | None = None,
    field: str | None = None,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response[dict[str, Any]]:
    """Make a problem document (RFC 9457), with a JSON pointer to each field that is wrong."""
    pointers = errors or ([{"pointer": f"#/{field}", "detail": detail}] if field else [])
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    body |= {"code": code} if code else {}
    body |= {"errors": pointers} if pointers else {}
    return Response(body, status_code=status, media_type=PROBLEM, headers=headers or {})


def _pointers(error: ValidationException) -> list[dict[str, str]]:
    extra = error.extra if isinstance(error.extra, list) else []
    return [
        {"pointer": "#/" + str(each.get("key", "")).replace(".", "/"), "detail": str(each.get("message", ""))}
        for each in extra
    ]


def _page(
    request: PageRequest,
    status: int,
    *,
    happened: str | None = None,
    reference: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    content = error_page(status, happened=happened, reference=reference)
    response = page(request, "errors/page.html", content, title=content.heading, status=status)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def _is_api(request: PageRequest) -> bool:
    return request.url.path.startswith("/api/")
