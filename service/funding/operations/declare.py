"""Making declarations: what the facts of learners, as known before a moment, let providers claim.

One function looks at learners; the daily run hands it those whose facts are new, the statements of a quarter those
whose facts changed around their cut-off. It can be run again at any time and then does nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

import msgspec

from service.access.rows import WHOLE_REGISTER
from service.circumstances import queries as circumstances
from service.circumstances.rows import Circumstance
from service.funding import queries
from service.funding.rows import (
    BILLABLE,
    STANDING,
    Agencies,
    ClaimKey,
    Declaration,
    Fund,
    Picture,
    Priced,
    State,
    Verdict,
)
from service.funding.rules import Settled, claims_of, event_of, judge, settle, splits
from service.funding.rules.eligibility import Allocated
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session
from service.kit.ids import NOBODY, new_id
from service.pathways import queries as pathways
from service.vocabulary.day import london_day

BATCH = 1_000
_AGAIN = timedelta(days=1)
"""Looked at twice: what was being recorded while the last run looked."""
_TICK = timedelta(microseconds=1)


class Grounds(msgspec.Struct, frozen=True, kw_only=True):
    """What claims are judged by beside the facts."""

    funds: Sequence[Fund]
    agencies: Agencies
    allocated: Allocated
    tariffs: Sequence[Priced]


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did: learners looked at, attempts made, steps taken."""

    learners: int = 0
    new: int = 0
    changed: int = 0

    def __add__(self, other: "Declared") -> "Declared":
        return Declared(
            learners=self.learners + other.learners,
            new=self.new + other.new,
            changed=self.changed + other.changed,
        )


async def make_declarations(database: Database, *, now: datetime) -> Declared:
    """Make the declarations of everybody of whom something is new since the last run; the cost follows their number.

    Batch by batch, each its own transaction. Where statements were prepared meanwhile, the next run looks again.
    """
    async with database.transaction(REGISTER) as session:
        until = await queries.declared_until(session)
        found = await queries.changed(session, until - _AGAIN, now)
    done = Declared()
    for begin in range(0, len(found), BATCH):
        async with database.transaction(REGISTER) as session:
            await queries.hold_declaring(session)
            done += await declare(session, found[begin : begin + BATCH], before=now, now=now)
    async with database.transaction(REGISTER) as session:
        await queries.declare_until(session, was=until, now_is=now)
        if done.new or done.changed:
            act = Act(act="declarations made", subject_kind="fund", subject_id=None, detail=_counts(done))
            await audit.record(session, act, by=By(agency_id=NOBODY), now=now)
    return done


async def declare_as_of(
    session: Session, *, cut_off: datetime, also: Collection[UUID], now: datetime
) -> Declared:
    """Make all declarations say what was known before a cut-off, whatever earlier or later run made them."""
    until = await queries.hold_declaring(session)
    since, before = min(until, cut_off) - _AGAIN, max(until, cut_off) + _AGAIN
    found = sorted({*await queries.changed(session, since, before), *also})
    done = Declared()
    for begin in range(0, len(found), BATCH):
        done += await declare(session, found[begin : begin + BATCH], before=cut_off, now=now)
    await queries.declare_until(session, was=until, now_is=cut_off)
    return done


async def declare(
    session: Session, learner_ids: Sequence[UUID], *, before: datetime, now: datetime
) -> Declared:
    """Make the declarations of some learners say what was known before a moment. As the register."""
    if not learner_ids:
        return Declared()
    await queries.hold_learners(session, learner_ids)
    pictures = await pictures_of(session, learner_ids, before=before)
    grounds = await grounds_of(session)
    declared = await queries.declarations_of(session, [each.learner_id for each in pictures])
    settled = []
    for picture in pictures:
        known = declared.get(picture.learner_id, [])
        standing = {each.key for each in known if each.state in STANDING}
        verdicts = judged(picture, grounds, standing=standing, before=before)
        names = {each.claim.key: new_id() for each in verdicts}
        settled.append(settle(verdicts, known, names=names, known_before=before, now=now))
    await _keep(session, settled, now=now)
    return Declared(
        learners=len(pictures),
        new=sum(len(each.new) for each in settled),
        changed=sum(len(each.changed) for each in settled),
    )


async def grounds_of(session: Session, *, at: datetime | None = None) -> Grounds:
    """Fetch what claims are judged by, as it stood at an instant."""
    return Grounds(
        funds=await queries.funds(session),
        agencies=await queries.agencies(session),
        allocated=await queries.allocated(session, by=at),
        tariffs=await queries.tariffs(session, set_by=at),
    )


async def pictures_of(session: Session, learner_ids: Sequence[UUID], *, before: datetime) -> list[Picture]:
    """Fetch all that learners' claims follow from, as known before a moment; whoever was merged has none."""
    people = await queries.born(session, learner_ids)
    ids = [each.id for each in people]
    spells, milestones = await pathways.said_as_known(session, ids, within=WHOLE_REGISTER, before=before)
    told: dict[UUID, list[Circumstance]] = {}
    for each in await circumstances.everything_said(session, ids, within=WHOLE_REGISTER):
        if each.recorded_at < before:
            told.setdefault(each.learner_id, []).append(each)
    funds = await queries.settled_funds(session, ids)
    return [
        Picture(
            learner_id=each.id,
            born_on=each.date_of_birth,
            spells=tuple(spells.get(each.id, ())),
            milestones=tuple(milestones.get(each.id, ())),
            circumstances=tuple(told.get(each.id, ())),
            funds=funds.get(each.id, {}),
        )
        for each in people
    ]


def judged(
    picture: Picture, grounds: Grounds, *, standing: Collection[ClaimKey], before: datetime
) -> tuple[Verdict, ...]:
    """Say what can be claimed for a learner by what was known before a moment."""
    until_on = london_day(before - _TICK)
    claims = claims_of(picture, funds=grounds.funds, agencies=grounds.agencies, until_on=until_on)
    return judge(
        claims,
        standing=standing,
        allocated=grounds.allocated,
        splits=lambda fund, day: splits(grounds.tariffs, fund, day),
    )


async def _keep(session: Session, settled: Sequence[Settled], *, now: datetime) -> None:
    """What can no longer be paid is written before what can be from now on: of each outcome one can."""
    changed = list(chain.from_iterable(each.changed for each in settled))
    await queries.change_declarations(session, [each for each in changed if each.state not in BILLABLE])
    await queries.change_declarations(session, [each for each in changed if each.state in BILLABLE])
    await queries.add_declarations(session, list(chain.from_iterable(each.new for each in settled)))
    steps: list[tuple[Declaration, State]] = list(chain.from_iterable(each.steps for each in settled))
    await queries.add_events(session, [event_of(step, key=new_id(), now=now) for step in steps])


def _counts(done: Declared) -> dict[str, object]:
    return {"learners": done.learners, "new": done.new, "changed": done.changed}
