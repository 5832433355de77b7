"""The young person's own pages: the door, what it opens and for whom, and what comes back to those who answer."""

import re
from datetime import date, datetime, timedelta

import pytest

from service.access.operations import give_access
from service.access.rows import Access, Reason
from service.accounts.rows import Role
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.learners.rows import Learner
from service.own_record.rules import IDLE
from tests.factories import make_council, make_learner, make_provider, record_spell
from tests.web.conftest import Browser, BrowserOf, MovingClock

CODE = re.compile(r"(?<![\w-])[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}(?![\w-])")  # not a stretch of some UUID
OWN_PAGES = ("", "/card", "/who-looked", "/held", "/now", "/wrong")


@pytest.fixture
async def college(database: Database, client_as: BrowserOf, now: datetime) -> Browser:
    """The college's staff, signed in."""
    async with database.transaction(REGISTER) as session:
        agency = await make_provider(session, now=now, council=await make_council(session, now=now))
    return await client_as(Role.PROVIDER_STAFF, agency)


@pytest.fixture
async def learner(database: Database, college: Browser, now: datetime, today: date) -> Learner:
    """Somebody on a course of the college."""
    async with database.transaction(REGISTER) as session:
        made = await make_learner(session, by=By(agency_id=college.agency.id), now=now)
        known = Access(learner_id=made.id, agency_id=college.agency.id, reason=Reason.REGISTERED)
        await give_access(session, granted=[known])
        await record_spell(
            session,
            made.id,
            agency=college.agency,
            now=now,
            activity=230,
            started_on=today - timedelta(days=80),
        )
    return made


async def gives(college: Browser, learner: Learner) -> str:
    """The college makes a link; the code as its page shows it."""
    shown = await college.submit(f"/learners/{learner.id}/own-link")
    found = CODE.search(shown.text)
    assert found
    return found[0]


async def opens(phone: Browser, code: str, born: date) -> int:
    answer = await phone.submit("/my-pathway/open", code=code, date_of_birth=f"{born:%d %m %Y}")
    return answer.status_code


@pytest.fixture
async def phone(client: Browser, college: Browser, learner: Learner) -> Browser:
    """The young person's phone, let in."""
    assert await opens(client, await gives(college, learner), learner.date_of_birth) == 303
    return client


async def asks(phone: Browser, college: Browser) -> str:
    """The young person says that the line of the college is wrong; where the college finds it."""
    line = re.findall(r'value="([0-9a-f-]{36})"', (await phone.get("/my-pathway/wrong")).text)[0]
    asked = await phone.submit("/my-pathway/wrong", about=line, words="I began on 7 September")
    assert asked.status_code == 303
    return re.findall(r"/corrections/[0-9a-f-]{36}", (await college.get("/corrections")).text)[0]


@pytest.mark.parametrize("path", OWN_PAGES)
async def test_every_own_page_opens_to_whoever_was_let_in(phone: Browser, path: str) -> None:
    shown = await phone.get(f"/my-pathway{path}")
    assert shown.status_code == 200
    assert "Leave and close my record" in shown.text


@pytest.mark.parametrize("path", OWN_PAGES)
async def test_no_own_page_opens_to_staff_or_to_nobody(client: Browser, college: Browser, path: str) -> None:
    assert (await college.get(f"/my-pathway{path}")).status_code == 403
    answer = await client.get(f"/my-pathway{path}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/my-pathway/open")


async def test_staff_who_lend_their_computer_are_not_seen_on_the_own_pages(
    college: Browser, learner: Learner
) -> None:
    assert await opens(college, await gives(college, learner), learner.date_of_birth) == 303
    shown = await college.get("/my-pathway")
    assert college.account.name not in shown.text
    assert (await college.get("/learners")).status_code == 200


