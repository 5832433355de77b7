"""The safety net: a file tells that somebody left, an adviser sees to it, a new enrolment closes the alert."""

from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from service.demo.providers import APPRENTICES
from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf
from tests.journeys.ilr import Sent, send, write_ilr

pytestmark = pytest.mark.journey
PROVIDER, ADVISER = "apprenticeships@demo.invalid", "adviser@demo.invalid"


@pytest.fixture
def sent(kind: Kind, tmp_path: Path, real_today: date) -> Sent:
    return write_ilr(
        tmp_path, provider=APPRENTICES, journey=f"alerts {kind}", good=1, bad=0, today=real_today
    )


async def test_an_early_leaver_is_seen_to_until_a_new_enrolment(walk_as: WalkOf, sent: Sent) -> None:
    provider = await walk_as(PROVIDER)
    await send(provider, sent)
    adviser = await walk_as(ADVISER)
    await adviser.see("1-today")
    await alert_of(adviser, sent.leaver).click()
    await adviser.said(sent.leaver, "Left further education", "Nobody's yet")
    await adviser.see("2-alert")
    where = adviser.page.url
    await adviser.press("I am seeing to it")
    await adviser.said("Acknowledged by Nadia Farrow")
    await _log_a_contact(adviser)
    indicator = await adviser.page.locator(".app-indicator").first.inner_text()
    await _record_an_enrolment(provider, indicator)
    await adviser.page.goto(where)
    await adviser.said("Closed on", "Closed by itself: Apprenticeship", "from")
    await expect(adviser.page.get_by_role("button", name="Close this alert")).to_have_count(0)
    await adviser.see("9-closed")
    await adviser.navigate("Today")
    await expect(alert_of(adviser, sent.leaver)).to_have_count(0)


def alert_of(walk: Walk, name: str) -> Locator:
    """The way from Today to somebody's alert: a card's first action, or a line of the rest."""
    return walk.page.locator("main a[href^='/alerts/']").filter(has_text=name).first


async def _log_a_contact(walk: Walk) -> None:
    await walk.press("Log a contact")
    await walk.see("3-contact")
    await walk.choose("Phone")
    await walk.press("Log the contact")
    await walk.said("There is a problem")
    await walk.see("4-contact-refused", status=422)
    summary = walk.page.locator(".govuk-error-summary")
    if walk.kind is not Kind.PLAIN:
        await expect(summary).to_be_focused()
    await summary.get_by_role("link", name="Choose whether they answered").click()
    answered = walk.page.get_by_label("Yes, we spoke or they replied")
    assert await answered.get_attribute("id") == "two_way", "the summary's link leads to no field"
    if walk.kind is not Kind.PLAIN:
        await expect(answered).to_be_focused()
    await expect(walk.page.get_by_label("Phone", exact=True)).to_be_checked()
    await walk.choose("No, I tried")
    await walk.fill("Note (optional)", "Rang twice, left a message.")
    await walk.press("Log the contact")
    await walk.said("The contact is logged.", "Rang twice, left a message.")
    await walk.see("5-timeline")


async def _record_an_enrolment(walk: Walk, indicator: str) -> None:
    await walk.navigate("Find someone")
    await walk.fill("Indicator", indicator.lower().replace("-", " "))
    await walk.press("Find by indicator")
    await walk.press("Record a milestone")
    await walk.see("6-milestone")
    await walk.select("What happened", "Started")
    await walk.fill("When", "today")
    await walk.press("Continue")
    await walk.said("Choose what was started")
    await walk.see("7-milestone-refused", status=422)
    await walk.select("What was started", "Apprenticeship")
    await walk.press("Continue")
    await walk.said("Check before you record it", "Apprenticeship")
    await walk.see("8-check")
    await walk.press("Record it")
    await walk.said("Recorded. It is on the timeline below.", "Apprenticeship since")
