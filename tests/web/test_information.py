"""Pages for anybody, and whether the service is well."""

from datetime import timedelta

import pytest

from service.accounts.rows import Role
from service.app import create_app
from service.kit.database import open_database
from service.settings import Settings
from tests.web.conftest import Browser, BrowserOf, MovingClock, browser

HOMES = {
    Role.PROVIDER_STAFF: "/learners",
    Role.YOUTH_ADVISER: "/today",
    Role.DATA_OFFICER: "/decisions",
    Role.BOARD_MEMBER: "/board",
    Role.ADMINISTRATOR: "/people",
}


async def test_the_start_page_says_what_this_is_and_where_to_go(client: Browser) -> None:
    start = await client.get("/")
    assert start.status_code == 200
    for wanted in ('href="/sign-in"', 'href="/help"', 'href="/privacy"', "NEET"):
        assert wanted in start.text
    assert "You are signed out." not in start.text


@pytest.mark.parametrize(("role", "home"), [pytest.param(*pair, id=pair[0].value) for pair in HOMES.items()])
async def test_somebody_signed_in_goes_to_their_work(client_as: BrowserOf, role: Role, home: str) -> None:
    inside = await client_as(role)
    assert (await inside.get("/")).headers["location"] == home
    assert (await inside.get(home)).status_code == 200


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param("/help", ["Childline", "0800 1111", "National Careers Service"], id="help"),
        pytest.param(
            "/privacy", ["Who sees it", "How to ask", "0303 123 1113", "does not yet"], id="privacy"
        ),
        pytest.param(
            "/accessibility", ["What was not tested", "We do not yet claim to meet them"], id="accessibility"
        ),
    ],
)
async def test_everybody_may_read_them(
    client: Browser, client_as: BrowserOf, path: str, said: list[str]
) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    for asker in (client, inside):
        text = (await asker.get(path)).text
        assert [words for words in said if words not in text] == []


async def test_health_is_ok_while_the_database_answers(client: Browser, clock: MovingClock) -> None:
    clock.move(timedelta(days=1))
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "set-cookie" not in answer.headers


async def test_health_is_503_when_the_database_is_away(settings: Settings, clock: MovingClock) -> None:
    away = open_database(f"postgresql://nobody@/nothing?host={settings.state_dir}")
    async with browser(create_app(settings, away, clock=clock)) as client:
        answer = await client.get("/health")
    await away.close()
    assert answer.status_code == 503
    assert answer.json() == {"status": "database does not answer"}
