"""One story through every way in: a page, the API, a file by page, a file by API, and the command.

Somebody starts a course and leaves it early. Whoever tells it how, the tables say the same afterwards.
"""

import asyncio
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import pytest

from service.access.rows import WHOLE_REGISTER
from service.accounts.rows import Role
from service.agencies.rows import Agency
from service.imports.operations import accept, begin_acceptance, check
from service.imports.rows import AcceptMode
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.forms import CSRF_FIELD
from service.kit.ids import new_id
from service.pathways import queries as pathways
from service.settings import Settings
from tests.benchmarks.commands import ROOT, environment
from tests.factories import make_council, make_provider
from tests.web.api.conftest import System, SystemOf
from tests.web.conftest import Browser, BrowserOf

STARTED, PLANNED, LEFT = "2026-09-07", "2027-07-09", "2026-10-12"
PEOPLE = {  # nobody resembles anybody
    "page": ("Ottoline", "Quartermain", "2009-03-14"),
    "api": ("Barnabas", "Thistlewood", "2009-05-21"),
    "file by page": ("Persis", "Gullimore", "2009-07-02"),
    "file by API": ("Evander", "Lockstaff", "2009-01-26"),
    "command": ("Thomasin", "Ravensdale", "2009-04-09"),
}
ALERTS = """
select rule, severity, raised_for_on, deadline_on from alert
where learner_id = $1 and closed_on is null order by 1
"""
LINE = "select activity, started_on, ended_on from main_spell where learner_id = $1 order by 2"
SEEN = """
select a.kind, x.reason from learner_access x join agency a on a.id = x.agency_id where learner_id = $1 order by 1
"""
Told: TypeAlias = dict[str, Any]


@pytest.fixture
def database(committed: Database) -> Database:
    """One that a process of its own sees too."""
    return committed


@pytest.fixture
def settings(settings: Settings, postgres: EmbeddedPostgres, own_database: str) -> Settings:
    return replace(settings, database_url=postgres.url("pathway_app", own_database))


@pytest.fixture
async def agencies(database: Database, now: datetime) -> Mapping[str, Agency]:
    """A college for each way, so that nothing meets."""
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        return {
            way: await make_provider(session, now=now, council=council, name=f"College by {way}")
            for way in PEOPLE
        }


def csv_of_story(way: str, *, left: bool) -> bytes:
    given, family, born = PEOPLE[way]
    heads = "Learner reference,Given names,Family name,Date of birth,Course,Kind of learning,Started on,Planned end"
    ended = (LEFT, "Left early", "Money") if left else ("", "", "")
    row = ("S1", given, family, born, "Bricklaying", "230", STARTED, PLANNED, *ended)
    return f"{heads},Ended on,How it stands,Why they left\n{','.join(row)}\n".encode()


async def by_page(college: Browser) -> None:
    given, family, born = PEOPLE["page"]
    registered = await college.submit("/register", given_names=given, family_name=family, date_of_birth=born)
    learner = registered.headers["location"].partition("?")[0]
    begun = {"kind": "started", "occurred_on": STARTED, "activity": "230", "planned_end_on": PLANNED}
    began = await college.submit(f"{learner}/milestones", key=str(new_id()), **begun)
    assert began.status_code == 303, began.text[-1500:]
    form = (await college.get(f"{learner}/milestones/new")).text
    choices = form.partition('name="spell_id"')[2].partition("</select>")[0]
    (spell,) = re.findall(r'value="([0-9a-f-]{36})"', choices)
    ended = {"kind": "withdrew", "occurred_on": LEFT, "spell_id": spell, "withdraw_reason": "43"}
    assert (await college.submit(f"{learner}/milestones", key=str(new_id()), **ended)).status_code == 303


async def by_api(system: System) -> None:
    given, family, born = PEOPLE["api"]
    claim = {"given_names": given, "family_name": family, "date_of_birth": born, "request_id": str(new_id())}
    issued = (await system.post("/indicators", json=claim)).json()
    learner_id = UUID(issued["learner_id"])
    begun = {"kind": "started", "occurred_on": STARTED, "activity": 230, "planned_end_on": PLANNED}
    began = await system.record(learner_id, "milestones", key="begin", title="Bricklaying", **begun)
    spell_id = began.json()["milestone"]["spell_id"]
    ended = {"kind": "withdrew", "occurred_on": LEFT, "spell_id": spell_id, "withdraw_reason": 43}
    assert (await system.record(learner_id, "milestones", key="end", **ended)).status_code == 201


