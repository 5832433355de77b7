"""A concern ticked with a contact reaches whoever is on duty, and nobody else."""

import pytest

from tests.journeys.browsing import Kind
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
MANAGER, LEAD, ADVISER = "manager@demo.invalid", "lead@demo.invalid", "adviser@demo.invalid"
WHICH = {Kind.WIDE: 1, Kind.PHONE: 2, Kind.PLAIN: 3}  # of the adviser's cards


async def test_a_concern_reaches_the_duty_lead_alone(walk_as: WalkOf, kind: Kind) -> None:
    manager = await walk_as(MANAGER)
    await manager.navigate("Safeguarding")
    await manager.select("Who is on duty from now on?", "Priscilla Vaughan")
    await manager.press("Hand it on")
    await manager.said("Priscilla Vaughan is on duty.", "Only they see what was raised.")
    await manager.see("safeguarding-1-not-on-duty")
    adviser = await walk_as(ADVISER)
    words = f"Dares not go home ({kind.value})"
    await adviser.page.locator(".app-card__who a").nth(WHICH[kind]).click()
    await adviser.page.get_by_role("button", name="Log a contact").click()
    await adviser.choose("Phone")
    await adviser.choose("Yes, we spoke or they replied")
    await adviser.choose("Yes: call the duty lead")
    await adviser.press("Log the contact")
    await adviser.said("Say what worries you")
    await adviser.see("safeguarding-2-no-words", status=422)
    await adviser.fill("What worries you", words)
    await adviser.press("Log the contact")
    await adviser.said("the duty lead is called. Phone them too")
    await adviser.see("safeguarding-3-called")
    lead = await walk_as(LEAD)
    await lead.navigate("Safeguarding")
    await lead.said(words, "Critical, to be seen to on")
    await lead.see("safeguarding-4-what-was-raised")
    concern = lead.page.locator("section", has_text=words)
    await concern.get_by_label("What was done for").fill("Referred to social care.")
    await concern.get_by_role("button", name="Close it").click()
    await lead.said("Closed, with what was done.")
    await manager.navigate("Safeguarding")
    assert words not in await manager.page.content()
