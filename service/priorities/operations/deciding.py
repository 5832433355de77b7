"""Setting a priority, recording what the board decided, and where priorities stand, now or as known on a day."""

from datetime import date, datetime
from uuid import UUID

from service.agencies import queries as agencies
from service.agencies.rows import AreaKind
from service.kit import audit, database
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.ids import new_id
from service.priorities import queries
from service.priorities.operations.evidence import evidence_for
from service.priorities.rows import Decision, Entry, Evidence, NewPriority, Standing, Verdict
from service.priorities.rules import refusal_of, standing_of
from service.vocabulary.day import say_day


class PriorityUnknown(NotFound):
    """No such priority, or not on that day."""

    code = "priority_unknown"


class DecisionInvalid(Invalid):
    """The decision cannot be of this priority as it stands."""

    code = "decision_invalid"


class DecidedMeanwhile(Conflict):
    """Somebody recorded a decision at the same time."""

    code = "decided_meanwhile"


async def set_priority(session: Session, *, entry: Entry, by: By, now: datetime, today: date) -> UUID:
    """Set a priority: it is proposed until the board decides. Gives its key."""
    areas = {area.name: area.id for area in await agencies.areas(session, AreaKind.DISTRICT, on=today)}
    added = NewPriority(
        id=new_id(),
        agency_id=by.agency_id,
        sector=entry.sector,
        area_id=areas[entry.district] if entry.district else None,
        reason=entry.reason,
        planned_places=entry.planned_places,
        from_on=entry.from_on,
        until_on=entry.until_on,
        set_at=now,
        set_by=by.account_id,
    )
    await queries.add_priority(session, added)
    detail = {"sector": added.sector, "planned_places": added.planned_places}
    act = Act(act="priority set", subject_kind="priority", subject_id=added.id, detail=detail)
    await audit.record(session, act, by=by, now=now)
    return added.id


async def standings(session: Session, *, known_at: datetime | None = None) -> list[Standing]:
    """List where all priorities stand, the oldest first; by what was recorded by an instant, where one is given."""
    found = await queries.priorities(session, known_at=known_at)
    decided = await queries.decisions(session, [each.id for each in found], known_at=known_at)
    return [standing_of(each, decided[each.id]) for each in found]


async def require_standing(
    session: Session, *, priority_id: UUID, known_at: datetime | None = None
) -> Standing:
    """Fetch where one priority stands, in the same way. Raises `PriorityUnknown`."""
    found = await queries.priority(session, priority_id, known_at=known_at)
    if found is None:
        raise PriorityUnknown("There is no such priority, or there was none on that day.")
    decided = await queries.decisions(session, [priority_id], known_at=known_at)
    return standing_of(found, decided[priority_id])


async def decide(
    session: Session, *, priority_id: UUID, verdict: Verdict, by: By, now: datetime, today: date
) -> Decision:
    """Record a decision of the board, with its evidence frozen as it reads now.

    Raises `PriorityUnknown`, `DecidedMeanwhile`, and `DecisionInvalid` where the priority stands otherwise, the day is
    before the decision before it, or the evidence chosen does not read like that any more.
    """
    standing = await require_standing(session, priority_id=priority_id)
    _require_possible(standing, verdict)
    chosen = (await evidence_for(session, standing.priority, today=today)).get(verdict.evidence)
    if chosen is None:
        raise DecisionInvalid(
            "The figures have changed since you opened this page. Choose again", field="evidence"
        )
    decision = _decision(standing, verdict, chosen, by, now)
    faster = DecidedMeanwhile(
        "Somebody else recorded a decision meanwhile. Look at theirs first.", field="kind"
    )
    async with database.expect_unique("pk_priority_decision", faster):
        await queries.add_decision(session, decision)
    detail = {"kind": decision.kind, "number": decision.number, "evidence": decision.evidence_table}
    act = Act(act="priority decided", subject_kind="priority", subject_id=priority_id, detail=detail)
    await audit.record(session, act, by=by, now=now)
    return decision


def _require_possible(standing: Standing, verdict: Verdict) -> None:
    refusal = refusal_of(verdict.kind, standing.state)
    if refusal is not None:
        raise DecisionInvalid(refusal, field="kind")
    last = standing.decisions[0].decided_on if standing.decisions else None
    if last is not None and verdict.decided_on < last:
        raise DecisionInvalid(
            f"The board decided on this priority on {say_day(last)}. Enter that day or a later one",
            field="decided_on",
        )


def _decision(standing: Standing, verdict: Verdict, chosen: Evidence, by: By, now: datetime) -> Decision:
    return Decision(
        priority_id=standing.priority.id,
        number=len(standing.decisions) + 1,
        kind=verdict.kind,
        words=verdict.words,
        present=verdict.present,
        decided_on=verdict.decided_on,
        review_on=verdict.review_on,
        planned_places=verdict.planned_places,
        evidence_table=chosen.table,
        evidence_month_on=chosen.month_on,
        evidence_edition=chosen.edition,
        evidence_shown_on=chosen.shown_on,
        evidence_sentence=chosen.sentence,
        recorded_at=now,
        recorded_by=by.account_id,
    )
