"""Circumstances by an agency's system: told once, corrected under one key, never against what a person decided."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from service.accounts.rows import Role
from service.agencies.rows import Agency
from service.kit import database as sql
from service.kit.database import REGISTER, Database
from service.learners.rows import Learner
from tests.web.api.conftest import System, SystemOf
from tests.web.conftest import Browser, BrowserOf

OWN = "select id from circumstance where superseded_at is null and agency_id = $1 order by id desc limit 1"


async def say(system: System, learner: Learner, **other: Any) -> httpx.Response:
    body = {"key": "maths", "kind": "maths", "value": "1", "starts_on": "2026-06-01", **other}
    return await system.post(f"/learners/{learner.id}/circumstances", json=body)


@pytest.fixture
async def staff(client_as: BrowserOf, college: Agency) -> Browser:
    return await client_as(Role.PROVIDER_STAFF, college)


async def where(database: Database, system: System, learner: Learner) -> str:
    """The page of what the agency said last."""
    async with database.transaction(REGISTER) as session:
        return f"/learners/{learner.id}/circumstances/{await sql.value(session, OWN, system.agency.id)}"


async def test_one_key_is_one_circumstance(system: System, rowan: Learner) -> None:
    answers = [await say(system, rowan), await say(system, rowan), await say(system, rowan, value="2")]
    assert [each.status_code for each in answers] == [201, 200, 200]
    assert [each.json()["effect"] for each in answers] == ["new", "unchanged", "changed"]
    assert answers[2].json()["circumstance"]["value"] == "2"
    listed = (await system.get(f"/learners/{rowan.id}/circumstances")).json()["circumstances"]
    assert [(each["kind"], each["value"], each["key"]) for each in listed] == [("maths", "2", "maths")]


async def test_what_a_person_took_back_stays_so_while_a_system_repeats_it(
    system: System, rowan: Learner, staff: Browser, database: Database
) -> None:
    await say(system, rowan)
    page = await where(database, system, rowan)
    assert (await staff.submit(f"{page}/take-back", because="never_happened")).status_code == 303
    again = await say(system, rowan)
    assert (again.status_code, again.json()["code"]) == (409, "fact_taken_back")
    assert (await say(system, rowan, value="2")).json()["effect"] == "new", "other words count"


async def test_what_a_person_corrected_stays_so_while_a_system_repeats_it(
    system: System, rowan: Learner, staff: Browser, database: Database
) -> None:
    await say(system, rowan)
    page = await where(database, system, rowan)
    mended = {"value": "2", "starts_on": "1 June 2026", "ends_on": "", "because": "wrong_detail"}
    assert (await staff.submit(f"{page}/correct", **mended)).status_code == 303
    again = (await say(system, rowan)).json()
    assert (again["effect"], again["circumstance"]["value"]) == ("unchanged", "2")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        pytest.param({"value": "9"}, "#/value", id="no such value"),
        pytest.param({"starts_on": "2099-01-01"}, "#/starts_on", id="a day to come"),
        pytest.param(
            {"starts_on": "2026-06-09", "ends_on": "2026-06-01"}, "#/ends_on", id="an end before it"
        ),
        pytest.param({"kind": "shoe_size"}, "#/kind", id="no such kind"),
    ],
)
async def test_what_is_wrong_with_a_circumstance_is_named_by_its_field(
    system: System, rowan: Learner, wrong: dict[str, Any], pointer: str
) -> None:
    refused = await say(system, rowan, **wrong)
    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.json()["errors"]] == [pointer]


async def test_a_system_elsewhere_can_record_nothing_about_them(
    system_of: SystemOf, elsewhere: Agency, rowan: Learner, now: datetime
) -> None:
    stranger = await system_of(elsewhere)
    assert (await say(stranger, rowan)).status_code == 404
