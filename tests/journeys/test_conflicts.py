"""A college and a training provider contradict each other; a data officer sees both, one of them mends it."""

from datetime import date
from pathlib import Path

import pytest

from service.imports.readers.table.kinds import ENROLMENTS
from service.vocabulary.day import say_day
from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf
from tests.journeys.ilr import accept
from tests.journeys.lists import BEGAN, filled, send_list

pytestmark = pytest.mark.journey
HEADS = [column.head for column in ENROLMENTS.columns]
COLLEGE, TRAINER, OFFICER = "college@demo.invalid", "training@demo.invalid", "data@demo.invalid"


async def test_a_contradiction_is_seen_side_by_side_and_gone_once_one_agency_mends_it(
    walk_as: WalkOf, kind: Kind, tmp_path: Path, real_today: date
) -> None:
    college, trainer = await walk_as(COLLEGE), await walk_as(TRAINER)
    who = await _reports(college, tmp_path / "college.csv", kind, real_today, "Further education college")
    await _reports(trainer, tmp_path / "trainer.csv", kind, real_today, "Apprenticeship")
    officer = await walk_as(OFFICER)
    await officer.navigate("Decisions")
    await officer.follow("contradict each other", exact=False)
    await officer.see("1-conflicts")
    await officer.follow(who, exact=False)
    await officer.said("Two agencies contradict each other", say_day(real_today - BEGAN))
    await officer.see("2-side-by-side")
    where = officer.page.url
    await _takes_back(trainer, await officer.page.locator(".app-indicator").first.inner_text())
    await officer.page.goto(where)
    await officer.said("The agencies agree again")
    await officer.see("4-agreed")


async def _reports(walk: Walk, path: Path, kind: Kind, today: date, learning: str) -> str:
    """Sends a list of one person, the same whoever sends it, and gives their name."""
    row = filled(HEADS, "contradict", kind, today, kind_of_learning=learning)
    await send_list(walk, path, HEADS, [row], "Accept this file")
    await accept(walk)
    return f"{row['Given names']} {row['Family name']}"


async def _takes_back(walk: Walk, indicator: str) -> None:
    await walk.navigate("Find someone")
    await walk.fill("Indicator", indicator)
    await walk.press("Find by indicator")
    await walk.said("Two agencies contradict each other")
    await walk.see("3-provider")
    await walk.follow("Correct this", exact=False)
    await walk.follow("Take it back")
    await walk.choose("It did not happen")
    await walk.press("Take it back")
    await walk.said("Taken back.")
