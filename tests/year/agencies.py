"""Agencies at work: they ask for indicators and record facts, each with no more than its own reach."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.alerts.operations import record, watch_claimed
from service.demo.rows import Invented, InventedMilestone, InventedSpell
from service.imports.operations import settle_review
from service.kit.audit import By
from service.kit.database import Context, Session
from service.kit.ids import new_id
from service.learners import queries as learners
from service.learners.operations import Choice, issue_indicators
from service.learners.rows import Answer, Claim, Request
from service.learners.rules import is_eligible
from service.pathways.rows import Milestone, Spell
from tests.year.hearing import Said
from tests.year.world import Identity, World

_REVIEWS_AT_MOST = 500


class Agencies:
    """Whoever reports. An agency that speaks of somebody for the first time asks for their indicator."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._claimed: set[tuple[str, Identity]] = set()
        self._spells: dict[tuple[int, str], UUID] = {}

    async def introduce(self, people: Sequence[Invented], *, now: datetime, today: date) -> None:
        """The councils' own lists: people of whom nobody says anything."""
        by_council: dict[str, list[tuple[Identity, Claim]]] = defaultdict(list)
        for each in people:
            by_council[each.council].append(((each.number, False), each.claim))
        for code, claims in sorted(by_council.items()):
            await self._claim(code, claims, now=now, today=today)

    async def tell(self, said: Sequence[Said], *, now: datetime, today: date, history: bool = False) -> None:
        """Agency by agency: claim, have a person decide what is doubtful, record. History keeps its own days."""
        by_agency: dict[str, list[Said]] = defaultdict(list)
        for each in sorted(said, key=lambda each: (each.person.number, each.told.day, each.told.fact.key)):
            by_agency[self._reporter(each)].append(each)
        for code, items in sorted(by_agency.items()):
            claims = {each.identity: _presented(each) for each in items}
            await self._claim(code, list(claims.items()), now=now, today=today)
            await self._record(code, items, now=now, today=today, history=history)

    def _reporter(self, said: Said) -> str:
        """Whose word it is; of what a council says, the one that answers by now."""
        code = said.told.fact.reporter
        known = self._world.known.get(said.identity)
        return self._world.moved_to(known, before=code) if known and code in self._world.teams else code

    async def _claim(
        self, code: str, claims: Sequence[tuple[Identity, Claim]], *, now: datetime, today: date
    ) -> None:
        fresh = [
            (who, claim)
            for who, claim in claims
            if (code, who) not in self._claimed and is_eligible(claim.date_of_birth, today=today)
        ]
        if not fresh:
            return
        by, doubtful = self._world.by(code), []
        requests = [Request(client_claim_id=f"year:{who[0]}:{who[1]}", claim=claim) for who, claim in fresh]
        async with self._world.database.transaction(Context(agency_id=by.agency_id)) as session:
            answers = await issue_indicators(session, requests=requests, by=by, now=now, today=today)
            for (who, _), answer in zip(fresh, answers, strict=True):
                self._claimed.add((code, who))
                await watch_claimed(session, answer=answer, by=by, now=now, today=today)
                if answer.learner_id is None:
                    doubtful.append((who, answer))
                else:
                    self._world.knows(who, answer.learner_id)
        for who, answer in doubtful:
            await self._decide(code, who, answer, now=now, today=today)

    async def _decide(self, code: str, who: Identity, answer: Answer, *, now: datetime, today: date) -> None:
        """The data officer knows who it is; but not that those who come as another are the same."""
        for team in self._world.teams.values():
            async with self._world.database.transaction(Context(agency_id=team.council_id)) as session:
                review_id = await self._review(session, team.council_id, code, answer)
                if review_id is None:
                    continue
                choice = Choice(learner_id=self._world.known.get(who))
                by = By(agency_id=team.council_id, account_id=team.officer)
                learner_id = await settle_review(
                    session, review_id=review_id, choice=choice, by=by, now=now, today=today
                )
                self._world.knows(who, learner_id)
                return
        raise AssertionError("a claim waits for nobody")

    async def _review(self, session: Session, council_id: UUID, code: str, answer: Answer) -> UUID | None:
        agency_id = self._world.by(code).agency_id
        waiting, _ = await learners.open_reviews(session, council_id, limit=_REVIEWS_AT_MOST)
        if not waiting:
            return None
        claim = await learners.claim_called(session, agency_id, answer.client_claim_id)
        return next((each.id for each in waiting if claim and each.claim_id == claim.claim_id), None)

    async def _record(
        self, code: str, items: Sequence[Said], *, now: datetime, today: date, history: bool
    ) -> None:
        """Of whom no indicator was given, being 25 by now, nothing can be said."""
        by, known = self._world.by(code), [each for each in items if (code, each.identity) in self._claimed]
        spells, milestones = [], []
        for each in known:
            learner_id, at = self._world.known[each.identity], each.told.fact.recorded_at if history else now
            if isinstance(each.told.fact, InventedSpell):
                spells.append(self._spell(each, each.told.fact, learner_id, by, at))
            else:
                milestones.append(self._milestone(each, each.told.fact, learner_id, by, at))
        async with self._world.database.transaction(Context(agency_id=by.agency_id)) as session:
            done, _ = await record(session, spells=spells, milestones=milestones, by=by, now=now, today=today)
        self._world.heard(done)

    def _spell(self, said: Said, fact: InventedSpell, learner_id: UUID, by: By, at: datetime) -> Spell:
        key = new_id()
        if not said.again:
            self._spells[said.person.number, fact.key] = key
        return Spell(
            learner_id=learner_id,
            id=key,
            activity=fact.activity,
            started_on=fact.started_on,
            recorded_at=at,
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

    def _milestone(
        self, said: Said, fact: InventedMilestone, learner_id: UUID, by: By, at: datetime
    ) -> Milestone:
        return Milestone(
            learner_id=learner_id,
            id=new_id(),
            kind=fact.kind,
            occurred_on=fact.occurred_on,
            recorded_at=at,
            recorded_by=by.account_id,
            agency_id=by.agency_id,
            source_key=fact.key,
            spell_id=self._spells.get((said.person.number, fact.spell_key or "")),
            planned_start_on=fact.planned_start_on,
            level=fact.level,
            sector=fact.sector,
            detail=fact.detail,
        )


def _presented(said: Said) -> Claim:
    """The details an agency has; of somebody who comes as another, no numbers and a name of their own."""
    claim = said.person.claim
    if not said.as_another:
        return claim
    other = f"{claim.family_name}-{claim.family_name[::-1].capitalize()}"
    given = claim.given_names[::-1].capitalize()
    return msgspec.structs.replace(claim, given_names=given, family_name=other, uln=None, postcode=None)
