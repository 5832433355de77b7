"""The board's room through HTTP: what it shows, what it refuses, and that no small number is anywhere in it."""

import csv
import re
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any

import httpx
import pytest
from lxml import html

from service.accounts.operations import add_account, start_session
from service.accounts.rows import Person, Role
from service.agencies import queries as agencies
from service.agencies.rows import Agency, AgencyKind
from service.app import create_app
from service.board import queries
from service.board.operations import freeze_month
from service.board.rows import NewPublished
from service.board.rules.measures import MEASURES, STATES
from service.board.rules.names import TABLES, Family
from service.kit import database
from service.kit.audit import By
from service.kit.clock import Clock
from service.kit.database import Database, Session
from service.kit.ids import new_id
from service.settings import Settings
from service.web.board import FILES_AN_HOUR
from tests.board.town import Settle, by, districts, month_on, settle

__all__ = ["by", "districts", "month_on", "settle"]  # the town's fixtures, used here by name

_KEPT: list[Any] = []  # the snapshot and what was published of it
PASSWORD = "copper-lantern-otter"
Opens = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def opens(settings: Settings, database: Database, session: Session, clock: Clock) -> Opens:
    """Opens a page as somebody with a role; each call has its own account."""
    app = create_app(settings, database, clock=clock)
    council = Agency(id=new_id(), kind=AgencyKind.COUNCIL, name="Easthaven Council", code=new_id().hex)
    await agencies.add_agencies(session, [council])
    transport = httpx.ASGITransport(app)

    async def opened(path: str, role: Role = Role.BOARD_MEMBER, *, times: int = 1) -> httpx.Response:
        person = Person(
            agency_id=council.id, role=role, name="Ada Board", email=f"{new_id().hex}@easthaven.test"
        )
        account = await add_account(
            session,
            person=person,
            password=PASSWORD,
            service_name="x",
            by=By(agency_id=council.id),
            now=clock.now(),
        )
        token = await start_session(session, account=account, now=clock.now())
        async with httpx.AsyncClient(
            transport=transport, base_url="http://service.test", cookies={"session": token}
        ) as client:
            for _ in range(times - 1):
                await client.get(path)
            return await client.get(path)

    return opened


@pytest.fixture
async def frozen(
    session: Session, settle: Settle, by: By, now: datetime, today: date, month_on: date
) -> None:
    """A frozen month of a town with counts of every size. It is counted and drawn once; later tests get it as kept."""
    if _KEPT:
        await queries.add_snapshot(session, _KEPT[0])
        await queries.add_published(session, _KEPT[1])
        return
    for people, activity in ((90, 230), (12, 330), (21, 619), (8, None), (40, 310), (3, 640)):
        for age in (16, 17, 18, 20):
            await settle(people, activity, age=age, district="Northbank" if age % 2 else "Southbank")
    snapshot = await freeze_month(session, month_on=month_on, by=by, now=now, today=today)
    rows = await database.rows(
        session, "select name, content, svg from published where snapshot_id = $1", snapshot.id
    )
    _KEPT.extend((snapshot, [NewPublished(snapshot_id=snapshot.id, **dict(row)) for row in rows]))


PAGES = [
    "/board",
    *(f"/board/places?age={age}" for age in ("16-17", "16", "17", "18-24")),
    *(f"/board/pathways?age={age}" for age in ("16-17", "18-24")),
    *(f"/board/providers?measure={code}&age=16-17" for code in ("left-early", "left-before-end")),
    "/board/measures",
    *(f"/board/measures/{code}?age={measure.ages[-1]}" for code, measure in MEASURES.items()),
    *(f"/board/measures/{code}?age=16-17" for code in STATES),
    "/board/pack",
    "/board/benefit",
]
_PAGES_OF = {
    Family.MAP: "/board/places",
    Family.PLACES: "/board/places",
    Family.NEEDS: "/board/places",
    Family.FLOW: "/board/pathways",
    Family.DESTINATIONS: "/board/pathways",
    Family.SECTORS: "/board/pathways",
}


