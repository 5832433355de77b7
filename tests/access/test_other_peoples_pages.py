"""Every address with a key in it, asked for another agency's row and for one that does not exist: one answer."""

import re
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import msgspec
import pytest

from service.accounts.operations import issue_token, start_session
from service.accounts.rows import ADVISERS, Role
from service.app import create_app
from service.kit.audit import By
from service.kit.clock import StandingClock
from service.kit.database import REGISTER, Database
from service.kit.ids import new_id
from service.settings import Mode, Settings
from service.web.matrix import Opening, matrix_of
from tests.access.conftest import Side
from tests.conftest import NOW
from tests.factories import make_account
from tests.repository.test_routes import the_app

KEYS = ("learner_id", "alert_id", "review_id", "submission_id")
ASKED = [
    each
    for each in matrix_of(the_app())
    if any(f"{{{key}:uuid}}" in each.path for key in KEYS) and (each.roles or each.scope)
]
MARKS = re.compile(r'nonce="[^"]*"|name="_csrf_token" value="[^"]*"|[0-9a-f-]{36}')


class Asking(msgspec.Struct, frozen=True):
    """Somebody of each role, and a system, of the first of two sides."""

    client: httpx.AsyncClient
    headers: dict[Role | None, dict[str, str]]


@pytest.fixture(scope="module")
async def asking(
    committed: Database, sides: tuple[Side, Side], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Asking]:
    settings = Settings(
        mode=Mode.TEST,
        state_dir=tmp_path_factory.mktemp("state"),
        secret="a-secret-of-these-tests-0123456789",
    )
    noise = sides[0].noise
    headers: dict[Role | None, dict[str, str]] = {}
    scopes = {each.scope for each in ASKED if each.scope}
    async with committed.transaction(REGISTER) as session:
        for role in (Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER, Role.AGENCY_WORKER):
            agency = noise.provider if role is Role.PROVIDER_STAFF else noise.council
            account = await make_account(session, agency=agency, role=role, now=NOW)
            headers[role] = {"cookie": f"session={await start_session(session, account=account, now=NOW)}"}
        by = By(agency_id=noise.provider.id)
        if scopes:
            token = await issue_token(
                session, agency_id=noise.provider.id, name="all", scopes=scopes, by=by, now=NOW
            )
            headers[None] = {"authorization": f"Bearer {token}"}
    app: object = create_app(settings, committed, clock=StandingClock(NOW))
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]  # the two describe ASGI in types that do not meet
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        csrf = (await client.get("/sign-in")).cookies["csrf"]
        client.cookies.clear()
        for each in headers.values():
            each["x-csrftoken"] = csrf
            each["cookie"] = "; ".join(filter(None, (each.get("cookie"), f"csrf={csrf}")))
        yield Asking(client, headers)


def address(path: str, side: Side | None) -> str:
    """The address for the rows of a side, or for rows that are not there."""
    keys = {
        "learner_id": side.learner.id if side else new_id(),
        "alert_id": side.alert_id if side else new_id(),
        "review_id": side.review_id if side else new_id(),
        "submission_id": side.submission_id if side else new_id(),
    }
    return re.sub(r"{(\w+):uuid}", lambda found: str(keys.get(found[1], UUID(int=1))), path)


@pytest.mark.parametrize("opening", ASKED, ids=[f"{each.method} {each.path}" for each in ASKED])
async def test_another_agencys_row_is_answered_like_one_that_is_not_there(
    opening: Opening, asking: Asking, sides: tuple[Side, Side]
) -> None:
    askers: tuple[Role | None, ...] = tuple(opening.roles) or (None,)
    for asker in askers:
        headers = asking.headers[asker]
        theirs, nobodys = [
            await asking.client.request(opening.method, address(opening.path, side), headers=headers)
            for side in (sides[1], None)
        ]
        assert theirs.status_code == nobodys.status_code < 500, asker
        assert MARKS.sub("", theirs.text) == MARKS.sub("", nobodys.text), asker
        if opening.method == "GET":
            assert theirs.status_code == 404, asker


@pytest.mark.parametrize(
    ("path", "role"),
    [
        pytest.param("/learners/{learner_id:uuid}", Role.YOUTH_ADVISER, id="a learner"),
        pytest.param("/alerts/{alert_id:uuid}", Role.YOUTH_ADVISER, id="an alert"),
        pytest.param("/decisions/{review_id:uuid}", Role.DATA_OFFICER, id="a review"),
    ],
)
async def test_ones_own_is_shown_so_that_the_comparison_means_something(
    path: str, role: Role, asking: Asking, sides: tuple[Side, Side]
) -> None:
    answer = await asking.client.get(address(path, sides[0]), headers=asking.headers[role])
    assert answer.status_code == 200
