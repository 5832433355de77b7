"""Recording milestones and spells through the API: conditions, replays, corrections."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from service.agencies.rows import Agency
from service.app import create_app
from service.kit.audit import By
from service.kit.clock import StandingClock
from service.kit.database import REGISTER, Database, rows, value
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.settings import Settings
from tests.factories import make_council, make_learner, make_provider, record_spell
from tests.web.api.conftest import API, System, token_of
from tests.web.conftest import MovingClock


@pytest.fixture
def start(now: datetime) -> dict[str, Any]:
    """A milestone that begins a course."""
    day = f"{now.year}-09-07"
    return {"key": "begin-1", "kind": "started", "occurred_on": day, "activity": 230, "title": "Bricklaying"}


@pytest.fixture
def spell(now: datetime) -> dict[str, Any]:
    """A course that goes on."""
    return {"key": "course-1", "activity": 230, "started_on": f"{now.year}-09-07"}


async def facts(system: System, learner: Learner) -> list[dict[str, Any]]:
    """The timeline."""
    return list((await system.get(f"/learners/{learner.id}/timeline")).json()["facts"])


async def test_a_milestone_is_recorded_with_the_spell_it_begins(
    system: System, rowan: Learner, start: dict[str, Any]
) -> None:
    answer = await system.record(rowan.id, "milestones", **start)

    assert (answer.status_code, answer.json()["effect"]) == (201, "new")
    told = {fact["type"]: fact for fact in await facts(system, rowan)}
    assert answer.json()["milestone"]["spell_id"] == told["spell"]["id"]
    assert told["spell"]["key"] == told["milestone"]["key"] == "begin-1"
    assert answer.headers["etag"] == await system.etag(rowan.id)


@pytest.mark.parametrize("what", ["milestones", "spells"])
async def test_a_change_without_a_condition_is_refused(system: System, rowan: Learner, what: str) -> None:
    body = {"milestones": {"key": "k", "kind": "achieved", "occurred_on": "2026-01-05"}}.get(
        what, {"key": "k", "activity": 230, "started_on": "2026-01-05"}
    )
    refused = await system.post(f"/learners/{rowan.id}/{what}", json=body)

    assert (refused.status_code, refused.json()["code"]) == (428, "if_match_missing")
    assert await facts(system, rowan) == []


@pytest.mark.parametrize(
    "condition", [pytest.param('"stale"', id="another version"), pytest.param("W/{etag}", id="a weak tag")]
)
async def test_a_change_on_another_version_is_refused_and_records_nothing(
    system: System, rowan: Learner, spell: dict[str, Any], condition: str
) -> None:
    etag = condition.format(etag=await system.etag(rowan.id))
    refused = await system.record(rowan.id, "spells", etag=etag, **spell)

    assert (refused.status_code, refused.json()["code"]) == (412, "if_match_failed")
    assert await facts(system, rowan) == []


async def test_the_second_of_two_who_read_the_same_version_is_told(
    system: System, rowan: Learner, spell: dict[str, Any], start: dict[str, Any]
) -> None:
    seen = await system.etag(rowan.id)

    first = await system.record(rowan.id, "spells", etag=seen, **spell)
    second = await system.record(rowan.id, "milestones", etag=seen, **start)

    assert (first.status_code, second.status_code) == (201, 412)


@pytest.mark.parametrize("what", ["milestones", "spells"])
async def test_told_again_it_is_unchanged_whatever_the_condition(
    system: System, rowan: Learner, start: dict[str, Any], spell: dict[str, Any], what: str
) -> None:
    body = start if what == "milestones" else spell
    seen = await system.etag(rowan.id)
    await system.record(rowan.id, what, etag=seen, **body)
    before = await facts(system, rowan)

    again = await system.record(rowan.id, what, etag=seen, **body)

    assert (again.status_code, again.json()["effect"]) == (200, "unchanged")
    assert await facts(system, rowan) == before


@pytest.mark.parametrize(
    ("what", "change"),
    [
        pytest.param("milestones", {"level": "3"}, id="a milestone of another level"),
        pytest.param("milestones", {"activity": 310}, id="a milestone that began something else"),
        pytest.param("spells", {"title": "Plastering"}, id="a spell of another title"),
        pytest.param("spells", {"completion": "break"}, id="a spell that pauses"),
    ],
)
async def test_told_otherwise_under_the_same_key_it_corrects(
    system: System,
    rowan: Learner,
    start: dict[str, Any],
    spell: dict[str, Any],
    what: str,
    change: dict[str, Any],
) -> None:
    body = start if what == "milestones" else spell
    await system.record(rowan.id, what, **body)

    changed = await system.record(rowan.id, what, **(body | change))

    assert (changed.status_code, changed.json()["effect"]) == (200, "changed")
    counting = [fact for fact in await facts(system, rowan) if not fact["superseded"]]
    assert {name for fact in counting for name, new in change.items() if fact.get(name) == new} == set(change)
    assert any(fact["superseded"] for fact in await facts(system, rowan))


async def test_leaving_ends_the_spell_and_a_late_repetition_of_the_start_does_not_begin_it_again(
    system: System, rowan: Learner, start: dict[str, Any], now: datetime
) -> None:
    began = (await system.record(rowan.id, "milestones", **start)).json()
    left = {"key": "end-1", "kind": "withdrew", "occurred_on": f"{now.year}-10-12"}
    named = left | {"spell_id": began["milestone"]["spell_id"]}
    assert (await system.record(rowan.id, "milestones", **named)).status_code == 201

    again = await system.record(rowan.id, "milestones", **start)
    left_again = await system.record(rowan.id, "milestones", **named)

    assert (again.json()["effect"], left_again.json()["effect"]) == ("unchanged", "unchanged")
    standing = [
        fact for fact in await facts(system, rowan) if fact["type"] == "spell" and not fact["superseded"]
    ]
    assert [fact["ended_on"] for fact in standing] == [left["occurred_on"]]


async def test_a_beginning_is_not_corrected_over_its_end(
    system: System, rowan: Learner, start: dict[str, Any], now: datetime
) -> None:
    began = (await system.record(rowan.id, "milestones", **start)).json()
    ended = {"key": "end-1", "kind": "completed", "occurred_on": f"{now.year}-10-12"}
    await system.record(rowan.id, "milestones", **ended, spell_id=began["milestone"]["spell_id"])

    refused = await system.record(rowan.id, "milestones", **(start | {"activity": 310}))

    assert (refused.status_code, refused.json()["code"]) == (409, "spell_over")


async def test_a_milestone_stays_with_its_spell(system: System, rowan: Learner, now: datetime) -> None:
    spells = [
        (
            await system.record(rowan.id, "spells", key=key, activity=230, started_on=f"{now.year}-09-0{n}")
        ).json()
        for n, key in enumerate(("one", "two"), start=1)
    ]
    body = {"key": "review", "kind": "attendance", "occurred_on": f"{now.year}-10-01"}
    await system.record(rowan.id, "milestones", **body, spell_id=spells[0]["spell"]["id"])

    refused = await system.record(rowan.id, "milestones", **body, spell_id=spells[1]["spell"]["id"])

    assert (refused.status_code, refused.json()["code"]) == (422, "spell_fixed")


async def test_another_agencys_spell_is_not_yours_to_end(
    system: System, council: Agency, database: Database, rowan: Learner, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        theirs = await record_spell(session, rowan.id, agency=council, now=now)
    body = {"key": "end", "kind": "withdrew", "occurred_on": f"{now.year}-10-12", "spell_id": str(theirs.id)}

    refused = await system.record(rowan.id, "milestones", **body)

    assert (refused.status_code, refused.json()["code"]) == (422, "spell_missing")


@pytest.mark.parametrize(
    ("what", "body", "pointers"),
    [
        pytest.param("milestones", {"kind": "graduated"}, ["#/kind"], id="a kind nobody knows"),
        pytest.param("milestones", {"kind": "started"}, ["#"], id="a beginning without its activity"),
        pytest.param("milestones", {"kind": "withdrew"}, ["#"], id="an end without its spell"),
        pytest.param(
            "milestones", {"kind": "achieved", "activity": 230}, ["#"], id="an activity that begins nothing"
        ),
        pytest.param(
            "milestones", {"kind": "achieved", "spell_id": str(new_id())}, ["#/spell_id"], id="no such spell"
        ),
        pytest.param(
            "milestones", {"kind": "achieved", "occurred_on": "2099-01-01"}, ["#/occurred_on"], id="not yet"
        ),
        pytest.param(
            "milestones", {"kind": "achieved", "status": "paid"}, ["#/status"], id="a field nobody asked for"
        ),
        pytest.param("milestones", {"kind": "achieved", "key": "a b"}, ["#/key"], id="a key with a space"),
        pytest.param("spells", {"activity": 999}, ["#/activity"], id="no NCCIS code"),
        pytest.param("spells", {"activity": "230"}, ["#/activity"], id="a code as text"),
        pytest.param(
            "spells", {"activity": 230, "started_on": "2099-01-01"}, ["#/started_on"], id="not begun yet"
        ),
        pytest.param(
            "spells", {"activity": 230, "ended_on": "2099-01-01"}, ["#/ended_on"], id="not ended yet"
        ),
        pytest.param(
            "spells", {"activity": 230, "ended_on": "2025-01-01"}, ["#"], id="ends before it starts"
        ),
        pytest.param("spells", {"activity": 230, "level": "9"}, ["#/level"], id="no level"),
        pytest.param("spells", {"activity": 230, "sector": "99.9"}, ["#/sector"], id="no sector"),
        pytest.param("spells", {"activity": 230, "title": "a\u0000b"}, ["#/title"], id="a control character"),
        pytest.param(
            "spells", {"activity": 230, "agency_id": str(new_id())}, ["#/agency_id"], id="another's name"
        ),
        pytest.param(
            "spells",
            {"activity": 230, "recorded_at": "2020-01-01"},
            ["#/recorded_at"],
            id="a past of its own",
        ),
    ],
)
async def test_what_cannot_be_is_refused_by_name(
    system: System, rowan: Learner, what: str, body: dict[str, Any], pointers: list[str]
) -> None:
    day = {"occurred_on": "2026-01-05"} if what == "milestones" else {"started_on": "2026-01-05"}
    refused = await system.record(rowan.id, what, **({"key": "k"} | day | body))

    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.json()["errors"]] == pointers
    assert await facts(system, rowan) == []


async def test_a_spell_told_again_after_weeks_is_confirmed(
    system: System, rowan: Learner, clock: MovingClock, now: datetime
) -> None:
    job = {"key": "job", "activity": 330, "started_on": f"{now.year}-09-01"}
    first = await system.record(rowan.id, "spells", **job)
    clock.move(timedelta(days=40))

    again = await system.record(rowan.id, "spells", **job)

    assert (again.status_code, again.json()["effect"]) == (200, "unchanged")
    assert again.json()["spell"]["recorded_at"] > first.json()["spell"]["recorded_at"]


async def test_twenty_equal_facts_at_once_are_one(
    committed: Database, settings: Settings, now: datetime
) -> None:
    async with committed.transaction(REGISTER) as session:
        agency = await make_provider(session, now=now)
        learner = await make_learner(session, by=By(agency_id=agency.id), now=now)
    token = await token_of(committed, agency, now)
    app = create_app(settings, committed, clock=StandingClock(now))
    body = {"key": "course", "activity": 230, "started_on": f"{now.year}-09-07"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url=f"http://testserver{API}/learners/{learner.id}",
        headers={"authorization": f"Bearer {token}"},
    ) as client:
        etag = (await client.get("/timeline")).headers["etag"]
        answers = await asyncio.gather(
            *(client.post("/spells", json=body, headers={"if-match": etag}) for _ in range(20))
        )

    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert await _spells_of(committed, learner.id) == 1


async def test_of_two_agencies_that_read_one_version_only_one_records(
    committed: Database, settings: Settings, now: datetime
) -> None:
    async with committed.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        college = await make_provider(session, now=now, council=council)
        learner = await make_learner(session, by=By(agency_id=college.id), now=now)
    app = create_app(settings, committed, clock=StandingClock(now))
    tokens = [await token_of(committed, agency, now) for agency in (council, college)]
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=f"http://testserver{API}/learners/{learner.id}"
    ) as client:
        for n in range(5):
            bearing = {"authorization": f"Bearer {tokens[0]}"}
            etag = (await client.get("/timeline", headers=bearing)).headers["etag"]
            body = {"key": f"course-{n}", "activity": 230, "started_on": f"{now.year}-09-07"}
            told = [{"authorization": f"Bearer {token}", "if-match": etag} for token in tokens]
            answers = await asyncio.gather(
                *(client.post("/spells", json=body, headers=each) for each in told)
            )
            assert sorted(answer.status_code for answer in answers) == [201, 412]


async def _spells_of(database: Database, learner_id: UUID) -> int:
    async with database.transaction(REGISTER) as session:
        return int(await value(session, "select count(*) from spell where learner_id = $1", learner_id))


async def test_recording_is_watched_over_and_audited(
    system: System, database: Database, rowan: Learner, start: dict[str, Any]
) -> None:
    await system.record(rowan.id, "milestones", **start)

    async with database.transaction(REGISTER) as session:
        standing = await value(session, "select activity from situation where learner_id = $1", rowan.id)
        acts = await rows(session, "select act from audit_entry where agency_id = $1", system.agency.id)
    assert standing == 230
    assert {"facts recorded"} <= {row["act"] for row in acts}
