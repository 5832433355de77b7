"""Skills through HTTP: what each sees, what a file does, and that page, chart and file say the same."""

import csv
import io
import re
from datetime import date, timedelta

import httpx
import pytest
from lxml import html

from service.accounts.rows import Role
from service.agencies import queries as agencies
from service.agencies.rows import Area, AreaKind
from service.kit.database import Session
from service.kit.forms import CSRF_FIELD
from service.kit.ids import new_id
from service.priorities import queries
from service.vocabulary.day import say_day
from service.vocabulary.priority_sector import PrioritySector
from tests.web.conftest import Browser, BrowserOf

HEADS = "Sector,District,Vacancies,Advertised from,As of,Source,Source dated"


@pytest.fixture(autouse=True)
async def northbank(session: Session) -> None:
    """A district to choose."""
    area = Area(
        id=new_id(), kind=AreaKind.DISTRICT, code="E1", name="Northbank & Quay", started_on=date(2000, 1, 1)
    )
    await agencies.add_areas(session, [area])


@pytest.fixture
async def officer(client_as: BrowserOf) -> Browser:
    return await client_as(Role.DATA_OFFICER)


async def send(browser: Browser, *lines: str, heads: str = HEADS) -> httpx.Response:
    """Posts a file as its form does."""
    await browser.get("/help")
    token = next(value for name, value in browser.cookies.items() if name.endswith("csrf"))
    content = "\n".join([heads, *lines]).encode()
    return await browser.post(
        "/board/skills/file", data={CSRF_FIELD: token}, files={"file": ("october.csv", content, "text/csv")}
    )


def a_line(today: date, sector: str = "Construction", vacancies: str = "412", district: str = "") -> str:
    day = (today - timedelta(days=7)).isoformat()
    return f"{sector},{district},{vacancies},,{day},Vacancy survey,{today.isoformat()}"


def text_of(page: httpx.Response) -> str:
    return " ".join(html.fromstring(page.text).text_content().split())


def cells(page: httpx.Response) -> list[list[str]]:
    figure = html.fromstring(page.text).get_element_by_id("skills")
    return [[cell.text_content().strip() for cell in row.findall("*")] for row in figure.iter("tr")]


async def test_a_file_becomes_sentences_a_chart_a_table_and_a_file(
    officer: Browser, client_as: BrowserOf, today: date
) -> None:
    taken = await send(officer, a_line(today), a_line(today, "Care", "300"))
    assert taken.status_code == 303
    receipt = await officer.get(taken.headers["location"])
    assert "october.csv" in text_of(receipt)
    assert "New figures 2" in text_of(receipt)
    member = await client_as(Role.BOARD_MEMBER)
    page = await member.get("/board/skills")
    assert "Construction 412 vacancies, 0 places offered; the widest gap" in text_of(page)
    assert (
        f"open on {say_day(today - timedelta(days=7))} (Vacancy survey, dated {say_day(today)})"
        in text_of(page)
    )
    assert "vacancies for 2 of 8 sectors from 1 source" in text_of(page)
    svg = html.fromstring(page.text).get_element_by_id("skills").find(".//svg")
    assert svg is not None
    assert {"412", "300", "not available"} <= {each.text for each in svg.iter("text")}
    file = await member.get("/board/skills/supply-and-demand.csv")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert rows == cells(page)
    assert len(rows) == 1 + len(PrioritySector)


async def test_before_any_figure_the_page_says_what_would_fill_it(client_as: BrowserOf) -> None:
    page = await (await client_as(Role.BOARD_MEMBER)).get("/board/skills")
    assert page.status_code == 200
    assert "Vacancies are not available for Greater Essex." in text_of(page)
    assert "Starts, and what became of them, are not available." in text_of(page)
    assert "No chart: there is neither a vacancy nor a place to draw." in text_of(page)


async def test_a_district_is_a_page_and_a_file_of_its_own(officer: Browser, today: date) -> None:
    await send(officer, a_line(today), a_line(today, "Care", "40", "Northbank & Quay"))
    page = await officer.get("/board/skills", params={"district": "Northbank & Quay"})
    assert "Care 40 vacancies" in text_of(page)
    assert "412" not in text_of(page)
    (link,) = [each for _, _, each, _ in html.fromstring(page.text).iterlinks() if ".csv" in each]
    rows = list(csv.reader(io.StringIO((await officer.get(link)).text.removeprefix("\ufeff"))))
    assert rows == cells(page)


@pytest.mark.parametrize("path", ["/board/skills", "/board/skills/supply-and-demand.csv"])
async def test_a_district_nobody_named_is_not_there(officer: Browser, path: str) -> None:
    assert (await officer.get(path, params={"district": "Atlantis"})).status_code == 404