async def test_a_refusal_shows_neither_the_code_nor_who_it_was_for(
    client: Browser, college: Browser, learner: Learner
) -> None:
    code = await gives(college, learner)
    answer = await client.submit("/my-pathway/open", code=code, date_of_birth="1 1 2001")
    assert answer.status_code == 422
    assert "The code or the date of birth is not right" in answer.text
    assert code not in answer.text
    assert learner.family_name not in answer.text
    unknown = await client.submit("/my-pathway/open", code="2222-2222-2222", date_of_birth="1 1 2001")
    assert re.sub(r'value="[^"]*"|nonce-?="?[^" ]*', "", unknown.text) == re.sub(
        r'value="[^"]*"|nonce-?="?[^" ]*', "", answer.text
    )


async def test_the_pathway_says_where_they_are_and_by_whose_word(phone: Browser, college: Browser) -> None:
    shown = (await phone.get("/my-pathway")).text
    assert "Further education college" in shown
    assert college.agency.name in shown


async def test_saying_they_stopped_is_kept_as_their_word(phone: Browser, today: date) -> None:
    stopped = today - timedelta(days=2)
    answer = await phone.submit(
        "/my-pathway/now", now="looking", stopped_on=f"{stopped:%d %m %Y}", finished="false"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/my-pathway?done=said")
    assert "Looking for work or learning" in (await phone.get("/my-pathway")).text


async def test_a_new_place_without_a_day_is_asked_for_again(phone: Browser, today: date) -> None:
    answer = await phone.submit(
        "/my-pathway/now", now="job", stopped_on=f"{today:%d %m %Y}", where="Harbour Café"
    )
    assert answer.status_code == 422
    assert "Say when you started, about." in answer.text
    assert "Harbour Café" in answer.text


async def test_what_is_wrong_becomes_the_colleges_task_and_its_answer_comes_back(
    phone: Browser, college: Browser
) -> None:
    request = await asks(phone, college)
    shown = (await college.get(request)).text
    assert "I began on 7 September" in shown
    assert "put it right first" in shown
    done = await college.submit(request, outcome="left", answer="Our register says 8 September.")
    assert done.status_code == 303
    back = (await phone.get("/my-pathway")).text
    assert "Left as it is" in back
    assert "Our register says 8 September." in back
    assert request not in (await college.get("/corrections")).text


async def test_an_answer_without_words_is_asked_for_again(phone: Browser, college: Browser) -> None:
    request = await asks(phone, college)
    answer = await college.submit(request, outcome="left")
    assert answer.status_code == 422
    assert "Write what they will read" in answer.text


async def test_a_request_of_somebody_elses_learner_is_not_there(
    phone: Browser, college: Browser, client_as: BrowserOf
) -> None:
    request = await asks(phone, college)
    stranger = await client_as(Role.DATA_OFFICER)
    assert (await stranger.get(request)).status_code == 404
    assert (await stranger.submit(request, outcome="left", answer="No.")).status_code == 404


async def test_the_list_of_who_looked_names_the_college_and_why(phone: Browser, college: Browser) -> None:
    shown = (await phone.get("/my-pathway/who-looked")).text
    assert college.agency.name in shown
    assert "Gave you a link to this page" in shown
    assert "You opened this page" in shown


async def test_the_record_closes_by_itself_and_when_they_leave(
    phone: Browser, clock: MovingClock, college: Browser, learner: Learner
) -> None:
    clock.move(IDLE)
    assert (await phone.get("/my-pathway")).status_code == 303
    assert await opens(phone, await gives(college, learner), learner.date_of_birth) == 303
    assert (await phone.get("/my-pathway")).status_code == 200
    await phone.submit("/my-pathway/leave")
    assert (await phone.get("/my-pathway")).status_code == 303


async def test_the_code_is_in_no_address_that_a_browser_sends(college: Browser, learner: Learner) -> None:
    shown = await college.submit(f"/learners/{learner.id}/own-link")
    code = await gives(college, learner)
    assert "#" in re.findall(r"\S+/my-pathway/open\S*", shown.text)[-1]
    assert code not in str(shown.url)
