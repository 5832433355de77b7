"""Somebody walks into the jobcentre: found by their card, asked what they want, offered a place, and expected there."""

from pathlib import Path

import pytest

from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
WORKER, ADVISER, OFFICER = "jobcentre@demo.invalid", "adviser@demo.invalid", "data@demo.invalid"
PROVIDER = "college@demo.invalid"
WHICH = {Kind.WIDE: 1, Kind.PHONE: 3, Kind.PLAIN: 5}  # of the adviser's cards


async def test_a_worker_of_another_agency_finds_a_way_back_and_the_council_is_told(
    walk_as: WalkOf, kind: Kind
) -> None:
    adviser = await walk_as(ADVISER)
    card = adviser.page.locator(".app-card").nth(WHICH[kind])
    name = await card.locator(".app-card__who").inner_text()
    indicator = await card.locator(".app-indicator").inner_text()
    worker = await walk_as(WORKER)
    await _find(worker, name, indicator)
    await _say_what_they_want(worker)
    await _offer_and_accept(worker)
    officer = await walk_as(OFFICER)
    await officer.navigate("Opened records")
    await officer.said("Callum Reyes, Jobcentre, Mid Essex", f"Came in about courses ({kind.value})")
    await officer.see("8-opened-records")
    await (
        officer.page.locator(".govuk-inset-text", has_text=f"({kind.value})")
        .get_by_role("button", name="I have looked at it")
        .click()
    )
    await officer.see("9-looked-at")
    await adviser.navigate("Notices")
    await adviser.said(f"Came in about courses ({kind.value})")


async def _find(walk: Walk, name: str, indicator: str) -> None:
    await walk.see("1-find")
    await walk.press("Find them")
    await walk.said("There is a problem", "Choose why you need to see this record")
    await walk.see("2-no-reason", status=422)
    await walk.fill("Indicator", indicator)
    await walk.choose("They are here with me")
    await walk.fill("In a few words", f"Came in about courses ({walk.kind.value})")
    await walk.press("Find them")
    await walk.said(name, "You see the least that is needed", "answers for them")
    await walk.see("3-the-least")


async def _say_what_they_want(walk: Walk) -> None:
    asked = walk.page.get_by_role("button", name="Ask what they want")
    if await asked.count():
        await asked.click()
    else:
        await walk.follow("Change what they want")
    await walk.see("4-what-they-want")
    await walk.choose("Learning")
    await walk.choose("Ready with somebody beside them")
    await walk.press("Find a way back")
    await walk.said("The way back", "Whichever agency asks gets the same answer.")
    await walk.see("5-the-way-back")


async def _offer_and_accept(walk: Walk) -> None:
    offered = walk.page.get_by_role("button", name="Offer: ").first
    await offered.click()
    await walk.said("Offered: ")
    await walk.choose("They refuse")
    await walk.press("Keep their answer")
    await walk.said("Choose why they refused")
    await walk.see("6-refused-without-reason", status=422)
    await walk.choose("They accept")
    await walk.press("Keep their answer")
    await walk.said("Accepted: ", "They are not coming: give the place back")
    await walk.see("7-accepted")


async def test_a_worker_who_knows_better_says_why(walk_as: WalkOf, kind: Kind) -> None:
    adviser = await walk_as(ADVISER)
    await adviser.page.locator(".app-card__who a").nth(WHICH[kind] + 1).click()
    await adviser.follow("Find a way back")
    await adviser.said("Open the whole record")
    await _say_what_they_want(adviser)
    await adviser.follow("Offer another place")
    await adviser.see("another-place")
    await adviser.page.get_by_role("radio").first.check()
    await adviser.press("Offer this place")
    said = adviser.page.get_by_text("Say why this place, though it was not recommended")
    if await said.count():
        await adviser.see("another-without-reason", status=422)
        await adviser.fill("Why this one?", "Their sister goes there.")
        await adviser.press("Offer this place")
        await adviser.said("though it was not recommended: Their sister goes there.")
    await adviser.said("Offered: ")


async def test_a_provider_puts_places_on_the_list_and_sees_who_is_coming(
    walk_as: WalkOf, kind: Kind, tmp_path: Path
) -> None:
    walk = await walk_as(PROVIDER)
    await walk.navigate("What we offer")
    await walk.see("provider-1-list")
    await walk.page.get_by_role("button", name="Add a place to start").click()
    await walk.see("provider-2-form")
    await walk.press("Put it on the list")
    await walk.said("There is a problem", "Enter your reference for it")
    await walk.see("provider-3-refused", status=422)
    title = f"Boat building ({kind.value})"
    await walk.fill("Your reference", f"BOAT-{kind.value}")
    await walk.choose("Course")
    await walk.fill("Title", title)
    await walk.select("Level it leads to", "Level 1")
    await walk.select("Sector", "Engineering")
    await walk.fill("Hours a week", "12")
    await walk.fill("Postcode", "CM9 5AA")
    await walk.fill("Places", "6")
    await walk.press("Put it on the list")
    await walk.said("0 of 6", title)
    await walk.see("provider-4-entered")
    await _send_file(walk, tmp_path, title)
    stranger = await walk_as()
    await stranger.open("/guide")
    await stranger.see("guide-1-routes")
    await stranger.page.get_by_role("button", name="See everything you can start").click()
    await stranger.select("Kind", "Course")
    await stranger.select("Sector", "Engineering and manufacturing technologies")
    await stranger.press("Apply")
    await stranger.said(title)
    await stranger.see("guide-2-places")
    await walk.follow(title)
    await walk.press("Take it off")
    await walk.said("Withdrawn")


async def _send_file(walk: Walk, folder: Path, title: str) -> None:
    lines = (await walk.download("Download the template")).splitlines()
    kept = [line for line in lines[1:] if title in line]
    broken = folder / "offers.csv"
    broken.write_text("\n".join([lines[0], kept[0].replace(",12,", ",many,")]), encoding="utf-8")
    await walk.page.get_by_label("File", exact=True).set_input_files(broken)
    await walk.press("Send the file")
    await walk.said("Nothing was taken", "Enter the hours a week")
    await walk.see("provider-5-file-refused", status=422)
    good = folder / "good.csv"
    good.write_text("\n".join([lines[0], kept[0].replace(",6,", ",7,")]), encoding="utf-8")
    await walk.page.get_by_label("File", exact=True).set_input_files(good)
    await walk.press("Send the file")
    await walk.said("0 of 7")
