"""A board member: the month in sentences, places and pathways as charts, tables and files; never a small number."""

import csv
import io
import re

import pytest
from playwright.async_api import expect

from tests.journeys.browsing import Walk, table_cells
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
SMALL = re.compile(r"[1-9]")


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
    await expect(walk.page).to_have_url(re.compile("age=16$"))
    await walk.see("4-places-of-one-age")
    await _nobody_can_be_counted_out(walk)
    await walk.navigate("Pathways")
    await walk.see("5-pathways")
    await _files_say_what_the_tables_say(walk)
    await _nobody_can_be_counted_out(walk)


async def _nobody_can_be_counted_out(walk: Walk) -> None:
    tables = await walk.page.locator("table.govuk-table").all()
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
