"""An adviser's Today: one card a person, the most pressing alert in full, the others in a line each."""

from datetime import datetime, timedelta

from service.accounts.rows import Role
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from tests.factories import make_council, make_learner, make_provider, record_spell
from tests.web.conftest import BrowserOf


async def test_somebody_with_several_alerts_has_one_card(
    client_as: BrowserOf, database: Database, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        college = await make_provider(session, now=now, council=council)
        neet = {"activity": 619, "started_on": now.date() - timedelta(weeks=30)}
        people = []
        for n in range(2):
            learner = await make_learner(session, by=By(agency_id=college.id), now=now, postcode="CM1 1AA")
            await record_spell(session, learner.id, agency=college, now=now, source_key=f"neet {n}", **neet)
            people.append(learner)
    adviser = await client_as(Role.YOUTH_ADVISER, council)
    shown = (await adviser.get("/today")).text
    for learner in people:
        assert shown.count(f'href="/learners/{learner.id}"') == 1
    assert shown.count("Nobody has spoken with them yet") >= 2
    assert shown.count("Also ") >= 4, "new NEET and NEET for long beside it"
    assert "6 alerts wait for you. They are about 2 young people" in shown
