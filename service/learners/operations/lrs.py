"""Answers of the Learning Records Service: kept, shown, and never a silent change of a number we have."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.ids import new_id
from service.learners import queries
from service.learners.rows import Learner, LrsChecked, LrsOutcome, NewReview, ReviewKind

OTHER_ULN = "The LRS gives another ULN for this learner than the one we have."
JOINED = "The LRS has joined ULNs: the one it gives now is not the one we have."
SHARED = "The LRS gives a ULN that another of our learners has."


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, for a learner named by indicator."""

    indicator: str
    outcome: LrsOutcome
    uln: str | None = None
    linked: tuple[str, ...] = ()


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a list of answers."""

    kept: int
    completed: int
    in_doubt: int
    unknown: tuple[str, ...]


async def take_lrs_answers(
    session: Session, *, answers: Sequence[Answered], within: Scope, by: By, now: datetime
) -> Taken:
    """Keep answers about learners in scope. A ULN we lack is noted; one that differs is a task.

    Indicators of nobody in scope are given back, and nothing is kept of them.
    """
    known = {
        each.indicator: await queries.learner_with(session, each.indicator, within=within) for each in answers
    }
    about = [(each, learner) for each in answers if (learner := known[each.indicator])]
    async with as_register(session):
        await queries.add_checks(session, [_check(each, learner, by, now) for each, learner in about])
        owners = {each.uln: await queries.owner_of_uln(session, each.uln) for each, _ in about if each.uln}
        lacking = [(each, learner) for each, learner in about if _completes(each, learner, owners)]
        for each, learner in lacking:
            await queries.change_uln(session, learner.id, each.uln or "", at=now)
        tasks = list(_tasks(about, owners, by=by, now=now))
        await queries.add_reviews(session, tasks)
        await audit.record_all(session, [_act(each, learner) for each, learner in about], by=by, now=now)
    unknown = tuple(indicator for indicator, learner in known.items() if learner is None)
    return Taken(kept=len(about), completed=len(lacking), in_doubt=len(tasks), unknown=unknown)


def _check(answer: Answered, learner: Learner, by: By, now: datetime) -> LrsChecked:
    return LrsChecked(
        learner_id=learner.id,
        id=new_id(),
        outcome=answer.outcome,
        uln=answer.uln,
        linked=" ".join(answer.linked) or None,
        received_at=now,
        received_by=by.agency_id,
    )


def _completes(answer: Answered, learner: Learner, owners: Mapping[str, UUID | None]) -> bool:
    is_sure = answer.outcome is LrsOutcome.EXACT and answer.uln is not None
    return is_sure and learner.uln is None and owners.get(answer.uln or "") is None


def _tasks(
    about: Sequence[tuple[Answered, Learner]], owners: Mapping[str, UUID | None], *, by: By, now: datetime
) -> Iterator[NewReview]:
    for answer, learner in about:
        sentence = _doubt(answer, learner, owners)
        if sentence is not None:
            yield NewReview(
                id=new_id(),
                kind=ReviewKind.NUMBER,
                agency_id=by.agency_id,
                council_id=by.agency_id,
                sentence=sentence,
                raised_at=now,
                about_id=learner.id,
                detail={
                    "number": "uln",
                    "kept": learner.uln,
                    "given": answer.uln,
                    "outcome": str(answer.outcome),
                },
            )


def _doubt(answer: Answered, learner: Learner, owners: Mapping[str, UUID | None]) -> str | None:
    """Why a person has to look, or None: what agrees, and what gives no ULN, changes nothing."""
    if answer.uln is None or answer.uln == learner.uln:
        return None
    if owners.get(answer.uln) not in (None, learner.id):
        return SHARED
    if answer.outcome is LrsOutcome.LINKED:
        return JOINED
    return OTHER_ULN if learner.uln is not None else None


def _act(answer: Answered, learner: Learner) -> Act:
    detail = {"outcome": str(answer.outcome)}
    return Act(act="LRS answer received", subject_kind="learner", subject_id=learner.id, detail=detail)
