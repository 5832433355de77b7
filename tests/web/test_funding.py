"""The money's pages: what commissioners enter and read, what providers see of their own and nobody else does."""

from datetime import date, timedelta

import pytest
from litestar import Litestar

from service.accounts.rows import Role
from service.funding import queries
from service.funding.operations import make_declarations
from service.funding.rows import LineKind, Outcome
from service.kit.database import REGISTER, Database, Session
from service.kit.jobs import Operation
from service.pathways.rows import Confidence, MilestoneKind
from service.worker import OPERATIONS
from tests.funding.conftest import EFA, Pool, at_noon, pool
from tests.web.conftest import Browser, BrowserOf, MovingClock

__all__ = ["pool"]  # the fixture of the feature's own tests
ALLOCATION = {
    "sector": "5.2",
    "fund": EFA,
    "pence": "1,000.00",
    "places": "5",
    "decided_on": "today",
    "decision": "Minutes, item 4",
    "reason": "As decided",
}
TARIFF = {
    "fund": EFA,
    "name": "From the spring",
    "source": "The board",
    "starts_on": "1 April 2030",
    "cap_pence": "3,000",
    "attachment": "25",
    "rivals": "split",
    **{f"price-{kind}": "100" for kind in list(Outcome)[1:]},
    **{f"weight-{band}": "100" for band in ("substantial", "additional", "offer", "none", "not_assessed")},
}


@pytest.fixture
async def commissioner(client_as: BrowserOf, pool: Pool) -> Browser:
    return await client_as(Role.COMMISSIONER, pool.council)


async def told_of(pool: Pool, database: Database) -> None:
    """Somebody of the first provider starts and stays; of their job nobody but they says anything."""
    learner = await pool.learner()
    day, began = date(pool.year, 6, 3), date(pool.year, 6, 24)
    await pool.tells(pool.course(learner, on=day), on=day)
    there = pool.milestone(learner, MilestoneKind.ATTENDANCE, on=date(pool.year, 6, 30))
    await pool.tells(there, on=date(pool.year, 6, 30))
    job = pool.course(
        learner, on=began, activity=330, started_on=began, confidence=Confidence.SELF_REPORTED, level=None
    )
    await pool.tells(job, on=began)
    await make_declarations(database, now=at_noon(date(pool.year, 7, 1)))


async def test_the_pool_shows_what_is_put_in_given_and_left(commissioner: Browser) -> None:
    shown = (await commissioner.get("/pool")).text
    assert "£100,000.00" in shown
    assert "£60,000.00" in shown
    assert "£40,000.00" in shown
    assert "7.5%" in shown


async def test_an_allocation_is_checked_then_recorded_and_stands_in_the_file(
    commissioner: Browser, pool: Pool
) -> None:
    given = {**ALLOCATION, "provider": str(pool.other.id), "year": str(pool.year)}
    checked = await commissioner.submit("/pool/allocations/check", **given)
    assert checked.status_code == 200
    assert "Second College" in checked.text
    assert "£1,000.00" in checked.text
    done = await commissioner.submit("/pool/allocations", **given)
    assert (done.status_code, done.headers["location"]) == (303, f"/pool?year={pool.year}&done=allocation")
    fund = (await commissioner.get(f"/pool/{EFA}/{pool.year}")).text
    assert "Minutes, item 4" in fund
    file = (await commissioner.get(f"/pool/pool.csv?year={pool.year}")).text
    assert "21000.00" in file


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        pytest.param("pence", "1,234.5", "two figures for pence", id="half a penny"),
        pytest.param("pence", "90,000", "£40,000.00 of the fund is left", id="more than is left"),
        pytest.param("provider", "", "Choose the provider", id="nobody"),
        pytest.param("year", "2026/28", "Enter a financial year", id="two years"),
        pytest.param("places", "many", "whole number", id="places in words"),
    ],
)
async def test_what_cannot_be_allocated_is_said_at_its_field(
    commissioner: Browser, pool: Pool, field: str, typed: str, said: str
) -> None:
    given = {**ALLOCATION, "provider": str(pool.other.id), "year": str(pool.year), field: typed}
    answer = await commissioner.submit("/pool/allocations", **given)
    assert answer.status_code == 422
    assert said in answer.text


async def test_a_contribution_is_recorded_with_its_letter(commissioner: Browser, pool: Pool) -> None:
    given = {"fund": EFA, "year": str(pool.year), "pence": "500", "contributor": "The owner"}
    answer = await commissioner.submit(
        "/pool/contributions", **given, source="A letter", reason="More places"
    )
    assert answer.status_code == 303
    assert "£100,500.00" in (await commissioner.get("/pool")).text
    refused = await commissioner.submit("/pool/contributions", **given, source="A letter", reason="")
    assert refused.status_code == 422


