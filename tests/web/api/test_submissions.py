"""Sending files through the API, and what becomes of them."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from service.agencies.rows import Agency
from service.imports.operations import accept, check, undo
from service.kit.database import REGISTER, Database, rows
from service.kit.ids import new_id
from service.settings import Settings
from service.web.api.submissions import LARGEST
from tests.imports.ilr_text import FILE_NAME, learner, message
from tests.web.api.conftest import API, System, SystemOf

XML = {"content-type": "application/xml", "file-name": FILE_NAME}
SECOND = {"LearnRefNumber": "B2", "ULN": "1234567890", "FamilyName": "Alder", "DateOfBirth": "2008-03-04"}
LIMIT = 4 * 1024 * 1024


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A smaller limit than usual, so that a test need not send much."""
    return replace(settings, upload_limit_bytes=LIMIT)


@pytest.fixture
def a_file() -> bytes:
    """Two learners, one of them with a wrong ULN and without a postcode."""
    return message(learner(), learner(**SECOND, Postcode=None)).encode()


async def jobs(database: Database) -> list[tuple[str, str, str]]:
    """The jobs waiting: (name, what for, what they wait in line for)."""
    statement = "select name, arguments->>'submission_id' as submission_id, serial from job order by id"
    async with database.transaction(REGISTER) as session:
        return [tuple(row) for row in await rows(session, statement)]


async def sent_and_checked(system: System, database: Database, a_file: bytes, now: datetime) -> str:
    """The path of a file that has been checked."""
    sent = await system.post("/submissions", content=a_file, headers=XML)
    await check(database, submission_id=UUID(sent.json()["id"]), now=now)
    return sent.headers["location"].removeprefix(API)


async def test_a_file_is_received_and_its_check_is_a_job(
    system: System, database: Database, a_file: bytes
) -> None:
    sent = await system.post("/submissions", content=a_file, headers=XML)

    told = sent.json()
    assert sent.status_code == 202
    assert sent.headers["location"] == f"{API}/submissions/{told['id']}"
    assert (told["state"], told["size_bytes"], told["file_name"]) == ("received", len(a_file), FILE_NAME)
    assert await jobs(database) == [("check_submission", told["id"], f"files:{system.agency.id}")]


async def test_a_checked_file_tells_its_counts_and_problems(
    system: System, database: Database, a_file: bytes, now: datetime
) -> None:
    path = await sent_and_checked(system, database, a_file, now)
    told = (await system.get(path)).json()

    assert (told["state"], told["preview"]["learners"], told["receipt"]) == ("checked", 2, None)
    assert told["problems"]
    assert "ULN" in {problem["field"] for problem in told["problems"]}


async def test_problems_come_in_pages(system: System, database: Database, now: datetime) -> None:
    many = [learner(**(SECOND | {"LearnRefNumber": f"B{n}"}), Postcode=None) for n in range(4)]
    path = await sent_and_checked(system, database, message(*many).encode(), now)
    whole = (await system.get(f"{path}/problems")).json()["problems"]

    found, cursor = [], None
    while True:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = await system.get(f"{path}/problems", params=query)
        found += page.json()["problems"]
        cursor = page.json()["next"]
        assert ("link" in page.headers) == (cursor is not None)
        if cursor is None:
            break

    assert len(whole) > 6
    assert found == whole


async def test_the_good_rows_are_taken_and_the_receipt_says_so(
    system: System, database: Database, a_file: bytes, now: datetime
) -> None:
    path = await sent_and_checked(system, database, a_file, now)

    taken = await system.post(f"{path}/acceptance", json={"mode": "good"})
    assert (taken.status_code, taken.json()["state"]) == (202, "accepting")
    assert [name for name, _, _ in await jobs(database)] == ["check_submission", "accept_submission"]

    await accept(database, submission_id=UUID(path.rsplit("/", 1)[-1]), now=now)
    told = (await system.get(path)).json()
    assert told["state"] == "accepted"
    assert told["receipt"]["issued"] >= 1


async def test_a_file_is_taken_once_and_only_when_checked(
    system: System, database: Database, a_file: bytes, now: datetime
) -> None:
    sent = await system.post("/submissions", content=a_file, headers=XML)
    early = await system.post(f"/submissions/{sent.json()['id']}/acceptance", json={"mode": "good"})
    path = await sent_and_checked(system, database, a_file, now)
    await system.post(f"{path}/acceptance", json={"mode": "good"})
    late = await system.post(f"{path}/acceptance", json={"mode": "good"})

    assert (early.status_code, late.status_code) == (409, 409)
    assert early.json()["code"] == late.json()["code"] == "submission_not_ready"


