"""Looking at learners: derive where they are from the facts, and make their open alerts those the rules ask for.

One function does it for one learner after a write, for those due in the daily run and for everybody on demand, so
the three cannot disagree.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from service.access.rows import WHOLE_REGISTER
from service.alerts import queries
from service.alerts.operations.keep import Look, keep_alerts
from service.alerts.rows import (
    Case,
    Changes,
    ClosedAlert,
    Contact,
    Evaluation,
    OpenAlert,
    Watched,
)
from service.alerts.rules import READ, READ_OF_PUPILS, evaluate, reconcile
from service.caseloads import queries as caseloads
from service.caseloads.rows import Contact as LoggedContact
from service.circumstances import queries as circumstances
from service.circumstances.rows import Circumstance
from service.kit.audit import By
from service.kit.behind import in_turns
from service.kit.database import REGISTER, Database, Session
from service.kit.ids import NOBODY
from service.learners import queries as learners
from service.learners.rows import Answer, Learner, NewLearner
from service.pathways import queries as pathways
from service.pathways.operations import keep_derived
from service.pathways.rows import Facts, Standing
from service.pathways.rules import (
    Stretch,
    disagreement,
    main_spells_of,
    situation_of,
    stage_of,
    stretches,
)
from service.referrals import queries as referrals
from service.referrals.rows import Referral
from service.vocabulary.academic_year import is_in_last_compulsory_year
from service.vocabulary.day import london_day

BATCH = 1_000
REMEMBERED = timedelta(weeks=6)  # longer than any hold after closing by hand, over Christmas or Easter too
WEEKS_REMEMBERED = timedelta(weeks=26)  # of attendance
PUPILS_WEEKS_REMEMBERED = timedelta(days=365)  # all that the risk of NEET is worked out from
Told = Mapping[UUID, Sequence[Circumstance]]


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """A learner registered in this very transaction, with all the facts there are about them."""

    learner: NewLearner
    facts: Facts


async def watch(
    session: Session,
    *,
    learner_ids: Sequence[UUID],
    by: By,
    now: datetime,
    today: date,
    newcomers: Sequence[Newcomer] = (),
) -> Watched:
    """Look at learners and store what follows: main spells, situation, alerts, next review day.

    `newcomers` are looked at too: they come with all there is to know of them, so nothing is looked up.
    """
    if not newcomers and not learner_ids:
        return Watched()
    people = await learners.learners(session, learner_ids, within=WHOLE_REGISTER)
    told = await _told(session, [*(each.learner for each in newcomers), *people.values()], today)
    looks = [
        *await _look_at_newcomers(newcomers, told, today),
        *await _look(session, people, told, today),
    ]
    await keep_derived(
        session,
        lines={look.learner.id: look.line for look in looks},
        standings=[look.standing for look in looks],
        newcomers={newcomer.learner.id for newcomer in newcomers},
    )
    return await keep_alerts(session, looks, by=by, now=now, today=today)


async def watch_claimed(session: Session, *, answer: Answer, by: By, now: datetime, today: date) -> Watched:
    """Look at whom a claim found or registered; a newcomer, having no facts, is not looked up.

    Nobody is looked at where the claim waits for review.
    """
    if answer.registered is not None:
        newcomer = Newcomer(learner=answer.registered, facts=Facts())
        return await watch(session, learner_ids=[], by=by, now=now, today=today, newcomers=[newcomer])
    found = [answer.learner_id] if answer.learner_id else []
    return await watch(session, learner_ids=found, by=by, now=now, today=today)


async def watch_due(database: Database, *, now: datetime, today: date) -> Watched:
    """Look at those whose next review day has come; the cost follows their number."""
    return await _watch_all(
        database, lambda session, after: pathways.due(session, today, after=after, limit=BATCH), now, today
    )


async def watch_everybody(database: Database, *, now: datetime, today: date) -> Watched:
    """Look at every learner, as if nothing were stored."""
    return await _watch_all(
        database, lambda session, after: pathways.everybody(session, after=after, limit=BATCH), now, today
    )


async def _watch_all(
    database: Database, page: Callable[[Session, UUID], Awaitable[list[UUID]]], now: datetime, today: date
) -> Watched:
    """Batch by batch, each its own transaction, so that a stop in the middle loses one batch at most."""
    watched, after = Watched(), NOBODY
    while True:
        async with database.transaction(REGISTER) as session:
            found = await page(session, after)
            watched += await watch(session, learner_ids=found, by=By(agency_id=NOBODY), now=now, today=today)
        if len(found) < BATCH:
            return watched
        after = found[-1]


async def _told(session: Session, people: Sequence[Learner | NewLearner], today: date) -> Told:
    """What rules read of each. Of pupils, and of nobody else, that is also what the risk of NEET is made of."""
    pupils: list[UUID] = []
    others: list[UUID] = []
    for each in people:
        is_pupil = is_in_last_compulsory_year(each.date_of_birth, on=today)
        (pupils if is_pupil else others).append(each.id)
    told: dict[UUID, list[Circumstance]] = {}
    for ids, kinds, remembered in (
        (others, READ, WEEKS_REMEMBERED),
        (pupils, READ_OF_PUPILS, PUPILS_WEEKS_REMEMBERED),
    ):
        if ids:
            told |= await circumstances.for_rules(session, ids, kinds=kinds, weeks_since=today - remembered)
    return told


async def _look_at_newcomers(newcomers: Sequence[Newcomer], told: Told, today: date) -> list[Look]:
    return [
        _look_at(each.learner, each.facts, _case(each.learner, each.facts, told), (), (), today)
        async for each in in_turns(newcomers)
    ]


async def _look(session: Session, people: Mapping[UUID, Learner], told: Told, today: date) -> list[Look]:
    ids = list(people)
    facts = await pathways.facts_of(session, ids, within=WHOLE_REGISTER)
    contacts = await caseloads.contacts_of(session, ids, within=WHOLE_REGISTER)
    asked = await referrals.open_referrals(session, ids)
    open_ = await queries.open_alerts(session, ids)
    closed = await queries.closed_lately(session, ids, since=today - REMEMBERED)
    return [
        _look_at(
            person,
            facts[person.id],
            _case(person, facts[person.id], told, contacts.get(person.id, ()), asked.get(person.id, ())),
            open_.get(person.id, ()),
            closed.get(person.id, ()),
            today,
        )
        async for person in in_turns(people.values())
    ]


def _case(
    learner: Learner | NewLearner,
    facts: Facts,
    told: Told,
    contacts: Iterable[LoggedContact] = (),
    asked: Iterable[Referral] = (),
) -> Case:
    return Case(
        learner_id=learner.id,
        born=learner.date_of_birth,
        registered_on=london_day(learner.registered_at),
        spells=facts.spells,
        milestones=facts.milestones,
        contacts=tuple(_contact(contact) for contact in contacts),
        circumstances=tuple(told.get(learner.id, ())),
        referrals=tuple(asked),
    )


def _look_at(
    learner: Learner | NewLearner,
    facts: Facts,
    case: Case,
    open_alerts: Sequence[OpenAlert],
    closed: Sequence[ClosedAlert],
    today: date,
) -> Look:
    line = stretches(facts.spells)
    evaluation = evaluate(case, today=today, line=line)
    changes = reconcile(open_alerts, evaluation, today=today, recently_closed=closed)
    standing = _standing(case, line, evaluation, changes, today)
    return Look(learner=learner, facts=facts, line=main_spells_of(line), standing=standing, changes=changes)


def _contact(logged: LoggedContact) -> Contact:
    return Contact(occurred_on=logged.occurred_on, channel=logged.channel, two_way=logged.two_way)


def _standing(
    case: Case, line: Sequence[Stretch], evaluation: Evaluation, changes: Changes, today: date
) -> Standing:
    where = situation_of(line, today=today)
    conflict = disagreement(case.spells, today=today)
    over_on = conflict.until_on + timedelta(days=1) if conflict and conflict.until_on < date.max else None
    days = [day for day in (evaluation.next_review_on, changes.look_again_on, over_on) if day is not None]
    return Standing(
        learner_id=case.learner_id,
        activity=where.activity,
        activity_group=where.group,
        since_on=where.since_on,
        provider_name=where.provider_name,
        planned_end_on=where.planned_end_on,
        current_until_on=where.current_until_on,
        neet_since_on=where.neet_since_on,
        stage=stage_of(line, case.milestones, today=today),
        conflict_since_on=conflict.started_on if conflict else None,
        evaluated_on=today,
        next_review_on=min(days, default=None),
    )
