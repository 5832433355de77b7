"""A whole country's register: a slab holds the same people whoever makes it, and all are found by their keys."""

from datetime import date, datetime

import pytest

from service.demo.nation import SLAB, slab
from service.demo.whole_register import Filling, RegisterUsed, fill_register
from service.kit import database as sql
from service.kit.database import REGISTER, Database
from service.kit.embedded_postgres import EmbeddedPostgres
from service.learners.operations import verify_keys
from service.learners.rules import is_eligible

FEW = 300
_INDEXES = """
select indexname from pg_indexes where schemaname = 'public' and tablename in ('learner', 'learner_key') order by 1
"""


@pytest.mark.parametrize("number", [0, 324])
def test_a_slab_is_the_same_each_time_and_of_the_registers_ages(number: int, today: date) -> None:
    people = slab(number, seed=1, today=today)
    assert people == slab(number, seed=1, today=today)
    assert len(people) == SLAB
    assert all(is_eligible(each.date_of_birth, today=today) for each in people)


def test_no_two_slabs_share_a_number_or_are_alike(today: date) -> None:
    one, other = (slab(number, seed=1, today=today) for number in (0, 1))
    numbers = [each.uln for each in (*one, *other) if each.uln]
    assert len(set(numbers)) == len(numbers)
    assert one[:100] != other[:100]


async def test_a_filled_register_has_its_keys_and_its_indexes(
    committed: Database, postgres: EmbeddedPostgres, own_database: str, now: datetime, today: date
) -> None:
    async with committed.transaction(REGISTER) as session:
        before = await sql.rows(session, _INDEXES)
    urls = (postgres.url("pathway_app", own_database), postgres.url("pathway_owner", own_database))
    told: list[str] = []
    filling = Filling(learners=FEW, seed=1, processes=1, now=now, today=today)
    assert await fill_register(urls, filling, say=told.append) == FEW
    async with committed.transaction(REGISTER) as session:
        assert await sql.rows(session, _INDEXES) == before
    found = await verify_keys(committed)
    assert found.right
    assert found.learners == FEW
    assert told[-1] == "building the indexes"
    with pytest.raises(RegisterUsed):
        await fill_register(urls, filling, say=told.append)
