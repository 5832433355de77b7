"""A young person referred to the jobcentre by their adviser, and picked up; another who moves to Southend."""

import re

import pytest

from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
ADVISER, WORKER = "adviser@demo.invalid", "jobcentre@demo.invalid"
GRAVE = {Kind.WIDE: 5, Kind.PHONE: 6, Kind.PLAIN: 7}  # of those who need help: they are handed over
WHICH = {Kind.WIDE: 7, Kind.PHONE: 8, Kind.PLAIN: 9}  # of the adviser's cards


async def test_a_referral_is_sent_accepted_and_attended(walk_as: WalkOf, kind: Kind) -> None:
    adviser = await walk_as(ADVISER)
    await _to_the_form(adviser, WHICH[kind])
    await adviser.see("referral-1-form")
    await adviser.press("Send it")
    await adviser.said("There is a problem", "Choose an agency")
    await adviser.see("referral-2-nobody", status=422)
    await adviser.select("Whom do you ask?", "Jobcentre, Mid Essex")
    await adviser.fill("What do you ask of them?", f"Help with a first job ({kind.value})")
    await adviser.press("Send it")
    await adviser.said("Sent. Their answer appears here", "Waiting for an answer since")
    await adviser.see("referral-3-sent")
    worker = await walk_as(WORKER)
    await worker.navigate("Referrals")
    await worker.see("referral-4-asked-of-us")
    await _open_mine(worker, f"({kind.value})")
    await worker.said("You see the least until you accept.")
    await worker.see("referral-5-least")
    await _steps(worker, "Accept")
    await worker.said("Accepted on")
    await _steps(worker, "A first appointment is arranged", "today")
    await worker.said("first appointment on")
    await worker.see("referral-6-appointment")
    await _steps(worker, "They came", "today")
    await worker.said("They came on")
    await adviser.navigate("Notices")
    await adviser.said("Jobcentre, Mid Essex has accepted your referral.")


async def test_somebody_who_needs_help_and_moves_is_handed_over(walk_as: WalkOf, kind: Kind) -> None:
    adviser = await walk_as(ADVISER)
    card = adviser.page.locator(".app-card", has_text=re.compile("High|Critical")).nth(GRAVE[kind])
    await card.locator(".app-card__who a").click()
    await adviser.follow("Ask another agency, or record a move")
    await adviser.fill("Postcode where they live now", "nowhere")
    await adviser.press("Record the move")
    await adviser.said("Enter a full UK postcode")
    await adviser.fill("Postcode where they live now", "SS1 1AB")
    await adviser.press("Record the move")
    await adviser.said("The move is recorded. They need help", "To be sent: they moved")
    await adviser.see("move-1-to-send")
    await adviser.choose("Send it")
    await adviser.fill("What the other council needs to know", "They look for a course in care.")
    await adviser.press("Keep it")
    await adviser.said("Waiting for an answer since")
    await adviser.follow("Open the record")
    await adviser.said("They moved to another council’s area", "the other council has not accepted yet")
    await adviser.see("move-2-sent")


async def _to_the_form(adviser: Walk, place: int) -> None:
    await adviser.page.locator(".app-card__who a").nth(place).click()
    await adviser.follow("Ask another agency, or record a move")
    await adviser.said("Ask another agency to help", "They have moved")


async def _steps(walk: Walk, step: str, day: str | None = None) -> None:
    await walk.choose(step)
    if day:
        await walk.fill("On which day?", day)
    await walk.press("Keep it")


async def _open_mine(worker: Walk, words: str) -> None:
    links = await worker.page.locator("main tbody a").all()
    for address in [await link.get_attribute("href") or "" for link in links]:
        await worker.open(address)
        if await worker.page.get_by_text(words).count():
            return
    raise AssertionError("the referral is not among those asked of us")
