"""What somebody who re-engages a young person sees of them, and the way back the service recommends."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

import msgspec

from service.access.rows import WHOLE_REGISTER
from service.alerts.operations import record, record_circumstance
from service.alerts.rules import Clock, clock_of
from service.caseloads.operations import who_answers
from service.circumstances import queries as circumstances
from service.circumstances.rows import Circumstance
from service.circumstances.rows import Kind as Said
from service.circumstances.rules import holding, value_of
from service.guarantee import queries
from service.guarantee.operations.enquirer import Enquirer
from service.guarantee.operations.opening import require_open
from service.guarantee.rows import (
    Achieved,
    Attained,
    Entrant,
    Market,
    NewWishes,
    Offer,
    Opening,
    Recommendation,
    Wishes,
)
from service.guarantee.rules import achieved, recommend
from service.kit.database import Session, as_register
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.rows import Confidence, Facts, Milestone, MilestoneKind
from service.pathways.rules import Situation, situation, stretches
from service.provision import queries as provision
from service.provision.rows import Listed
from service.vocabulary.activity import Group
from service.vocabulary.priority_sector import SECTOR_OF, PrioritySector

_NOT_SAID = Attained()
_MARKET = Market(
    demand=MappingProxyType(
        {code: 1.0 for code, serves in SECTOR_OF.items() if serves is not PrioritySector.OTHER}
    )
)
"""Every sector area that serves one of the board's priority sectors is asked for alike."""


class Minimum(msgspec.Struct, frozen=True, kw_only=True):
    """The least somebody needs to find a way back: no history, no contacts, no alerts, no circumstances beside."""

    learner: Learner
    opening: Opening | None
    where: Situation
    achieved: Achieved
    clock: Clock | None
    wishes: Wishes | None
    said_on: date | None
    offers: list[Offer]
    adviser: str | None
    safe_contact: str | None
    protected: bool


class WayBack(msgspec.Struct, frozen=True, kw_only=True):
    """The recommendation, and what it names by key."""

    recommendation: Recommendation
    listed: Mapping[UUID, Listed]


async def read_minimum(session: Session, *, learner_id: UUID, asker: Enquirer) -> Minimum:
    """Read the least of a record that is open to whoever asks. Raises `NotOpen`."""
    learner, opening = await require_open(session, learner_id=learner_id, asker=asker, why="re-engaging")
    today = asker.today
    async with as_register(session):
        facts, said = await _known(session, learner.id)
        told = await queries.wishes(session, learner.id)
        held = holding(said, on=today)
        return Minimum(
            learner=learner,
            opening=opening,
            where=situation(facts.spells, today=today),
            achieved=achieved(facts, said, today=today),
            clock=_clock(learner, facts, today),
            wishes=told[0] if told else None,
            said_on=told[1] if told else None,
            offers=await queries.offers_of(session, learner.id),
            adviser=await _adviser(session, learner),
            safe_contact=value_of(held, Said.SAFE_CONTACT),
            protected=value_of(held, Said.PROTECTED_ADDRESS) == "yes",
        )


async def take_wishes(
    session: Session, *, learner_id: UUID, wishes: Wishes, asker: Enquirer, attained: Attained = _NOT_SAID
) -> None:
    """Keep what a young person said about the way back; whoever is in nothing counts as re-engaged from today.

    What they say they have attained is kept as their own word. Raises `NotOpen`.
    """
    learner, _ = await require_open(
        session, learner_id=learner_id, asker=asker, why="asking for their wishes"
    )
    today = asker.today
    async with as_register(session):
        await pathways.hold_facts(session, [learner.id])
        await queries.add_wishes(session, _row(learner.id, wishes, asker))
        for said in _said(learner.id, attained, asker):
            await record_circumstance(
                session, said=said, born_on=learner.date_of_birth, by=asker.by, now=asker.now, today=today
            )
        facts, _ = await _known(session, learner.id)
        is_in_something = situation(facts.spells, today=today).group is Group.EET
        if not is_in_something and not _is_waiting(learner, facts, today):
            await record(
                session, milestones=[_re_engaged(learner.id, asker)], by=asker.by, now=asker.now, today=today
            )


