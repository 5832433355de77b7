"""Making the files handed to others. Who took which is in the audit trail."""

from datetime import datetime
from uuid import UUID

from service.access.rows import Scope
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.returns import queries
from service.returns.rows import Extract, Extracted
from service.vocabulary.day import london_day


async def take_my_learners(session: Session, *, within: Scope, by: By, now: datetime) -> list[Extracted]:
    """Give an agency its learners."""
    found = await queries.my_learners(session, within=within, today=london_day(now))
    await _note(session, Extract.MY_LEARNERS, found, by=by, now=now)
    return found


async def take_district(
    session: Session, *, district_id: UUID | None, within: Scope, by: By, now: datetime
) -> list[Extracted]:
    """Give a council its learners who live in a district; None: where is not known."""
    found = await queries.residents_of(session, district_id, within=within, today=london_day(now))
    await _note(session, Extract.DISTRICT, found, by=by, now=now, district_id=district_id)
    return found


async def _note(
    session: Session,
    extract: Extract,
    found: list[Extracted],
    *,
    by: By,
    now: datetime,
    district_id: UUID | None = None,
) -> None:
    detail = {
        "extract": extract,
        "learners": len(found),
        "district": str(district_id) if district_id else None,
    }
    act = Act(act="extract taken", subject_kind="agency", subject_id=by.agency_id, detail=detail)
    await audit.record(session, act, by=by, now=now)