def cells(page: httpx.Response, name: str) -> list[list[str]]:
    """A figure's table as it is read on its page."""
    figure = html.fromstring(page.text).get_element_by_id(name)
    return [[cell.text_content().strip() for cell in row.findall("*")] for row in figure.iter("tr")]


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.DATA_OFFICER])
async def test_this_month_says_what_is_and_as_of_when(opens: Opens, role: Role, month_on: date) -> None:
    page = await opens("/board", role)
    assert page.status_code == 200
    text = " ".join(html.fromstring(page.text).text_content().split())
    assert f"This month: October {month_on.year}" in text
    assert "NEET (not in education, employment or training)" in text
    assert (
        f"As of 31 October {month_on.year}, from 1 of 2 providers, newest 3 November {month_on.year}." in text
    )
    assert 1 <= page.text.count('class="app-headline"') <= 6


@pytest.mark.parametrize("path", [path for path in PAGES if "=" not in path and path != "/board/benefit"])
async def test_before_any_month_is_frozen_a_page_says_what_would_fill_it(opens: Opens, path: str) -> None:
    page = await opens(path)
    assert page.status_code == 200
    assert "No month is frozen yet." in page.text


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("path", PAGES)
async def test_no_number_from_one_to_nine_stands_in_a_cell_or_a_drawing(opens: Opens, path: str) -> None:
    page = html.fromstring((await opens(path)).text)
    texts = [each.text_content().strip() for each in page.iter("td", "text", "title", "desc")]
    assert [text for text in texts if re.search(r"(?<![\d.,])[1-9](?![\d.,]*[\d%])", text)] == []


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("name", TABLES)
async def test_a_file_holds_the_cells_of_its_page(opens: Opens, name: str) -> None:
    listed = TABLES[name]
    if listed.family is Family.WINTER:
        assert (await opens(f"/board/tables/{name}.csv")).status_code == 404  # no winter is over yet
        return
    file = await opens(f"/board/tables/{name}.csv")
    assert file.status_code == 200
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(file.text.splitlines()))
    assert [text for row in rows[1:] for text in row[1:] if re.fullmatch("[1-9]", text)] == []
    path = _PAGES_OF.get(listed.family, f"/board/measures/{listed.measure}")
    if listed.family is not Family.TREND:  # a single month has no trend on the first page
        assert rows == cells(await opens(f"{path}?age={listed.age}"), name)


async def test_a_month_that_was_corrected_says_what_each_edition_said_and_why(
    opens: Opens, settle: Settle, session: Session, by: By, now: datetime, today: date, month_on: date
) -> None:
    await settle(60, 619)
    await settle(60, 230)
    await settle(40, 619, late=31)
    for _ in (1, 2):
        await freeze_month(session, month_on=month_on, by=by, now=now, today=today)
    page = html.fromstring((await opens("/board/measures/neet")).text)
    text = " ".join(page.text_content().split())
    assert "edition 1, frozen on" in text
    assert "edition 2, frozen on" in text
    assert "Why it changed: Since the first edition came in: 40 reports about days up to 31 October" in text
    assert "fewer than ten corrections" in text


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("name", ["places-16-17", "re-engaged-18-24", "flow-16-17"])
async def test_a_table_for_programs_holds_the_cells_of_the_file(opens: Opens, name: str) -> None:
    said = (await opens(f"/board/tables/{name}.json")).json()
    rows = list(csv.reader((await opens(f"/board/tables/{name}.csv")).text.splitlines()))
    assert [said["columns"], *said["rows"]] == rows
    assert (said["table"], said["edition"]) == (name, 1)


