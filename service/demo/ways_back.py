"""Young people who walked into the jobcentre in the last weeks, and the way back that was found with them."""

from datetime import date, datetime
from random import Random
from uuid import UUID

from service.access.rows import NO_LEARNER, WHOLE_REGISTER, Scope
from service.alerts import queries as alerts
from service.guarantee.operations import (
    Answer,
    Enquirer,
    Reason,
    Sought,
    answer_offer,
    make_offer,
    open_record,
    read_minimum,
    take_wishes,
    way_back,
)
from service.guarantee.rows import OfferState, OpeningReason, Readiness, Refusal, Route, Wishes
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.kit.ids import NOBODY
from service.learners import queries as learners
from service.learners.rows import Learner

_A_WEEK = 2
_LOOKED_THROUGH = 200
_SAID = (
    (OpeningReason.HERE_NOW, "Came in to ask about courses."),
    (OpeningReason.PHONED, "Rang to ask what there is for somebody of their age."),
    (OpeningReason.OUTREACH, "Met at the skate park with the youth bus."),
)
_READY = (Readiness.WITH_SUPPORT, Readiness.LEARNING, Readiness.WORK)


class WaysBack:
    """The jobcentre's worker at work; the same weeks give the same work."""

    def __init__(
        self, database: Database, *, council_id: UUID, jobcentre: tuple[UUID, str], worker: UUID, seed: int
    ) -> None:
        self._database, self._council_id = database, council_id
        (self._agency_id, self._agency), self._worker = jobcentre, worker
        self._rng = Random(f"{seed}:ways back")  # noqa: S311 - invented work, not secrets
        self._met: set[UUID] = set()

    async def week(self, *, now: datetime, today: date) -> None:
        """One or two come in; not everybody takes what they are offered."""
        async with self._database.transaction(REGISTER) as session:
            for learner in await self._who(session, today):
                await self._meet(session, learner, now=now)

    async def _who(self, session: Session, today: date) -> list[Learner]:
        """Some with an open alert about where they are, whom nobody has met yet."""
        cards, _ = await alerts.advisers_alerts(
            session, NOBODY, within=Scope(self._council_id), today=today, limit=_LOOKED_THROUGH
        )
        fitting = [
            card.learner_id
            for card in cards
            if card.rule in {"R01", "R05", "R07"} and card.learner_id not in self._met
        ]
        chosen = self._rng.sample(sorted(set(fitting)), min(_A_WEEK, len(set(fitting))))
        self._met |= set(chosen)
        found = await learners.learners(session, chosen, within=WHOLE_REGISTER)
        return [found[key] for key in chosen if key in found]

    async def _meet(self, session: Session, learner: Learner, *, now: datetime) -> None:
        by = By(agency_id=self._agency_id, account_id=self._worker)
        asker = Enquirer(agency=self._agency, within=NO_LEARNER, by=by, now=now)
        kind, words = self._rng.choice(_SAID)
        sought = Sought(indicator=learner.indicator)
        await open_record(session, sought=sought, reason=Reason(kind=kind, words=words), asker=asker)
        wishes = self._wishes(asker.today)
        await take_wishes(session, learner_id=learner.id, wishes=wishes, asker=asker)
        chance = self._rng.random()
        if chance < 0.25:
            return  # to come back another day
        least = await read_minimum(session, learner_id=learner.id, asker=asker)
        way = await way_back(session, learner=least.learner, wishes=wishes, today=asker.today)
        first = way.recommendation.options[0].opportunity_id
        if first is None:
            return
        offer_id = await make_offer(
            session, learner_id=learner.id, opportunity_id=first, override_reason=None, asker=asker
        )
        if chance < 0.8:
            answer = (
                Answer(state=OfferState.ACCEPTED)
                if chance < 0.65
                else Answer(state=OfferState.REFUSED, refusal=Refusal.NOT_THE_SECTOR)
            )
            await answer_offer(session, learner_id=learner.id, offer_id=offer_id, answer=answer, asker=asker)

    def _wishes(self, today: date) -> Wishes:
        areas = self._rng.sample(["1", "4", "5", "6", "7"], self._rng.choice((0, 1, 2)))
        return Wishes(
            sectors=frozenset(areas),
            route=self._rng.choice((Route.EITHER, Route.EITHER, Route.LEARNING)),
            readiness=self._rng.choice(_READY),
            travel_minutes=self._rng.choice((None, 45, 60)),
            free_on=today,
        )
