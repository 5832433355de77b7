"""Holding learners, and logging contacts."""

from datetime import date, datetime
from uuid import UUID

from service.caseloads import queries
from service.caseloads.rows import Contact, Holding
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Invalid


async def assign(session: Session, *, learner_id: UUID, to: UUID, by: By, now: datetime, today: date) -> None:
    """Put a learner on an adviser's caseload, taking it off whoever of the agency had it."""
    held = (await queries.holdings(session, [learner_id], agency_id=by.agency_id)).get(learner_id)
    if held and held.account_id == to:
        return
    await queries.end_holding(session, learner_id, agency_id=by.agency_id, on=today)
    holding = Holding(learner_id=learner_id, account_id=to, agency_id=by.agency_id, since_on=today)
    await queries.add_holding(session, holding)
    detail = {"from": str(held.account_id) if held else None, "to": str(to)}
    act = Act(act="learner assigned", subject_kind="learner", subject_id=learner_id, detail=detail)
    await audit.record(session, act, by=by, now=now)


async def log_contact(session: Session, *, contact: Contact, by: By, now: datetime, today: date) -> None:
    """Keep a contact made or tried. Raises `Invalid` for one in the future."""
    if contact.occurred_on > today:
        raise Invalid(
            "The day of the contact is in the future. Give today or a day before.", field="occurred_on"
        )
    await queries.add_contact(session, contact)
    detail = {"channel": contact.channel, "two_way": contact.two_way, "on": contact.occurred_on.isoformat()}
    act = Act(act="contact logged", subject_kind="learner", subject_id=contact.learner_id, detail=detail)
    await audit.record(session, act, by=by, now=now)
