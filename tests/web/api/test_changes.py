"""Following changes as an agency's system does: a position, the whole list once, then what changed since."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from service.access.operations import withdraw_claimed
from service.accounts.rows import TokenScope
from service.agencies.rows import Agency
from service.feeds.operations import forget_old
from service.feeds.operations.read import KEPT
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.learners.rows import Learner
from service.settings import Settings
from tests.conftest import NOW
from tests.factories import make_council, make_learner, make_provider, record_spell
from tests.web.api.conftest import API, token_of
from tests.web.conftest import MovingClock


class Following:
    """A college, its system, and what happens to its learners: committed, since the feed reads nothing else."""

    def __init__(self, app: Litestar, database: Database) -> None:
        self.app, self.database = app, database
        self.college: Agency
        self.other: Agency

    async def opens(self) -> "Following":
        async with self.database.transaction(REGISTER) as session:
            council = await make_council(session, now=NOW)
            self.college = await make_provider(session, now=NOW, council=council)
            self.other = await make_provider(session, now=NOW, council=council, name="Other College")
        return self

    async def client(self, *scopes: TokenScope) -> httpx.AsyncClient:
        token = await token_of(self.database, self.college, NOW, *scopes)
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url=f"http://testserver{API}",
            headers={"authorization": f"Bearer {token}"},
        )

    async def registers(self, agency: Agency) -> Learner:
        async with self.database.transaction(REGISTER) as session:
            return await make_learner(session, by=By(agency_id=agency.id), now=NOW)


@pytest.fixture
async def following(
    built: Litestar, settings: Settings, committed: Database, clock: MovingClock
) -> Following:
    built.state.service = replace(built.state.service, settings=settings, database=committed, clock=clock)
    return await Following(built, committed).opens()


@pytest.fixture
async def system(following: Following) -> AsyncIterator[httpx.AsyncClient]:
    async with await following.client() as opened:
        yield opened


async def changes(system: httpx.AsyncClient, after: str) -> tuple[list[dict[str, Any]], str]:
    """Everything since a position, page by page, and where that ends."""
    found: list[dict[str, Any]] = []
    while True:
        read = (await system.get("/changes", params={"after": after})).json()
        found, after = found + read["changes"], read["position"]
        if not read["more"]:
            return found, after


async def test_a_system_begins_with_a_position_and_reads_only_what_changed_in_its_scope(
    following: Following, system: httpx.AsyncClient
) -> None:
    begun = (await system.get("/changes")).json()
    assert (begun["changes"], begun["more"]) == ([], False)
    assert await changes(system, begun["position"]) == ([], begun["position"])

    mine = await following.registers(following.college)
    theirs = await following.registers(following.other)
    async with following.database.transaction(REGISTER) as session:
        await record_spell(session, mine.id, agency=following.college, now=NOW)
    told, position = await changes(system, begun["position"])
    assert {each["learner_id"] for each in told} == {str(mine.id)}
    assert str(theirs.id) not in str(told)
    assert [each["what"] for each in told][-1] == "pathway"
    assert mine.family_name not in str(told)
    assert await changes(system, position) == ([], position)
    again, _ = await changes(system, begun["position"])
    assert again == told, "reading takes nothing away"


async def test_access_that_ends_is_told_to_whom_it_ended_for(
    following: Following, system: httpx.AsyncClient
) -> None:
    learner = await following.registers(following.college)
    position = (await system.get("/changes")).json()["position"]
    async with following.database.transaction(REGISTER) as session:
        await withdraw_claimed(session, agency_id=following.college.id, learner_ids=[learner.id])
    told, _ = await changes(system, position)
    assert [(each["what"], each["learner_id"]) for each in told] == [("access_withdrawn", str(learner.id))]


async def test_a_position_older_than_what_is_kept_is_gone_and_says_how_to_go_on(
    following: Following, system: httpx.AsyncClient
) -> None:
    position = (await system.get("/changes")).json()["position"]
    await following.registers(following.college)
    await forget_old(following.database, now=datetime.now(UTC) + KEPT + timedelta(minutes=1))
    answered = await system.get("/changes", params={"after": position})
    assert answered.status_code == 410
    assert answered.json()["code"] == "changes_forgotten"
    assert "go on from a new position" in answered.json()["detail"]


@pytest.mark.parametrize("after", ["", "soon", "e30", "019a1f60-8c1e-7d35-9a52-0c6f4c2b7e11"])
async def test_a_position_that_is_none_is_refused_by_name(system: httpx.AsyncClient, after: str) -> None:
    answered = await system.get("/changes", params={"after": after})
    assert answered.status_code in (400, 422)
    assert answered.headers["content-type"].startswith("application/problem+json")


async def test_all_your_learners_are_listed_page_by_page_and_nobody_elses(
    following: Following, system: httpx.AsyncClient
) -> None:
    mine = {str((await following.registers(following.college)).id) for _ in range(5)}
    await following.registers(following.other)
    found: list[str] = []
    path: str | None = "/learners?limit=2"
    while path:
        answered = await system.get(path)
        found += [each["id"] for each in answered.json()["learners"]]
        following_page = answered.json()["next"]
        path = f"/learners?limit=2&cursor={following_page}" if following_page else None
    assert len(found) == 5
    assert set(found) == mine


async def test_each_asks_for_its_own_scope(following: Following) -> None:
    async with await following.client(TokenScope.INDICATORS) as narrow:
        assert (await narrow.get("/learners")).status_code == 200
        assert (await narrow.get("/changes")).status_code == 403
    async with await following.client(TokenScope.PATHWAY) as narrow:
        assert (await narrow.get("/learners")).status_code == 403
        assert (await narrow.get("/changes")).status_code == 200
