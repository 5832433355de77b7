"""Freezing a month on real PostgreSQL: what is counted, what may be read of it, and how often."""

import re
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import pytest

from service.access.rows import WHOLE_REGISTER
from service.agencies import queries as agencies
from service.agencies.rows import Agency, AgencyKind
from service.board import queries
from service.board.operations import MonthClosed, MonthInvalid, MonthNotOver, freeze_month, recount
from service.board.rows import NewCount, Snapshot
from service.board.rules import OTHERS, months_earlier
from service.board.rules.names import COUNTS, SUMMARY, TABLES, WINTER
from service.kit import database
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id
from service.pathways import queries as pathways
from tests.board.town import Settle

Freeze = Callable[..., Awaitable[Snapshot]]
COLLEGE, JOB, LOOKING, CUSTODY = 230, 330, 619, 710


@pytest.fixture
def freeze(session: Session, by: By, now: datetime, today: date, month_on: date) -> Freeze:
    async def frozen(month: date = month_on, on: date = today, at: datetime = now) -> Snapshot:
        return await freeze_month(session, month_on=month, by=by, now=at, today=on)

    return frozen


async def counts(session: Session, snapshot: Snapshot) -> dict[tuple[str, str, str], int]:
    statement = (
        "select area, line, cell, people from snapshot_count "
        "where snapshot_id = $1 and measure = 'situation' and area !~ ':'"
    )
    return {tuple(row)[:3]: row["people"] for row in await database.rows(session, statement, snapshot.id)}


async def published(session: Session, name: str) -> dict[str, tuple[str, ...]]:
    found = await queries.published(session, name)
    assert found is not None
    return {row[0]: row[1:] for row in found.table.rows}


async def test_exact_counts_are_kept_and_only_disclosed_ones_published(
    session: Session, settle: Settle, freeze: Freeze
) -> None:
    await settle(43, COLLEGE)
    await settle(12, LOOKING)
    await settle(11, None)
    await settle(52, COLLEGE, age=17, district="Southbank")
    await settle(14, JOB, age=17, district="Southbank")
    await settle(4, CUSTODY, age=17, district="Southbank")
    await settle(80, COLLEGE, district=None)
    await settle(80, COLLEGE, age=17, district=None)
    snapshot = await freeze()
    assert await counts(session, snapshot) == {
        ("E1", "16", "participating"): 43,
        ("E1", "16", "neet"): 12,
        ("E1", "16", "not_known"): 11,
        ("E2", "17", "participating"): 52,
        ("E2", "17", "otherwise"): 14,
        ("E2", "17", "custody"): 4,
        ("not known", "16", "participating"): 80,
        ("not known", "17", "participating"): 80,
    }
    shown = await published(session, "places-16-17")
    assert {name: row[:6] for name, row in shown.items()} == {
        "Northbank": ("65", "c", "c", "c", "c", "c"),
        "Southbank": ("65", "c", "c", "c", "c", "c"),
        "Home not known": ("160", "c", "c", "c", "c", "c"),
        "Greater Essex": ("290", "255", "15", "10", "10", "25"),
    }


async def test_a_large_town_shows_every_figure_rounded(
    session: Session, settle: Settle, freeze: Freeze
) -> None:
    for district, extra in (("Northbank", 0), ("Southbank", 20), (None, 0)):
        for age in (16, 17):
            for people, activity in ((101 + extra, COLLEGE), (16, JOB), (21, LOOKING), (12, None)):
                await settle(people, activity, age=age, district=district)
    await freeze()
    assert await published(session, "places-16-17") == {
        "Northbank": ("300", "200", "30", "40", "25", "65", "67%", "13%", "8%", "22%"),
        "Southbank": ("340", "240", "30", "40", "25", "65", "71%", "12%", "7%", "19%"),
        "Home not known": ("300", "200", "30", "40", "25", "65", "67%", "13%", "8%", "22%"),
        "Greater Essex": ("940", "645", "95", "125", "70", "200", "69%", "13%", "7%", "21%"),
    }


async def test_a_fact_recorded_after_the_month_counts_in_its_correction_only(
    session: Session, settle: Settle, freeze: Freeze
) -> None:
    await settle(12, COLLEGE)
    await settle(3, LOOKING, late=31)
    first = await freeze()
    assert await counts(session, first) == {("E1", "16", "participating"): 12, ("E1", "16", "not_known"): 3}
    second = await freeze()
    assert await counts(session, second) == {("E1", "16", "participating"): 12, ("E1", "16", "neet"): 3}
    assert (first.edition, second.edition) == (1, 2)


