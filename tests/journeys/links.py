"""The link to somebody's own record, as an adviser makes it and as a young person gets it."""

import re

from tests.journeys.browsing import KEY, Walk

LINK = re.compile(r"/my-pathway/open#\S+")


async def make_link(adviser: Walk) -> tuple[str, str]:
    """Presses the button on the page about the link; it gives the link and the learner's date of birth."""
    await adviser.press("Make the link")
    await adviser.said("The link is ready")
    link = LINK.search(await adviser.page.locator("main").inner_text())
    learner = KEY.search(adviser.page.url)
    assert link, "the page shows no link"
    assert learner, "the page is about no learner"
    return link[0], await adviser.town.born(learner[0])