async def taken(database: Database, submission_id: UUID, college: Agency, now: datetime) -> None:
    """What the worker and the sender do once a file is received."""
    by = By(agency_id=college.id)
    await check(database, submission_id=submission_id, now=now)
    async with database.transaction(REGISTER) as session:
        await begin_acceptance(
            session, submission_id=submission_id, mode=AcceptMode.ALL, within=WHOLE_REGISTER, by=by, now=now
        )
    await accept(database, submission_id=submission_id, now=now)


async def by_command(folder: Path, settings: Settings, college: Agency, *, left: bool) -> None:
    file = folder / "list.csv"
    file.write_bytes(csv_of_story("command", left=left))
    words = [
        "import",
        str(file),
        "--agency",
        college.code,
        "--accept",
        "all",
        "--today",
        "2026-11-03",
        "--json",
    ]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from service.cli import main; main()",
        *words,
        cwd=ROOT,
        env=environment(DATABASE_URL=settings.database_url or ""),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, wrong = await process.communicate()
    assert process.returncode == 0, wrong.decode()[-2000:] + said.decode()[-500:]


async def afterwards(database: Database, way: str) -> Told:
    """What the tables say of a way's learner."""
    async with database.transaction(REGISTER) as session:
        learner_id = await sql.value(session, "select id from learner where family_name = $1", PEOPLE[way][1])
        facts = (await pathways.facts_of(session, [learner_id], within=WHOLE_REGISTER))[learner_id]
        where = (await pathways.standings(session, [learner_id], within=WHOLE_REGISTER))[learner_id]
        return {
            "spells": [
                (s.activity, s.started_on, s.ended_on, s.planned_end_on, s.completion, s.confidence)
                for s in facts.spells
            ],
            "milestones": sorted((m.occurred_on, m.kind.value) for m in facts.milestones),
            "linked": all(m.spell_id for m in facts.milestones),
            "line": [tuple(row.values()) for row in await sql.rows(session, LINE, learner_id)],
            "where": (where.activity, where.since_on, where.stage, where.neet_since_on),
            "alerts": [tuple(row.values()) for row in await sql.rows(session, ALERTS, learner_id)],
            "seen by": [tuple(row.values()) for row in await sql.rows(session, SEEN, learner_id)],
        }


async def test_one_story_through_every_way_in_leaves_the_same_tables(
    client_as: BrowserOf,
    system_of: SystemOf,
    agencies: Mapping[str, Agency],
    database: Database,
    settings: Settings,
    tmp_path: Path,
    now: datetime,
) -> None:
    await by_page(await client_as(Role.PROVIDER_STAFF, agencies["page"]))
    await by_api(await system_of(agencies["api"]))
    browser = await client_as(Role.PROVIDER_STAFF, agencies["file by page"])
    system = await system_of(agencies["file by API"])
    await browser.get("/files")
    for left in (False, True):
        token = next(value for name, value in browser.cookies.items() if name.endswith("csrf"))
        content = csv_of_story("file by page", left=left)
        sent = await browser.post("/files", data={CSRF_FIELD: token}, files={"file": ("list.csv", content)})
        submission_id = UUID(sent.headers["location"].rsplit("/", 1)[-1])
        await taken(database, submission_id, agencies["file by page"], now)
        content = csv_of_story("file by API", left=left)
        headers = {"content-type": "text/csv", "file-name": "list.csv"}
        received = await system.post("/submissions", content=content, headers=headers)
        await taken(database, UUID(received.json()["id"]), agencies["file by API"], now)
        await by_command(tmp_path, settings, agencies["command"], left=left)

    told = {way: await afterwards(database, way) for way in PEOPLE}

    assert told["page"]["alerts"]
    for way in PEOPLE:
        assert told[way] == told["page"], way
