"""Issuing an indicator through the API: three answers, replays, and every wrong field named."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from service.access.rows import WHOLE_REGISTER
from service.agencies.rows import Agency
from service.app import create_app
from service.kit.audit import By
from service.kit.clock import StandingClock
from service.kit.database import REGISTER, Database, value
from service.kit.ids import new_id
from service.learners import queries as learners
from service.learners.operations import Choice, decide_review
from service.pathways import queries as pathways
from service.settings import Settings
from service.vocabulary.day import london_day
from service.vocabulary.indicator import parse_indicator
from tests.factories import make_provider
from tests.web.api.conftest import API, System, SystemOf, token_of

VALID_UPN = "T123456789012"


async def test_somebody_new_is_issued_an_indicator_and_watched_from_then_on(
    system: System, database: Database, a_claim: dict[str, Any]
) -> None:
    answer = await system.post("/indicators", json=a_claim)

    told = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{API}/claims/{a_claim['request_id']}"
    assert told["outcome"] == "issued"
    assert parse_indicator(told["indicator"]) == told["indicator"]
    async with database.transaction(REGISTER) as session:
        standings = await pathways.standings(session, [told["learner_id"]], within=WHOLE_REGISTER)
    assert len(standings) == 1


async def test_somebody_known_is_found(system: System, a_claim: dict[str, Any]) -> None:
    issued = await system.post("/indicators", json=a_claim)
    found = await system.post("/indicators", json=a_claim | {"request_id": str(new_id())})

    assert found.status_code == 200
    assert found.json()["outcome"] == "found"
    assert found.json()["indicator"] == issued.json()["indicator"]


async def test_the_same_request_again_gets_the_same_answer(
    system: System, database: Database, a_claim: dict[str, Any]
) -> None:
    first = await system.post("/indicators", json=a_claim)
    spaced = a_claim | {"family_name": "  Thistledown "}
    again = await system.post("/indicators", json=spaced)

    assert (again.status_code, again.content) == (first.status_code, first.content)
    async with database.transaction(REGISTER) as session:
        claims = await value(session, "select count(*) from claim where agency_id = $1", system.agency.id)
    assert claims == 1


async def test_another_body_under_the_same_request_id_is_refused(
    system: System, a_claim: dict[str, Any]
) -> None:
    await system.post("/indicators", json=a_claim)
    refused = await system.post("/indicators", json=a_claim | {"given_names": "Wrenna"})

    assert refused.status_code == 422
    assert refused.json()["code"] == "claim_replayed"
    assert refused.json()["errors"][0]["pointer"] == "#/request_id"


async def test_two_agencies_may_use_one_request_id(
    system: System, system_of: SystemOf, elsewhere: Agency, a_claim: dict[str, Any]
) -> None:
    other = await system_of(elsewhere)
    await system.post("/indicators", json=a_claim)
    theirs = await other.post(
        "/indicators", json=a_claim | {"given_names": "Somebody", "family_name": "Else"}
    )

    assert theirs.status_code == 201


async def test_a_claim_that_waits_is_polled_until_it_is_decided(
    system: System, council: Agency, database: Database, now: datetime, a_claim: dict[str, Any]
) -> None:
    known = (await system.post("/indicators", json=a_claim)).json()
    alike = a_claim | {"request_id": str(new_id()), "given_names": "Robin"}

    waiting = await system.post("/indicators", json=alike)
    location = f"/claims/{alike['request_id']}"
    assert waiting.status_code == 202
    assert waiting.json()["indicator"] is None
    assert waiting.headers["location"] == f"{API}{location}"
    assert (await system.get(location)).content == waiting.content

    async with database.transaction(REGISTER) as session:
        item = (await learners.open_reviews(session, council.id, limit=1))[0][0]
        await decide_review(
            session,
            review_id=item.id,
            choice=Choice(learner_id=UUID(known["learner_id"])),
            by=By(agency_id=council.id),
            now=now,
            today=london_day(now),
        )
    decided = (await system.get(location)).json()
    assert (decided["outcome"], decided["indicator"]) == ("found", known["indicator"])


async def test_another_agencys_claim_is_not_there(
    system: System, system_of: SystemOf, elsewhere: Agency, a_claim: dict[str, Any]
) -> None:
    other = await system_of(elsewhere)
    await system.post("/indicators", json=a_claim)

    theirs = await other.get(f"/claims/{a_claim['request_id']}")
    nobodys = await other.get(f"/claims/{new_id()}")

    assert theirs.status_code == 404
    assert theirs.content == nobodys.content


async def test_somebody_too_old_is_refused_with_the_field(system: System, a_claim: dict[str, Any]) -> None:
    refused = await system.post("/indicators", json=a_claim | {"date_of_birth": "1980-01-01"})

    assert (refused.status_code, refused.json()["code"]) == (422, "not_eligible")
    assert refused.json()["errors"][0]["pointer"] == "#/date_of_birth"


@pytest.mark.parametrize(
    ("wrong", "pointers"),
    [
        pytest.param({"uln": "1234567890"}, {"#/uln"}, id="a ULN of a wrong check digit"),
        pytest.param({"upn": VALID_UPN[::-1]}, {"#/upn"}, id="no UPN"),
        pytest.param({"postcode": "somewhere"}, {"#/postcode"}, id="no postcode"),
        pytest.param({"sex": "X"}, {"#/sex"}, id="no sex of the ILR"),
        pytest.param({"request_id": "mine"}, {"#/request_id"}, id="no UUID"),
        pytest.param({"date_of_birth": 1_234_567_890}, {"#/date_of_birth"}, id="a day as a number"),
        pytest.param({"date_of_birth": "2009-02-30"}, {"#/date_of_birth"}, id="a day that is none"),
        pytest.param({"date_of_birth": "2009-02-11T00:00:00Z"}, {"#/date_of_birth"}, id="an instant"),
        pytest.param({"given_names": "  "}, {"#/given_names"}, id="a blank name"),
        pytest.param({"given_names": "Wr\u0000en"}, {"#/given_names"}, id="a control character"),
        pytest.param({"given_names": "W" * 101}, {"#/given_names"}, id="a name too long"),
        pytest.param({"agency_id": str(new_id())}, {"#/agency_id"}, id="a field nobody asked for"),
        pytest.param({"indicator": "7K4-2DM-9XD"}, {"#/indicator"}, id="an indicator of one's own choice"),
        pytest.param(
            {"sex": "X", "uln": "1", "family_name": ""},
            {"#/sex", "#/uln", "#/family_name"},
            id="three at once",
        ),
    ],
)
async def test_every_wrong_field_is_named(
    system: System, a_claim: dict[str, Any], wrong: dict[str, Any], pointers: set[str]
) -> None:
    refused = await system.post("/indicators", json=a_claim | wrong)

    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert {each["pointer"] for each in refused.json()["errors"]} == pointers
    assert "Value error" not in refused.text


async def test_missing_fields_are_named(system: System) -> None:
    refused = await system.post("/indicators", json={})

    named = {each["pointer"] for each in refused.json()["errors"]}
    assert named == {"#/request_id", "#/given_names", "#/family_name", "#/date_of_birth"}


@pytest.mark.parametrize("body", ["{", '{"a": }', "", "\u0000", '"\\ud800"', "[1, 2"])
async def test_what_is_no_json_cannot_be_read(system: System, body: str) -> None:
    refused = await system.post("/indicators", content=body, headers={"content-type": "application/json"})

    assert refused.status_code in {400, 422}
    assert refused.headers["content-type"] == "application/problem+json"


async def test_twenty_equal_requests_at_once_have_one_effect(
    committed: Database, settings: Settings, now: datetime, a_claim: dict[str, Any]
) -> None:
    async with committed.transaction(REGISTER) as session:
        agency = await make_provider(session, now=now)
    token = await token_of(committed, agency, now)
    app = create_app(settings, committed, clock=StandingClock(now))
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://testserver", headers=headers
    ) as client:
        answers = await asyncio.gather(*(client.post(f"{API}/indicators", json=a_claim) for _ in range(20)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    async with committed.transaction(REGISTER) as session:
        registered = await value(session, "select count(*) from learner where registered_by = $1", agency.id)
        acts = await value(
            session,
            "select count(*) from audit_entry where agency_id = $1 and act = 'indicator issued'",
            agency.id,
        )
    assert (registered, acts) == (1, 1)
