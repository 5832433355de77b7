"""Joining and parting learners, against a real database: nothing lost, nothing left behind, and exactly undone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import Uuid

from service.access.queries import agencies_with_access
from service.access.rows import Scope
from service.accounts.rows import Role
from service.agencies.rows import Agency
from service.alerts.operations import record, watch
from service.caseloads import operations as caseloads
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import APP_ROLE, Session
from service.kit.errors import Conflict, Invalid
from service.kit.ids import new_id
from service.learners import queries as learners
from service.learners.operations import issue_indicator, look_up
from service.learners.rows import Claim, Learner, Outcome, Request, ReviewKind, RulingKind, Sex
from service.merging import queries
from service.merging.operations import (
    MergeForbidden,
    UnmergeForbidden,
    decide_pair,
    merge,
    name_pair,
    open_pair,
    preview,
    read_notice,
    unmerge,
    withdraw_ruling,
)
from service.merging.rows import Joining, Merge, Side
from service.merging.rules import MOVING, REGISTRY
from service.pathways.rows import Completion, MilestoneKind
from service.tables import metadata
from tests.factories import a_milestone, a_spell, make_account, make_council, make_learner, make_provider

DERIVED_OR_DONE = {"audit_entry", "merge", "merge_image", "notice", "pair_search"}


class Desk:
    """A council's data officer, two colleges, and two records of one person, each with a life of its own."""

    def __init__(self, session: Session, now: datetime, today: date) -> None:
        self.session, self.now, self.today = session, now, today

    async def set_up(self) -> "Desk":
        self.council = await make_council(self.session, now=self.now)
        self.college, self.other_college = [
            await make_provider(self.session, now=self.now, council=self.council, name=name)
            for name in ("First College", "Second College")
        ]
        officer = await make_account(self.session, agency=self.council, role=Role.DATA_OFFICER, now=self.now)
        self.adviser = await make_account(
            self.session, agency=self.council, role=Role.YOUTH_ADVISER, now=self.now
        )
        self.by = By(agency_id=self.council.id, account_id=officer.id)
        self.one = await self.somebody(self.college, "Fenwright", given_names="Ida", uln="9276308686")
        self.other = await self.somebody(
            self.other_college, "Thorogood", given_names="Beatrix", postcode="SS1 1AA", sex=Sex.FEMALE
        )
        return self

    async def somebody(self, college: Agency, family: str, **details: Any) -> Learner:
        by = By(agency_id=college.id)
        born = date(self.today.year - 17, 9, 25)
        learner = await make_learner(
            self.session, by=by, now=self.now, family_name=family, date_of_birth=born, **details
        )
        spell = a_spell(
            learner.id,
            agency=college,
            now=self.now,
            ended_on=self.today - timedelta(days=20),
            completion=Completion.WITHDRAWN,
        )
        milestone = a_milestone(learner.id, MilestoneKind.ATTENDANCE, agency=college, now=self.now)
        await record(
            self.session, spells=[spell], milestones=[milestone], by=by, now=self.now, today=self.today
        )
        await caseloads.assign(
            self.session,
            learner_id=learner.id,
            to=self.adviser.id,
            by=By(agency_id=self.council.id),
            now=self.now,
            today=self.today,
        )
        return learner

    async def joins(self, *, reason: str = "The college sent both papers", **choices: Side) -> UUID:
        asked = Joining(survivor_id=self.one.id, merged_id=self.other.id, choices=choices, reason=reason)
        return await merge(self.session, asked=asked, by=self.by, now=self.now, today=self.today)

    async def parts(self, merge_id: UUID, *, days: int = 1) -> Merge:
        return await unmerge(
            self.session,
            merge_id=merge_id,
            because="Two papers, two people",
            by=self.by,
            now=self.now + timedelta(days=days),
            today=self.today + timedelta(days=days),
        )

    async def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Every row that names either, but for what is drawn from the facts and what tells of the merge."""
        found = {}
        for table in sorted({each.table for each in REGISTRY} - DERIVED_OR_DONE - {"pair_ruling"}):
            columns = [each.column for each in REGISTRY if each.table == table]
            asked = " or ".join(f"t.{column} in ($1, $2)" for column in columns)
            statement = f"select to_jsonb(t) as row from {table} t where {asked} order by 1"
            found[table] = [
                dict(row["row"])
                for row in await sql.rows(self.session, statement, self.one.id, self.other.id)
            ]
        people = "select to_jsonb(l) - 'described_at' as row from learner l where id in ($1, $2) order by id"
        found["learner"] = [
            dict(row["row"]) for row in await sql.rows(self.session, people, self.one.id, self.other.id)
        ]
        return found


@pytest.fixture
async def desk(session: Session, now: datetime, today: date) -> Desk:
    return await Desk(session, now, today).set_up()


async def places_of(session: Session, learner_id: UUID) -> set[tuple[str, str]]:
    """Every column of the schema that holds a learner's key, whatever it is called."""
    found = set()
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Uuid):
                statement = f'select exists (select from "{table.name}" where "{column.name}" = $1)'
                if await sql.value(session, statement, learner_id):
                    found.add((table.name, column.name))
    return found


