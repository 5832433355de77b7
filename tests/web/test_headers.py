"""What every answer carries and every session obeys, whatever the route. SOURCE: OWASP ASVS 5.0, 3.3, 3.4, 3.5, 7."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from service.accounts.operations import disable_account, start_session
from service.accounts.rows import Role
from service.accounts.rules import ABSOLUTE, IDLE
from service.app import create_app
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.settings import Mode, Settings
from service.web.matrix import matrix_of
from tests.factories import PASSWORD, make_account, make_council
from tests.web.conftest import Browser, BrowserOf, MovingClock, browser

SOMEWHERE = str(UUID(int=1))
MOMENT = timedelta(seconds=1)


def a_path(template: str) -> str:
    """A route's path with something in the place of each parameter."""
    return re.sub(
        r"\{[a-z_]+:(\w+)\}", lambda found: SOMEWHERE if found[1] == "uuid" else "nowhere", template
    )


def missing(answer: httpx.Response, *, static: bool = False) -> list[str]:
    """Which of the headers every answer must carry this one does not."""
    policy = answer.headers.get("content-security-policy", "")
    nonce = re.search(r"script-src 'nonce-([\w-]{20,})'", policy)
    wanted = {
        "scripts": nonce is not None or ("script-src 'none';" in policy and "<script" not in answer.text),
        "the page's own nonce": "nonce=" not in answer.text
        or (nonce and f'nonce="{nonce[1]}"' in answer.text),
        "default-src": "default-src 'none'" in policy,
        "frame-ancestors": "frame-ancestors 'none'" in policy,
        "object-src": "object-src 'none'" in policy,
        "base-uri": "base-uri 'none'" in policy,
        "unsafe": "unsafe" not in policy,
        "nosniff": answer.headers.get("x-content-type-options") == "nosniff",
        "referrer-policy": answer.headers.get("referrer-policy") in ("same-origin", "no-referrer"),
        "no-store": static or answer.headers.get("cache-control") == "no-store",
    }
    return [name for name, there in wanted.items() if not there]


async def test_every_route_carries_the_security_headers(app: Litestar, client_as: BrowserOf) -> None:
    inside, outside = await client_as(Role.ADMINISTRATOR), browser(app)
    openings = [opening for opening in matrix_of(app) if opening.method == "GET"]
    assert len(openings) > 20
    statuses = set()
    for opening in openings:
        for asker in (inside, outside):
            answer = await asker.get(a_path(opening.path))
            static = opening.path.startswith("/static/")
            assert missing(answer, static=static) == [], (opening.path, answer.status_code)
            statuses.add(answer.status_code)
    assert {200, 303, 403, 404} <= statuses
    assert 500 not in statuses


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        pytest.param("GET", "/nowhere/at/all", 404, id="no such page"),
        pytest.param("DELETE", "/help", 405, id="wrong method"),
        pytest.param("GET", "/people/not-a-key", 404, id="no such key"),
        pytest.param("GET", "/people?page=zero", 400, id="wrong shape"),
        pytest.param("POST", "/people/new", 403, id="no form token"),
        pytest.param("GET", "/api/v1/nowhere", 404, id="nothing in the API"),
        pytest.param("GET", "/static/nowhere.css", 404, id="no such file"),
        pytest.param("GET", "/static/%2e%2e/build.mjs", 404, id="outside the files"),
        pytest.param("GET", "/static/app.css", 200, id="a file"),
        pytest.param("GET", "/matrix.csv", 200, id="a download"),
        pytest.param("GET", "/health", 200, id="for balancers"),
    ],
)
async def test_errors_files_and_downloads_carry_them_too(
    client_as: BrowserOf, method: str, path: str, status: int
) -> None:
    inside = await client_as(Role.ADMINISTRATOR)
    answer = await inside.request(method, path)
    assert answer.status_code == status
    assert missing(answer, static=path.startswith("/static/")) == []


async def test_a_nonce_is_never_used_twice(client: Browser) -> None:
    policies = {(await client.get("/help")).headers["content-security-policy"] for _ in range(5)}
    assert len(policies) == 5


@pytest.fixture
async def production(settings: Settings, database: Database, clock: MovingClock) -> AsyncIterator[Browser]:
    """A browser on the service as it runs in production."""
    live = replace(settings, mode=Mode.PRODUCTION, public_url="https://pathway.test")
    async with browser(create_app(live, database, clock=clock), "https://testserver") as opened:
        yield opened


async def test_production_insists_on_tls_for_a_year(production: Browser, client: Browser) -> None:
    for path in ("/help", "/nowhere", "/static/app.css"):
        held = (await production.get(path)).headers["strict-transport-security"]
        assert int(re.findall(r"max-age=(\d+)", held)[0]) >= 31_536_000
    assert "strict-transport-security" not in (await client.get("/help")).headers


