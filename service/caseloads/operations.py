"""Holding learners, and logging contacts."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from service.access.rows import Scope
from service.agencies import queries as agencies
from service.caseloads import queries
from service.caseloads.rows import Availability, Contact, Found, Holding, TracingStep
from service.caseloads.rules import LADDER
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.ids import NOBODY, new_id
from service.learners.rows import Learner


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


async def who_answers(session: Session, learner: Learner) -> tuple[str | None, str | None]:
    """Name the adviser who holds a learner and the council that answers for them; None where there is none."""
    if learner.council_id is None:
        return None, None
    council = (await agencies.agency_names(session, [learner.council_id])).get(learner.council_id)
    held = (await queries.holdings(session, [learner.id], agency_id=learner.council_id)).get(learner.id)
    if held is None:
        return None, council
    return (await agencies.names_of(session, [held.account_id])).get(held.account_id), council


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


async def note_tracing(
    session: Session,
    *,
    learner_id: UUID,
    found: Mapping[str, Found],
    within: Scope,
    by: By,
    now: datetime,
    today: date,
) -> int:
    """Keep what steps of the ladder came to, those that are otherwise than before, and count them. Raises `Invalid`.

    The caller has found the learner in scope.
    """
    if unknown := found.keys() - LADDER.keys():
        raise Invalid("This is no step of the ladder. Open the page again.", field=min(unknown))
    before = await queries.tracing_of(session, learner_id, within=within)
    fresh = [
        TracingStep(
            learner_id=learner_id,
            id=new_id(),
            agency_id=by.agency_id,
            account_id=by.account_id or NOBODY,
            step=step,
            found=what,
            noted_at=now,
            noted_on=today,
        )
        for step, what in found.items()
        if step not in before or before[step].found is not what
    ]
    await queries.add_tracing(session, fresh)
    if fresh:
        detail = {each.step: each.found.value for each in fresh}
        act = Act(act="tracing noted", subject_kind="learner", subject_id=learner_id, detail=detail)
        await audit.record(session, act, by=by, now=now)
    return len(fresh)


async def set_availability(
    session: Session, *, told: Availability, colleagues: frozenset[UUID], by: By, now: datetime
) -> None:
    """Keep how an adviser works and who covers for them. Raises `Invalid`; `colleagues` are who may cover."""
    if (told.away_from_on is None) != (told.away_until_on is None):
        raise Invalid("Enter both the first and the last day away, or neither.", field="away_until_on")
    if told.away_from_on and told.away_until_on and told.away_until_on < told.away_from_on:
        raise Invalid("The last day away is before the first.", field="away_until_on")
    if told.cover_id is not None and told.cover_id not in colleagues - {told.account_id}:
        raise Invalid("Choose a colleague of the same council.", field="cover_id")
    await queries.set_availability(session, told)
    detail = {
        "hours": told.hours,
        "away_from_on": told.away_from_on.isoformat() if told.away_from_on else None,
        "away_until_on": told.away_until_on.isoformat() if told.away_until_on else None,
        "cover": str(told.cover_id) if told.cover_id else None,
    }
    act = Act(act="availability set", subject_kind="account", subject_id=told.account_id, detail=detail)
    await audit.record(session, act, by=by, now=now)
