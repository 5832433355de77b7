"""What a young person reads of their own record. Whoever calls has found, by `let_in_by`, whose it is."""

from datetime import date
from uuid import UUID

import msgspec

from service.access.rows import WHOLE_REGISTER
from service.agencies import queries as agencies
from service.alerts import queries as alerts
from service.alerts.rules import RULES
from service.caseloads import queries as caseloads
from service.caseloads.operations import who_answers
from service.caseloads.rows import Contact
from service.circumstances import queries as circumstances
from service.circumstances.rules import Standing, holding, say_ground, standing_of
from service.guarantee import queries as guarantee
from service.guarantee.rows import Offer, OfferState
from service.kit.database import Session, as_register
from service.kit.errors import NotFound
from service.learners import queries as learners
from service.learners.rows import Learner
from service.own_record import queries
from service.own_record.rows import CorrectionRequest, LetIn, Looked
from service.own_record.rules import Held, is_protected, say_held, shown
from service.pathways import queries as pathways
from service.pathways.rows import Facts

LINES = 50  # of who looked, a page
CONTACTS = 20
TITLES = {rule.id: rule.title for rule in RULES}


class RecordGone(NotFound):
    """The record is no longer on the register."""

    code = "record_gone"


class OwnPathway(msgspec.Struct, frozen=True, kw_only=True):
    """Where they are and were, by everybody's word; who helps them; what they said is wrong."""

    learner: Learner
    said: Facts
    names: dict[UUID, str]
    adviser: str | None
    council: str | None
    place: Offer | None
    requests: list[CorrectionRequest]


class OwnHeld(msgspec.Struct, frozen=True, kw_only=True):
    """What is held beside the pathway. `hides_address`: it is protected, and so on no screen."""

    learner: Learner
    standing: Standing
    circumstances: list[Held]
    hides_address: bool
    contacts: list[tuple[Contact, str]]
    alerts: list[tuple[str, date]]


async def own_learner(session: Session, reader: LetIn) -> Learner:
    """Give who is reading; of a merged record the survivor. Raises `RecordGone`."""
    async with as_register(session):
        learner = await learners.learner(session, reader.learner_id, within=WHOLE_REGISTER)
    if learner is None:
        raise RecordGone("This record is no longer held.")
    return learner


async def own_pathway(session: Session, *, reader: LetIn) -> OwnPathway:
    """Read a young person's own pathway. Raises `RecordGone`."""
    learner = await own_learner(session, reader)
    async with as_register(session):
        said = await pathways.everything_said(session, learner.id, within=WHOLE_REGISTER)
        facts = (*said.spells, *said.milestones)
        names = await agencies.agency_names(session, {each.agency_id for each in facts})
        offers = await guarantee.offers_of(session, learner.id)
        adviser, council = await who_answers(session, learner)
        return OwnPathway(
            learner=learner,
            said=said,
            names=names,
            adviser=adviser,
            council=council,
            place=next((each for each in offers if each.state is OfferState.ACCEPTED), None),
            requests=await queries.requests_of(session, learner.id),
        )


async def own_held(session: Session, *, reader: LetIn, today: date) -> OwnHeld:
    """Read what is held of a young person beside their pathway, each with its ground. Raises `RecordGone`."""
    learner = await own_learner(session, reader)
    async with as_register(session):
        said = await circumstances.counting(session, [learner.id], within=WHOLE_REGISTER)
        standing = standing_of(learner.date_of_birth, said, on=today)
        held = holding(said, on=today)
        return OwnHeld(
            learner=learner,
            standing=standing,
            circumstances=[say_held(each, say_ground(each.kind, standing, on=today)) for each in shown(held)],
            hides_address=is_protected(held),
            contacts=await _contacts(session, learner),
            alerts=await _alerts(session, learner),
        )


async def who_looked(session: Session, *, reader: LetIn, page: int) -> tuple[list[tuple[Looked, str]], int]:
    """List who did what with a young person's record, `LINES` a page, with the agency's name; and count the lines."""
    learner = await own_learner(session, reader)
    async with as_register(session):
        found, lines = await queries.looked(session, learner.id, limit=LINES, skip=(page - 1) * LINES)
        names = await agencies.agency_names(session, {each.agency_id for each in found})
    return [(each, names.get(each.agency_id, "The service itself")) for each in found], lines


async def _contacts(session: Session, learner: Learner) -> list[tuple[Contact, str]]:
    found = (await caseloads.contacts_of(session, [learner.id], within=WHOLE_REGISTER)).get(learner.id, [])
    latest = found[-CONTACTS:][::-1]
    names = await agencies.agency_names(session, {each.agency_id for each in latest})
    return [(each, names.get(each.agency_id, "An agency")) for each in latest]


async def _alerts(session: Session, learner: Learner) -> list[tuple[str, date]]:
    found = await alerts.alerts_of(session, learner.id, within=WHOLE_REGISTER)
    return [(TITLES[each.rule], each.raised_on) for each in found if each.closed_on is None]