async def test_a_ramp_that_would_fall_is_shown_again_with_what_was_typed(
    commissioner: Browser, pool: Pool
) -> None:
    path = f"/pool/ramps/present-day/{EFA}"
    refused = await commissioner.submit(path, **{f"share-{pool.year}": "99"})
    assert refused.status_code == 422
    assert "never falls" in refused.text
    assert 'value="99"' in refused.text
    wrong = await commissioner.submit(path, **{f"share-{pool.year}": "a lot"})
    assert "from 0 to 100" in wrong.text
    assert (await commissioner.submit(path, **{f"share-{pool.year}": "8"})).status_code == 303
    assert (await commissioner.submit(f"/pool/ramps/none/{EFA}", **{"share-2026": "8"})).status_code == 404
    forced = await commissioner.submit("/pool/scenarios/business-case-2012")
    assert forced.status_code == 303
    assert "2012 business case (in force)" in (await commissioner.get("/pool/ramps")).text


async def test_a_tariff_is_set_from_a_day_on(commissioner: Browser) -> None:
    assert (await commissioner.get(f"/pool/tariffs/new?fund={EFA}")).status_code == 200
    refused = await commissioner.submit("/pool/tariffs", **{**TARIFF, "price-achievement": "1.5"})
    assert refused.status_code == 422
    assert (await commissioner.submit("/pool/tariffs", **TARIFF)).status_code == 303
    shown = (await commissioner.get("/pool/tariffs")).text
    assert "From the spring, from 1 April 2030" in shown
    assert "£150.00" in shown, "a quarter of six times £100 at the start"


async def test_what_if_moves_the_share_and_saves_nothing(
    commissioner: Browser, pool: Pool, session: Session
) -> None:
    before = await queries.steps(session)
    asked = f"/what-if?fund={EFA}&year={pool.year}&share=100"
    shown = (await commissioner.get(asked)).text
    assert "£60,000.00 instead of £4,500.00" in shown
    assert "First College" in shown
    assert await queries.steps(session) == before
    assert "from 0 to 100" in (await commissioner.get(f"/what-if?fund={EFA}&share=101")).text


async def test_the_board_sees_sums_alone_and_none_of_two_providers(client_as: BrowserOf, pool: Pool) -> None:
    board = await client_as(Role.BOARD_MEMBER, pool.council)
    two = (await board.get(f"/board/pool?fund={EFA}&share=50")).text
    assert "Too few providers" in two
    assert "£100,000.00" in two
    assert "£60,000.00" not in two
    assert "£4,500.00" not in two
    assert "College" not in two
    third = (await client_as(Role.PROVIDER_STAFF)).agency
    await pool.gives(3_000_000, third)
    three = (await board.get(f"/board/pool?fund={EFA}&share=50")).text
    assert "£45,000.00 would be paid by results" in three
    assert "£90,000.00" in three
    assert "College" not in three


async def test_a_quarter_is_asked_for_prepared_by_the_worker_and_authorised_by_two(
    commissioner: Browser, client_as: BrowserOf, pool: Pool, database: Database, clock: MovingClock
) -> None:
    await told_of(pool, database)
    form = {"fund": EFA, "year": str(pool.year), "quarter": "1"}
    early = await commissioner.submit("/statements/preparation", **{**form, "quarter": "4"})
    assert "This quarter ends on 31 March" in early.text
    asked = await commissioner.submit("/statements/preparation", **form)
    assert asked.status_code == 303
    assert "being prepared" in (await commissioner.get("/statements")).text
    await _work(database, form, commissioner, clock)
    (one, other) = await _statements(database, pool)
    page = (await commissioner.get(f"/statements/{one}")).text
    assert "Authorise as the first" in page
    assert (await commissioner.submit(f"/statements/{one}/authorisation")).status_code == 303
    again = await commissioner.submit(f"/statements/{one}/authorisation")
    assert again.status_code == 422
    assert "Somebody else has to be the second" in again.text
    manager = await client_as(Role.SERVICE_MANAGER, pool.council)
    assert (await manager.submit(f"/statements/{one}/authorisation")).status_code == 303
    assert "Authorised by two, frozen" in (await manager.get(f"/statements/{one}")).text
    late = await commissioner.submit(f"/statements/{one}/adjustments", pence="5", reason="Late")
    assert late.status_code == 422
    assert (
        await commissioner.submit(f"/statements/{other}/adjustments", pence="-5", reason="Late")
    ).status_code == 303
    back = await commissioner.submit(f"/statements/{other}/return", why="The places were wrong")
    assert "is frozen" in back.text
    opened = (await commissioner.submit(f"/statements/{one}/next")).headers["location"]
    assert opened not in {f"/statements/{one}", f"/statements/{other}"}
    assert (await commissioner.submit(f"{opened}/adjustments", pence="5", reason="Late")).status_code == 303
    assert "Open. Total £5.00." in (await commissioner.get(opened)).text