async def test_three_and_seven_where_nobody_may_see_them_give_the_same_answers_to_the_byte(
    opens: Opens, session: Session, settle: Settle, by: By, now: datetime, today: date, month_on: date
) -> None:
    """Three looking for work and seven not known; then four of the seven told of in time: pages, files, headers."""
    for age in (16, 17):
        await settle(90, 230, age=age)
        await settle(12, 330, age=age)
    await settle(3, 619)
    await settle(3, None)
    files = [f"{name}.{kind}" for name in ("places-16", "flow-16-17") for kind in ("csv", "json")]
    paths = [*PAGES, *(f"/board/tables/{file}" for file in files)]
    answers, exact = [], []
    for late in (31, 0):
        await database.execute(session, "savepoint untold")
        await settle(4, 619, late=late)
        await freeze_month(session, month_on=month_on, by=by, now=now, today=today)
        exact.append(await database.value(session, _LOOKING))
        answers.append([_told(await opens(path)) for path in paths])
        await database.execute(session, "rollback to savepoint untold")
    assert exact == [3, 7]
    first, second = answers
    assert [path for path, one, other in zip(paths, first, second, strict=True) if one != other] == []


_LOOKING = "select people from snapshot_count where measure = 'situation' and cell = 'neet' and area = 'E1'"
_ONCE = re.compile(r'nonce="[^"]*"|name="_csrf_token" value="[^"]*"')
_NEW_EACH_TIME = {"content-security-policy", "set-cookie", "date"}


def _told(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    """Without what is new in every answer: the nonce, tokens and the time."""
    assert answer.status_code == 200, answer.url
    headers = {name: value for name, value in answer.headers.items() if name not in _NEW_EACH_TIME}
    return answer.status_code, _ONCE.sub("", answer.text), headers


@pytest.mark.usefixtures("frozen")
async def test_who_took_a_table_is_on_record_and_nobody_takes_them_all_the_time(
    opens: Opens, session: Session
) -> None:
    path = "/board/tables/places-16.csv"
    assert (await opens(path, times=FILES_AN_HOUR)).status_code == 200
    assert (await opens(path, times=FILES_AN_HOUR + 1)).status_code == 429
    taken = await database.value(session, "select count(*) from audit_entry where act = 'table taken'")
    assert taken == 2 * FILES_AN_HOUR


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize(
    "path",
    [
        "/board?age=16",
        "/board/places?age=18",
        "/board/places?age=",
        "/board/places?age=16&age=17",
        "/board/places?age=16&district=Northbank",
        "/board/places?exclude=Northbank",
        "/board/pathways?age=16",
        "/board/tables/summary.csv",
        "/board/tables/places-16-17",
        "/board/tables/places-18.csv",
        "/board/tables/flow-16.csv",
        "/board/tables/places-16.csv?age=17",
        "/board?month=2019-01",
        "/board/places?month=2019-01",
        "/board/measures?age=18-24",
        "/board/measures/none",
        "/board/measures/duty?age=18-24",
        "/board/measures/left-early?provider=1",
        "/board/providers?measure=duty",
        "/board/providers?measure=left-early&measure=left-before-end",
        "/board/pack?age=16",
    ],
)
async def test_what_is_not_on_the_list_does_not_exist(opens: Opens, path: str) -> None:
    assert (await opens(path)).status_code == 404


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("role", [Role.PROVIDER_STAFF, Role.YOUTH_ADVISER, Role.ADMINISTRATOR])
@pytest.mark.parametrize(
    "path", [*(path for path in PAGES if "=" not in path), "/board/tables/places-16.csv"]
)
async def test_the_room_is_the_boards(opens: Opens, role: Role, path: str) -> None:
    assert (await opens(path, role)).status_code == 403


@pytest.mark.usefixtures("frozen")
async def test_cost_and_benefit_keep_their_sign_and_speak_of_no_cash_saved(opens: Opens) -> None:
    text = " ".join(html.fromstring((await opens("/board/benefit")).text).text_content().split())
    for said in ("+1,097", "−151,406", "−150,309", "Negative is benefit", "in cash, the programme is a cost"):
        assert said in text
    assert "saved" not in text
    file = (await opens("/board/benefit.csv")).text
    assert "Business case,Total,,,-150309" in file


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("path", PAGES)
async def test_the_board_finds_no_way_to_a_learner(opens: Opens, path: str) -> None:
    links = [link for _, _, link, _ in html.fromstring((await opens(path)).text).iterlinks()]
    assert [link for link in links if re.match(r"/(learners|find|today|caseload|decisions)", link)] == []