async def test_a_file_with_mistakes_is_refused_whole_and_each_is_named(
    officer: Browser, session: Session, today: date
) -> None:
    refused = await send(
        officer, a_line(today), a_line(today, "Building"), a_line(today, "Care", "many"), a_line(today)
    )
    assert refused.status_code == 422
    said = text_of(refused)
    assert "Nothing was taken: some lines have mistakes." in said
    for expected in (
        r"Line 3 Column: Sector What to do: Choose one of",
        r"Line 4 Column: Vacancies What to do: Enter how many vacancies there are, a whole number",
        r"Line 5 Column: Sector What to do: This sector, district, period and source stand further up already",
    ):
        assert re.search(expected, said), said
    assert await queries.standing_demand(session) == []


@pytest.mark.parametrize(
    ("lines", "heads", "said"),
    [
        pytest.param([], HEADS, "There are no figures in it", id="heads alone"),
        pytest.param([], "", "The selected file is empty", id="nothing at all"),
        pytest.param(
            ["Care,1"],
            "Sector,Vacancies",
            "Columns are missing: As of, Source, Source dated",
            id="heads missing",
        ),
    ],
)
async def test_a_file_that_holds_no_figures_says_what_to_do(
    officer: Browser, lines: list[str], heads: str, said: str
) -> None:
    refused = await send(officer, *lines, heads=heads)
    assert refused.status_code == 422
    assert said in text_of(refused)


async def test_no_file_is_asked_for_in_words(officer: Browser) -> None:
    assert "Select a file" in text_of(await officer.submit("/board/skills/file"))


async def test_the_template_is_taken_once_it_is_filled_in(officer: Browser, today: date) -> None:
    template = (await officer.get("/board/skills/template.csv")).text.removeprefix("\ufeff")
    heads, *rows = csv.reader(io.StringIO(template))
    assert [row[0] for row in rows] == [sector.said for sector in PrioritySector]
    out = io.StringIO()
    filled = [[row[0], "", "10", "", today.isoformat(), "Vacancy survey", today.isoformat()] for row in rows]
    csv.writer(out).writerows(filled)
    assert (await send(officer, out.getvalue(), heads=",".join(heads))).status_code == 303


async def test_a_source_that_would_run_as_a_formula_is_defused_in_what_we_give(
    officer: Browser, today: date
) -> None:
    line = a_line(today).replace("Vacancy survey", "=1+1")
    assert (await send(officer, line)).status_code == 303
    file = (await officer.get("/board/skills/supply-and-demand.csv")).text
    assert "'=1+1" in file
    assert ",=1+1" not in file


async def test_one_figure_is_entered_and_what_is_wrong_is_said_at_its_field(
    officer: Browser, today: date
) -> None:
    fields = {
        "sector": "care",
        "district": "",
        "vacancies": "300",
        "as_of_on": "yesterday",
        "from_on": "",
        "source": "Care homes’ forum",
        "source_on": "today",
    }
    refused = await officer.submit("/board/skills/figures", **{**fields, "vacancies": "lots"})
    assert refused.status_code == 422
    assert 'href="#vacancies"' in refused.text
    assert 'value="Care homes’ forum"' in refused.text, "what was typed is kept"
    taken = await officer.submit("/board/skills/figures", **fields)
    assert taken.status_code == 303
    assert "By hand" in text_of(await officer.get(taken.headers["location"]))


async def test_the_list_of_figures_says_which_is_shown_and_what_became_of_the_others(
    officer: Browser, client_as: BrowserOf, today: date
) -> None:
    earlier = a_line(today).replace((today - timedelta(days=7)).isoformat(), in_iso(today, -30))
    await send(officer, earlier, a_line(today))
    await send(officer, a_line(today, vacancies="390"))
    page = html.fromstring((await (await client_as(Role.BOARD_MEMBER)).get("/board/skills/figures")).text)
    rows = [[cell.text_content().strip() for cell in row] for row in page.xpath("//tbody/tr")]
    told = {(row[2].removeprefix("Vacancies: "), row[-1].removeprefix("State: ")) for row in rows}
    assert told == {
        ("390", "Shown"),
        ("412", "Replaced or taken back"),
        ("412", "Kept, a newer one is shown"),
    }


def in_iso(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


async def test_a_figure_is_taken_back_and_stays_in_the_list(
    officer: Browser, session: Session, today: date
) -> None:
    await send(officer, a_line(today))
    (figure,) = await queries.standing_demand(session)
    path = f"/board/skills/figures/{figure.id}/taking-back"
    assert path in (await officer.get("/board/skills/figures")).text
    assert (await officer.submit(path)).status_code == 303
    after = await officer.get("/board/skills/figures?done=taken-back")
    assert "2 figures" in text_of(after)
    assert path not in after.text
    assert (await officer.submit(path)).status_code == 409


async def test_a_board_member_looks_and_is_offered_nothing_to_enter(
    officer: Browser, client_as: BrowserOf, today: date
) -> None:
    await send(officer, a_line(today))
    member = await client_as(Role.BOARD_MEMBER)
    for path in ("/board/skills", "/board/skills/figures"):
        page = await member.get(path)
        assert page.status_code == 200
        assert "/board/skills/new" not in page.text
        assert "taking-back" not in page.text
    for path in ("/board/skills/new", "/board/skills/template.csv"):
        assert (await member.get(path)).status_code == 403
    assert (await member.submit("/board/skills/figures", sector="care")).status_code == 403
