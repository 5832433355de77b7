"""Whatever two records hold and whichever way they are joined, parting them again gives what there was."""

from datetime import timedelta

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.access.operations import give_access
from service.access.rows import Access, Reason
from service.alerts.operations import record
from service.kit import database as sql
from service.kit.audit import By
from service.kit.errors import Refused
from service.merging.rows import Side
from service.pathways.rows import Completion, MilestoneKind
from tests.factories import a_milestone, a_spell
from tests.merging.conftest import Desk

FIELDS = ("given_names", "family_name", "postcode", "uln", "sex")


class Told(msgspec.Struct, frozen=True):
    """Something a college tells of one of the two: a spell of so many days, or with none a milestone."""

    of_merged: bool
    by_other: bool
    days_ago: int
    lasting: int | None
    key: str


told = st.builds(
    Told,
    of_merged=st.booleans(),
    by_other=st.booleans(),
    days_ago=st.integers(1, 400),
    lasting=st.none() | st.integers(0, 300),
    key=st.sampled_from(["a", "b", "c"]),  # the two may have a fact of one name
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.lists(told, max_size=5, unique_by=lambda each: (each.of_merged, each.by_other, each.key)),
    choices=st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(Side), max_size=3),
    other_way=st.booleans(),
)
async def test_parting_undoes_joining(
    desk: Desk, facts: list[Told], choices: dict[str, Side], other_way: bool
) -> None:
    await sql.execute(desk.session, "savepoint example")
    for fact in facts:
        await _record(desk, fact)
    if other_way:
        desk.one, desk.other = desk.other, desk.one
    before = await desk.everything()
    try:
        merge_id = await desk.joins(**choices)
    except Refused:
        assert await desk.everything() == before
    else:
        assert await desk.everything() != before
        await desk.parts(merge_id, days=0)
        assert await desk.everything() == before
    if other_way:
        desk.one, desk.other = desk.other, desk.one
    await sql.execute(desk.session, "rollback to savepoint example")


async def _record(desk: Desk, fact: Told) -> None:
    learner = desk.other if fact.of_merged else desk.one
    college = desk.other_college if fact.by_other else desk.college
    began_on = desk.today - timedelta(days=fact.days_ago)
    spells, milestones = [], []
    known = Access(learner_id=learner.id, agency_id=college.id, reason=Reason.REGISTERED)
    await give_access(desk.session, granted=[known])
    if fact.lasting is None:
        milestones.append(
            a_milestone(
                learner.id,
                MilestoneKind.ATTENDANCE,
                agency=college,
                now=desk.now,
                occurred_on=began_on,
                source_key=fact.key,
            )
        )
    else:
        ended_on = min(began_on + timedelta(days=fact.lasting), desk.today)
        spells.append(
            a_spell(
                learner.id,
                agency=college,
                now=desk.now,
                started_on=began_on,
                ended_on=ended_on,
                completion=Completion.WITHDRAWN,
                source_key=fact.key,
            )
        )
    await record(
        desk.session,
        spells=spells,
        milestones=milestones,
        by=By(agency_id=college.id),
        now=desk.now,
        today=desk.today,
    )
