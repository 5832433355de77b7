"""Every address that needs no key and that no journey came by, opened on a phone by somebody who may.

Which there are is read from the served matrix itself.
"""

import csv
import io

import pytest

from service.accounts.rows import Role
from tests.journeys.browsing import Kind, Visited, Walk
from tests.journeys.conftest import WalkOf

pytestmark = [
    pytest.mark.journey,
    pytest.mark.parametrize("kind", [Kind.PHONE]),
]
PEOPLE = {
    Role.PROVIDER_STAFF: "college@demo.invalid",
    Role.YOUTH_ADVISER: "adviser@demo.invalid",
    Role.DATA_OFFICER: "data@demo.invalid",
    Role.BOARD_MEMBER: "board@demo.invalid",
    Role.ADMINISTRATOR: "admin@demo.invalid",
    Role.AGENCY_WORKER: "jobcentre@demo.invalid",
    Role.TEAM_LEAD: "lead@demo.invalid",
    Role.SERVICE_MANAGER: "manager@demo.invalid",
    Role.COMMISSIONER: "commissioner@demo.invalid",
}
NOT_PAGES = ("/today/waiting", "/health", "/metrics", "/static", "/api/", "/sign-in/code")


async def test_every_page_is_whole_on_a_phone(walk_as: WalkOf, kind: Kind, visited: Visited) -> None:
    administrator = await walk_as(PEOPLE[Role.ADMINISTRATOR])
    await administrator.navigate("Who may open what")
    matrix = list(csv.DictReader(io.StringIO(await administrator.download("Download as CSV"))))
    pages = [row for row in matrix if row["method"] == "GET" and _is_page(row["path"])]
    assert len(pages) > 20
    pages = [row for row in pages if not visited.has(kind, row["path"])]
    await _look(await walk_as(), [row["path"] for row in pages if row["everybody"] == "yes"])
    for role, email in PEOPLE.items():
        await _look(await walk_as(email), _first_for(role, pages))


async def test_an_address_that_is_nowhere_says_so(walk_as: WalkOf) -> None:
    stranger = await walk_as()
    await stranger.open("/no/such/page")
    await stranger.see("not-found", status=404)
    adviser = await walk_as(PEOPLE[Role.YOUTH_ADVISER])
    await adviser.open("/audit")
    await adviser.see("refused", status=403)


async def _look(walk: Walk, paths: list[str]) -> None:
    for path in paths:
        await walk.open(path)
        await walk.see(path.strip("/").replace("/", "-") or "start")


def _is_page(path: str) -> bool:
    return "{" not in path and not path.endswith((".csv", ".json")) and not path.startswith(NOT_PAGES)


def _first_for(role: Role, pages: list[dict[str, str]]) -> list[str]:
    """What this role may open and none before it may."""
    roles = list(PEOPLE)
    earlier = roles[: roles.index(role)]
    return [
        row["path"]
        for row in pages
        if row["everybody"] == "no" and row[role] == "yes" and all(row[each] == "no" for each in earlier)
    ]
