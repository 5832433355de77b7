"""What two advisers did about alerts, week after week: took learners on, tried to reach them, let alerts
sleep.
"""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from service.access.rows import Scope
from service.alerts import operations as alerts
from service.alerts import queries
from service.alerts.queries import CardRow
from service.alerts.rows import AlertStatus, Outcome, Severity
from service.caseloads.rows import Channel, Contact
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.kit.ids import new_id

_CARDS_AT_MOST = 500
_TAKEN_ON, _TRIED, _SEEN_TO, _LET_SLEEP, _CLOSED = 0.45, 0.35, 0.12, 0.06, 0.05  # of a week's open alerts
_PRESSED = 0.6  # what is late is taken up sooner: chances are divided by this
_ANSWERED = 0.45

_TRIES = (
    (Channel.PHONE, "No answer. Left a message."),
    (Channel.PHONE, "Number does not connect. Asked the college for another."),
    (Channel.TEXT, "Asked them to ring or text back. No reply yet."),
    (Channel.EMAIL, "Sent the dates of the open evening. No reply yet."),
    (Channel.LETTER, "Sent an invitation to the drop-in."),
    (Channel.VISIT, "Nobody at home. Left a card."),
)
_TALKS = (
    "Would like to try construction. Sent the open day dates.",
    "Waiting to hear about a job at a warehouse. Will call again next week.",
    "Left the course because of travel. Looking at something nearer.",
    "Wants an apprenticeship. Went through three vacancies together.",
    "Caring for a parent at the moment. Agreed to talk again in a month.",
)
_TALKED_BY = (Channel.PHONE, Channel.PHONE, Channel.MEETING, Channel.VISIT)


class Casework:
    """The advisers of one council at work; the same weeks give the same work."""

    def __init__(
        self, database: Database, council_id: UUID, advisers: tuple[UUID, ...], *, seed: int
    ) -> None:
        self._database, self._council_id, self._advisers = database, council_id, advisers
        self._rng = Random(f"{seed}:casework")  # noqa: S311 - invented work, not secrets

    async def week(self, *, now: datetime, today: date) -> None:
        """One thing at most about each learner with an open alert."""
        async with self._database.transaction(REGISTER) as session:
            within = Scope(self._council_id)
            cards: dict[UUID, CardRow] = {}
            for adviser in self._advisers:
                found, _ = await queries.advisers_alerts(
                    session, adviser, within=within, today=today, limit=_CARDS_AT_MOST
                )
                cards |= {card.learner_id: card for card in found}
            for card in cards.values():
                await self._act(session, card, now=now, today=today)

    async def _act(self, session: Session, card: CardRow, *, now: datetime, today: date) -> None:
        if card.held_by is None:
            if self._rng.random() < _TAKEN_ON:
                await self._take_on(session, card, now=now)
            return
        pressed = _PRESSED if card.deadline_on < today else 1
        by, chance = By(agency_id=self._council_id, account_id=card.held_by), self._rng.random() * pressed
        if chance < _TRIED:
            contact = self._contact(card, card.held_by, now=now, today=today)
            await alerts.log_contact(session, contact=contact, by=by, now=now)
        elif chance < _TRIED + _SEEN_TO and card.status == AlertStatus.OPEN:
            await alerts.acknowledge_alert(
                session, alert_id=card.id, within=Scope(self._council_id), by=by, now=now
            )
        elif chance < _TRIED + _SEEN_TO + _LET_SLEEP and card.severity is not Severity.CRITICAL:
            await self._let_sleep(session, card, by, now=now, today=today)
        elif chance < _TRIED + _SEEN_TO + _LET_SLEEP + _CLOSED:
            await self._close(session, card, by, now=now)

    async def _take_on(self, session: Session, card: CardRow, *, now: datetime) -> None:
        adviser = self._rng.choice(self._advisers)
        await alerts.assign_learner(
            session,
            alert_id=card.id,
            to=adviser,
            within=Scope(self._council_id),
            by=By(agency_id=self._council_id, account_id=adviser),
            now=now,
        )

    def _contact(self, card: CardRow, adviser: UUID, *, now: datetime, today: date) -> Contact:
        answered = self._rng.random() < _ANSWERED
        talked = (self._rng.choice(_TALKED_BY), self._rng.choice(_TALKS))
        channel, note = talked if answered else self._rng.choice(_TRIES)
        return Contact(
            learner_id=card.learner_id,
            id=new_id(),
            account_id=adviser,
            agency_id=self._council_id,
            channel=channel,
            two_way=answered,
            occurred_on=today - timedelta(days=self._rng.randrange(4)),
            recorded_at=now,
            note=note,
            next_contact_on=today + timedelta(days=self._rng.randrange(5, 20)),
        )

    async def _let_sleep(
        self, session: Session, card: CardRow, by: By, *, now: datetime, today: date
    ) -> None:
        await alerts.snooze_alert(
            session,
            alert_id=card.id,
            until=today + timedelta(days=9),
            reason="Away with the family, back next week.",
            within=Scope(self._council_id),
            by=by,
            now=now,
        )

    async def _close(self, session: Session, card: CardRow, by: By, *, now: datetime) -> None:
        await alerts.close_alert(
            session,
            alert_id=card.id,
            outcome=Outcome.NO_ACTION_NEEDED,
            reason="Starts with an employer soon; seen the letter.",
            within=Scope(self._council_id),
            by=by,
            now=now,
        )
