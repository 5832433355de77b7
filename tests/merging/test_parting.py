"""Parting: later facts, doubts, who knows whom, and in which order merges come apart."""

from datetime import timedelta

import pytest

from service.access.queries import agencies_with_access
from service.alerts.operations import record
from service.kit import database as sql
from service.kit.audit import By
from service.kit.errors import Conflict
from service.learners import queries as learners
from service.learners.rows import ReviewKind, RulingKind
from service.merging import queries
from service.merging.operations import (
    MergeForbidden,
    UnmergeForbidden,
    decide_pair,
    merge,
    name_pair,
    open_pair,
    settle_doubt,
    withdraw_ruling,
)
from service.merging.rows import Joining
from service.notices import queries as told
from service.notices.operations import read_notice
from tests.factories import a_spell, make_provider
from tests.merging.conftest import Desk


async def test_later_facts_go_where_their_source_says_and_the_doubtful_to_a_task(desk: Desk) -> None:
    merge_id = await desk.joins()
    later = desk.now + timedelta(hours=1)
    charity = await make_provider(desk.session, now=desk.now, council=desk.council, name="A Charity")
    for agency in (desk.other_college, charity):
        spell = a_spell(desk.one.id, agency=agency, now=later, started_on=desk.today, ended_on=None)
        await record(desk.session, spells=[spell], by=By(agency_id=agency.id), now=later, today=desk.today)

    await desk.parts(merge_id)

    of = "select learner_id from spell where agency_id = $1 and recorded_at = $2"
    assert await sql.value(desk.session, of, desk.other_college.id, later) == desk.other.id
    assert await sql.value(desk.session, of, charity.id, later) == desk.one.id
    waiting, _ = await learners.open_reviews(desk.session, desk.council.id, kind=ReviewKind.FACT, limit=5)
    assert [each.about_id for each in waiting] == [desk.one.id]


async def test_a_doubtful_fact_goes_where_a_person_says(desk: Desk) -> None:
    merge_id = await desk.joins()
    later = desk.now + timedelta(hours=1)
    charity = await make_provider(desk.session, now=desk.now, council=desk.council, name="A Charity")
    spell = a_spell(desk.one.id, agency=charity, now=later, started_on=desk.today)
    await record(desk.session, spells=[spell], by=By(agency_id=charity.id), now=later, today=desk.today)
    await desk.parts(merge_id)
    (waiting,), _ = await learners.open_reviews(desk.session, desk.council.id, kind=ReviewKind.FACT, limit=5)

    await settle_doubt(desk.session, review_id=waiting.id, take=True, by=desk.by, now=later, today=desk.today)

    of = "select learner_id from spell where agency_id = $1"
    assert await sql.value(desk.session, of, charity.id) == desk.other.id
    with pytest.raises(Conflict):
        await settle_doubt(
            desk.session, review_id=waiting.id, take=True, by=desk.by, now=later, today=desk.today
        )


async def test_who_came_to_know_the_survivor_by_the_merge_alone_knows_them_no_more(desk: Desk) -> None:
    await desk.parts(await desk.joins())

    assert desk.other_college.id not in await agencies_with_access(desk.session, desk.one.id)
    assert desk.other_college.id in await agencies_with_access(desk.session, desk.other.id)


async def test_merges_come_apart_in_the_order_they_were_made(desk: Desk) -> None:
    third = await desk.somebody(desk.college, "Quillfeather", given_names="Wilfred", postcode="CO4 3AB")
    first = await desk.joins()
    asked = Joining(survivor_id=third.id, merged_id=desk.one.id, choices={}, reason="All one")
    later = desk.now + timedelta(minutes=1)
    second = await merge(desk.session, asked=asked, by=desk.by, now=later, today=desk.today)
    leads = "select merged_into from learner where id = $1"
    assert await sql.value(desk.session, leads, desk.other.id) == third.id

    with pytest.raises(UnmergeForbidden):
        await desk.parts(first)
    await desk.parts(second)
    assert await sql.value(desk.session, leads, desk.other.id) == desk.one.id
    await desk.parts(first)
    assert await sql.value(desk.session, leads, desk.other.id) is None


async def test_a_circle_and_a_second_merge_are_refused(desk: Desk) -> None:
    merge_id = await desk.joins()
    back = Joining(survivor_id=desk.other.id, merged_id=desk.one.id, choices={}, reason="The other way")

    with pytest.raises(MergeForbidden, match="joined with another"):
        await merge(desk.session, asked=back, by=desk.by, now=desk.now, today=desk.today)
    await desk.parts(merge_id)
    with pytest.raises(Conflict):
        await desk.parts(merge_id)
    with pytest.raises(MergeForbidden, match="two people"):
        await desk.joins()
    await withdraw_ruling(desk.session, one=desk.one.id, other=desk.other.id, by=desk.by, now=desk.now)
    await desk.joins()


async def test_both_agencies_are_told_of_joining_and_of_parting(desk: Desk) -> None:
    merge_id = await desk.joins()
    await desk.parts(merge_id)

    for agency in (desk.college, desk.other_college):
        notices = await told.notices(desk.session, agency.id)
        assert len(notices) == 2
        await read_notice(desk.session, notice_id=notices[0].id, by=By(agency_id=agency.id), now=desk.now)
        assert len(await told.notices(desk.session, agency.id)) == 1


async def test_a_pair_is_decided_for_good_and_may_be_named_again(desk: Desk) -> None:
    review_id = await name_pair(desk.session, one=desk.one.id, other=desk.other.id, by=desk.by, now=desk.now)
    assert review_id == await name_pair(
        desk.session, one=desk.other.id, other=desk.one.id, by=desk.by, now=desk.now
    )
    pair = await open_pair(desk.session, review_id=review_id, by=desk.by)
    assert {pair.one.learner_id, pair.other.learner_id} == {desk.one.id, desk.other.id}

    await decide_pair(desk.session, review_id=review_id, ruling=RulingKind.RELATIVE, by=desk.by, now=desk.now)

    assert await queries.pair_ruled(desk.session, desk.one.id, desk.other.id) == "relative"
    assert await name_pair(desk.session, one=desk.one.id, other=desk.other.id, by=desk.by, now=desk.now)
