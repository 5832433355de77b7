"""How rules are shown: every number in words, and which rule does no good."""

from datetime import date, datetime, timedelta

import msgspec
import pytest

from service.access.rows import Scope
from service.accounts.rows import Role
from service.agencies.rows import Agency
from service.alerts import queries
from service.alerts.operations import acknowledge_alert, close_alert
from service.alerts.rows import Outcome, RuleFigures
from service.alerts.rules import RULES, AlertSettings, is_for_nothing, numbers_of, settings_on
from service.alerts.rules.numbers import EVERYBODY, NUMBERS
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import Session
from tests.factories import make_account, make_council, make_learner, make_provider, record_spell


def test_every_number_is_in_words_and_read_by_a_rule_there_is() -> None:
    fields = set(AlertSettings.__struct_fields__) - {"version", "in_force_from"}
    assert [each.name for each in NUMBERS if each.name not in fields] == []
    assert sorted(each.name for each in NUMBERS) == sorted(fields)
    known = {each.id for each in RULES} | {EVERYBODY}
    assert set().union(*(each.rules for each in NUMBERS)) <= known


def test_every_rule_but_those_without_numbers_shows_its_own() -> None:
    settings = settings_on(date(2026, 11, 3))
    assert numbers_of("R09", settings)[0] == ("weeks until it is Medium", "13")
    assert ("share attended that closes it", "90%") in numbers_of("R11", settings)
    assert ("weeks after which a job or a re-entry is to be confirmed", "4, 13, 26") in numbers_of(
        "R19", settings
    )
    assert [each.id for each in RULES if not numbers_of(each.id, settings)] == ["R26"]  # the same day


@pytest.mark.parametrize(
    ("closed", "no_action", "expected"),
    [
        pytest.param(10, 4, False, id="40 %"),
        pytest.param(10, 5, True, id="more"),
        pytest.param(9, 9, False, id="too few to say"),
        pytest.param(100, 40, False, id="40 % of many"),
        pytest.param(100, 41, True, id="a little more"),
        pytest.param(0, 0, False, id="none ended"),
    ],
)
def test_a_rule_that_raises_for_nothing_is_named(closed: int, no_action: int, expected: bool) -> None:
    assert is_for_nothing(RuleFigures(rule="R01", closed=closed, no_action=no_action)) is expected


@pytest.fixture
async def council(session: Session, now: datetime) -> Agency:
    return await make_council(session, now=now)


async def test_figures_count_what_was_raised_acted_on_in_time_and_closed(
    session: Session, council: Agency, now: datetime
) -> None:
    college = await make_provider(session, now=now, council=council)
    adviser = await make_account(session, agency=council, role=Role.YOUTH_ADVISER, now=now)
    by, scope = By(agency_id=council.id, account_id=adviser.id), Scope(council.id)
    neet = {"activity": 619, "started_on": now.date() - timedelta(days=1)}
    for n in range(4):
        learner = await make_learner(session, by=By(agency_id=college.id), now=now, postcode="CM1 1AA")
        await record_spell(session, learner.id, agency=college, now=now, source_key=f"neet {n}", **neet)
    ids = [
        each["id"] for each in await sql.rows(session, "select id from alert where rule = 'R07' order by id")
    ]
    assert len(ids) == 4
    late = now + timedelta(days=30)
    await acknowledge_alert(session, alert_id=ids[0], within=scope, by=by, now=now)
    await acknowledge_alert(session, alert_id=ids[1], within=scope, by=by, now=late)
    await close_alert(
        session,
        alert_id=ids[2],
        outcome=Outcome.NO_ACTION_NEEDED,
        reason="Moved",
        within=scope,
        by=by,
        now=now,
    )
    asked = {"within": scope, "since": now.date() - timedelta(weeks=8)}
    found = (await queries.rule_figures(session, today=now.date(), **asked))["R07"]
    assert msgspec.structs.asdict(found) == {
        "rule": "R07", "open": 3, "raised": 4, "due": 3, "in_time": 2, "closed": 1, "no_action": 1,
    }  # fmt: skip
    later = (await queries.rule_figures(session, today=late.date(), **asked))["R07"]
    assert (later.due, later.in_time) == (4, 2)
    assert (
        await queries.rule_figures(session, within=Scope(college.id), since=now.date(), today=now.date())
        == {}
    )
