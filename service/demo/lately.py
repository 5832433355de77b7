"""What happened in the town in the last days: own words, referrals under way, a move to Southend, who is on duty."""

from datetime import date, datetime, timedelta
from uuid import UUID

from service.access.rows import Scope
from service.accounts.rows import Role
from service.alerts import queries as alerts
from service.alerts.operations import move_learner, refer, take_step, watch
from service.demo.own_words import OwnWords
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.referrals.rows import Ask, Done, Step
from service.safeguarding.operations import put_on_duty

_AGO = timedelta(days=9)
_SOUTHEND = "SS1 1AB"
_ASKED = (
    "Help with a first CV, and with claiming until a course starts.",
    "Somebody to come along to the first interview.",
)
_LOOKED_THROUGH = 200


class Lately:
    """The adviser, the data officer, the lead and the jobcentre in the last days."""

    def __init__(
        self,
        database: Database,
        *,
        council_id: UUID,
        jobcentre: tuple[UUID, str],
        people: dict[str, UUID],
        secret: str,
        now: datetime,
        today: date,
    ) -> None:
        self._database, self._secret, self._now, self._today = database, secret, now, today
        self._council_id, (self._jobcentre_id, self._jobcentre) = council_id, jobcentre
        self._people = people

    async def tell(self) -> None:
        """All of it."""
        adviser, officer = self._by("adviser@demo.invalid"), self._by("data@demo.invalid")
        words = OwnWords(
            self._database,
            adviser=adviser,
            officer=officer,
            secret=self._secret,
            now=self._now,
            today=self._today,
        )
        await words.hear()
        async with self._database.transaction(REGISTER) as session:
            waiting, seen, moving = (await self._who_needs_help(session))[-3:]
            await self._refer(session, waiting, _ASKED[0], adviser)
            await self._pick_up(session, await self._refer(session, seen, _ASKED[1], adviser))
            await self._move(session, moving, adviser)
            await watch(session, learner_ids=[waiting], by=adviser, now=self._now, today=self._today)
            lead, manager = self._people["lead@demo.invalid"], self._by("manager@demo.invalid")
            role = Role.SERVICE_MANAGER
            await put_on_duty(session, account_id=lead, by=manager, role=role, now=self._now)

    def _by(self, email: str) -> By:
        return By(agency_id=self._council_id, account_id=self._people[email])

    async def _who_needs_help(self, session: Session) -> list[UUID]:
        """Those of the adviser in nothing, in order of need."""
        within = Scope(self._council_id)
        cards, _ = await alerts.advisers_alerts(
            session,
            self._people["adviser@demo.invalid"],
            within=within,
            today=self._today,
            limit=_LOOKED_THROUGH,
        )
        return list(dict.fromkeys(card.learner_id for card in cards if card.rule in {"R05", "R07", "R08"}))

    async def _refer(self, session: Session, learner_id: UUID, words: str, by: By) -> UUID:
        ask = Ask(learner_id=learner_id, to=self._jobcentre_id, words=words)
        within, then = Scope(self._council_id), self._now - _AGO
        return await refer(session, ask=ask, within=within, by=by, now=then, today=self._today - _AGO)

    async def _pick_up(self, session: Session, referral_id: UUID) -> None:
        worker = self._people["jobcentre@demo.invalid"]
        by = By(agency_id=self._jobcentre_id, account_id=worker)
        for step, on in ((Step.ACCEPT, None), (Step.APPOINT, self._today + timedelta(days=3))):
            done = Done(step=step, agency_id=by.agency_id, account_id=worker, today=self._today, on=on)
            await take_step(
                session, referral_id=referral_id, done=done, agency=self._jobcentre, by=by, now=self._now
            )

    async def _move(self, session: Session, learner_id: UUID, by: By) -> None:
        within = Scope(self._council_id)
        made = await move_learner(
            session,
            learner_id=learner_id,
            postcode=_SOUTHEND,
            within=within,
            by=by,
            now=self._now,
            today=self._today,
        )
        if made is None:
            raise AssertionError("whoever is in nothing is handed over")
