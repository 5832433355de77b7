"""What advisers do about the alerts on their list: try to reach people, speak with them, let one sleep, close one."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.alerts import operations as alerts
from service.alerts import queries
from service.alerts.operations import Happening
from service.alerts.queries import CardRow
from service.alerts.rows import Outcome, Severity
from service.caseloads.rows import Channel, Contact
from service.kit.database import Context, Session
from service.kit.ids import new_id
from service.pathways.rows import MilestoneKind
from service.vocabulary.working_day import add_working_days
from tests.year.council import EVERYTHING
from tests.year.days import chance
from tests.year.world import Team, World

A_DAYS_WORK = 8  # people an adviser gets to in a day
_TRIED, _SEEN_TO, _LET_SLEEP, _DONE, _NO_ACTION = 0.62, 0.14, 0.08, 0.03, 0.03
_ANSWERED = 0.42
_STARTS, _AGREES, _RE_ENGAGED = 0.16, 0.1, 0.1  # of the conversations with whoever is NEET or not known
_CHANNELS = (Channel.PHONE, Channel.PHONE, Channel.TEXT, Channel.EMAIL, Channel.VISIT, Channel.MEETING)
_BEGUN = (
    (MilestoneKind.RE_ENTERED, 530),
    (MilestoneKind.JOB_STARTED, 330),
    (MilestoneKind.STARTED, 410),
    (MilestoneKind.STARTED, 230),
)
_ABOUT_WHERE_THEY_ARE = frozenset({"R01", "R02", "R05", "R07", "R08", "R09", "R10"})
_GRAVEST_FIRST = [*Severity]


class Casework:
    """The advisers of one council. Some of those they spoke with begin something, which they then record."""

    def __init__(self, world: World, team: Team) -> None:
        self._world, self._team = world, team
        self._within = Scope(team.council_id)
        self._context = Context(agency_id=team.council_id)
        self._coming: dict[date, list[Happening]] = defaultdict(list)

    async def work(self, *, now: datetime, today: date) -> None:
        """Each adviser who is there gets to so many people, the gravest first."""
        for day in sorted(day for day in self._coming if day <= today):
            for happening in self._coming.pop(day):
                await self._record(happening, now=now, today=today)
        seen: set[UUID] = set()
        for adviser in self._team.advisers:
            if adviser not in self._team.away:
                await self._day_of(adviser, seen, now=now, today=today)

    async def _day_of(self, adviser: UUID, seen: set[UUID], *, now: datetime, today: date) -> None:
        async with self._world.database.transaction(self._context) as session:
            found, _ = await queries.advisers_alerts(
                session, adviser, within=self._within, today=today, limit=EVERYTHING
            )
        cards = sorted(found, key=lambda each: self._order(each, today))
        for card in cards:
            if card.learner_id in seen:
                continue
            seen.add(card.learner_id)
            async with self._world.database.transaction(self._context) as session:
                await self._act(session, card, adviser, now=now, today=today)
            if len(seen) % A_DAYS_WORK == 0:
                return

    def _order(self, card: CardRow, today: date) -> tuple[object, ...]:
        """What nobody has seen to yet, the gravest first; of equals whoever's turn the day makes it."""
        number = self._world.numbers[card.learner_id]
        turn = chance(self._world.seed, "turn", today, number).random()
        return card.status != "open", _GRAVEST_FIRST.index(card.severity), turn, card.rule

    async def _act(
        self, session: Session, card: CardRow, adviser: UUID, *, now: datetime, today: date
    ) -> None:
        number = self._world.numbers[card.learner_id]
        rng = chance(self._world.seed, "act", today, number)
        drawn, by, about = rng.random(), self._team.by(adviser), {"alert_id": card.id, "within": self._within}
        if (drawn := drawn - _TRIED) < 0:
            await self._reach(session, card, adviser, rng, now=now, today=today)
        elif (drawn := drawn - _SEEN_TO) < 0:
            await self._see_to(session, card.learner_id, adviser, now=now)
        elif (drawn := drawn - _LET_SLEEP) < 0 and card.severity is not Severity.CRITICAL:
            until = add_working_days(today, rng.randrange(1, 11))
            await alerts.snooze_alert(
                session, **about, until=until, reason="Back from their family then.", by=by, now=now
            )
        elif drawn < _DONE + _NO_ACTION:
            outcome = Outcome.DONE if drawn < _DONE else Outcome.NO_ACTION_NEEDED
            await alerts.close_alert(
                session, **about, outcome=outcome, reason="Agreed with the lead.", by=by, now=now
            )

    async def _see_to(self, session: Session, learner_id: UUID, adviser: UUID, *, now: datetime) -> None:
        """Everything that is open about them, what sleeps too."""
        for card in await queries.alerts_of(session, learner_id, within=self._within):
            if card.closed_on is None and card.status != "acknowledged":
                await alerts.acknowledge_alert(
                    session, alert_id=card.id, within=self._within, by=self._team.by(adviser), now=now
                )

    async def _reach(
        self, session: Session, card: CardRow, adviser: UUID, rng: Random, *, now: datetime, today: date
    ) -> None:
        answered = rng.random() < _ANSWERED
        contact = Contact(
            learner_id=card.learner_id,
            id=new_id(),
            account_id=adviser,
            agency_id=self._team.council_id,
            channel=rng.choice(_CHANNELS),
            two_way=answered,
            occurred_on=today - timedelta(days=rng.choice((0, 0, 0, 0, 1, 3))),
            recorded_at=now,
            note="Spoke about what they want." if answered else "No answer.",
        )
        await alerts.log_contact(session, contact=contact, by=self._team.by(adviser), now=now)
        if answered and card.rule in _ABOUT_WHERE_THEY_ARE:
            self._foresee(card, rng, today)

    def _foresee(self, card: CardRow, rng: Random, today: date) -> None:
        """Some begin something soon, some accept a place; a few of those never come."""
        drawn, begins_on = rng.random(), today + timedelta(days=rng.randrange(3, 30))
        told_on = begins_on + timedelta(days=rng.choice((0, 1, 2, 5, 12)))
        name = f"year:{today}:{self._world.numbers[card.learner_id]}"
        if drawn < _STARTS:
            kind, activity = rng.choice(_BEGUN)
            happening = Happening(
                learner_id=card.learner_id,
                kind=kind,
                occurred_on=begins_on,
                source_key=name,
                activity=activity,
                planned_end_on=begins_on + timedelta(days=rng.randrange(40, 300)),
            )
            self._coming[told_on].append(happening)
        elif drawn < _STARTS + _AGREES:
            happening = Happening(
                learner_id=card.learner_id,
                kind=MilestoneKind.ACCEPTED,
                occurred_on=today,
                source_key=name,
                planned_start_on=begins_on,
            )
            self._coming[today].append(happening)
        elif drawn < _STARTS + _AGREES + _RE_ENGAGED:
            kind = MilestoneKind.RE_ENGAGED
            happening = Happening(learner_id=card.learner_id, kind=kind, occurred_on=today, source_key=name)
            self._coming[today].append(happening)

    async def _record(self, happening: Happening, *, now: datetime, today: date) -> None:
        """Recorded of whoever the learner is by then, by who answers then: records are joined, and people move."""
        learner_id = self._world.stands_for(happening.learner_id)
        team = self._world.teams[self._world.moved_to(learner_id, before=self._team.code)]
        async with self._world.database.transaction(Context(agency_id=team.council_id)) as session:
            await alerts.record_happening(
                session,
                happening=msgspec.structs.replace(happening, learner_id=learner_id),
                within=Scope(team.council_id),
                by=team.by(team.advisers[0]),
                now=now,
                today=today,
            )
        self._world.done["facts recorded by advisers"] += 1
