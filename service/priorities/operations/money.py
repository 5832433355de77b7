"""What priorities cost. The one place where money meets them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from service.priorities.rows import Priority


def money_of(priorities: Collection[Priority]) -> Mapping[UUID, int] | None:  # noqa: ARG001 - what will be asked
    """Say what was spent on each priority, in pence by its key; None: not available yet.

    The pool is not kept in this service yet, and a nought would be a figure. A decision moves no money in any case.
    """
    return None
