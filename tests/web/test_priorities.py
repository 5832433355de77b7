"""Priorities through HTTP: set, decided with evidence, reviewed, seen as known on a day; a board member looks."""

import csv
import io
from datetime import date, datetime, timedelta

import httpx
import pytest
from lxml import html

from service.accounts.rows import Role
from service.board.rows import DisclosedTable
from service.kit.database import Session
from service.vocabulary.day import say_day
from tests.priorities.test_skills import publish
from tests.web.conftest import Browser, BrowserOf, MovingClock

PRIORITY = {
    "sector": "construction",
    "district": "",
    "reason": "Sites stand still for want of bricklayers",
    "planned_places": "120",
    "from_on": "today",
    "until_on": "",
}


@pytest.fixture
async def officer(client_as: BrowserOf) -> Browser:
    return await client_as(Role.DATA_OFFICER)


@pytest.fixture
async def path(officer: Browser) -> str:
    """Where the one priority is, proposed."""
    taken = await officer.submit("/board/priorities", **PRIORITY)
    assert taken.status_code == 303
    return str(taken.headers["location"]).partition("?")[0]


def text_of(page: httpx.Response) -> str:
    return " ".join(html.fromstring(page.text).text_content().split())


async def decide(officer: Browser, path: str, kind: str, **more: str) -> httpx.Response:
    """Fills in the form as it is shown, resting on the first sentence."""
    form = html.fromstring((await officer.get(f"{path}/decision")).text)
    usual = {
        "kind": kind,
        "words": "Adopted as proposed: sites need people now",
        "present": "Board meeting: chair, six employers",
        "decided_on": "today",
        "review_on": "in words",
        "evidence": form.xpath("//input[@name='evidence']/@value")[0],
    }
    return await officer.submit(f"{path}/decision", **{**usual, **more})


def in_days(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


async def test_a_priority_is_one_line_from_planned_places_to_money(
    officer: Browser, path: str, today: date
) -> None:
    page = await officer.get("/board/priorities")
    (row,) = html.fromstring(page.text).xpath("//tbody/tr")
    said = [" ".join(cell.text_content().split()) for cell in row]
    assert said == [
        f"Construction, Greater Essex, from {say_day(today)}",
        "State: Proposed",
        "Planned places: 120",
        "Starts: not available",
        "Sustained outcomes: not available",
        "Money: not available",
        "Review: The board has still to decide",
    ]
    file = list(csv.reader(io.StringIO((await officer.get("/board/priorities/priorities.csv")).text[1:])))
    assert file[1] == [each.partition(": ")[2] or each for each in said]
    assert (await officer.get(path)).status_code == 200


async def test_a_decision_stands_in_the_trail_with_who_when_why_and_its_evidence(
    officer: Browser, path: str, today: date
) -> None:
    taken = await decide(officer, path, "adopted", review_on=in_days(today, 90))
    assert taken.status_code == 303
    said = text_of(await officer.get(taken.headers["location"]))
    for expected in (
        "The decision is recorded.",
        "Adopted by the board, recorded by Robin Tester",
        "Adopted as proposed: sites need people now",
        "Decided by: Board meeting: chair, six employers",
        "Evidence: Greater Essex. Construction: vacancies not available, 0 places offered.",
        f"(Skills, on {say_day(today)}, as it read then)",
        f"To be reviewed on {say_day(today + timedelta(days=90))}",
    ):
        assert expected in said


async def test_a_decision_may_rest_on_any_other_published_figure(
    officer: Browser, path: str, session: Session, now: datetime, today: date
) -> None:
    titled = DisclosedTable(
        name="places-16-17", columns=("District",), rows=(), title="NEET fell in Northbank"
    )
    await publish(session, now, today, titled)
    form = html.fromstring((await officer.get(f"{path}/decision")).text)
    (other,) = form.xpath("//select[@name='other_evidence']/option[contains(., 'NEET fell')]/@value")
    asked = {"evidence": "other", "review_on": in_days(today, 90)}
    refused = await decide(officer, path, "adopted", **asked)
    assert 'href="#evidence"' in refused.text
    assert (await decide(officer, path, "adopted", **asked, other_evidence=other)).status_code == 303
    said = text_of(await officer.get(path))
    assert (
        f"NEET fell in Northbank (Table places-16-17, October {today.year}, edition 1, as it read then)"
        in said
    )


async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    officer: Browser, path: str
) -> None:
    refused = await decide(officer, path, "adopted")
    assert refused.status_code == 422
    assert 'href="#review_on"' in refused.text
    assert "Adopted as proposed: sites need people now" in refused.text
    empty = await officer.submit("/board/priorities", **{**PRIORITY, "reason": "", "sector": ""})
    assert empty.status_code == 422
    assert 'href="#reason"' in empty.text
    assert 'href="#sector"' in empty.text


