"""Statements about answers of the Learning Records Service."""

from collections.abc import Sequence
from uuid import UUID

from service.access.rows import Scope
from service.kit import database
from service.kit.database import Session
from service.learners.rows import LrsChecked
from service.learners.tables import LrsCheckTable

_LAST = """
select c.* from lrs_check c where c.learner_id = $1 and ($2::uuid is null or exists (
    select from learner_access a where a.learner_id = c.learner_id and a.agency_id = $2))
order by c.received_at desc, c.id desc limit 1
"""


async def add_checks(session: Session, added: Sequence[LrsChecked]) -> None:
    """Keep answers of the LRS."""
    await database.insert(session, LrsCheckTable, added)


async def last_check(session: Session, learner_id: UUID, *, within: Scope) -> LrsChecked | None:
    """Fetch what the LRS answered last about a learner in scope."""
    return await database.struct(session, LrsChecked, _LAST, learner_id, within.agency_id)
