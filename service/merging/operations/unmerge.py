"""Parting two learners who were joined by mistake: both as they were, and later facts with whom they belong to."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from service.access.queries import agencies_with_access
from service.alerts.operations import watch
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.errors import Conflict, Invalid, NotFound, Refused
from service.kit.ids import new_id
from service.learners import queries as learners
from service.learners.rows import NewPairRuling, NewReview, ReviewKind, RulingKind
from service.merging import queries
from service.merging.queries import Later
from service.merging.rows import LaterFact, Merge, Side
from service.merging.rules import side_of
from service.notices.operations import tell

PARTED = "Two records that had been joined by mistake were parted. Each has its own indicator again."
DOUBTFUL = "A fact recorded while two records were joined may be about either of two young people."


class MergeUnknown(NotFound):
    """No such merge."""

    code = "merge_unknown"


class UnmergeForbidden(Refused):
    """A later merge stands on this one."""

    code = "unmerge_forbidden"


async def unmerge(
    session: Session, *, merge_id: UUID, because: str, by: By, now: datetime, today: date
) -> Merge:
    """Part two learners who were joined, and leave a lasting "different people".

    Facts recorded since go where their source says; doubtful ones stay with the survivor and become a task. Raises
    `Conflict`, `Invalid`, `MergeUnknown` and `UnmergeForbidden`.
    """
    if not because.strip():
        raise Invalid("Enter why they are two people.", field="because")
    async with as_register(session):
        done = await _require(session, merge_id)
        await queries.lock(session, [done.survivor_id, done.merged_id])
        if not await queries.undo(session, done.id, at=now, by=by.account_id, because=because.strip()):
            raise Conflict("Somebody parted these two meanwhile.")
        later = await queries.later_facts(session, done)
        knew = await agencies_with_access(session, done.survivor_id)
        await queries.restore(session, done, at=now)
        doubtful = await _sort(session, done, later)
        await _rule(session, done, by=by, now=now)
        await learners.add_reviews(session, list(_tasks(done, doubtful, by=by, now=now)))
        both = [done.survivor_id, done.merged_id]
        await watch(session, learner_ids=both, by=by, now=now, today=today)
        await queries.forget_mistaken_alerts(session, done)
        await tell(session, done.survivor_id, set(knew) - {by.agency_id}, PARTED, now=now)
        await audit.record_all(session, list(_acts(done, doubtful)), by=by, now=now)
    return done


async def _require(session: Session, merge_id: UUID) -> Merge:
    done = await queries.merge(session, merge_id)
    if done is None:
        raise MergeUnknown("There is no such joining of two records.")
    if done.undone_at is not None:
        raise Conflict("These two were parted already.")
    if await queries.has_later(session, merge_id):
        raise UnmergeForbidden("One of them was joined with somebody else since. Part those first.")
    return done


async def _sort(session: Session, done: Merge, later: Sequence[Later]) -> list[Later]:
    """Hands later facts to the merged one where they belong, and gives those in doubt."""
    sides = [(fact, side_of(_told(fact))) for fact in later]
    for source in ("spell", "milestone", "circumstance"):
        theirs = [fact.id for fact, side in sides if fact.source == source and side is Side.MERGED]
        await queries.hand_over(session, done, source, theirs)
    await queries.give_access_to_sources(session, done.merged_id)
    return [fact for fact, side in sides if side is Side.DOUBTFUL]


def _told(fact: Later) -> LaterFact:
    return LaterFact(
        source=fact.source,
        id=fact.id,
        day=fact.day,
        earlier=tuple(map(Side, fact.earlier)),
        described=Side(fact.described) if fact.described else None,
        agencies=tuple(map(Side, fact.agencies)),
    )


async def _rule(session: Session, done: Merge, *, by: By, now: datetime) -> None:
    lesser, greater = sorted((done.survivor_id, done.merged_id))
    ruling = NewPairRuling(
        learner_id=lesser,
        other_id=greater,
        ruling=RulingKind.DIFFERENT,
        decided_at=now,
        decided_by=by.account_id,
    )
    await learners.add_pair_rulings(session, [ruling])


def _tasks(done: Merge, doubtful: Sequence[Later], *, by: By, now: datetime) -> Iterator[NewReview]:
    for fact in doubtful:
        yield NewReview(
            id=new_id(),
            kind=ReviewKind.FACT,
            agency_id=by.agency_id,
            council_id=by.agency_id,
            sentence=DOUBTFUL,
            raised_at=now,
            about_id=done.survivor_id,
            detail={
                "merge": str(done.id),
                "other": str(done.merged_id),
                "source": fact.source,
                "fact": str(fact.id),
                "day": fact.day.isoformat(),
            },
        )


def _acts(done: Merge, doubtful: Sequence[Later]) -> Iterator[Act]:
    detail = {"merge": str(done.id), "in_doubt": len(doubtful)}
    for learner_id in (done.survivor_id, done.merged_id):
        yield Act(act="learners parted", subject_kind="learner", subject_id=learner_id, detail=detail)
