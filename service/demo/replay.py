"""Tells a town's story through the real operations, week after week, as if the service had been there all
along.

What agencies said is recorded in the week they said it; then those due are looked at, as the daily run
would have. So every alert is as old as it would be, and every fact is known from the day it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec

from service.agencies.operations import hear_from
from service.alerts.operations import record, watch, watch_due
from service.demo.cast import Cast
from service.demo.entries import facts_of
from service.demo.providers import TRAINER
from service.demo.rows import Invented, InventedMilestone, InventedSpell, as_first_told
from service.imports.operations import settle_review
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.kit.ids import NOBODY, new_id
from service.learners import queries as learners
from service.learners.operations import Choice, issue_indicators
from service.learners.rows import Answer, Request
from service.pathways.rows import Milestone, Spell

WEEKLY = timedelta(weeks=26)  # of the time before, a month at a time is enough
_REVIEWS_AT_MOST = 500


class Told(msgspec.Struct, frozen=True):
    """One thing an agency said of one person, and when."""

    day: date
    person: Invented
    fact: InventedSpell | InventedMilestone


def ticks(first: date, today: date) -> list[date]:
    """The days on which what was said till then is recorded: monthly, at last weekly, and today."""
    days, day = [], first
    while day < today:
        days.append(day)
        day += timedelta(days=7) if today - day <= WEEKLY else timedelta(days=30)
    return [*days[1:], today]


def everything_told(people: Iterable[Invented]) -> list[Told]:
    """All that is said, by day. A spell that was told twice is there twice."""
    told = []
    for person in people:
        for fact in facts_of(person):
            told.append(Told(fact.recorded_at.date(), person, fact))
            if isinstance(fact, InventedSpell) and fact.first_recorded_at is not None:
                earlier = as_first_told(fact)
                told.append(Told(earlier.recorded_at.date(), person, earlier))
    return sorted(told, key=lambda each: (each.day, each.person.number, each.fact.key))


def in_the_morning(day: date, now: datetime) -> datetime:
    """The instant a tick happens at; today's is now."""
    return min(datetime.combine(day, time(7, 30), tzinfo=UTC), now)


class Replay:
    """The telling under way. `known` are the keys of the people registered so far, by their number."""

    def __init__(
        self, database: Database, cast: Cast, accounts: dict[str, UUID], *, decider: By, silent_since: date
    ) -> None:
        self._database, self._cast, self._accounts = database, cast, accounts
        self._decider, self._silent_since = decider, silent_since
        self.known: dict[int, UUID] = {}
        self._claimed: set[tuple[str, int]] = set()
        self._keys: dict[tuple[int, str], UUID] = {}

    def by(self, code: str) -> By:
        """Who acts for an agency: its account in the demo, or its system."""
        return By(agency_id=self._cast.agencies[code], account_id=self._accounts.get(code))

    async def tick(self, told: Sequence[Told], *, now: datetime, today: date) -> None:
        """Records what was said since the last tick, agency by agency, then looks at whoever is due."""
        said: dict[str, list[Told]] = defaultdict(list)
        for each in told:
            said[each.fact.reporter].append(each)
        for code, items in said.items():
            async with self._database.transaction(REGISTER) as session:
                await self._claim(session, code, items, now=now, today=today)
                await self._record(session, code, items, now=now, today=today)
        async with self._database.transaction(REGISTER) as session:
            for provider_id in self._cast.providers:
                if provider_id != self._cast.agencies[TRAINER] or today <= self._silent_since:
                    await hear_from(session, agency_id=provider_id, today=today, now=now)
        await watch_due(self._database, now=now, today=today)

    async def _claim(
        self, session: Session, code: str, items: Sequence[Told], *, now: datetime, today: date
    ) -> None:
        """An agency that speaks of somebody for the first time asks for their indicator."""
        fresh = {each.person.number: each.person for each in items}
        people = [p for number, p in fresh.items() if (code, number) not in self._claimed]
        if not people:
            return
        requests = [Request(client_claim_id=f"demo:{p.number}", claim=p.claim) for p in people]
        answers = await issue_indicators(session, requests=requests, by=self.by(code), now=now, today=today)
        for person, answer in zip(people, answers, strict=True):
            self._claimed.add((code, person.number))
            learner_id = answer.learner_id
            if learner_id is None:
                learner_id = await self._decide(session, code, person, answer, now=now, today=today)
            self.known.setdefault(person.number, learner_id)

    async def _decide(
        self, session: Session, code: str, person: Invented, answer: Answer, *, now: datetime, today: date
    ) -> UUID:
        """Twins and namesakes wait for a person; here the data officer knows, and has decided at once."""
        agency_id = self._cast.agencies[code]
        claim = await learners.claim_called(session, agency_id, answer.client_claim_id)
        council_id = self._cast.agencies[person.council]
        waiting, _ = await learners.open_reviews(session, council_id, limit=_REVIEWS_AT_MOST)
        review = next(each for each in waiting if claim is not None and each.claim_id == claim.claim_id)
        return await settle_review(
            session,
            review_id=review.id,
            choice=Choice(learner_id=self.known.get(person.number)),
            by=self._decider if council_id == self._decider.agency_id else By(agency_id=council_id),
            now=now,
            today=today,
        )

    async def _record(
        self, session: Session, code: str, items: Sequence[Told], *, now: datetime, today: date
    ) -> None:
        by = self.by(code)
        spells = [self._spell(each, by) for each in items if isinstance(each.fact, InventedSpell)]
        milestones = [
            self._milestone(each.person, each.fact, by)
            for each in items
            if isinstance(each.fact, InventedMilestone)
        ]
        await record(session, spells=spells, milestones=milestones, by=by, now=now, today=today)
        registered = {self.known[each.person.number] for each in items}
        await watch(session, learner_ids=sorted(registered), by=By(agency_id=NOBODY), now=now, today=today)

    def _spell(self, told: Told, by: By) -> Spell:
        fact = told.fact
        if not isinstance(fact, InventedSpell):
            raise TypeError("a milestone is no spell")
        key = self._keys[told.person.number, fact.key] = new_id()
        return Spell(
            learner_id=self.known[told.person.number],
            id=key,
            activity=fact.activity,
            started_on=fact.started_on,
            recorded_at=fact.recorded_at,
            recorded_by=by.account_id,
            agency_id=by.agency_id,
            source_key=fact.key,
            ended_on=fact.ended_on,
            planned_end_on=fact.planned_end_on,
            completion=fact.completion,
            withdraw_reason=fact.withdraw_reason,
            provider_name=fact.provider_name,
            title=fact.title,
            level=fact.level,
            sector=fact.sector,
            confidence=fact.confidence,
        )

    def _milestone(self, person: Invented, fact: InventedMilestone, by: By) -> Milestone:
        return Milestone(
            learner_id=self.known[person.number],
            id=new_id(),
            kind=fact.kind,
            occurred_on=fact.occurred_on,
            recorded_at=fact.recorded_at,
            recorded_by=by.account_id,
            agency_id=by.agency_id,
            source_key=fact.key,
            spell_id=self._keys.get((person.number, fact.spell_key or "")),
            planned_start_on=fact.planned_start_on,
            level=fact.level,
            sector=fact.sector,
            detail=fact.detail,
        )
