"""Offering a dated place, and what becomes of the offer. The last place goes to whoever is first, whoever asks."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import msgspec

from service.access.operations import give_access
from service.access.rows import Access, Reason
from service.alerts.operations import record
from service.guarantee import queries
from service.guarantee.operations.enquirer import Enquirer
from service.guarantee.operations.opening import require_open
from service.guarantee.operations.recommending import WayBack, way_back
from service.guarantee.rows import Offer, OfferState, Refusal
from service.guarantee.rules import REFUSALS, day_offered, is_on_offer
from service.kit import audit
from service.kit.audit import Act
from service.kit.database import Session, as_register
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.ids import new_id
from service.pathways import queries as pathways
from service.pathways.rows import Milestone, MilestoneKind
from service.provision import queries as provision
from service.provision.rows import Listed

_LIVE = frozenset({OfferState.MADE, OfferState.ACCEPTED})
_MAY_BECOME = {
    OfferState.MADE: frozenset({OfferState.ACCEPTED, OfferState.REFUSED, OfferState.WITHDRAWN}),
    OfferState.ACCEPTED: frozenset({OfferState.WITHDRAWN}),
}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an offer: accepted, refused for a reason, or withdrawn."""

    state: OfferState
    refusal: Refusal | None = None
    note: str | None = None


class PlaceGone(Conflict):
    """The last place went to somebody else, or it is no longer on offer."""

    code = "place_gone"


class OfferUnknown(NotFound):
    """No such offer to this learner."""

    code = "offer_unknown"


class OfferAnswered(Conflict):
    """Somebody has answered it meanwhile."""

    code = "offer_answered"


async def make_offer(
    session: Session,
    *,
    learner_id: UUID,
    opportunity_id: UUID,
    override_reason: str | None,
    asker: Enquirer,
) -> UUID:
    """Offer somebody a place, and give the offer's key; offered twice, the first offer stands.

    What the service did not recommend needs a reason, which is kept beside what it did recommend. Raises `NotOpen`,
    `Invalid` and `PlaceGone`.
    """
    learner, _ = await require_open(session, learner_id=learner_id, asker=asker, why="offering a place")
    async with as_register(session):
        await pathways.hold_facts(session, [learner.id])
        for each in await queries.offers_of(session, learner.id):
            if each.opportunity_id == opportunity_id and each.state in _LIVE:
                return each.id
        told = await queries.wishes(session, learner.id)
        if told is None:
            raise Invalid("Ask first what they want. The place depends on it.", field="opportunity_id")
        way = await way_back(session, learner=learner, wishes=told[0], today=asker.today)
        listed = (await provision.opportunities(session, [opportunity_id])).get(opportunity_id)
        place = _place(listed, told[0].free_on, asker.today)
        why = _why(place, way, override_reason)
        offer = _offer(learner.id, place, way, why, asker)
        await queries.add_offer(session, offer)
        await _note(session, offer, MilestoneKind.OFFERED, offer.title, asker)
    return offer.id


async def answer_offer(
    session: Session, *, learner_id: UUID, offer_id: UUID, answer: Answer, asker: Enquirer
) -> Offer:
    """Keep what became of an offer. Accepting takes the place, and lets its provider see who comes.

    Raises `NotOpen`, `OfferUnknown`, `OfferAnswered`, `PlaceGone` and `Invalid`.
    """
    learner, _ = await require_open(session, learner_id=learner_id, asker=asker, why="answering an offer")
    if answer.state is OfferState.REFUSED and answer.refusal is None:
        raise Invalid(
            "Choose why they refused. Without a reason the guarantee’s clock goes on.", field="refusal"
        )
    async with as_register(session):
        await pathways.hold_facts(session, [learner.id])
        offer = await queries.hold_offer(session, learner.id, offer_id)
        if offer is None:
            raise OfferUnknown("There is no such offer to this young person.")
        if answer.state not in _MAY_BECOME.get(offer.state, frozenset()):
            raise OfferAnswered("This offer was answered already. Open the page again to see how.")
        answered = _answered(offer, answer, asker)
        await _places(session, offer, answered, asker.today)
        await queries.answer(session, answered, before=offer.state)
        await _tell_pathway(session, answered, asker)
    await _trace(session, answered, asker)
    return answered


class _Place(NamedTuple):
    """A place that is still to be had, and the day it is for."""

    listed: Listed
    starts_on: date


