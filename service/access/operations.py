"""Giving access. Access comes with a claim or with living in a council's area, never by asking for it."""

from collections.abc import Iterable

from service.access import queries
from service.access.rows import Access
from service.kit.database import Session


async def give_access(session: Session, *, granted: Iterable[Access]) -> None:
    """Let agencies see learners; access that is there already stays as it is."""
    wanted = list(dict.fromkeys(granted))
    if wanted:
        await queries.add(session, wanted)
