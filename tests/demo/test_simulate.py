"""A simulated population in the database is what the real operations would have left there."""

import pytest

from service.access.rows import WHOLE_REGISTER
from service.alerts.operations import watch_everybody
from service.demo.population import people
from service.demo.simulate import SeedUsed, simulate
from service.kit import database as statements
from service.kit.database import REGISTER, Database
from service.pathways import queries as pathways
from service.pathways.rules import situation
from service.vocabulary.indicator import parse_indicator
from tests.conftest import NOW, TODAY

LEARNERS = 150


async def simulated(database: Database, *, seed: int = 3) -> list[str]:
    said: list[str] = []
    await simulate(database, learners=LEARNERS, years=3, seed=seed, now=NOW, today=TODAY, say=said.append)
    return said


async def counted(database: Database, statement: str) -> int:
    async with database.transaction(REGISTER) as session:
        return int(await statements.value(session, statement))


async def test_simulate_registers_everybody_once_with_an_indicator_of_their_own(database: Database) -> None:
    await simulated(database)
    async with database.transaction(REGISTER) as session:
        found = await statements.rows(session, "select indicator, uln from learner")
    assert len({row["indicator"] for row in found}) == LEARNERS
    assert all(parse_indicator(row["indicator"]) == row["indicator"] for row in found)
    assert {row["uln"] for row in found} == {p.claim.uln for p in people(LEARNERS, 3, 3, TODAY)}


async def test_simulate_says_how_far_it_is(database: Database) -> None:
    assert (await simulated(database))[-1].startswith(f"{LEARNERS} of {LEARNERS} learners")


async def test_simulate_stores_the_situation_the_rules_find(database: Database) -> None:
    await simulated(database)
    async with database.transaction(REGISTER) as session:
        ids = [row["id"] for row in await statements.rows(session, "select id from learner")]
        facts = await pathways.facts_of(session, ids, within=WHOLE_REGISTER)
        stored = await pathways.standings(session, ids, within=WHOLE_REGISTER)
    for learner_id in ids:
        expected = situation(facts[learner_id].spells, today=TODAY)
        assert stored[learner_id].activity == expected.activity
        assert stored[learner_id].neet_since_on == expected.neet_since_on


async def test_looking_at_everybody_again_changes_nothing(database: Database) -> None:
    await simulated(database)
    open_alerts = "select count(*) from alert where closed_on is null"
    before = await counted(database, open_alerts)
    watched = await watch_everybody(database, now=NOW, today=TODAY)
    assert (watched.looked_at, watched.raised, watched.refreshed, watched.closed) == (LEARNERS, 0, 0, 0)
    assert await counted(database, open_alerts) == before > 0


async def test_every_learner_can_be_seen_by_their_council_and_by_whoever_reported(database: Database) -> None:
    await simulated(database)
    unseen = "select count(*) from learner l where not exists (select from learner_access a where a.learner_id = l.id"
    assert await counted(database, f"{unseen} and a.agency_id = l.council_id)") == 0
    assert (
        await counted(
            database,
            "select count(*) from spell s where not exists (select from learner_access a"
            " where a.learner_id = s.learner_id and a.agency_id = s.agency_id)",
        )
        == 0
    )


async def test_every_learner_has_one_claim_that_issued_the_indicator(database: Database) -> None:
    await simulated(database)
    assert await counted(database, "select count(*) from claim where outcome = 'issued'") == LEARNERS
    assert await counted(database, "select count(*) from claim where outcome = 'found'") > 0


async def test_where_a_learner_lives_is_what_the_map_says_of_the_postcode(database: Database) -> None:
    await simulated(database)
    elsewhere = """
        select count(*) from learner l cross join lateral (
            select area_id from postcode_area where l.postcode ^@ prefix order by length(prefix) desc limit 1
        ) as place where place.area_id <> l.area_id
    """
    assert await counted(database, elsewhere) == 0


async def test_simulate_refuses_a_seed_that_is_there_already(database: Database) -> None:
    await simulated(database)
    with pytest.raises(SeedUsed, match="Choose another seed"):
        await simulated(database)


async def test_simulate_adds_to_what_is_there_with_another_seed(database: Database) -> None:
    await simulated(database)
    await simulated(database, seed=4)
    assert await counted(database, "select count(*) from learner") == 2 * LEARNERS