async def test_both_editions_have_the_rows_of_the_providers_known_at_the_first(
    session: Session, settle: Settle, freeze: Freeze, now: datetime, by: By
) -> None:
    """Also of those nobody was counted at; a provider that came since stands with the others."""
    await settle(12, COLLEGE)
    await freeze()
    before = await published(session, "taken-in-by-provider-16-17")
    late = Agency(id=new_id(), kind=AgencyKind.PROVIDER, name="Late College", code="late")
    await agencies.add_agencies(session, [late])
    await settle(30, COLLEGE, late=31, by=By(agency_id=late.id))
    second = await freeze()
    after = await published(session, "taken-in-by-provider-16-17")
    assert list(after) == list(before)
    assert {"Bank College", "Sixth Form"} <= before.keys()
    assert list(before)[-2:] == ["Recorded by others", "Greater Essex"]
    assert "Late College" not in after
    others = "select people from snapshot_count where snapshot_id = $1 and measure = 'taken-in' and area = $2"
    found = await database.rows(session, others + " and line = '16-17' and cell = 'no'", second.id, OTHERS)
    assert [row["people"] for row in found] == [30]


async def test_a_month_knows_which_months_before_it_were_corrected_since(
    session: Session, settle: Settle, freeze: Freeze, now: datetime, month_on: date
) -> None:
    await settle(12, COLLEGE)
    before = months_earlier(month_on, 1)
    await freeze(before, at=now - timedelta(days=3))
    newest = await freeze(at=now - timedelta(days=2))
    assert await queries.corrected_since(session, newest) == []
    corrected = await freeze(before, at=now)
    assert await queries.corrected_since(session, newest) == [before]
    assert await queries.corrected_since(session, corrected) == []
    again = await freeze(at=now + timedelta(days=1))
    assert await queries.corrected_since(session, again) == []


async def test_a_month_counted_again_from_what_was_known_then_comes_to_the_same(
    session: Session, settle: Settle, freeze: Freeze, now: datetime, month_on: date
) -> None:
    await settle(12, COLLEGE)
    await settle(3, LOOKING, late=31)
    await freeze()
    second = await freeze()
    ids = await settle(5, COLLEGE, late=60)
    facts = await pathways.facts_of(session, ids, within=WHOLE_REGISTER)
    spells = [spell for each in facts.values() for spell in each.spells]
    await pathways.supersede_spells(session, spells, at=now + timedelta(days=90))
    await database.execute(
        session, "update learner set registered_at = $2 where id = any($1)", ids, now + timedelta(days=1)
    )
    found = await recount(session, month_on=month_on)
    assert [(each.edition, each.different) for each in found] == [(1, 0), (2, 0)]
    assert all(each.counts > 0 for each in found)
    invented = NewCount(
        snapshot_id=second.id, measure="situation", area="E2", line="16", cell="neet", people=1
    )
    async with database.as_register(session):
        await queries.add_counts(session, [invented])
    again = await recount(session, month_on=month_on)
    assert [each.different > 0 for each in again] == [False, True]


async def test_what_was_superseded_only_later_still_counted_then(
    session: Session, settle: Settle, freeze: Freeze, now: datetime
) -> None:
    ids = await settle(12, COLLEGE)
    facts = await pathways.facts_of(session, ids, within=WHOLE_REGISTER)
    await pathways.supersede_spells(
        session, [spell for each in facts.values() for spell in each.spells], at=now
    )
    assert await counts(session, await freeze()) == {("E1", "16", "participating"): 12}
    assert await counts(session, await freeze(at=now + timedelta(days=1))) == {("E1", "16", "not_known"): 12}


async def test_merged_learners_and_those_registered_later_are_left_out(
    session: Session, settle: Settle, freeze: Freeze, now: datetime
) -> None:
    kept, merged, late = await settle(3, COLLEGE)
    await database.execute(session, "update learner set merged_into = $2 where id = $1", merged, kept)
    await database.execute(session, "update learner set registered_at = $2 where id = $1", late, now)
    assert await counts(session, await freeze()) == {("E1", "16", "participating"): 1}


async def test_who_has_no_known_home_has_a_row_of_their_own(
    session: Session, settle: Settle, freeze: Freeze
) -> None:
    await settle(12, COLLEGE, district=None)
    assert await counts(session, await freeze()) == {("not known", "16", "participating"): 12}
    assert "Home not known" in await published(session, "places-16")


