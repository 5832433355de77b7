"""The pages of the way back: what another agency's worker sees, and what they do not."""

from datetime import date, datetime, timedelta

import pytest

from service.accounts.rows import Role
from service.agencies.operations import add_agency
from service.agencies.rows import Agency, AgencyKind
from service.alerts.operations import record_circumstance
from service.circumstances.rows import Kind
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY, new_id
from service.learners.rows import Learner
from service.web.reengage import LOOKS_AN_HOUR
from tests.circumstances.saying import says
from tests.factories import make_council, make_learner, record_spell
from tests.web.conftest import Browser, BrowserOf, MovingClock

SEEKING = 619


@pytest.fixture
async def learner(database: Database, now: datetime, today: date) -> Learner:
    """Seventeen, NEET, and in care, which is nobody's business at the jobcentre."""
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        by = By(agency_id=council.id)
        made = await make_learner(session, by=by, now=now, postcode="CM1 1AA")
        await record_spell(
            session,
            made.id,
            agency=council,
            now=now,
            activity=SEEKING,
            started_on=today - timedelta(days=30),
        )
        await record_circumstance(
            session,
            said=says(1, Kind.CHARACTERISTIC, "110", learner_id=made.id, id=new_id(), agency_id=council.id),
            born_on=made.date_of_birth,
            by=by,
            now=now,
            today=today,
        )
    return made


@pytest.fixture
async def worker(database: Database, client_as: BrowserOf, now: datetime) -> Browser:
    agency = Agency(id=new_id(), kind=AgencyKind.JOBCENTRE, name="Basildon Jobcentre", code="jobcentre-b")
    async with database.transaction(REGISTER) as session:
        await add_agency(session, agency=agency, by=By(agency_id=NOBODY), now=now)
    return await client_as(Role.AGENCY_WORKER, agency)


async def finds(worker: Browser, learner: Learner) -> str:
    """Opens the record, and says where it is."""
    answer = await worker.submit(
        "/re-engage", indicator=learner.indicator, reason="here_now", words="Came in about courses"
    )
    assert answer.status_code == 303, answer.text[-800:]
    return answer.headers["location"]


async def test_the_least_is_shown_and_nothing_of_the_rest(worker: Browser, learner: Learner) -> None:
    where = await finds(worker, learner)
    shown = (await worker.get(where)).text
    assert learner.full_name in shown
    assert "Looking for work or learning" in shown
    for hidden in ("Looked after", "CM1 1AA", "Timeline", "Open the whole record", "Risk of NEET"):
        assert hidden not in shown, hidden


async def test_neither_name_nor_indicator_stands_in_an_address(worker: Browser, learner: Learner) -> None:
    where = await finds(worker, learner)
    assert where == f"/re-engage/{learner.id}"
    assert learner.indicator not in where


async def test_the_whole_record_stays_shut(worker: Browser, learner: Learner) -> None:
    await finds(worker, learner)
    for path in ("", "/circumstances", "/card"):
        assert (await worker.get(f"/learners/{learner.id}{path}")).status_code == 403


async def test_after_four_hours_it_is_as_if_it_were_not_there(
    worker: Browser, learner: Learner, clock: MovingClock
) -> None:
    where = await finds(worker, learner)
    for _ in range(9):
        clock.move(timedelta(minutes=27))
        answer = await worker.get(where)
    assert answer.status_code == 404
    assert "not open to you" in answer.text
    assert learner.full_name not in answer.text


async def test_whoever_leafs_through_the_register_is_stopped(worker: Browser) -> None:
    nobody = {"given_names": "Nobody", "family_name": "Atall", "reason": "phoned", "words": "Rang"}
    for _ in range(LOOKS_AN_HOUR):
        answer = await worker.submit("/re-engage", **nobody, date_of_birth="27/3/2009")
        assert answer.status_code == 422
    assert (await worker.submit("/re-engage", **nobody, date_of_birth="27/3/2009")).status_code == 429


async def test_a_mistyped_indicator_says_so_and_finds_nobody(worker: Browser, learner: Learner) -> None:
    wrong = learner.indicator[:-1] + ("2" if learner.indicator[-1] != "2" else "3")
    answer = await worker.submit("/re-engage", indicator=wrong, reason="here_now", words="Here")
    assert answer.status_code == 422
    assert learner.full_name not in answer.text
