"""The audit trail's page: every agency's, newest first, by key; and verifying the chains."""

import html
import re
from datetime import datetime

import httpx
import pytest

from service.accounts.rows import Role
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY, new_id
from tests.factories import make_learner, make_provider
from tests.web.conftest import Browser, BrowserOf, MovingClock


@pytest.fixture
async def admin(client_as: BrowserOf) -> Browser:
    """An administrator's browser."""
    return await client_as(Role.ADMINISTRATOR)


async def note(place: Database, now: datetime, agency: By, *acts: str, kind: str = "account") -> None:
    written = [
        Act(act=act, subject_kind=kind, subject_id=new_id(), detail={"why": f"because {act}"}) for act in acts
    ]
    async with place.transaction(REGISTER) as session:
        await audit.record(session, *written, by=agency, now=now)


def cells(answer: httpx.Response, column: int) -> list[str]:
    """One column of the trail, in order; the first is the row's heading."""
    rows = re.findall(r'<tr class="govuk-table__row" role="row">(.*?)</tr>', answer.text, re.DOTALL)[1:]
    found = [
        re.findall(r"<t[hd] [^>]*>(?:<span[^>]*>[^<]*</span>)?(.*?)</t[hd]>", row, re.DOTALL) for row in rows
    ]
    return [html.unescape(each[column]) for each in found]


async def test_the_trail_shows_every_agency_newest_first(
    admin: Browser, database: Database, clock: MovingClock, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        provider = await make_provider(session, now=now, name="Foulness College")
    later = now.replace(minute=45)
    await note(database, later, By(agency_id=provider.id), "first of two", "second of two")
    await note(database, now.replace(minute=40), By(agency_id=admin.agency.id), "between")
    shown = await admin.get("/audit")
    assert cells(shown, 1)[:3] == ["Second of two", "First of two", "Between"]
    assert cells(shown, 4)[0].startswith("Foulness College ")


async def test_the_trail_names_who_acts_but_no_learner(
    admin: Browser, database: Database, now: datetime
) -> None:
    by = By(agency_id=admin.agency.id, account_id=admin.account.id)
    async with database.transaction(REGISTER) as session:
        learner = await make_learner(
            session, by=by, now=now, given_names="Zephyrine", family_name="Quillfeather"
        )
    await note(database, now, by, "spell recorded", kind="learner")
    shown = (await admin.get("/audit")).text
    assert f"learner {learner.id}" in shown
    assert admin.account.name in shown
    for secret in ("Zephyrine", "Quillfeather", learner.indicator, "because spell recorded"):
        assert secret not in shown


async def test_details_of_accounts_are_shown(admin: Browser, database: Database, now: datetime) -> None:
    await note(database, now, By(agency_id=NOBODY), "sign-in refused")
    shown = await admin.get("/audit?act=sign-in+refused")
    assert cells(shown, 5)[0] == "why because sign-in refused"
    assert cells(shown, 4)[0].startswith("the service itself ")


async def test_the_trail_is_filtered_by_act_and_agency(
    admin: Browser, database: Database, now: datetime
) -> None:
    mine, other = By(agency_id=admin.agency.id), By(agency_id=new_id())
    await note(database, now, mine, "lamp lit", "lamp put out")
    await note(database, now, other, "lamp lit")
    assert cells(await admin.get("/audit?act=lamp+lit"), 1) == ["Lamp lit"] * 2
    only = await admin.get(f"/audit?act=lamp+lit&agency={admin.agency.id}")
    assert cells(only, 1) == ["Lamp lit"]


async def test_pages_of_25_neither_repeat_nor_skip_though_entries_arrive(
    admin: Browser, database: Database, now: datetime
) -> None:
    mine = By(agency_id=admin.agency.id)
    await note(database, now, mine, *["lamp lit"] * 60)
    await note(database, now, By(agency_id=new_id()), *["lamp lit"] * 7)
    path: str | None = "/audit?act=lamp+lit"
    seen: list[str] = []
    sizes = []
    while path:
        shown = await admin.get(path)
        sizes.append(len(cells(shown, 2)))
        seen += cells(shown, 2)
        await note(database, now.replace(minute=59), mine, "lamp lit")
        older = re.search(r'href="([^"]+)" rel="next"', shown.text)
        path = html.unescape(older[1]) if older else None
    assert sizes == [25, 25, 17]
    assert len(set(seen)) == 67


@pytest.mark.parametrize(
    "after", ["x", "2026-01-01_a_b", "2026-01-01T00:00:00_00000000-0000-7000-8000-000000000000_1"]
)
async def test_a_broken_address_is_refused(admin: Browser, after: str) -> None:
    assert (await admin.get(f"/audit?after={after}")).status_code == 422


async def test_verifying_finds_whole_chains_whole_and_is_noted(admin: Browser, database: Database) -> None:
    done = await admin.submit("/audit/verification")
    assert done.status_code == 200
    assert "Nothing was changed" in done.text
    assert cells(await admin.get("/audit"), 1)[0] == "Audit verified"


async def test_broken_links_finds_what_was_cut_off_since_a_head_was_noted(
    admin: Browser, database: Database, now: datetime
) -> None:
    mine = By(agency_id=admin.agency.id)
    async with database.transaction(REGISTER) as session:
        noted = next(head for head in await audit.heads(session) if head.agency_id == mine.agency_id)
    await note(database, now, mine, "lamp lit")
    async with database.transaction(REGISTER) as session:
        assert [fault async for fault in audit.broken_links(session, noted)] == []
        ahead = audit.Head(noted.agency_id, noted.seq + 5, noted.hash)
        assert len([fault async for fault in audit.broken_links(session, ahead)]) == 1
        other = audit.Head(noted.agency_id, noted.seq, b"\x01" * 32)
        assert len([fault async for fault in audit.broken_links(session, other)]) == 1
