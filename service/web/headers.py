"""The security headers every response carries: pages, files, errors and redirects alike."""

import secrets
from typing import Any

from litestar.types import Message, Scope

from service.web.state import AppState

_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'{images}; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'; require-trusted-types-for 'script'"
)
API_DESCRIPTION = "/api/v1/docs"
_FIXED = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_POLICY_NAME = b"content-security-policy"
_UNKEPT = (b"cache-control", b"no-store")
_TLS_FOR_A_YEAR = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_NONCE = "csp_nonce"


def nonce_of(scope: Scope) -> str:
    """Give this response's nonce, making it when first asked for."""
    state = scope["state"]
    if _NONCE not in state:
        state[_NONCE] = secrets.token_urlsafe(16)
    return str(state[_NONCE])


async def add_security_headers(message: Message, scope: Scope) -> None:
    """Add the headers; Litestar calls it before each message, errors of routing included."""
    if message["type"] != "http.response.start":
        return
    ours = [*_FIXED, (_POLICY_NAME, _policy(scope))]
    if not scope["path"].startswith("/static/"):
        ours.append(_UNKEPT)
    state: AppState = scope["litestar_app"].state.service
    if state.settings.production:
        ours.append(_TLS_FOR_A_YEAR)
    names = {name for name, _ in ours}
    message["headers"] = [pair for pair in message["headers"] if pair[0] not in names] + ours


def _policy(scope: Any) -> bytes:
    """An answer that asked for no nonce holds no script, and may run none."""
    nonce = scope["state"].get(_NONCE)
    images = " data:" if scope["path"] == API_DESCRIPTION else ""  # the viewer's own icons are data addresses
    scripts = f"'nonce-{nonce}' 'strict-dynamic'" if nonce else "'none'"
    return _POLICY.format(scripts=scripts, images=images).encode()
