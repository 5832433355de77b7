"""Telling agencies what became of a learner they know, in the transaction that does it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from service.kit.audit import By
from service.kit.database import Session
from service.kit.errors import NotFound
from service.kit.ids import new_id
from service.notices import queries
from service.notices.rows import NewNotice


async def tell(
    session: Session, learner_id: UUID, agency_ids: Iterable[UUID], sentence: str, *, now: datetime
) -> None:
    """Leave each agency a notice; its people find it on their first page. As the register."""
    notices = [
        NewNotice(agency_id=agency_id, id=new_id(), learner_id=learner_id, sentence=sentence, told_at=now)
        for agency_id in sorted(agency_ids)
    ]
    await queries.tell(session, notices)


async def read_notice(session: Session, *, notice_id: UUID, by: By, now: datetime) -> None:
    """Note that somebody of the agency has read it. Raises `NotFound`."""
    if not await queries.read(session, by.agency_id, notice_id, at=now, by=by.account_id):
        raise NotFound("There is no such notice for your agency, or somebody has read it already.")
