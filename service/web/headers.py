"""The security headers every response carries: pages, files, errors and redirects alike."""

import secrets
from typing import Any

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from service.web.state import AppState

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; img-src 'self'{images}; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'; require-trusted-types-for 'script'"
)
API_DESCRIPTION = "/api/v1/docs"
_FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_A_YEAR = 31_536_000


def nonce_of(scope: Scope) -> str:
    """This function will give this response's nonce, making it when first asked for."""
    return str(scope["state"].setdefault("csp_nonce", secrets.token_urlsafe(16)))


async def add_security_headers(message: Message, scope: Scope) -> None:
    """This function will add the headers; Litestar calls it before each message, errors of routing included."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in _FIXED.items():
        headers[name] = value
    headers["content-security-policy"] = _policy(scope)
    if not scope["path"].startswith("/static/"):
        headers["cache-control"] = "no-store"
    state: AppState = scope["litestar_app"].state.service
    if state.settings.production:
        headers["strict-transport-security"] = f"max-age={_A_YEAR}; includeSubDomains"


def _policy(scope: Any) -> str:
    images = " data:" if scope["path"] == API_DESCRIPTION else ""  # the viewer's own icons are data addresses
    return _POLICY.format(nonce=nonce_of(scope), images=images)
