"""One town and one browser for all journeys; a walk for each person in them.

Every test here is marked `journey`. Where workers share them, each makes a town of its own: slower, and as good.
"""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import date, datetime

import pytest
from playwright.async_api import Browser

from service.vocabulary.day import London
from tests.journeys.browsing import (
    SCREENSHOTS,
    Kind,
    NoBrowser,
    Visited,
    Walk,
    in_ci,
    new_context,
    opened_browser,
)
from tests.journeys.town import ServedTown, served_town

WalkOf = Callable[..., Awaitable[Walk]]


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser; without one the journeys are skipped, but never in CI."""
    try:
        async with opened_browser() as browser:
            yield browser
    except NoBrowser as missing:
        if in_ci():
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def town(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTown]:
    """The demo town, served; made only where there is a browser to visit it."""
    state = tmp_path_factory.mktemp("town")
    for folder in (state, *state.parents[:2]):
        folder.chmod(0o755)
    with served_town(state) as town:
        yield town
    SCREENSHOTS.mkdir(exist_ok=True)
    shutil.copy(town.log, SCREENSHOTS)


@pytest.fixture(scope="session")
def visited() -> Visited:
    """What was looked at so far, over all journeys."""
    return Visited()


@pytest.fixture(params=list(Kind))
def kind(request: pytest.FixtureRequest) -> Kind:
    """The three ways to come; a journey may name fewer by `@pytest.mark.parametrize("kind", …)`."""
    return Kind(request.param)


@pytest.fixture
async def walk_as(
    request: pytest.FixtureRequest, chromium: Browser, town: ServedTown, visited: Visited, kind: Kind
) -> AsyncIterator[WalkOf]:
    """Opens a browser window for somebody, signed in where an email address is given.

    At the end of the journey everything that was wrong on any page is told at once.
    """
    journey = request.path.stem.removeprefix("test_").replace("_", "-")
    walks: list[Walk] = []

    async def opened(email: str = "") -> Walk:
        context = await new_context(chromium, kind)
        walk = Walk(await context.new_page(), town, kind, journey, visited)
        walks.append(walk)
        if kind is Kind.PLAIN:
            await walk.without_script()
        if email:
            await walk.sign_in(email)
        return walk

    yield opened
    for walk in walks:
        await walk.page.context.close()
    wrong = [problem for walk in walks for problem in walk.problems]
    assert not wrong, "\n".join(["", *wrong])


@pytest.fixture
def real_today() -> date:
    """The day the served town lives in: its processes read the machine's clock."""
    return datetime.now(London).date()
