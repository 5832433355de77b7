"""A board member: the month in sentences, places and pathways as charts, tables and files; never a small number."""

import csv
import io
import re
from datetime import date

import pytest
from playwright.async_api import ViewportSize, expect

from service.board import queries
from service.board.disclosure import FEWEST
from service.board.rows import DisclosedTable
from service.board.rules.names import TABLES
from service.kit.database import REGISTER, Session, open_database
from tests.board.attacker import Attacker
from tests.journeys.browsing import SCREENSHOTS, Kind, Walk, table_cells
from tests.journeys.conftest import WalkOf
from tests.journeys.town import ServedTown

pytestmark = pytest.mark.journey
SMALL = re.compile(r"[1-9]")
MOST_PAGES = 40  # what a member reads before a meeting


async def test_a_board_member_sees_where_and_where_to(walk_as: WalkOf) -> None:
    walk = await walk_as("board@demo.invalid")
    await expect(walk.page.locator(".app-headline")).not_to_have_count(0)
    await walk.see("1-this-month")
    await _nobody_can_be_counted_out(walk)
    await walk.navigate("Places")
    await walk.see("2-places")
    await walk.page.locator("details summary", has_text="Table of these figures").first.click()
    await walk.see("3-places-table")
    await _files_say_what_the_tables_say(walk)
    await _nobody_can_be_counted_out(walk)
    await walk.select("Academic age", "16 year-olds")
    await walk.press("Apply")
    await expect(walk.page).to_have_url(re.compile(r"age=16&month=$"))
    await walk.see("4-places-of-one-age")
    await _nobody_can_be_counted_out(walk)
    await walk.navigate("Pathways")
    await walk.see("5-pathways")
    await _files_say_what_the_tables_say(walk)
    await _nobody_can_be_counted_out(walk)


async def test_a_board_member_asks_what_works_and_how_it_is_measured(walk_as: WalkOf) -> None:
    walk = await walk_as("board@demo.invalid")
    await walk.navigate("Providers")
    await expect(walk.page.locator(".app-figure__image")).to_be_visible()
    await walk.see("6-providers")
    await _files_say_what_the_tables_say(walk)
    await walk.select("Measure", "Left before the planned end")
    await walk.select("Academic age", "18 to 24 year-olds")
    await walk.press("Apply")
    await walk.see("7-providers-by-another-measure")
    await _nobody_can_be_counted_out(walk)
    await walk.follow("How “Left before the planned end” is made, and its figures by district and month")
    await walk.see("8-measure")
    await walk.said("How it is made", "Source", "Version", "As known on")
    await _files_say_what_the_tables_say(walk)
    await walk.page.get_by_role("link", name="All measures", exact=True).click()
    await walk.see("9-measures")
    await _nobody_can_be_counted_out(walk)


async def test_a_month_that_was_corrected_says_so_and_why(walk_as: WalkOf) -> None:
    walk = await walk_as("board@demo.invalid")
    await walk.navigate("Measures")
    months = walk.page.get_by_label("Month", exact=True).locator("option")
    before = (await months.all_inner_texts())[2]  # the newest, its month, the month before
    await walk.select("Month", before)
    await walk.press("Apply")
    await walk.follow("Spoken with in the last 30 days")
    await walk.see("10-a-corrected-month")
    await walk.said("edition 1", "edition 2", "Why it changed: Since the first edition came in:")


async def test_a_board_member_sees_what_it_costs_and_brings_with_its_sign(walk_as: WalkOf) -> None:
    walk = await walk_as("board@demo.invalid")
    await walk.follow("What it costs and brings")
    await walk.see("14-cost-and-benefit")
    await walk.said("+1,097", "−151,406", "−150,309", "To date, low", "Paid from the pool is")


@pytest.mark.parametrize("kind", [Kind.WIDE])
async def test_the_pack_prints_in_black_and_white(walk_as: WalkOf) -> None:
    walk = await walk_as("board@demo.invalid")
    await walk.follow("The month as a pack to print")
    await walk.see("11-pack")
    await _nobody_can_be_counted_out(walk, "main table:not(#today table)")
    await walk.said("Skills on ", "Priorities on ", "The pool in ")
    await walk.page.emulate_media(media="print")
    await walk.page.set_viewport_size(ViewportSize(width=680, height=1000))
    await walk.page.evaluate("document.documentElement.style.filter = 'grayscale(1)'")
    await walk.see("12-pack-on-paper")
    for table in await walk.page.locator("main table").all():
        await expect(table).to_be_visible()
    printed = await walk.page.pdf(format="A4")
    (SCREENSHOTS / "board" / "13-pack.pdf").write_bytes(printed)
    assert printed.count(b"/Type /Page\n") <= MOST_PAGES


async def test_nobody_works_out_a_hidden_figure_of_the_town(town: ServedTown) -> None:
    """An integer programme over everything published, of a month with two editions and of the newest."""
    database = open_database(town.database)
    async with database.transaction(REGISTER) as session:
        months = await queries.months(session, limit=2)
        tables = [await _editions(session, month_on) for month_on in months]
    await database.close()
    for editions in tables:
        attacker = Attacker(editions)
        assert attacker.hidden
        assert attacker.pinned(attacker.hidden, width=FEWEST) == []


async def _editions(session: Session, month_on: date) -> list[dict[str, DisclosedTable]]:
    found = [await queries.editions(session, name, month_on) for name in TABLES]
    count = max(len(each) for each in found)
    return [
        {each[number].table.name: each[number].table for each in found if len(each) > number}
        for number in range(count)
    ]


async def _nobody_can_be_counted_out(walk: Walk, tables_of: str = "table.govuk-table") -> None:
    tables = await walk.page.locator(tables_of).all()
    assert tables
    for table in tables:
        small = [row for row in (await table_cells(table))[1:] if any(map(SMALL.fullmatch, row[1:]))]
        assert not small, small


async def _files_say_what_the_tables_say(walk: Walk) -> None:
    figures = await walk.page.locator(".app-figure").all()
    assert figures
    for figure in figures:
        async with walk.page.expect_download() as coming:
            await figure.get_by_role("link", name="Download as CSV").click()
        path = await (await coming.value).path()
        file = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        assert file == await table_cells(figure.locator("table"))
        assert len(file) > 1
