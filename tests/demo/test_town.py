"""The demo town has something for every page, and is made once."""

from collections.abc import AsyncIterator

import pytest

from service.accounts.operations import check_password
from service.accounts.rows import Role
from service.agencies import queries as agencies
from service.demo.months import last_months
from service.demo.providers import TRAINER
from service.demo.town import PASSWORD, NotInProduction, Town, seed_town
from service.demo.townsfolk import LEARNERS, silent_since
from service.funding.operations import check_statements
from service.kit import database as statements
from service.kit.database import REGISTER, Database, Row
from service.kit.embedded_postgres import EmbeddedPostgres
from service.settings import Mode, Settings
from tests.conftest import NOW, TODAY, YEAR
from tests.connections import rolled_back

SETTINGS = Settings(mode=Mode.TEST, secret="a-secret-of-the-tests-alone-0123456789")
Made = tuple[Database, Town]


@pytest.fixture(scope="module")
async def made(postgres: EmbeddedPostgres) -> AsyncIterator[Made]:
    """One town for all tests of this file, which only look at it; rolled back at the end."""
    async with rolled_back(postgres.app_url) as database:
        yield database, await seed_town(database, settings=SETTINGS, now=NOW, today=TODAY, surroundings=0)


async def rows(made: Made, statement: str) -> list[Row]:
    async with made[0].transaction(REGISTER) as session:
        return await statements.rows(session, statement)


async def count(made: Made, statement: str) -> int:
    return int((await rows(made, f"select count(*) as n from {statement}"))[0]["n"])


async def test_the_town_has_an_account_for_every_role(made: Made) -> None:
    assert {account.role for account in made[1].accounts} == set(Role)
    assert sum(account.role is Role.YOUTH_ADVISER for account in made[1].accounts) == 2
    assert all(account.email.endswith("@demo.invalid") for account in made[1].accounts)


async def test_everybody_in_the_town_may_sign_in_with_its_password(made: Made) -> None:
    for account in made[1].accounts:
        async with made[0].transaction(REGISTER) as session:
            checked = await check_password(
                session,
                email=account.email,
                password=PASSWORD,
                client="127.0.0.1",
                secret=SETTINGS.secret,
                now=NOW,
            )
        assert checked.account is not None
        assert checked.account.email == account.email


async def test_making_the_town_again_changes_nothing(made: Made) -> None:
    before = await count(made, "audit_entry")
    again = await seed_town(made[0], settings=SETTINGS, now=NOW, today=TODAY)
    assert again.accounts == made[1].accounts
    assert again.learners == 0
    assert await count(made, "audit_entry") == before


async def test_the_town_cannot_be_made_in_production(database: Database) -> None:
    with pytest.raises(NotInProduction):
        await seed_town(database, settings=Settings(mode=Mode.PRODUCTION), now=NOW, today=TODAY)


async def test_three_hundred_live_there_and_some_came_with_a_file(made: Made) -> None:
    taken = (await rows(made, "select learners from submission where state = 'accepted'"))[0]["learners"]
    assert await count(made, "learner") == LEARNERS + taken
    assert await count(made, "situation") == LEARNERS + taken


async def test_there_are_twins(made: Made) -> None:
    twins = "learner a join learner b on a.id < b.id and a.date_of_birth = b.date_of_birth and a.postcode = b.postcode"
    assert await count(made, twins) >= 1


async def test_alerts_are_of_every_age_and_state(made: Made) -> None:
    found = await rows(made, "select rule, status, raised_on, raised_at from alert where closed_on is null")
    ages = {(TODAY - row["raised_on"]).days for row in found}
    assert min(ages) <= 7
    assert max(ages) > 90
    assert {row["status"] for row in found} == {"open", "acknowledged", "snoozed"}
    assert {"R01", "R05", "R07", "R16"} <= {row["rule"] for row in found}
    assert all(row["raised_at"].date() == row["raised_on"] for row in found)
    assert await count(made, "alert where closed_on is not null") > 50


async def test_both_advisers_hold_learners_and_have_tried_to_reach_them(made: Made) -> None:
    assert len(await rows(made, "select account_id from holding where ended_on is null group by 1")) == 2
    assert len(await rows(made, "select two_way from contact group by 1")) == 2


async def test_claims_wait_for_the_data_officer_of_essex(made: Made) -> None:
    essex = (await rows(made, "select id from agency where code = 'essex'"))[0]["id"]
    waiting = await rows(made, "select council_id, raised_at from review where decided_at is null")
    assert len(waiting) == 6
    assert {row["council_id"] for row in waiting} == {essex}
    assert len({row["raised_at"] for row in waiting}) == 6


async def test_a_changed_name_and_moves_were_found_by_the_uln(made: Made) -> None:
    found = "claim where client_claim_id in ('demo:name-change', 'demo:move-colchester', 'demo:move-harlow')"
    assert await count(made, f"{found} and outcome = 'found'") == 3


async def test_one_file_is_taken_and_two_bad_ones_wait(made: Made) -> None:
    found = await rows(made, "select state, learners, failure from submission order by uploaded_at, state")
    assert sorted(row["state"] for row in found) == ["accepted", "checked", "refused"]
    checked = await rows(made, "select outcome from submission_row where accepted_at is null")
    assert {row["outcome"] for row in checked} == {"issued", "refused"}


async def test_one_provider_is_silent_and_no_other(made: Made) -> None:
    async with made[0].transaction(REGISTER) as session:
        reports = {report.name: report.last_received_on for report in await agencies.reports(session)}
        silent = await agencies.agency_called(session, TRAINER)
    assert silent is not None
    assert reports.pop(silent.name) <= silent_since(TODAY)
    assert set(reports.values()) == {TODAY}
    alerts = await rows(made, "select provider_id from provider_alert where closed_on is null")
    assert [row["provider_id"] for row in alerts] == [silent.id]


async def test_the_last_months_are_frozen_and_the_last_but_one_is_corrected(made: Made) -> None:
    found = await rows(made, "select month_on, edition from snapshot order by month_on, edition")
    months = [row["month_on"] for row in found if row["edition"] == 1]
    assert months == last_months(TODAY, count=4)
    assert [row["month_on"] for row in found if row["edition"] == 2] == [months[-2]]
    assert months[-1].isoformat() == f"{YEAR}-10-01"


async def test_one_quarter_is_paid_one_waits_and_a_refused_claim_is_disputed(made: Made) -> None:
    states = await rows(made, "select state, count(*) as n from statement group by 1 order by 1")
    assert {row["state"] for row in states} == {"authorised", "paid", "prepared"}
    assert await count(made, "statement where state = 'authorised'") == 1
    claims = {row["state"] for row in await rows(made, "select state from declaration group by 1")}
    assert {"eligible", "ineligible", "payable", "paid"} <= claims
    assert await count(made, "dispute where answered_at is null") == 1
    async with made[0].transaction(REGISTER) as session:
        lines, differences = await check_statements(session)
    assert lines > 100
    assert differences == []


async def test_nothing_in_the_town_happens_after_today(made: Made) -> None:
    for table, column in (
        ("spell", "recorded_at"),
        ("milestone", "recorded_at"),
        ("learner", "registered_at"),
    ):
        latest = (await rows(made, f"select max({column}) as latest from {table}"))[0]["latest"]
        assert latest <= NOW


async def test_every_situation_is_as_a_fresh_look_would_find_it(made: Made) -> None:
    assert await count(made, f"situation where next_review_on <= '{TODAY}'") == 0
