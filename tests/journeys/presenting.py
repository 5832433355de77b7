"""Presenting somebody invented on the page that gives indicators."""

import random

from tests.journeys.browsing import Walk
from tests.journeys.ilr import family_name


async def register(walk: Walk, given: str) -> str:
    """Registers somebody of this walk's own and gives the indicator they get."""
    await present(walk, given, like=given)
    await walk.said("Timeline")
    return (await walk.page.locator("dd.app-indicator").first.inner_text()).strip()


async def present(walk: Walk, given: str, *, like: str) -> None:
    """Asks for the indicator of somebody with the family name, birthday and home that go with `like`, in Essex."""
    rng = random.Random(f"{walk.journey} {walk.kind} {like}")
    born = f"{rng.randrange(1, 28)} {rng.randrange(2, 13)} {rng.choice((2006, 2007, 2008))}"
    postcode = f"CM{rng.randrange(1, 4)} {rng.randrange(1, 10)}{''.join(rng.choices('ABDEFGHJLN', k=2))}"
    await walk.open("/register")
    await walk.fill("Given names", given)
    await walk.fill("Family name", like[::-1].capitalize() + family_name(f"{walk.journey}{walk.kind}"))
    await walk.fill("Date of birth", born)
    await walk.fill("Postcode (optional)", postcode)
    await walk.press("Get the indicator")
