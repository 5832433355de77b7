"""What a browser holds between its password and its code: whose password was right, for five minutes.

A cookie signed with the service's secret, so there is nothing to keep and nothing to forget. It opens no page
and never holds the password; a right code is used up, so an old cookie is worth nothing by itself.
"""

import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

from litestar.datastructures import Cookie

from service.settings import Settings

MINUTES = 5
PATH = "/sign-in"


def cookie_name(settings: Settings) -> str:
    """`__Secure-` in production; not `__Host-`, which would send it with every page."""
    return "__Secure-second-step" if settings.production else "second-step"


def second_step_cookie(account_id: UUID | None, settings: Settings, *, now: datetime) -> Cookie:
    """Remember whose password was right until five minutes from `now`; None forgets it."""
    until = int((now + timedelta(minutes=MINUTES)).timestamp())
    value = _signed(f"{account_id}.{until}", settings) if account_id else ""
    return Cookie(
        key=cookie_name(settings),
        value=value,
        path=PATH,
        httponly=True,
        secure=settings.production,
        samesite="lax",
        max_age=MINUTES * 60 if account_id else 0,
    )


def account_waiting(value: str | None, settings: Settings, *, now: datetime) -> UUID | None:
    """Say whose code is awaited; None where it is too late, or the cookie is not ours."""
    claim, _, _ = (value or "").rpartition(".")
    if not claim or not hmac.compare_digest(_signed(claim, settings).encode(), (value or "").encode()):
        return None
    account_id, _, until = claim.partition(".")
    return UUID(account_id) if now < datetime.fromtimestamp(int(until), UTC) else None


def _signed(claim: str, settings: Settings) -> str:
    purpose = f"second step\x00{claim}"
    return f"{claim}.{hmac.digest(settings.secret.encode(), purpose.encode(), 'sha256').hex()}"
