"""What is counted of a month is whom the lists of then hold, for those who may see the list."""

from collections import Counter
from datetime import date, datetime

import pytest

from service.access.rows import Scope
from service.board.operations import freeze_month
from service.kit import database
from service.kit.audit import By
from service.kit.database import Session
from service.vocabulary.activity import Group
from service.web.known_list import listed_as_known
from tests.board.town import Settle, by, districts, month_on, settle

__all__ = ["by", "districts", "month_on", "settle"]  # the town's fixtures, used here by name

COLLEGE, JOB, LOOKING = 230, 330, 619
_OPEN_TO = """
insert into learner_access (learner_id, agency_id, reason) select id, $1, 'registered' from learner
"""
_COUNTED = """
select cell, sum(people) as people from snapshot_count
where snapshot_id = $1 and measure = 'situation' and area !~ ':' group by cell
"""
_STATES = {Group.NEET: "neet", Group.NOT_KNOWN: "not_known"}


@pytest.mark.parametrize(
    "late", [pytest.param(0, id="told in time"), pytest.param(31, id="told after the month")]
)
async def test_a_count_of_the_month_is_the_length_of_the_list_as_known_then(
    session: Session, settle: Settle, by: By, now: datetime, today: date, month_on: date, late: int
) -> None:
    for people, activity in ((14, COLLEGE), (5, JOB), (11, LOOKING), (3, None)):
        for age in (16, 17, 19):
            await settle(people, activity, age=age, late=late if activity == LOOKING else 0)
    await database.execute(session, _OPEN_TO, by.agency_id)
    snapshot = await freeze_month(session, month_on=month_on, by=by, now=now, today=today)
    rows = await database.rows(session, _COUNTED, snapshot.id)
    counted = {row["cell"]: row["people"] for row in rows}
    listed = await listed_as_known(session, within=Scope(by.agency_id), on=snapshot.as_of_on)
    lengths = Counter(_STATES.get(Group(each.activity_group or ""), "other") for each in listed)
    assert {state: counted.get(state, 0) for state in _STATES.values()} == {
        state: lengths[state] for state in _STATES.values()
    }
    assert sum(counted.values()) == len(listed) == 99
    assert counted.get("neet", 0) == (33 if late == 0 else 0)