async def test_all_or_nothing_is_nothing_where_a_row_is_refused(
    system: System, database: Database, now: datetime
) -> None:
    broken = message(learner(), learner(**SECOND | {"DateOfBirth": None})).encode()
    path = await sent_and_checked(system, database, broken, now)
    preview = (await system.get(path)).json()["preview"]

    refused = await system.post(f"{path}/acceptance", json={"mode": "all"})

    assert preview["refused"] == 1
    assert (refused.status_code, refused.json()["code"]) == (409, "rows_refused")
    assert (await system.get(path)).json()["state"] == "checked"


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        pytest.param(b"", XML, 422, "file_refused", id="empty"),
        pytest.param(b"x" * (LIMIT + 1), XML, 413, "too_large", id="one byte too many"),
        pytest.param(b"<a/>", {"content-type": "text/html"}, 415, "wrong_media_type", id="a web page"),
        pytest.param(b"{}", {"content-type": "application/json"}, 415, "wrong_media_type", id="JSON"),
        pytest.param(b"<a/>", {}, 415, "wrong_media_type", id="no media type"),
        pytest.param(b"<a/>", XML | {"file-name": "x" * 201}, 422, "invalid", id="a name too long"),
    ],
)
async def test_a_file_that_cannot_be_received_leaves_nothing(
    system: System, database: Database, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    refused = await system.post("/submissions", content=body, headers=headers)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    async with database.transaction(REGISTER) as session:
        kept = await rows(
            session, "select (select count(*) from submission), (select count(*) from submission_piece)"
        )
    assert tuple(kept[0]) == (0, 0)


async def test_the_limit_holds_where_the_size_is_not_announced(system: System) -> None:
    async def endless() -> Any:
        while True:
            yield b"x" * 65_536

    refused = await system.post("/submissions", content=endless(), headers=XML)

    assert refused.status_code == 413


async def test_a_file_of_just_the_limit_is_received_whole(system: System, database: Database) -> None:
    body = bytes(range(256)) * (LIMIT // 256)
    sent = await system.post("/submissions", content=body, headers=XML)

    assert sent.json()["size_bytes"] == LIMIT <= LARGEST
    statement = "select piece from submission_piece where submission_id = $1 order by n"
    async with database.transaction(REGISTER) as session:
        pieces = [row["piece"] for row in await rows(session, statement, UUID(sent.json()["id"]))]
    assert b"".join(pieces) == body
    assert {len(piece) for piece in pieces} == {1024 * 1024}


async def test_folders_and_control_marks_do_not_survive_in_a_files_name(system: System) -> None:
    name = {"file-name": "..\\..\\etc/passwd\x7f.xml"}
    sent = await system.post("/submissions", content=b"<a/>", headers=XML | name)

    assert sent.json()["file_name"] == "passwd.xml"


async def test_another_agencys_file_is_not_there(
    system: System, system_of: SystemOf, elsewhere: Agency, a_file: bytes
) -> None:
    other = await system_of(elsewhere)
    sent = (await system.post("/submissions", content=a_file, headers=XML)).json()["id"]

    for suffix in ("", "/problems"):
        theirs = await other.get(f"/submissions/{sent}{suffix}")
        nobodys = await other.get(f"/submissions/{new_id()}{suffix}")
        assert theirs.status_code == 404
        assert theirs.content == nobodys.content
    taken = await other.post(f"/submissions/{sent}/acceptance", json={"mode": "good"})
    assert (taken.status_code, taken.content) == (404, theirs.content)


async def test_a_file_taken_is_undone_and_says_so(
    system: System, database: Database, a_file: bytes, now: datetime
) -> None:
    path = await sent_and_checked(system, database, a_file, now)
    early = await system.post(f"{path}/undo")
    await system.post(f"{path}/acceptance", json={"mode": "good"})
    submission_id = UUID(path.rsplit("/", 1)[-1])
    await accept(database, submission_id=submission_id, now=now)

    going = await system.post(f"{path}/undo")
    await undo(database, submission_id=submission_id, now=now)

    assert (early.status_code, early.json()["code"]) == (409, "not_undoable")
    assert (going.status_code, going.json()["state"], going.json()["undone_at"]) == (202, "undoing", None)
    told = (await system.get(path)).json()
    assert (told["state"], told["undone_at"] is None) == ("undone", False)
    assert [name for name, _, _ in await jobs(database)][-1] == "undo_submission"