async def test_production_cookies_are_for_this_host_tls_and_no_script(
    production: Browser, database: Database, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        account = await make_account(session, agency=council, role=Role.BOARD_MEMBER, now=now)
    form = (await production.get("/sign-in")).headers["set-cookie"]
    inside = await production.submit("/sign-in", email=account.email, password=PASSWORD)
    session_cookie = next(
        value for value in inside.headers.get_list("set-cookie") if "session" in value.split("=")[0]
    )
    for cookie in (form, session_cookie):
        name, _, rest = cookie.partition("=")
        assert name in ("__Host-csrf", "__Host-session")
        attributes = {part.strip().lower() for part in rest.split(";")[1:]}
        assert {"path=/", "httponly", "secure", "samesite=lax"} <= attributes
        assert not any(part.startswith(("domain", "max-age", "expires")) for part in attributes)
    assert (await production.get("/board")).status_code == 200


async def test_nothing_is_changed_by_a_form_without_its_token(app: Litestar, client_as: BrowserOf) -> None:
    inside, forger = await client_as(Role.ADMINISTRATOR), browser(app)
    await forger.get("/help")
    theirs = forger.cookies["csrf"]
    posts = [opening for opening in matrix_of(app) if opening.method == "POST"]
    pages = [opening for opening in posts if not opening.path.startswith("/api/")]
    assert len(pages) > 10
    for opening in pages:
        bare = await inside.post(a_path(opening.path))
        crossed = await inside.post(a_path(opening.path), data={"_csrf_token": theirs})
        assert (bare.status_code, crossed.status_code) == (403, 403), opening.path
    assert (await inside.get("/account")).status_code == 200  # not even signed out


async def test_a_token_planted_before_signing_in_is_worth_nothing_after(
    client: Browser, client_as: BrowserOf, database: Database, now: datetime
) -> None:
    attacker = await client_as(Role.BOARD_MEMBER)
    planted = attacker.session_token
    async with database.transaction(REGISTER) as session:
        victim = await make_account(session, agency=attacker.agency, role=Role.BOARD_MEMBER, now=now)
    client.cookies.set("session", planted or "", domain="testserver.local")
    await client.submit("/sign-in", email=victim.email, password=PASSWORD)
    assert client.session_token != planted
    assert victim.name in (await client.get("/account")).text
    assert (await attacker.get("/account")).status_code == 303


async def test_a_token_nobody_gave_out_is_not_taken_over(
    client: Browser, database: Database, now: datetime
) -> None:
    client.cookies.set("session", "chosen-by-somebody-else", domain="testserver.local")
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        account = await make_account(session, agency=council, role=Role.BOARD_MEMBER, now=now)
    await client.submit("/sign-in", email=account.email, password=PASSWORD)
    assert client.session_token != "chosen-by-somebody-else"
    assert len(client.session_token or "") >= 43  # 256 bits


async def test_signing_out_is_worth_more_than_forgetting_the_cookie(
    app: Litestar, client_as: BrowserOf
) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    copied = inside.session_token
    await inside.submit("/sign-out")
    thief = browser(app)
    thief.cookies.set("session", copied or "", domain="testserver.local")
    assert (await thief.get("/account")).headers["location"] == "/sign-in?next=/account"


async def test_a_disabled_account_is_out_at_once(
    client_as: BrowserOf, database: Database, now: datetime
) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    assert (await inside.get("/account")).status_code == 200
    async with database.transaction(REGISTER) as session:
        by = By(agency_id=inside.agency.id)
        await disable_account(session, account_id=inside.account.id, by=by, now=now)
    assert (await inside.get("/account")).status_code == 303


@pytest.mark.parametrize(
    ("unused", "inside_still"),
    [
        pytest.param(IDLE - MOMENT, True, id="just under thirty minutes"),
        pytest.param(IDLE, False, id="thirty minutes"),
    ],
)
async def test_a_session_ends_when_it_is_not_used(
    client_as: BrowserOf, clock: MovingClock, unused: timedelta, inside_still: bool
) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    clock.move(timedelta(minutes=10))
    assert (await inside.get("/account")).status_code == 200
    clock.move(unused)
    assert ((await inside.get("/account")).status_code == 200) is inside_still


async def test_a_session_in_use_ends_after_twelve_hours(client_as: BrowserOf, clock: MovingClock) -> None:
    inside, used = await client_as(Role.YOUTH_ADVISER), timedelta(0)
    step = timedelta(minutes=29)
    while used + step < ABSOLUTE:
        clock.move(step)
        used += step
        assert (await inside.get("/account")).status_code == 200
    clock.move(ABSOLUTE - used)
    assert (await inside.get("/account")).status_code == 303


async def test_a_form_may_be_sent_from_an_older_tab_after_signing_in_again(
    client_as: BrowserOf, database: Database, now: datetime
) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    await inside.get("/account")
    async with database.transaction(REGISTER) as session:
        token = await start_session(session, account=inside.account, now=now)
    inside.cookies.set("session", token, domain="testserver.local")
    assert (await inside.submit("/account/sessions")).status_code == 303
