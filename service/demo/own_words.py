"""Young people who were given a link in the last days: what they said is wrong, and what they do now."""

from datetime import date, datetime
from uuid import UUID

from service.access.rows import WHOLE_REGISTER, Scope
from service.caseloads import queries as caseloads
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.learners import queries as learners
from service.learners.rows import Learner
from service.own_record.operations import (
    Wrong,
    answer_request,
    ask_to_correct,
    enter,
    let_in_by,
    make_link,
    own_pathway,
    say_now,
)
from service.own_record.rows import About, LetIn, Outcome
from service.own_record.rules import Now, Said
from service.vocabulary.activity import Group, activity

_LOOKED_THROUGH = 60


class OwnWords:
    """An adviser's young people at their phones; `secret` is the service's own."""

    def __init__(
        self, database: Database, *, adviser: By, officer: By, secret: str, now: datetime, today: date
    ) -> None:
        self._database, self._secret = database, secret
        self._adviser, self._officer, self._now, self._today = adviser, officer, now, today

    async def hear(self) -> None:
        """Three of those in learning or work: one still is, two find something wrong; one has an answer."""
        async with self._database.transaction(REGISTER) as session:
            people = await self._people(session)
            if len(people) < 3:
                return
            first, second, third = [await self._let_in(session, learner) for learner in people[:3]]
            await say_now(session, said=Said(now=Now.STILL), reader=first, now=self._now, today=self._today)
            line = (await own_pathway(session, reader=second)).said.spells[0]
            await self._ask(session, second, "I began a week later than it says here.", fact_id=line.id)
            answered = await self._ask(session, third, "My postcode is an old one, we moved in the summer.")
            await answer_request(
                session,
                request_id=answered,
                outcome=Outcome.PUT_RIGHT,
                answer="Thank you. Your new postcode is recorded.",
                within=Scope(self._officer.agency_id),
                by=self._officer,
                now=self._now,
            )

    async def _people(self, session: Session) -> list[Learner]:
        within = Scope(self._adviser.agency_id)
        held = await caseloads.caseload(
            session, self._adviser.account_id or UUID(int=0), within=within, limit=_LOOKED_THROUGH, skip=0
        )
        busy = [each.learner_id for each in held if _is_in_something(each.activity)]
        found = await learners.learners(session, busy, within=WHOLE_REGISTER)
        return [found[key] for key in busy if key in found]

    async def _let_in(self, session: Session, learner: Learner) -> LetIn:
        made = await make_link(
            session,
            learner_id=learner.id,
            within=Scope(self._adviser.agency_id),
            secret=self._secret,
            by=self._adviser,
            now=self._now,
        )
        born = learner.date_of_birth
        entered = await enter(
            session, code=made.code, born_on=born, client="127.0.0.1", secret=self._secret, now=self._now
        )
        reader = await let_in_by(session, token=entered.token or "", now=self._now)
        if reader is None:
            raise AssertionError("a link that was just made opens")
        return reader

    async def _ask(self, session: Session, reader: LetIn, words: str, *, fact_id: UUID | None = None) -> UUID:
        about = About.FACT if fact_id else About.IDENTITY
        wrong = Wrong(about=about, words=words, fact_id=fact_id)
        return await ask_to_correct(session, wrong=wrong, reader=reader, now=self._now)


def _is_in_something(code: int | None) -> bool:
    return code is not None and activity(code).group is Group.EET
