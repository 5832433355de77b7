"""Giving and withdrawing access. It comes with a claim or with living in a council's area, never by asking for it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from service.access import queries
from service.access.rows import Access
from service.kit.database import Session


async def give_access(session: Session, *, granted: Iterable[Access]) -> None:
    """Let agencies see learners; access that is there already stays as it is."""
    wanted = list(dict.fromkeys(granted))
    if wanted:
        await queries.add(session, wanted)


async def withdraw_claimed(session: Session, *, agency_id: UUID, learner_ids: Sequence[UUID]) -> int:
    """Let an agency no longer see learners it saw by its claims, and say how many. A council's residents stay."""
    return await queries.withdraw_claimed(session, agency_id, learner_ids) if learner_ids else 0


async def withdraw_given(session: Session, *, access: Access) -> None:
    """Let an agency no longer see a learner it saw for this reason; what it sees for another it still sees."""
    await queries.withdraw_given(session, access)
