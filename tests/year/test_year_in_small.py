"""A small part of a year, summer to autumn, through the very code that simulates two thousand for all of it."""

from datetime import date

import pytest

from service.kit.database import Database
from service.kit.embedded_postgres import EmbeddedPostgres
from tests.conftest import YEAR
from tests.connections import rolled_back
from tests.year.figures import Figures, printed
from tests.year.year import Plan, simulate_year

AUTUMN = Plan(learners=120, first=date(YEAR, 7, 27), days=98)  # until after the clocks go back
WEEKS = Plan(learners=40, first=date(YEAR, 8, 24), days=21, seed=5)


@pytest.fixture(scope="module")
async def autumn(postgres: EmbeddedPostgres) -> Figures:
    async with rolled_back(postgres.app_url) as database:
        return await simulate_year(database, AUTUMN)


def test_every_evening_of_a_small_year_is_as_it_must_be_and_all_of_it_is_counted(autumn: Figures) -> None:
    told = dict(autumn.lines)
    assert told["days simulated"] == str(AUTUMN.days)
    assert int(told["learners in the register at the end"]) > AUTUMN.learners * 0.9
    assert sum(each.raised for each in autumn.rules) == int(told["alerts raised"].replace(",", ""))
    for each in autumn.rules:
        assert each.raised == each.by_itself + each.by_a_person + each.open


def test_a_small_year_meets_what_the_invariants_are_about(autumn: Figures) -> None:
    assert {"R05", "R07", "R08", "R16", "R19"} <= {each.rule for each in autumn.rules}
    told = dict(autumn.lines)
    for what in (
        "facts corrected by hand",
        "facts that said nothing new",
        "fortnights of leave",
        "referrals made",
        "moves at once",
    ):
        assert int(told[what]) > 0
    assert {group for group, _, _ in autumn.reasons} == {"NEET", "not known"}
    assert len(autumn.reasons) > 6


def test_the_figures_of_a_year_are_printed_without_anybodys_name(autumn: Figures) -> None:
    page = printed(autumn)
    assert "median days from NEET to the first conversation" in page
    assert "@" not in page


async def test_the_same_seed_gives_the_same_year(postgres: EmbeddedPostgres) -> None:
    years = [await weeks(postgres) for _ in range(2)]
    assert years[0] == years[1]


async def weeks(postgres: EmbeddedPostgres) -> tuple[object, ...]:
    """What was counted, but for how long it took."""
    async with rolled_back(postgres.app_url) as database:
        counted = await figures(database)
    return counted.rules, [each for each in counted.lines if "wall time" not in each[0]], counted.reasons


async def figures(database: Database) -> Figures:
    return await simulate_year(database, WEEKS)