async def test_a_month_is_frozen_once_and_corrected_once(freeze: Freeze) -> None:
    await freeze()
    await freeze()
    with pytest.raises(MonthClosed):
        await freeze()


@pytest.mark.parametrize("day", [15, 31])
async def test_a_month_that_is_not_over_is_refused(freeze: Freeze, month_on: date, day: int) -> None:
    with pytest.raises(MonthNotOver):
        await freeze(on=month_on.replace(day=day))


async def test_a_month_is_named_by_its_first_day(freeze: Freeze, month_on: date) -> None:
    with pytest.raises(MonthInvalid):
        await freeze(month_on.replace(day=2))


async def test_freezing_is_audited_and_says_from_how_many_providers(
    session: Session, freeze: Freeze, by: By, today: date
) -> None:
    snapshot = await freeze()
    statement = "select act, subject_id from audit_entry where agency_id = $1"
    assert [tuple(row) for row in await database.rows(session, statement, by.agency_id)] == [
        ("month frozen", snapshot.id)
    ]
    assert snapshot.coverage == f"from 1 of 2 providers, newest 3 November {today.year}"


async def test_every_listed_table_is_published_and_nothing_else(session: Session, freeze: Freeze) -> None:
    snapshot = await freeze()
    found = await database.rows(session, "select name from published where snapshot_id = $1", snapshot.id)
    assert {row["name"] for row in found} == {*TABLES, SUMMARY, COUNTS} - {WINTER}


async def test_the_trend_is_made_of_the_last_edition_of_each_month(
    session: Session, settle: Settle, freeze: Freeze, month_on: date
) -> None:
    for age in (16, 17):
        await settle(60, COLLEGE, age=age)
        await settle(30, LOOKING, age=age)
        await settle(20, None, age=age)
    await database.execute(session, "update learner set registered_at = registered_at - interval '60 days'")
    september = month_on.replace(month=9)
    await freeze(september)
    await freeze(september)
    await freeze()
    trend = await published(session, "trend-16-17")
    assert list(trend) == [f"September {month_on.year}", f"October {month_on.year}"]
    chart = await queries.published(session, "trend-16-17")
    assert chart is not None
    assert chart.svg is not None
    found = await queries.headlines(session, SUMMARY)
    assert found is not None
    assert found[1][0].note == "100 of 220 young people. It was 45% a month before."


async def test_the_applications_role_reads_what_is_published_and_no_exact_count(
    session: Session, freeze: Freeze
) -> None:
    await freeze()
    await database.execute(session, "select set_config('role', $1, true)", database.APP_ROLE)
    assert await queries.published(session, "places-16") is not None
    assert await queries.headlines(session, SUMMARY) is not None
    assert not await database.value(session, "select has_table_privilege('snapshot_count', 'select')")


async def test_no_number_below_ten_stands_in_anything_published(
    session: Session, settle: Settle, freeze: Freeze
) -> None:
    for people, activity in ((70, COLLEGE), (7, JOB), (3, LOOKING), (8, None), (40, 310)):
        for age in (16, 17, 18, 20):
            await settle(people, activity, age=age, district="Northbank" if age % 2 else "Southbank")
    await freeze()
    for name in set(TABLES) - {WINTER}:
        found = await queries.published(session, name)
        assert found is not None
        texts = [text for row in found.table.rows for text in row[1:]]
        texts += re.findall(r">([^<>]+)</text>", found.svg or "")
        assert [text for text in texts if re.search(r"(?<![\d.,])[1-9](?![\d.,]*[\d%])", text)] == [], name


async def test_changing_a_hidden_count_changes_no_byte_of_what_is_published(
    session: Session, settle: Settle, freeze: Freeze
) -> None:
    """Three looking for work and seven not known; then, by late reports, seven and three."""
    for age in (16, 17):
        await settle(90, COLLEGE, age=age)
        await settle(12, JOB, age=age)
    await settle(3, LOOKING)
    await settle(4, LOOKING, late=31)
    await settle(3, None)
    first, second = await freeze(), await freeze()
    assert (await counts(session, first))["E1", "16", "neet"] == 3
    assert (await counts(session, second))["E1", "16", "neet"] == 7
    assert await _bytes(session, first) == await _bytes(session, second)


async def _bytes(session: Session, snapshot: Snapshot) -> list[tuple[str, str, str | None]]:
    statement = "select name, content::text, svg from published where snapshot_id = $1 order by name"
    return [tuple(row) for row in await database.rows(session, statement, snapshot.id)]
