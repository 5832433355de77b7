"""How often one token may ask. Look-ups are slow on purpose, so that nobody finds indicators by trying them.

Counted in a transaction of its own before the handler's: what fails afterwards counts too.
"""

import msgspec

from service.accounts.operations import count_request
from service.accounts.rows import Actor
from service.kit.database import NOBODY_ASKS
from service.web.state import AppState
from service.web.visit import PageRequest

WINDOW_SECONDS = 60


class RequestLimit(msgspec.Struct, frozen=True):
    """So many requests of one token in each minute."""

    name: str
    most: int


ALL = RequestLimit("api", 600)
LOOK_UPS = RequestLimit("look-ups", 60)
LOOKS_PEOPLE_UP = {"looks_people_up": True}


async def count(request: PageRequest) -> None:
    """This function will count a request of a token. Raises `TooManyRequests`."""
    actor: Actor | None = request.scope["user"]
    if actor is None:
        return
    state: AppState = request.app.state.service
    for limit in (ALL, LOOK_UPS) if request.route_handler.opt.get("looks_people_up") else (ALL,):
        async with state.database.transaction(NOBODY_ASKS) as session:
            await count_request(
                session,
                key=f"{limit.name}:{actor.token_id}",
                limit=limit.most,
                window_seconds=WINDOW_SECONDS,
                now=state.clock.now(),
            )