async def test_a_review_that_is_overdue_says_so_on_the_list_and_on_its_page(
    officer: Browser, path: str, today: date, clock: MovingClock, client_as: BrowserOf
) -> None:
    await decide(officer, path, "adopted", review_on=in_days(today, 30))
    clock.move(timedelta(days=30))
    on_the_day = await client_as(Role.BOARD_MEMBER)
    assert "overdue" not in text_of(await on_the_day.get("/board/priorities"))
    clock.move(timedelta(days=1))
    member = await client_as(Role.BOARD_MEMBER)
    listed = text_of(await member.get("/board/priorities"))
    assert "1 review is overdue." in listed
    assert f"Overdue since {say_day(today + timedelta(days=30))}" in listed
    assert "The review of this priority is overdue" in text_of(await member.get(path))


async def test_a_review_offers_what_may_follow_and_an_end_offers_nothing(
    officer: Browser, path: str, today: date
) -> None:
    await decide(officer, path, "adopted", review_on=in_days(today, 30))
    form = html.fromstring((await officer.get(f"{path}/decision")).text)
    assert form.xpath("//input[@name='kind']/@value") == ["continued", "changed", "ended"]
    changed = await decide(officer, path, "changed", review_on=in_days(today, 60), planned_places="80")
    assert changed.status_code == 303
    assert "Planned places 80" in text_of(await officer.get(path))
    assert (await decide(officer, path, "ended", review_on="")).status_code == 303
    page = await officer.get(path)
    assert f"{path}/decision" not in page.text
    refused = await officer.get(f"{path}/decision")
    assert refused.status_code == 403
    assert "Set a new one" in text_of(refused)


async def test_as_known_on_a_past_day_the_later_decision_is_not_there(
    officer: Browser, path: str, today: date, clock: MovingClock, client_as: BrowserOf
) -> None:
    clock.move(timedelta(days=10))
    later = await client_as(Role.DATA_OFFICER, officer.agency)
    await decide(later, path, "adopted", review_on=in_days(today, 60))
    then = text_of(await later.get(f"{path}?known_on={in_days(today, 9)}"))
    assert "as they were known at the end of" in then
    assert "Nothing had been decided by then." in then
    assert "State Proposed" in then
    assert "Starts" not in then.partition("How to read")[0]
    assert (await later.get(f"{path}?known_on={in_days(today, -1)}")).status_code == 404
    wrong = text_of(await later.get(f"{path}?known_on=someday"))
    assert "There is a problem" in wrong


async def test_a_board_member_looks_and_cannot_act(path: str, client_as: BrowserOf) -> None:
    member = await client_as(Role.BOARD_MEMBER)
    for each in ("/board/priorities", path):
        page = await member.get(each)
        assert page.status_code == 200
        assert "/decision" not in page.text
        assert "/board/priorities/new" not in page.text
    assert (await member.get(f"{path}/decision")).status_code == 403
    assert (await member.submit(f"{path}/decision", kind="adopted")).status_code == 403
    assert (await member.submit("/board/priorities", **PRIORITY)).status_code == 403


async def test_before_any_priority_the_page_says_who_sets_one(client_as: BrowserOf) -> None:
    page = await (await client_as(Role.BOARD_MEMBER)).get("/board/priorities")
    assert "No priority has been set." in text_of(page)
