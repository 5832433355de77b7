"""How often one token, or one person, may ask. Look-ups are slow on purpose: nobody is to find indicators by trying.

Counted where the token is recognised, in that transaction: what fails afterwards counts too. Refused after the
guard, so that who may not ask at all is told that first.
"""

from datetime import datetime
from typing import Any

import msgspec
from litestar.types import Scope

from service.accounts.operations import TooManyRequests, count_request
from service.accounts.rows import Actor
from service.kit.database import Session
from service.web.visit import PageRequest

WINDOW_SECONDS = 60
HOUR_SECONDS = 3600
REFUSAL = "refused_as_too_many"


class RequestLimit(msgspec.Struct, frozen=True):
    """So many requests of one token in each minute."""

    name: str
    most: int


ALL = RequestLimit("api", 600)
LOOK_UPS = RequestLimit("look-ups", 60)
LOOKS_PEOPLE_UP = {"looks_people_up": True}


async def count(session: Session, actor: Actor, *, scope: Scope, now: datetime) -> None:
    """Count a request of a token, and note in its state where that was one too many."""
    options: dict[str, Any] = scope["route_handler"].opt
    limits = (ALL, LOOK_UPS) if options.get("looks_people_up") else (ALL,)
    most = {f"{limit.name}:{actor.token_id}": limit.most for limit in limits}
    try:
        await count_request(session, limits=most, window_seconds=WINDOW_SECONDS, now=now)
    except TooManyRequests as refusal:
        scope["state"][REFUSAL] = refusal


async def count_person(session: Session, actor: Actor, *, scope: Scope, now: datetime) -> None:
    """Count what somebody signed in asks of a route that has a limit an hour (`most_an_hour`), as `count` does."""
    most: int | None = scope["route_handler"].opt.get("most_an_hour")
    if most is None:
        return
    limits = {f"{scope['route_handler'].name or scope['path']}:{actor.account_id}": most}
    try:
        await count_request(session, limits=limits, window_seconds=HOUR_SECONDS, now=now)
    except TooManyRequests as refusal:
        scope["state"][REFUSAL] = refusal


async def refuse(request: PageRequest) -> None:
    """Turn away a request that was one too many. Raises `TooManyRequests`."""
    refusal: TooManyRequests | None = request.scope["state"].get(REFUSAL)
    if refusal is not None:
        raise refusal
