"""What priorities cost. The one place where money meets them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from service.kit.database import Session
from service.priorities.rows import Priority


async def money_of(
    session: Session,  # noqa: ARG001 - what the pool will be asked by
    priorities: Collection[Priority],  # noqa: ARG001 - and what for
) -> Mapping[UUID, int] | None:
    """Say what was spent on each priority, in pence by its key; None: not available yet.

    The pool is not kept in this service yet, and a nought would be a figure. A decision moves no money in any case.
    """
    return None
