"""Statements about access."""

from collections.abc import Sequence
from uuid import UUID

from service.access.rows import Access
from service.kit import database
from service.kit.database import Session

_GRANT = """
insert into learner_access (learner_id, agency_id, reason)
select * from unnest($1::uuid[], $2::uuid[], $3::text[])
on conflict (learner_id, agency_id) do nothing
"""

_WITHDRAW = (
    "delete from learner_access where learner_id = any($2) and agency_id = $1 and reason = 'registered'"
)

_WITHDRAW_GIVEN = "delete from learner_access where learner_id = $1 and agency_id = $2 and reason = $3"

_AGENCIES = "select agency_id from learner_access where learner_id = $1 order by agency_id"


async def add(session: Session, granted: Sequence[Access]) -> int:
    """Give access, and say how many agencies had none before."""
    columns = [[access.learner_id for access in granted], [access.agency_id for access in granted]]
    return await database.execute(session, _GRANT, *columns, [access.reason for access in granted])


async def withdraw_claimed(session: Session, agency_id: UUID, learner_ids: Sequence[UUID]) -> int:
    """Take from an agency its access by claim, and say of how many learners it had that."""
    return await database.execute(session, _WITHDRAW, agency_id, list(learner_ids))


async def withdraw_given(session: Session, access: Access) -> int:
    """Take from an agency its access to a learner for a reason, and say whether it had that."""
    asked = (access.learner_id, access.agency_id, access.reason)
    return await database.execute(session, _WITHDRAW_GIVEN, *asked)


async def agencies_with_access(session: Session, learner_id: UUID) -> list[UUID]:
    """List the agencies that may see a learner."""
    return [found["agency_id"] for found in await database.rows(session, _AGENCIES, learner_id)]