@asynccontextmanager
async def as_the(session: Session, agency: Agency) -> AsyncIterator[None]:
    """One stretch of the transaction as the agency's own role, under its policies."""
    before, session.role = session.role, APP_ROLE
    await sql.execute(
        session,
        "select set_config('role', $1, true), set_config('app.agency', $2, true)",
        APP_ROLE,
        str(agency.id),
    )
    yield
    await sql.execute(session, "select set_config('role', $1, true)", before)
    session.role = before


async def test_a_merge_leaves_nothing_behind_but_what_says_what_was(desk: Desk) -> None:
    await desk.joins()

    left = await places_of(desk.session, desk.other.id)

    assert {table for table, _ in left}.isdisjoint({*MOVING, "main_spell", "situation"})
    assert ("learner", "id") in left
    allowed = {(each.table, each.column) for each in REGISTRY} | {
        ("learner", "id"),
        ("audit_entry", "subject_id"),
    }
    assert left <= allowed


async def test_everything_known_of_either_is_known_of_the_survivor(desk: Desk) -> None:
    before = await desk.everything()
    await desk.joins()

    after = await desk.everything()
    for table in ("spell", "milestone", "alert_step"):
        assert {row["id"] for row in after[table]} == {row["id"] for row in before[table]}
        assert {row["learner_id"] for row in after[table]} == {str(desk.one.id)}
    knows = await agencies_with_access(desk.session, desk.one.id)
    assert {desk.college.id, desk.other_college.id, desk.council.id} <= set(knows)


async def test_one_alert_of_a_family_stays_open_with_the_earlier_deadline(desk: Desk) -> None:
    open_ = """
        select min(deadline_on) as first, count(*) as n from alert where closed_on is null and learner_id = any($1)"""
    before = await sql.row(desk.session, open_, [desk.one.id, desk.other.id])
    await desk.joins()
    after = await sql.row(desk.session, open_, [desk.one.id, desk.other.id])

    assert before is not None
    assert after is not None
    assert (before["n"], after["n"]) == (2, 1)
    assert after["first"] == before["first"]


async def test_the_old_indicator_leads_to_the_survivor_for_ever(desk: Desk) -> None:
    await desk.joins()

    for college in (desk.college, desk.other_college):
        by, within = By(agency_id=college.id), Scope(college.id)
        async with as_the(desk.session, college):
            found = await look_up(
                desk.session, indicator=desk.other.indicator, within=within, by=by, now=desk.now
            )
        assert found.id == desk.one.id
    claim = Claim(
        given_names=desk.other.given_names,
        family_name=desk.other.family_name,
        date_of_birth=desk.other.date_of_birth,
        postcode="SS1 1AA",
    )
    answer = await issue_indicator(
        desk.session,
        request=Request(client_claim_id="again", claim=claim),
        by=By(agency_id=desk.college.id),
        now=desk.now,
        today=desk.today,
    )
    assert (answer.outcome, answer.learner_id) == (Outcome.FOUND, desk.one.id)


