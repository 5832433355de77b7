"""A young person on a course, their council and college, and a link in their hand."""

from datetime import date, datetime, timedelta

import pytest

from service.access.operations import give_access
from service.access.rows import Access, Reason, Scope
from service.accounts.rows import Account, Role
from service.agencies.rows import Agency
from service.kit.audit import By
from service.kit.database import Session
from service.learners.rows import Learner
from service.own_record.operations import Entered, MadeLink, enter, let_in_by, make_link
from service.own_record.rows import LetIn
from tests.factories import make_account, make_council, make_learner, make_provider, record_spell

SECRET = "a secret of the tests"
COLLEGE = 230


class Hand:
    """Who takes part, and what they do most often."""

    council: Agency
    college: Agency
    adviser: Account
    learner: Learner

    def __init__(self, session: Session, now: datetime, today: date) -> None:
        self.session, self.now, self.today = session, now, today

    async def set_up(self) -> "Hand":
        session, now = self.session, self.now
        self.council = await make_council(session, now=now)
        self.college = await make_provider(session, now=now, council=self.council)
        self.adviser = await make_account(session, agency=self.council, role=Role.YOUTH_ADVISER, now=now)
        self.learner = await make_learner(
            session, by=By(agency_id=self.council.id), now=now, postcode="CM1 1AA"
        )
        known = Access(learner_id=self.learner.id, agency_id=self.college.id, reason=Reason.REGISTERED)
        await give_access(session, granted=[known])
        await record_spell(
            session,
            self.learner.id,
            agency=self.college,
            now=now,
            activity=COLLEGE,
            started_on=self.today - timedelta(days=80),
        )
        return self

    @property
    def by(self) -> By:
        return By(agency_id=self.council.id, account_id=self.adviser.id)

    async def makes(self, *, at: datetime | None = None) -> MadeLink:
        """The adviser makes a link."""
        return await make_link(
            self.session,
            learner_id=self.learner.id,
            within=Scope(self.council.id),
            secret=SECRET,
            by=self.by,
            now=at or self.now,
        )

    async def enters(
        self, code: str, *, born: date | None = None, at: datetime | None = None, client: str = "192.0.2.1"
    ) -> Entered:
        """Somebody gives a code and a date of birth."""
        return await enter(
            self.session,
            code=code,
            born_on=born or self.learner.date_of_birth,
            client=client,
            secret=SECRET,
            now=at or self.now,
        )

    async def reads(self) -> LetIn:
        """The young person has been let in."""
        entered = await self.enters((await self.makes()).code)
        assert entered.token
        found = await let_in_by(self.session, token=entered.token, now=self.now)
        assert found
        return found


@pytest.fixture
async def hand(session: Session, now: datetime, today: date) -> Hand:
    return await Hand(session, now, today).set_up()
