"""Figures of demand: what a later one replaces, what is kept, and what a receipt says."""

from datetime import date, datetime, timedelta

import asyncpg
import pytest

from service.kit import database
from service.kit.audit import By
from service.kit.database import Context, Database, Session
from service.kit.ids import new_id
from service.priorities import queries
from service.priorities.operations import FigureUnknown, enter_figures, skills_in, take_figure_back
from service.priorities.operations.entering import FigureReplaced, NoFigures
from service.priorities.rows import Figure, Receipt
from service.vocabulary.priority_sector import PrioritySector
from tests.priorities.conftest import a_figure

CARE, CONSTRUCTION = PrioritySector.CARE, PrioritySector.CONSTRUCTION


async def enter(
    session: Session, by: By, now: datetime, *figures: Figure, file_name: str | None = None
) -> Receipt:
    return await enter_figures(
        session, figures=figures, file_name=file_name, by=by, now=now, today=now.date()
    )


async def read(session: Session, today: date, district: str | None = None) -> dict[str, int | None]:
    """What the board reads of each sector that has a figure."""
    skills = await skills_in(session, district=district, today=today)
    return {each.sector: each.vacancies for each in skills.balances if each.demand}


async def test_a_file_entered_again_says_what_is_new_changed_and_the_same(
    session: Session, by: By, now: datetime, today: date
) -> None:
    one, other = a_figure(today), a_figure(today, sector=CARE, vacancies=300)
    first = await enter(session, by, now, one, other, file_name="october.csv")
    assert (first.added, first.changed, first.unchanged) == (2, 0, 0)
    again = await enter(
        session, by, now + timedelta(hours=1), one, a_figure(today, sector=CARE, vacancies=280)
    )
    assert (again.added, again.changed, again.unchanged) == (0, 1, 1)
    assert await read(session, today) == {CONSTRUCTION: 412, CARE: 280}
    kept = await queries.receipt(session, first.id)
    assert kept is not None
    assert kept[0] == first
    assert {each.vacancies for each in kept[1]} == {412, 300}, "what was replaced is kept"
    assert (await queries.all_demand(session, limit=10, skip=0))[1] == 3


async def test_a_later_figure_of_the_same_source_replaces_the_one_before_and_both_are_kept(
    session: Session, by: By, now: datetime, today: date
) -> None:
    later = {"as_of_on": today - timedelta(days=1), "source_on": today, "vacancies": 390}
    await enter(session, by, now, a_figure(today))
    await enter(session, by, now + timedelta(days=1), a_figure(today, **later))
    assert await read(session, today) == {CONSTRUCTION: 390}
    assert len(await queries.standing_demand(session)) == 2, "both stand, each of its own day"


async def test_of_a_long_row_of_figures_the_latest_period_is_read_whatever_came_in_last(
    session: Session, by: By, now: datetime, today: date
) -> None:
    for weeks in (5, 0, 9, 3):
        day = today - timedelta(weeks=weeks)
        figure = a_figure(today, vacancies=weeks, as_of_on=day, source_on=day)
        await enter(session, by, now + timedelta(hours=weeks), figure)
    assert await read(session, today) == {CONSTRUCTION: 0}
    await enter(session, by, now, a_figure(today, source="Another", vacancies=8))
    assert await read(session, today) == {CONSTRUCTION: 0}, "another source's earlier week"


async def test_two_sources_stand_side_by_side_and_one_is_read(
    session: Session, by: By, now: datetime, today: date
) -> None:
    await enter(session, by, now, a_figure(today), a_figure(today, source="Another", vacancies=5))
    skills = await skills_in(session, district=None, today=today)
    (construction,) = [each for each in skills.balances if each.sector is CONSTRUCTION]
    assert construction.sources == 2
    assert construction.vacancies in (412, 5)


async def test_a_districts_figure_is_the_districts_and_not_the_whole_areas(
    session: Session, by: By, now: datetime, today: date
) -> None:
    await enter(session, by, now, a_figure(today, district="Northbank", vacancies=40))
    assert await read(session, today) == {}
    assert await read(session, today, "Northbank") == {CONSTRUCTION: 40}
    assert await read(session, today, "Southbank") == {}


async def test_what_is_taken_back_is_read_no_more_and_can_be_entered_again(
    session: Session, by: By, now: datetime, today: date
) -> None:
    await enter(session, by, now, a_figure(today))
    (figure,) = await queries.standing_demand(session)
    await take_figure_back(session, demand_id=figure.id, by=by, now=now + timedelta(hours=1))
    assert await read(session, today) == {}
    assert (await queries.all_demand(session, limit=10, skip=0))[1] == 2
    with pytest.raises(FigureReplaced):
        await take_figure_back(session, demand_id=figure.id, by=by, now=now)
    again = await enter(session, by, now + timedelta(hours=2), a_figure(today))
    assert again.added == 1
    assert await read(session, today) == {CONSTRUCTION: 412}


async def test_nothing_to_enter_is_refused(session: Session, by: By, now: datetime) -> None:
    with pytest.raises(NoFigures):
        await enter(session, by, now)


async def test_a_figure_that_is_not_there_cannot_be_taken_back(
    session: Session, by: By, now: datetime
) -> None:
    with pytest.raises(FigureUnknown):
        await take_figure_back(session, demand_id=new_id(), by=by, now=now)


@pytest.mark.parametrize("table", ["demand", "demand_receipt", "priority", "priority_decision"])
async def test_the_application_can_neither_change_nor_remove_what_was_recorded(
    database: Database, table: str
) -> None:
    for statement in (f"update {table} set recorded_at = now()", f"delete from {table}"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with database.transaction(Context()) as nobody:
                await nobody.driver.execute(statement.replace("recorded_at", _instant(table)))


def _instant(table: str) -> str:
    return "set_at" if table == "priority" else "recorded_at"


async def test_entering_leaves_a_trace_with_counts_and_no_words(
    session: Session, by: By, now: datetime, today: date
) -> None:
    receipt = await enter(session, by, now, a_figure(today))
    traces = await database.rows(
        session,
        "select act, subject_id, detail from audit_entry where agency_id = $1 order by seq",
        by.agency_id,
    )
    assert dict(traces[-1]) == {
        "act": "demand entered",
        "subject_id": receipt.id,
        "detail": {"added": 1, "changed": 0, "unchanged": 0},
    }