def _place(listed: Listed | None, free_on: date, today: date) -> _Place:
    if listed is None or not is_on_offer(listed.opportunity, today=today):
        raise PlaceGone("This place is no longer to be had. Choose another.", field="opportunity_id")
    starts_on = day_offered(listed.opportunity, free_on=free_on, today=today)
    if starts_on is None:
        raise PlaceGone(
            "This has begun, or begins before they are free. Choose another.", field="opportunity_id"
        )
    return _Place(listed, starts_on)


def _why(place: _Place, way: WayBack, reason: str | None) -> str | None:
    """The reason for a place that was not recommended; None for one that was. Raises `Invalid` where it is missing."""
    if place.listed.opportunity.id in way.recommendation.recommended:
        return None
    given = (reason or "").strip()
    if not given:
        raise Invalid(
            "Say why this place, though it was not recommended. Both are kept.", field="override_reason"
        )
    return given


def _offer(learner_id: UUID, place: _Place, way: WayBack, why: str | None, asker: Enquirer) -> Offer:
    opportunity = place.listed.opportunity
    return Offer(
        learner_id=learner_id,
        id=new_id(),
        opportunity_id=opportunity.id,
        provider_id=opportunity.agency_id,
        kind=opportunity.kind,
        title=f"{opportunity.title}, {place.listed.provider}",
        level=opportunity.level,
        sector=opportunity.sector,
        starts_on=place.starts_on,
        agency_id=asker.by.agency_id,
        account_id=asker.account_id,
        made_at=asker.now,
        made_on=asker.today,
        recommended=way.recommendation,
        override_reason=why,
    )


def _answered(offer: Offer, answer: Answer, asker: Enquirer) -> Offer:
    return msgspec.structs.replace(
        offer,
        state=answer.state,
        answered_at=asker.now,
        answered_by=asker.account_id,
        refusal=answer.refusal if answer.state is OfferState.REFUSED else None,
        refusal_note=answer.note,
    )


async def _places(session: Session, offer: Offer, answered: Offer, today: date) -> None:
    """Take the place that is accepted, or give back the one that was. Raises `PlaceGone`."""
    if answered.state is OfferState.ACCEPTED:
        if not await provision.take_place(session, offer.opportunity_id, today=today):
            raise PlaceGone("The last place has just gone to somebody else. Choose another.")
        granted = Access(learner_id=offer.learner_id, agency_id=offer.provider_id, reason=Reason.PLACED)
        await give_access(session, granted=[granted])
    elif offer.state is OfferState.ACCEPTED:
        await provision.give_place_back(session, offer.opportunity_id)


async def _tell_pathway(session: Session, answered: Offer, asker: Enquirer) -> None:
    """A refusal with its reason stops the guarantee's clock; a place given back without one lets it go on."""
    if answered.state is OfferState.ACCEPTED:
        await _note(session, answered, MilestoneKind.ACCEPTED, answered.title, asker)
    elif answered.refusal is None:
        await _note(session, answered, MilestoneKind.DECLINED, None, asker)
    else:
        why = "; ".join(filter(None, [REFUSALS[answered.refusal], answered.refusal_note]))
        await _note(session, answered, MilestoneKind.DECLINED, why, asker)


async def _note(
    session: Session, offer: Offer, kind: MilestoneKind, detail: str | None, asker: Enquirer
) -> None:
    """Put it on the timeline, where the safety net sees it: as what the agency that did it says."""
    milestone = Milestone(
        learner_id=offer.learner_id,
        id=new_id(),
        kind=kind,
        occurred_on=asker.today,
        planned_start_on=offer.starts_on,
        level=offer.level,
        sector=offer.sector,
        detail=detail,
        recorded_at=asker.now,
        agency_id=asker.by.agency_id,
        source_key=f"offer:{offer.id}:{kind.value}",
        recorded_by=asker.by.account_id,
    )
    await record(session, milestones=[milestone], by=asker.by, now=asker.now, today=asker.today)


async def _trace(session: Session, offer: Offer, asker: Enquirer) -> None:
    act = Act(
        act=f"offer {offer.state.value}",
        subject_kind="learner",
        subject_id=offer.learner_id,
        detail={"offer": str(offer.id), "starts_on": offer.starts_on.isoformat()},
    )
    await audit.record(session, act, by=asker.by, now=asker.now)
