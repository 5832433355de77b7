"""A jobcentre's worker, a college with places, a young person at a council; and the way between them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.access.rows import NO_LEARNER
from service.accounts.rows import Account, Role
from service.agencies.operations import add_agency
from service.agencies.rows import Agency, AgencyKind
from service.guarantee.operations import Enquirer, Reason, Sought, open_record, take_wishes
from service.guarantee.rows import OpeningReason, Readiness, Wishes
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import NOBODY, new_id
from service.learners.rows import Learner
from service.provision.operations import take_entries
from service.provision.rows import Entry, Kind
from tests.factories import make_account, make_council, make_learner, make_provider, record_spell

SEEKING = 619
HERE = Reason(kind=OpeningReason.HERE_NOW, words="came in to ask about courses")


class Town:
    """Who takes part, and what they do most often."""

    council: Agency
    college: Agency
    jobcentre: Agency
    worker: Account
    learner: Learner

    def __init__(self, session: Session, now: datetime, today: date) -> None:
        self.session, self.now, self.today = session, now, today

    async def set_up(self) -> "Town":
        session, now = self.session, self.now
        self.council = await make_council(session, now=now)
        self.college = await make_provider(session, now=now, council=self.council)
        self.jobcentre = await jobcentre(session, now, "Basildon Jobcentre")
        self.worker = await make_account(session, agency=self.jobcentre, role=Role.AGENCY_WORKER, now=now)
        self.learner = await self.somebody()
        return self

    async def somebody(self, **details: Any) -> Learner:
        """Seventeen, and looking for something since September."""
        learner = await make_learner(self.session, by=By(agency_id=self.council.id), now=self.now, **details)
        started = date(self.today.year, 9, 7)
        await record_spell(
            self.session,
            learner.id,
            agency=self.council,
            now=self.now,
            activity=SEEKING,
            started_on=started,
        )
        return learner

    def asker(self, account: Account | None = None, agency: Agency | None = None, **more: Any) -> Enquirer:
        """The jobcentre's worker, now, unless somebody else is asked for."""
        account, agency = account or self.worker, agency or self.jobcentre
        usual = {
            "agency": agency.name,
            "within": NO_LEARNER,
            "by": By(agency_id=agency.id, account_id=account.id),
            "now": self.now,
        }
        return Enquirer(**{**usual, **more})

    async def opens(self, asker: Enquirer | None = None, **sought: Any) -> UUID:
        """Finds the learner, by indicator unless told otherwise."""
        whom = Sought(**(sought or {"indicator": self.learner.indicator}))
        return await open_record(self.session, sought=whom, reason=HERE, asker=asker or self.asker())

    async def offers(self, n: int = 1, **more: Any) -> None:
        """The college puts a course on its list: level 1 building in three weeks, five places."""
        usual: dict[str, Any] = {
            "source_key": f"C{n}",
            "kind": Kind.COURSE,
            "title": f"Building {n}",
            "level": "1",
            "sector": "5.2",
            "starts_on": self.today + timedelta(weeks=3),
            "hours": 16,
            "postcode": "CM1 1AA",
            "places": 5,
            "listed_until_on": self.today + timedelta(weeks=13),
        }
        entry = Entry(**{**usual, **more})
        by = By(agency_id=self.college.id)
        await take_entries(self.session, entries=[entry], by=by, now=self.now, today=self.today)

    async def wishes(
        self, learner: Learner | None = None, asker: Enquirer | None = None, **more: Any
    ) -> None:
        """The young person says what they want."""
        usual: dict[str, Any] = {"free_on": self.today, "readiness": Readiness.LEARNING}
        await take_wishes(
            self.session,
            learner_id=(learner or self.learner).id,
            wishes=Wishes(**{**usual, **more}),
            asker=asker or self.asker(),
        )


async def jobcentre(session: Session, now: datetime, name: str) -> Agency:
    """A jobcentre."""
    made = Agency(id=new_id(), kind=AgencyKind.JOBCENTRE, name=name, code=f"jobcentre-{new_id().hex[-8:]}")
    await add_agency(session, agency=made, by=By(agency_id=NOBODY), now=now)
    return made


@pytest.fixture
async def town(session: Session, now: datetime, today: date) -> Town:
    return await Town(session, now, today).set_up()
