"""Joining and parting learners, against a real database: nothing lost, nothing left behind, and exactly undone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import Uuid

from service.access.queries import agencies_with_access
from service.access.rows import Scope
from service.agencies.rows import Agency
from service.alerts.operations import record, watch
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import APP_ROLE, Session
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.learners.operations import issue_indicator, look_up
from service.learners.rows import Claim, Outcome, Request
from service.merging import queries
from service.merging.operations import (
    MergeForbidden,
    preview,
)
from service.merging.rows import Side
from service.merging.rules import MOVING, REGISTRY
from service.tables import metadata
from tests.factories import a_spell
from tests.merging.conftest import Desk


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


async def test_facts_move_along_a_recorded_merge_only(desk: Desk) -> None:
    move = "update spell set learner_id = $2 where learner_id = $1"
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        async with desk.session.driver.transaction():
            await sql.execute(desk.session, move, desk.one.id, desk.other.id)
    await sql.execute(desk.session, "select set_config('app.merging', $1, true)", str(new_id()))
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        async with desk.session.driver.transaction():
            await sql.execute(desk.session, move, desk.one.id, desk.other.id)


async def test_derived_rows_are_drawn_anew_for_both(desk: Desk) -> None:
    drawn = "select learner_id, started_on, ended_on, activity from main_spell where learner_id = any($1) order by 1, 2"
    both = [desk.one.id, desk.other.id]
    before = [tuple(row) for row in await sql.rows(desk.session, drawn, both)]
    await desk.parts(await desk.joins(), days=0)
    await watch(desk.session, learner_ids=both, by=desk.by, now=desk.now, today=desk.today)

    assert [tuple(row) for row in await sql.rows(desk.session, drawn, both)] == before