async def test_values_are_chosen_field_by_field(desk: Desk) -> None:
    await desk.joins(family_name=Side.MERGED)

    row = await sql.row(desk.session, "select * from learner where id = $1", desk.one.id)
    assert row is not None
    assert (row["family_name"], row["folded_family"], row["uln"], row["postcode"]) == (
        "Thorogood",
        "thorogood",
        "9276308686",
        "SS1 1AA",
    )


async def test_a_merge_undone_at_once_is_as_if_it_had_not_been(desk: Desk) -> None:
    before = await desk.everything()

    await desk.parts(await desk.joins(family_name=Side.MERGED), days=0)

    assert await desk.everything() == before
    assert await queries.pair_ruled(desk.session, desk.one.id, desk.other.id) == "different"


async def test_two_facts_under_one_name_are_one_while_joined_and_two_again(desk: Desk) -> None:
    by = By(agency_id=desk.college.id)
    for learner, day in ((desk.one, 1), (desk.other, 2)):
        spell = a_spell(
            learner.id, agency=desk.college, now=desk.now, started_on=date(desk.today.year, 9, day)
        )
        spell = type(spell)(
            **{**{f: getattr(spell, f) for f in spell.__struct_fields__}, "source_key": "same"}
        )
        await record(desk.session, spells=[spell], by=by, now=desk.now, today=desk.today)
    live = "select count(*) from spell where source_key = 'same' and superseded_at is null"

    merge_id = await desk.joins()
    assert await sql.value(desk.session, live) == 1
    await desk.parts(merge_id)
    assert await sql.value(desk.session, live) == 2


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


async def test_a_merge_waits_while_a_critical_alert_is_open(desk: Desk) -> None:
    await sql.execute(
        desk.session,
        "update alert set severity = 'critical' where learner_id = $1 and closed_on is null",
        desk.other.id,
    )
    told = await preview(desk.session, survivor_id=desk.one.id, merged_id=desk.other.id)

    assert "critical" in told.forbidden[0]
    with pytest.raises(MergeForbidden, match="critical"):
        await desk.joins()


async def test_a_merge_needs_a_reason_and_known_fields(desk: Desk) -> None:
    with pytest.raises(Invalid):
        await desk.joins(reason="  ")
    with pytest.raises(Invalid):
        await desk.joins(shoe_size=Side.MERGED)


async def test_a_preview_names_every_row_that_moves(desk: Desk) -> None:
    told = await preview(desk.session, survivor_id=desk.one.id, merged_id=desk.other.id)

    moving = {row.source for row in told.rows}
    assert {"spell", "milestone", "alert", "holding", "learner_access", "situation"} <= moving
    assert told.forbidden == ()


async def test_both_agencies_are_told_of_joining_and_of_parting(desk: Desk) -> None:
    merge_id = await desk.joins()
    await desk.parts(merge_id)

    for agency in (desk.college, desk.other_college):
        notices = await queries.notices(desk.session, agency.id)
        assert len(notices) == 2
        await read_notice(desk.session, notice_id=notices[0].id, by=By(agency_id=agency.id), now=desk.now)
        assert len(await queries.notices(desk.session, agency.id)) == 1


async def test_facts_move_along_a_recorded_merge_only(desk: Desk) -> None:
    move = "update spell set learner_id = $2 where learner_id = $1"
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        async with desk.session.driver.transaction():
            await sql.execute(desk.session, move, desk.one.id, desk.other.id)
    await sql.execute(desk.session, "select set_config('app.merging', $1, true)", str(new_id()))
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        async with desk.session.driver.transaction():
            await sql.execute(desk.session, move, desk.one.id, desk.other.id)


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


async def test_derived_rows_are_drawn_anew_for_both(desk: Desk) -> None:
    drawn = "select learner_id, started_on, ended_on, activity from main_spell where learner_id = any($1) order by 1, 2"
    both = [desk.one.id, desk.other.id]
    before = [tuple(row) for row in await sql.rows(desk.session, drawn, both)]
    await desk.parts(await desk.joins(), days=0)
    await watch(desk.session, learner_ids=both, by=desk.by, now=desk.now, today=desk.today)

    assert [tuple(row) for row in await sql.rows(desk.session, drawn, both)] == before
