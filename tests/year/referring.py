"""Who is asked to help, and who moves: referrals to a jobcentre, moves between councils, what comes of them."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from service.access.rows import Scope
from service.alerts import queries
from service.alerts.operations.referrals import move_learner, refer, referrals_of_agency, take_step
from service.demo.providers import JOBCENTRE
from service.kit.audit import By
from service.kit.database import Context
from service.kit.ids import NOBODY
from service.referrals.queries import Shown
from service.referrals.rows import Ask, Decline, Done, Kind, State, Step
from service.referrals.rules import may_follow
from tests.year.council import EVERYTHING
from tests.year.days import chance
from tests.year.world import Team, World

HOMES = {"essex": "CM1 1AB", "southend": "SS1 1AB", "thurrock": "RM16 1AB"}
_ASKED, _MOVED = 0.01, 0.12  # of those listed on a day; of the days of a council
_A_DAY = 0.25  # a step with a referral
_NEVER = 0.15  # of those asked for are never answered
_DECLINED, _CAME = 0.2, 0.6


class Referring:
    """The agencies' referrals, day by day. Who was handed over belongs to another team."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._jobcentre = world.cast.agencies[JOBCENTRE]

    async def work(self, *, now: datetime, today: date) -> None:
        """What is open goes on, or does not; some are asked for, and some move."""
        agencies = {self._jobcentre: NOBODY, **{each.council_id: each.lead for each in self._teams}}
        for agency_id, account_id in agencies.items():
            await self._go_on(By(agency_id=agency_id, account_id=account_id), now=now, today=today)
        for team in self._teams:
            await self._ask(team, now=now, today=today)
            await self._move(team, now=now, today=today)

    @property
    def _teams(self) -> list[Team]:
        return list(self._world.teams.values())

    async def _go_on(self, by: By, *, now: datetime, today: date) -> None:
        async with self._world.database.transaction(Context(agency_id=by.agency_id)) as session:
            open_ = await referrals_of_agency(session, agency_id=by.agency_id)
        for each in sorted(open_, key=lambda each: (self._world.numbers[each.learner_id], each.made_on)):
            number = self._world.numbers[each.learner_id]
            rng = chance(self._world.seed, "referral", today, number, each.made_on, each.kind)
            if chance(self._world.seed, "never", number, each.made_on).random() >= _NEVER:
                await self._step(each, by, rng, now=now, today=today)

    async def _step(self, asked: Shown, by: By, rng: Random, *, now: datetime, today: date) -> None:
        step = _step_of(asked, by, rng)
        if step is None:
            return
        on = today + timedelta(days=rng.randrange(1, 15)) if step is Step.APPOINT else asked.appointment_on
        if step in {Step.ATTENDED, Step.MISSED} and (on is None or on > today):
            return
        done = Done(
            step=step,
            agency_id=by.agency_id,
            account_id=by.account_id or NOBODY,
            today=today,
            on=on,
            decline=Decline.NO_ROOM if step is Step.DECLINE else None,
        )
        async with self._world.database.transaction(Context(agency_id=by.agency_id)) as session:
            await take_step(session, referral_id=asked.id, done=done, agency="An agency", by=by, now=now)
        self._world.done[f"referrals: {step.value}"] += 1
        if step is Step.ACCEPT and asked.kind is Kind.HANDOVER:
            self._belongs_to(asked.learner_id, asked.to_agency_id, today)

    async def _ask(self, team: Team, *, now: datetime, today: date) -> None:
        async with self._world.database.transaction(Context(agency_id=team.council_id)) as session:
            found, _ = await queries.advisers_order(
                session, team.advisers[0], within=Scope(team.council_id), today=today, limit=EVERYTHING
            )
            for learner_id in sorted({row.learner_id for row in found}, key=self._world.numbers.__getitem__):
                number = self._world.numbers[learner_id]
                if chance(self._world.seed, "asked", today, number).random() < _ASKED:
                    ask = Ask(learner_id=learner_id, to=self._jobcentre, words="Wants to work.")
                    by = team.by(team.lead)
                    await refer(session, ask=ask, within=Scope(team.council_id), by=by, now=now, today=today)
                    self._world.done["referrals made"] += 1

    async def _move(self, team: Team, *, now: datetime, today: date) -> None:
        """Somebody of whom there is one record, and who has not moved before."""
        rng = chance(self._world.seed, "moves", team.code, today)
        known, moved = self._world.known, self._world.moved
        ours = [
            number
            for number, as_another in sorted(known)
            if not as_another
            and (number, True) not in known
            and self._world.council_of[number] == team.code
            and number not in moved
        ]
        if not ours or rng.random() >= _MOVED:
            return
        number, to = rng.choice(ours), rng.choice([code for code in HOMES if code != team.code])
        moved.add(number)
        async with self._world.database.transaction(Context(agency_id=team.council_id)) as session:
            made = await move_learner(
                session,
                learner_id=known[number, False],
                postcode=HOMES[to],
                within=Scope(team.council_id),
                by=team.by(team.lead),
                now=now,
                today=today,
            )
        self._world.done["moves with a handover" if made else "moves at once"] += 1
        if made is None:
            self._belongs_to(known[number, False], self._world.teams[to].council_id, today)

    def _belongs_to(self, learner_id: UUID, council_id: UUID, today: date) -> None:
        code = next(each.code for each in self._teams if each.council_id == council_id)
        self._world.moves_to(learner_id, code, today)


def _step_of(asked: Shown, by: By, rng: Random) -> Step | None:
    """What an agency does with a referral today; mostly nothing."""
    steps = may_follow(asked, agency_id=by.agency_id)
    if asked.state is not State.DECLINED:
        steps -= {Step.WITHDRAW}
    if not steps or rng.random() >= _A_DAY:
        return None
    drawn = rng.random()
    unlikely = {Step.DECLINE} if drawn >= _DECLINED else {Step.ACCEPT}
    unlikely |= {Step.MISSED} if drawn < _CAME else {Step.ATTENDED}
    unlikely |= {Step.APPOINT} if asked.appointment_on else set()
    return next((each for each in Step if each in steps - unlikely), None)