async def test_whoever_pays_sees_numbers_and_the_provider_names(
    commissioner: Browser, client_as: BrowserOf, pool: Pool, database: Database
) -> None:
    await told_of(pool, database)
    await pool.prepares(pool.quarter(1))
    (key,) = {each.statement_id for each in await pool.lines(pool.quarter(1), LineKind.OUTCOME)}
    provider = await client_as(Role.PROVIDER_STAFF, pool.provider)
    claims = (await provider.get("/claims")).text
    own = (await provider.get(f"/our-statements/{key}")).text
    paid = (await commissioner.get(f"/statements/{key}")).text
    file = (await commissioner.get(f"/statements/{key}/lines.csv")).text
    family = await _family(database)
    assert family in own
    assert family in claims
    assert family not in paid + file
    assert "640.00" in file
    stranger = await client_as(Role.PROVIDER_STAFF, pool.other)
    assert (await stranger.get(f"/our-statements/{key}")).status_code == 404
    assert family not in (await stranger.get("/claims")).text


async def test_a_refused_claim_says_why_and_what_would_make_it_right_and_is_disputed(
    commissioner: Browser, client_as: BrowserOf, pool: Pool, database: Database
) -> None:
    await told_of(pool, database)
    provider = await client_as(Role.PROVIDER_STAFF, pool.provider)
    listed = (await provider.get("/claims?stands=ineligible")).text
    assert "own word" in listed
    key = await _refused(database)
    one = (await provider.get(f"/claims/{key}")).text
    assert "ask the employer to confirm it" in one
    empty = await provider.submit(f"/claims/{key}/dispute", words="")
    assert empty.status_code == 422
    assert (await provider.submit(f"/claims/{key}/dispute", words="We have a letter")).status_code == 303
    assert "Waits for an answer" in (await provider.get("/claims")).text
    stranger = await client_as(Role.PROVIDER_STAFF, pool.other)
    assert (await stranger.get(f"/claims/{key}")).status_code == 404
    waiting = (await commissioner.get("/disputes")).text
    assert "We have a letter" in waiting
    assert await _family(database) not in waiting
    dispute = waiting.split('href="/disputes/')[1].split('"')[0]
    answered = await commissioner.submit(
        f"/disputes/{dispute}/answer", ruling="upheld", words="Record it, then it is paid"
    )
    assert answered.status_code == 303
    assert "The provider is right: Record it, then it is paid" in (await provider.get("/claims")).text
    again = await commissioner.submit(f"/disputes/{dispute}/answer", ruling="upheld", words="Twice")
    assert again.status_code == 422


async def test_a_line_of_ones_own_statement_is_disputed(
    client_as: BrowserOf, pool: Pool, database: Database
) -> None:
    await told_of(pool, database)
    await pool.prepares(pool.quarter(1))
    line = (await pool.lines(pool.quarter(1), LineKind.OUTCOME))[0]
    provider = await client_as(Role.PROVIDER_STAFF, pool.provider)
    assert "Dispute a line" in (await provider.get(f"/our-statements/lines/{line.id}")).text
    path = f"/our-statements/lines/{line.id}/dispute"
    assert (await provider.submit(path, words="It was another price")).status_code == 303
    assert (await provider.submit(path, words="It was another price")).status_code == 422
    assert "Disputed" in (await provider.get(f"/our-statements/{line.statement_id}")).text


async def _work(database: Database, form: dict[str, str], by: Browser, clock: MovingClock) -> None:
    """What the worker does with the job that was asked for."""
    operation: Operation = OPERATIONS["prepare_statements"]
    told = {**form, "agency_id": str(by.agency.id), "account_id": str(by.account.id)}
    await operation(database, told, clock.now() + timedelta(minutes=1))


async def _statements(database: Database, pool: Pool) -> list[object]:
    async with database.transaction(REGISTER) as session:
        found = await queries.hold_period(session, EFA, pool.year, 1)
    return [each.id for each in found]


async def _family(database: Database) -> str:
    async with database.transaction(REGISTER) as session:
        statement = "select l.family_name from learner l join declaration d on d.learner_id = l.id limit 1"
        row = await session.driver.fetchrow(statement)
    return str(row["family_name"])


async def _refused(database: Database) -> object:
    async with database.transaction(REGISTER) as session:
        row = await session.driver.fetchrow("select id from declaration where state = 'ineligible' limit 1")
    return row["id"]


def test_every_page_of_money_is_served(app: Litestar) -> None:
    served = {route.path for route in app.routes}
    assert {"/pool", "/what-if", "/statements", "/claims", "/disputes", "/board/pool"} <= served
