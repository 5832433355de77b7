"""Statements about the way back."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.guarantee.rows import NewWishes, Offer, Opening, Wishes
from service.guarantee.tables import OfferTable, OpeningTable, WishTable
from service.kit import database
from service.kit.database import Session

_WISHES = """
select said_on, array_remove(string_to_array(sectors, ' '), '') as sectors, route, readiness,
       array_remove(string_to_array(needs, ' '), '') as needs, travel_minutes, hours, free_on, may_repeat,
       repeat_reason
from reentry_wish where learner_id = $1 order by said_at desc, id desc limit 1
"""
_OFFER_COLUMNS = """
learner_id, id, opportunity_id, provider_id, kind, title, level, sector, starts_on, agency_id, account_id, made_at,
made_on, recommended, override_reason, state, answered_at, answered_by, refusal, refusal_note
"""
_OFFERS = f"select {_OFFER_COLUMNS} from offer where learner_id = $1 order by made_at desc, id desc"
_OFFER = f"select {_OFFER_COLUMNS} from offer where learner_id = $1 and id = $2 for update"
_ANSWER = """
update offer set state = $3, answered_at = $4, answered_by = $5, refusal = $6, refusal_note = $7
where learner_id = $1 and id = $2 and state = $8
"""
_OPEN = """
select learner_id, id, agency_id, account_id, reason, words, opened_at, closes_at, reviewed_at, reviewed_by
from opening where learner_id = $1 and account_id = $2 and closes_at > $3 order by opened_at desc limit 1
"""
_OPENED_SINCE = "select count(*) from opening where account_id = $1 and opened_at > $2"
_TO_REVIEW = """
select o.learner_id, o.id, o.reason, o.words, o.opened_at, o.reviewed_at, g.name as agency, p.name as person,
       l.given_names, l.family_name, l.indicator
from opening o join agency g on g.id = o.agency_id join account p on p.id = o.account_id
join learner l on l.id = o.learner_id
where l.council_id = $1 and o.reviewed_at is null order by o.opened_at, o.id limit 100
"""
_REVIEW = """
update opening as o set reviewed_at = $3, reviewed_by = $4
from learner l where l.id = o.learner_id and l.council_id = $1 and o.id = $2 and o.reviewed_at is null
returning o.learner_id
"""
_PLACED = """
select o.learner_id, o.id, l.given_names, l.family_name, l.indicator, o.starts_on, o.state
from offer o join learner l on l.id = o.learner_id
where o.opportunity_id = $1 and o.state = 'accepted' order by o.starts_on, l.folded_family, l.folded_given, o.id
"""


class OpeningToReview(msgspec.Struct, frozen=True, kw_only=True):
    """An opened record as the council's data officer reads it."""

    learner_id: UUID
    id: UUID
    reason: str
    words: str
    opened_at: datetime
    reviewed_at: datetime | None
    agency: str
    person: str
    given_names: str
    family_name: str
    indicator: str


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has accepted a place, as its provider reads it."""

    learner_id: UUID
    id: UUID
    given_names: str
    family_name: str
    indicator: str
    starts_on: date
    state: str


async def wishes(session: Session, learner_id: UUID) -> tuple[Wishes, date] | None:
    """Fetch what somebody said last about the way back, and the day they said it."""
    row = await database.row(session, _WISHES, learner_id)
    if row is None:
        return None
    told = dict(row)
    said_on: date = told.pop("said_on")
    return msgspec.convert(told, Wishes), said_on


async def add_wishes(session: Session, added: NewWishes) -> None:
    """Keep what somebody said."""
    await database.insert(session, WishTable, [added])


async def offers_of(session: Session, learner_id: UUID) -> list[Offer]:
    """List what a learner was offered, the latest first."""
    return await database.structs(session, Offer, _OFFERS, learner_id)


async def hold_offer(session: Session, learner_id: UUID, offer_id: UUID) -> Offer | None:
    """Fetch an offer and let nobody else answer it meanwhile."""
    return await database.struct(session, Offer, _OFFER, learner_id, offer_id)


async def add_offer(session: Session, added: Offer) -> None:
    """Keep an offer."""
    await database.insert(session, OfferTable, [added])


async def answer(session: Session, answered: Offer, *, before: str) -> bool:
    """Keep what became of an offer; False where it stands otherwise than before."""
    return (
        await database.execute(
            session,
            _ANSWER,
            answered.learner_id,
            answered.id,
            answered.state,
            answered.answered_at,
            answered.answered_by,
            answered.refusal,
            answered.refusal_note,
            before,
        )
        == 1
    )


async def opening(session: Session, learner_id: UUID, account_id: UUID, *, now: datetime) -> Opening | None:
    """Fetch the opening under which somebody may see the least of a record now."""
    return await database.struct(session, Opening, _OPEN, learner_id, account_id, now)


async def opened_since(session: Session, account_id: UUID, *, since: datetime) -> int:
    """Count the records somebody opened with a reason since a moment."""
    return int(await database.value(session, _OPENED_SINCE, account_id, since))


async def add_opening(session: Session, added: Opening) -> None:
    """Keep that a record was opened."""
    await database.insert(session, OpeningTable, [added])


async def openings_to_review(session: Session, *, within: Scope) -> list[OpeningToReview]:
    """List the records of a council's young people that others opened and nobody has looked at yet."""
    return await database.structs(session, OpeningToReview, _TO_REVIEW, within.agency_id)


async def review(
    session: Session, opening_id: UUID, *, within: Scope, at: datetime, by: UUID | None
) -> UUID | None:
    """Note that an opening was looked at, and name the learner; None where it was, or is not the council's."""
    found: UUID | None = await database.value(session, _REVIEW, within.agency_id, opening_id, at, by)
    return found


async def placed(session: Session, opportunity_id: UUID) -> list[Placed]:
    """List who has accepted a place, of those the reader may see."""
    return await database.structs(session, Placed, _PLACED, opportunity_id)