def _said(learner_id: UUID, attained: Attained, asker: Enquirer) -> Iterator[Circumstance]:
    told = (
        (Said.PRIOR_ATTAINMENT, attained.highest),
        (Said.ENGLISH, attained.english),
        (Said.MATHS, attained.maths),
    )
    for kind, value in told:
        if value is not None:
            yield Circumstance(
                learner_id=learner_id,
                id=new_id(),
                kind=kind,
                value=value,
                starts_on=asker.today,
                recorded_at=asker.now,
                recorded_by=asker.by.account_id,
                agency_id=asker.by.agency_id,
                source_key=f"guarantee:{kind}:{asker.today}",
                confidence=Confidence.SELF_REPORTED,
            )


async def way_back(session: Session, *, learner: Learner, wishes: Wishes, today: date) -> WayBack:
    """Recommend where a young person re-enters. The caller has found that their record is open to whoever asks."""
    async with as_register(session):
        entrant = await _entrant(session, learner, wishes, today)
        offered = await provision.listed(session, today=today)
        found = recommend(entrant, offered, today=today, market=_MARKET)
        return WayBack(recommendation=found, listed=await provision.opportunities(session, _named(found)))


def _named(found: Recommendation) -> frozenset[UUID]:
    return found.recommended | {each.opportunity_id for each in found.near_misses}


async def _entrant(session: Session, learner: Learner, wishes: Wishes, today: date) -> Entrant:
    facts, said = await _known(session, learner.id)
    minutes = await provision.minutes_from(session, learner.area_id) if learner.area_id else {}
    return Entrant(
        born=learner.date_of_birth,
        achieved=achieved(facts, said, today=today),
        wishes=wishes,
        has_plan=value_of(holding(said, on=today), Said.EHC_PLAN) == "yes",
        minutes=minutes,
    )


async def _known(session: Session, learner_id: UUID) -> tuple[Facts, list[Circumstance]]:
    facts = (await pathways.facts_of(session, [learner_id], within=WHOLE_REGISTER))[learner_id]
    return facts, await circumstances.counting(session, [learner_id], within=WHOLE_REGISTER)


async def _adviser(session: Session, learner: Learner) -> str | None:
    """Who answers for them, so that whoever re-engages them can phone: the adviser's name, or the council's."""
    name, council = await who_answers(session, learner)
    return f"{name}, {council}" if name else council


def _clock(learner: Learner, facts: Facts, today: date) -> Clock | None:
    return clock_of(stretches(facts.spells), facts.milestones, born=learner.date_of_birth, today=today)


def _is_waiting(learner: Learner, facts: Facts, today: date) -> bool:
    """Whether the clock runs already."""
    clock = _clock(learner, facts, today)
    return clock is not None and clock.met is None


def _re_engaged(learner_id: UUID, asker: Enquirer) -> Milestone:
    return Milestone(
        learner_id=learner_id,
        id=new_id(),
        kind=MilestoneKind.RE_ENGAGED,
        occurred_on=asker.today,
        recorded_at=asker.now,
        agency_id=asker.by.agency_id,
        source_key=f"guarantee:re-engaged:{asker.today}",
        recorded_by=asker.by.account_id,
    )


def _row(learner_id: UUID, wishes: Wishes, asker: Enquirer) -> NewWishes:
    return NewWishes(
        learner_id=learner_id,
        id=new_id(),
        agency_id=asker.by.agency_id,
        account_id=asker.account_id,
        said_at=asker.now,
        said_on=asker.today,
        sectors=" ".join(sorted(wishes.sectors, key=int)),
        route=wishes.route,
        readiness=wishes.readiness,
        needs=" ".join(sorted(wishes.needs)),
        travel_minutes=wishes.travel_minutes,
        hours=wishes.hours,
        free_on=wishes.free_on,
        may_repeat=wishes.may_repeat,
        repeat_reason=wishes.repeat_reason,
    )
