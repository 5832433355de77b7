"""A council that makes returns, with a college and learners whose records are whole."""

from datetime import datetime, timedelta
from typing import Any

from service.agencies.operations import set_la_code
from service.agencies.rows import Agency
from service.circumstances.operations import record_circumstances
from service.circumstances.rows import Circumstance, Kind
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.vocabulary.day import london_day
from tests.factories import make_council, make_learner, make_provider, record_spell

WHOLE = {
    Kind.ADDRESS: "11 Mill Lane, Easthaven",
    Kind.ETHNICITY: "WBRI",
    Kind.LEVEL_OF_NEED: "3",
    Kind.EHC_PLAN: "no",
    Kind.SEN_SUPPORT: "no",
}


class Council:
    """A council and its college, told things in the past."""

    def __init__(self, database: Database, *, la_code: str, since: datetime) -> None:
        self.database, self.la_code, self.since = database, la_code, since
        self.council: Agency
        self.college: Agency

    async def opens(self) -> "Council":
        """Makes the two agencies."""
        async with self.database.transaction(REGISTER) as session:
            self.council = await make_council(session, now=self.since, name=f"Council {self.la_code}")
            self.college = await make_provider(session, now=self.since, council=self.council)
            await set_la_code(
                session, council_id=self.council.id, la_code=self.la_code, by=self.by, now=self.since
            )
        return self

    @property
    def by(self) -> By:
        """The council's own people."""
        return By(agency_id=self.council.id)

    async def gets(self, *, besides: dict[Kind, str | None] | None = None, **who: Any) -> Learner:
        """A learner on a course, with all that a return needs but what `besides` says otherwise."""
        async with self.database.transaction(REGISTER) as session:
            college = By(agency_id=self.college.id)
            details = {"postcode": "CM1 1AA", **who}
            learner = await make_learner(session, by=college, now=self.since, **details)
            await record_spell(
                session,
                learner.id,
                agency=self.college,
                now=self.since,
                started_on=london_day(self.since) - timedelta(days=20),
                planned_end_on=london_day(self.since) + timedelta(days=250),
            )
            await self.says(session, learner, {**WHOLE, **(besides or {})}, now=self.since)
        return learner

    async def says(
        self, session: Session, learner: Learner, kinds: dict[Kind, str | None], *, now: datetime
    ) -> None:
        """Records circumstances as the council."""
        said = [
            Circumstance(
                learner_id=learner.id,
                id=new_id(),
                kind=kind,
                value=value,
                starts_on=london_day(now),
                recorded_at=now,
                agency_id=self.council.id,
                source_key=f"tests:{kind}",
            )
            for kind, value in kinds.items()
            if value is not None
        ]
        born = {learner.id: learner.date_of_birth}
        await record_circumstances(session, said=said, born=born, by=self.by, now=now, today=london_day(now))
