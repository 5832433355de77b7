"""Without a mouse: what advisers, their lead, a data officer, another agency's worker and the young person do."""

import pytest
from playwright.async_api import Locator, expect

from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf
from tests.journeys.links import make_link
from tests.journeys.presenting import present, register

pytestmark = [
    pytest.mark.journey,
    pytest.mark.parametrize("kind", [Kind.WIDE]),
]
FARTHEST = 150  # presses of Tab
_SHOWN = """element => {
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  const beside = element.nextElementSibling ? getComputedStyle(element.nextElementSibling, '::before') : style;
  const marked = [style, beside].some(each => each.boxShadow !== 'none'
    || (each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) >= 1));
  return marked && box.bottom > 0 && box.top < innerHeight;
}"""


async def test_everything_an_adviser_does_works_by_keyboard(walk_as: WalkOf) -> None:
    walk = await walk_as()
    await walk.open("/sign-in")
    await tab_to(walk, walk.page.get_by_label("Email address"))
    await walk.page.keyboard.type("adviser2@demo.invalid")
    await tab_to(walk, walk.page.get_by_label("Password", exact=True))
    await walk.page.keyboard.type(walk.town.password)
    await walk.page.keyboard.press("Enter")
    await walk.said("Today")
    await _skip_to_the_page(walk)
    await tab_to(walk, walk.page.locator("main a[href^='/alerts/']").first)
    await walk.page.keyboard.press("Enter")
    await walk.said("What closes it")
    await tab_to(walk, walk.page.get_by_role("button", name="Log a contact"))
    await walk.page.keyboard.press("Space")
    await walk.said("Did they answer?")
    await _log_a_contact(walk)
    await walk.said("The contact is logged.", "Said on the keyboard.")
    await walk.see("2-logged")


async def test_everything_a_data_officer_does_with_a_claim_works_by_keyboard(walk_as: WalkOf) -> None:
    walk = await walk_as("data@demo.invalid")
    await register(walk, "Ermintrude")
    await present(walk, "Philippa", like="Ermintrude")
    await walk.navigate("Decisions")
    await tab_to(walk, walk.page.get_by_role("link", name="Philippa").first)
    await walk.page.keyboard.press("Enter")
    await walk.said("Is this somebody we know?", "Philippa")
    await tab_to(walk, walk.page.locator("input[name=learner]").first)
    await walk.page.keyboard.press("ArrowDown")
    await expect(walk.page.get_by_label("A new learner: different people")).to_be_checked()
    await walk.picture("3-chosen")
    await tab_to(walk, walk.page.get_by_role("button", name="Decide"))
    await walk.page.keyboard.press("Enter")
    await walk.said("Decided.", "Philippa")


async def test_a_lead_assigns_somebody_by_keyboard(walk_as: WalkOf) -> None:
    walk = await walk_as("lead@demo.invalid")
    await tab_to(walk, walk.page.get_by_role("checkbox").first)
    await walk.page.keyboard.press("Space")
    await _press(walk, walk.page.get_by_role("button", name="Assign those ticked").first)
    await walk.said("To which adviser?")
    await tab_to(walk, walk.page.get_by_label("To which adviser?"))
    await walk.page.keyboard.type("Tom")
    await _press(walk, walk.page.get_by_role("button", name="Assign them"))
    await walk.said("Who has how much")


async def test_a_worker_of_another_agency_re_engages_somebody_by_keyboard(walk_as: WalkOf) -> None:
    adviser = await walk_as("adviser2@demo.invalid")
    indicator = await adviser.page.locator(".app-indicator").nth(2).inner_text()
    walk = await walk_as("jobcentre@demo.invalid")
    await tab_to(walk, walk.page.get_by_label("Indicator", exact=True))
    await walk.page.keyboard.type(indicator)
    await tab_to(walk, walk.page.get_by_role("radio").first)
    await walk.page.keyboard.press("Space")
    await tab_to(walk, walk.page.get_by_label("In a few words"))
    await walk.page.keyboard.type("Walked in, no mouse.")
    await _press(walk, walk.page.get_by_role("button", name="Find them"))
    await walk.said("You see the least that is needed")
    asking = walk.page.get_by_role("button", name="Ask what they want")
    await _press(walk, asking.or_(walk.page.get_by_role("link", name="Change what they want")))
    for group in ("route", "readiness"):
        await tab_to(walk, walk.page.locator(f"input[name={group}]").first)
        await walk.page.keyboard.press("Space")
        await walk.page.keyboard.press("ArrowDown")
    await expect(walk.page.get_by_label("Ready with somebody beside them")).to_be_checked()
    await _press(walk, walk.page.get_by_role("button", name="Find a way back"))
    await walk.said("The way back")


async def test_a_young_person_reads_their_record_by_keyboard(walk_as: WalkOf) -> None:
    adviser = await walk_as("adviser2@demo.invalid")
    await adviser.page.locator(".app-card__who a").nth(3).click()
    await adviser.follow("Let them see their own record")
    link, born = await make_link(adviser)
    young = await walk_as()
    await young.open("/my-pathway/open")
    await tab_to(young, young.page.get_by_label("Code", exact=True))
    await young.page.keyboard.type(link.partition("#")[2])
    await tab_to(young, young.page.get_by_label("Date of birth", exact=True))
    await young.page.keyboard.type(born)
    await young.page.keyboard.press("Enter")
    await young.said("this is your pathway")
    await _press(young, young.page.get_by_role("link", name="What is held"))
    await young.said("On what ground")
    await _press(young, young.page.get_by_role("button", name="Leave and close my record"))
    await young.said("Your record is closed on this device.")


async def _press(walk: Walk, wanted: Locator) -> None:
    """Comes to a button or a link and presses Enter."""
    await tab_to(walk, wanted)
    await walk.page.keyboard.press("Enter")


async def _skip_to_the_page(walk: Walk) -> None:
    skip = walk.page.get_by_role("link", name="Skip to main content")
    await walk.page.keyboard.press("Tab")
    await expect(skip).to_be_focused()
    await walk.picture("1-skip-link")
    await walk.page.keyboard.press("Enter")
    await expect(walk.page.get_by_role("main")).to_be_focused()


async def _log_a_contact(walk: Walk) -> None:
    await tab_to(walk, walk.page.get_by_label("Phone", exact=True))
    await walk.page.keyboard.press("Space")
    await walk.page.keyboard.press("ArrowDown")
    await expect(walk.page.get_by_label("Text message", exact=True)).to_be_checked()
    await tab_to(walk, walk.page.get_by_label("Yes, we spoke or they replied"))
    await walk.page.keyboard.press("ArrowDown")
    await expect(walk.page.get_by_label("No, I tried")).to_be_checked()
    await tab_to(walk, walk.page.get_by_label("Note (optional)"))
    await walk.page.keyboard.type("Said on the keyboard.")
    await tab_to(walk, walk.page.get_by_role("button", name="Log the contact"))
    await walk.page.keyboard.press("Enter")


async def tab_to(walk: Walk, wanted: Locator) -> None:
    """Presses Tab until the element has the focus; everything on the way must show that it has it."""
    target = await wanted.element_handle()
    for _ in range(FARTHEST):
        await walk.page.keyboard.press("Tab")
        focused = (await walk.page.evaluate_handle("document.activeElement")).as_element()
        assert focused is not None, "the focus left the page"
        assert await focused.evaluate(_SHOWN), await focused.evaluate("element => element.outerHTML")
        if await focused.evaluate("(element, target) => element === target", target):
            return
    raise AssertionError(f"Tab does not reach {wanted}")
