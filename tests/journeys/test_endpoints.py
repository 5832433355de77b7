"""An administrator gives a college's system an endpoint: its secret once, a message that arrives signed, off and on."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from service.feeds.rules import signatures
from tests.feeds.receiver import Receiver, receiving
from tests.journeys.browsing import PATIENCE, Kind, Walk
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
ADMINISTRATOR = "admin@demo.invalid"
AGENCIES = {
    Kind.WIDE: "Chelmer Valley College",
    Kind.PHONE: "Open Gate Youth Project",
    Kind.PLAIN: "Oakfold College for Supported Learning",
}


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


async def test_an_endpoint_is_added_tried_and_switched_off(
    walk_as: WalkOf, kind: Kind, receiver: Receiver
) -> None:
    walk = await walk_as(ADMINISTRATOR)
    await walk.press("Agencies and their systems")
    await walk.follow(AGENCIES[kind])
    await walk.follow("Endpoints", exact=False)
    await walk.see("1-none")
    await walk.fill("Address", "ftp://college.example/")
    await walk.press("Add the endpoint")
    await walk.said("has to begin with https://")
    await walk.see("2-refused", status=422)
    await walk.fill("Address", receiver.url)
    await walk.press("Add the endpoint")
    await walk.said("The secret is ready", "Shown this once")
    await walk.see("3-secret")
    secret = await walk.page.locator(".govuk-panel strong").inner_text()
    await walk.follow("Try it out")
    await walk.press("Send a test message")
    await _until_taken(walk)
    await walk.see("4-taken")
    (headers, body) = receiver.heard[0]
    assert headers["webhook-id"].startswith("msg_")
    assert _signed(secret, headers, body) in headers["webhook-signature"].split()
    await walk.press("Switch it off")
    await walk.said("Switched off by hand.")
    await walk.see("5-off")


async def _until_taken(walk: Walk) -> None:
    for _ in range(PATIENCE // 250):
        if "Taken" in await walk.page.locator("main tbody").first.inner_text():
            return
        await walk.page.wait_for_timeout(250)
        await walk.page.reload()
    raise AssertionError("the message was not taken")


def _signed(secret: str, headers: dict[str, str], body: str) -> str:
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    return signatures([secret], headers["webhook-id"], at, body)
