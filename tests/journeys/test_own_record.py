"""A young person on a phone: the link their adviser gave them, their own record, what is wrong, and the answer."""

import re

import pytest

from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf
from tests.journeys.links import make_link

pytestmark = pytest.mark.journey
ADVISER, OFFICER = "adviser@demo.invalid", "data@demo.invalid"
WHICH = {Kind.WIDE: 1, Kind.PHONE: 2, Kind.PLAIN: 3}  # of the adviser's cards about somebody under 18
UNDER_18 = re.compile("aged 1[67],")


async def test_a_young_person_reads_their_record_and_says_what_is_wrong(walk_as: WalkOf, kind: Kind) -> None:
    adviser = await walk_as(ADVISER)
    cards = adviser.page.locator(".app-card", has_text=UNDER_18)
    await cards.nth(WHICH[kind]).locator(".app-card__who a").click()
    address = adviser.page.url
    link, born = await _gives_a_link(adviser)
    young = await walk_as()
    await _opens_it(young, link, born)
    await _looks_around(young)
    await _says_what_is_wrong(young, f"My middle name is missing ({kind.value})")
    officer = await walk_as(OFFICER)
    await _answers(officer, f"My middle name is missing ({kind.value})")
    await young.navigate("My pathway")
    await young.said("Put right: Your middle name is there now.")
    await young.see("own-9-answered")
    await _says_what_they_do_now(young)
    await adviser.page.goto(address)
    await adviser.said("Job without training")
    await young.press("Leave and close my record")
    await young.said("Your record is closed on this device.")
    await young.open("/my-pathway")
    await young.said("See your own record")


async def _gives_a_link(adviser: Walk) -> tuple[str, str]:
    name = await adviser.page.locator(".moj-identity-bar__title").inner_text()
    await adviser.follow("Let them see their own record")
    await adviser.said(f"Let {name} see their own record")
    await adviser.see("own-1-before-the-link")
    given = await make_link(adviser)
    await adviser.see("own-2-the-link")
    return given


async def _opens_it(young: Walk, link: str, born: str) -> None:
    await young.open(link)
    if young.kind is Kind.PLAIN:
        await young.fill("Code", link.partition("#")[2])
    await young.see("own-3-door")
    await young.fill("Date of birth", "1 1 2001")
    await young.press("Open my record")
    await young.said("There is a problem", "The code or the date of birth is not right")
    await young.see("own-4-refused", status=422)
    await young.fill("Code", link.partition("#")[2].lower())
    await young.fill("Date of birth", born)
    await young.press("Open my record")
    await young.said("this is your pathway", "Where you are", "What comes next", "Who can help")
    await young.see("own-5-pathway")


async def _looks_around(young: Walk) -> None:
    await young.navigate("My card")
    await young.said("This is your indicator.")
    await young.see("own-card")
    await young.navigate("Who looked")
    await young.said("Gave you a link to this page", "Looked at your record: your pathway")
    await young.see("own-who-looked")
    await young.navigate("What is held")
    await young.said("On what ground", "Education and Skills Act 2008")
    await young.see("own-held")


async def _says_what_is_wrong(young: Walk, words: str) -> None:
    await young.navigate("My pathway")
    await young.follow("Something else is wrong, or missing")
    await young.press("Send")
    await young.said("There is a problem", "Choose what is wrong")
    await young.see("own-6-nothing-chosen", status=422)
    await young.choose("Who I am: my name, date of birth, address or numbers")
    await young.fill("What is wrong, and how should it be?", words)
    await young.press("Send")
    await young.said("You asked for something to be put right.", words, "You get an answer by")
    await young.see("own-7-asked")


async def _answers(officer: Walk, words: str) -> None:
    await officer.navigate("Corrections")
    await officer.see("own-8-corrections")
    for address in await _requests(officer):
        await officer.open(address)
        if await officer.page.get_by_text(words).count():
            break
    await officer.said(words, "Answer a request to correct")
    await officer.see("own-8-correction")
    await officer.choose("It was wrong, and is put right now")
    await officer.fill("What they will read", "Your middle name is there now.")
    await officer.press("Send the answer")
    await officer.said("Answered. The young person reads it on their own page.")


async def _requests(officer: Walk) -> list[str]:
    links = await officer.page.locator("main tbody a").all()
    return [await link.get_attribute("href") or "" for link in links]


async def _says_what_they_do_now(young: Walk) -> None:
    await young.page.get_by_role("button", name=re.compile("Tell us")).click()
    await young.see("own-10-now")
    await young.choose("Job")
    stopped = young.page.get_by_label("When was your last day, about?")
    if await stopped.count():
        await young.fill("When was your last day, about?", "yesterday")
    await young.fill("Where? (optional)", "Harbour Café")
    await young.fill("When did you start, about?", "today")
    await young.press("Send my answer")
    await young.said("Thank you. It is in your pathway, as your own word.", "Job without training")
    await young.see("own-11-said")
