"""The invented population: the same for the same seed, possible, and as spread as the published figures."""

from collections import Counter
from datetime import date
from functools import cache
from itertools import islice

import pytest

from service.demo.notebook import as_spell
from service.demo.places import DISTRICTS, SOUTHEND, THURROCK
from service.demo.population import people
from service.demo.rows import Invented
from service.learners.rules import is_eligible
from service.pathways.rules import situation
from service.vocabulary.academic_year import academic_age
from service.vocabulary.activity import ACTIVITIES, Group
from service.vocabulary.postcode import outcode, parse_postcode
from service.vocabulary.uln import parse_uln
from tests.conftest import TODAY, YEAR

FULL_TIME = {210, 220, 230, 240, 270, 280}


@cache
def population(learners: int = 20_000, seed: int = 1, today: date = TODAY) -> tuple[Invented, ...]:
    return tuple(people(learners, 3, seed, today))


def percentages(first: int, last: int, *, learners: int = 20_000, today: date = TODAY) -> dict[object, float]:
    """Of the people of these academic ages today: by group and by activity."""
    counts: Counter[object] = Counter()
    for person in population(learners, today=today):
        if first <= academic_age(person.claim.date_of_birth, on=today) <= last:
            where = situation([as_spell(spell) for spell in person.spells], today=today)
            counts.update((where.group, where.activity, "everybody"))
    return {key: 100 * count / counts["everybody"] for key, count in counts.items()}


def test_the_same_seed_invents_the_same_people() -> None:
    assert tuple(people(300, 3, 5, TODAY)) == tuple(people(300, 3, 5, TODAY))


def test_another_seed_invents_other_people() -> None:
    ours, others = people(300, 3, 5, TODAY), people(300, 3, 6, TODAY)
    assert not {person.claim.uln for person in ours if person.claim.uln} & {p.claim.uln for p in others}


def test_asking_for_more_people_does_not_change_the_first() -> None:
    assert tuple(people(100, 3, 5, TODAY)) == tuple(islice(people(400, 3, 5, TODAY), 100))


def test_every_uln_is_valid_and_nobody_shares_one() -> None:
    ulns = [person.claim.uln for person in population() if person.claim.uln]
    assert [parse_uln(uln) for uln in ulns] == ulns
    assert len(set(ulns)) == len(ulns) > 19_000


def test_everybody_is_of_an_age_the_register_takes() -> None:
    assert all(is_eligible(person.claim.date_of_birth, today=TODAY) for person in population())
    ages = {academic_age(person.claim.date_of_birth, on=TODAY) for person in population()}
    assert ages == set(range(15, 25))


def test_postcodes_are_canonical_and_lie_in_the_persons_district() -> None:
    codes = {district.code: district.postcodes for district in DISTRICTS}
    for person in population(2_000):
        postcode = person.claim.postcode
        if postcode is not None:
            assert parse_postcode(postcode) == postcode
            assert outcode(postcode) in {each.split()[0] for each in codes[person.district]}


# SOURCE: DfE, NEET and participation by local authority, 2025: see service/demo/calibration.py.
@pytest.mark.parametrize(
    ("what", "published"),
    [
        pytest.param(Group.NEET, 4.1, id="NEET"),
        pytest.param(Group.NOT_KNOWN, 1.9, id="not known"),
        pytest.param(310, 4.26, id="apprenticeships"),
    ],
)
def test_16_and_17_year_olds_are_as_the_2025_figures_have_them(what: object, published: float) -> None:
    assert percentages(16, 17)[what] == pytest.approx(published, abs=0.8)


def test_full_time_education_at_16_and_17_is_as_the_2025_figures_have_it() -> None:
    found = percentages(16, 17)
    assert sum(found.get(code, 0) for code in FULL_TIME) == pytest.approx(85.1, abs=1.5)


def test_18_to_24_year_olds_are_as_we_chose_them() -> None:
    found = percentages(18, 24)
    assert found[Group.NEET] == pytest.approx(13, abs=1.2)
    assert found[Group.NOT_KNOWN] == pytest.approx(9.5, abs=1.2)


@pytest.mark.parametrize(
    "today",
    [
        pytest.param(date(YEAR + 1, 1, 15), id="in January"),
        pytest.param(date(YEAR + 1, 5, 20), id="in May"),
        pytest.param(date(YEAR, 9, 28), id="in late September"),
    ],
)
def test_the_spread_holds_at_other_times_of_the_year(today: date) -> None:
    found = percentages(16, 17, learners=10_000, today=today)
    assert found[Group.NEET] == pytest.approx(4.1, abs=1.2)
    assert found[Group.NOT_KNOWN] == pytest.approx(1.9, abs=1)


def test_almost_everybody_in_year_11_is_at_school() -> None:
    found = percentages(15, 15)
    assert found[110] > 97
    assert found[110] + found[120] == pytest.approx(100)


def test_districts_have_people_in_proportion_and_their_own_council() -> None:
    counts = Counter(person.district for person in population())
    assert set(counts) == {district.code for district in DISTRICTS}
    assert counts[SOUTHEND] / len(population()) == pytest.approx(0.10, abs=0.01)
    assert counts[THURROCK] / len(population()) == pytest.approx(0.113, abs=0.01)
    assert {person.council for person in population() if person.district == THURROCK} == {"thurrock"}


def test_no_spell_is_impossible() -> None:
    for person in population():
        for spell in person.spells:
            assert spell.activity in ACTIVITIES
            assert spell.started_on <= TODAY
            assert spell.ended_on is None or spell.started_on <= spell.ended_on <= TODAY
            assert spell.planned_end_on is None or spell.planned_end_on >= spell.started_on
            assert spell.recorded_at.date() <= TODAY
            assert spell.first_recorded_at is None or spell.first_recorded_at < spell.recorded_at
            assert person.claim.date_of_birth.year + 14 < spell.started_on.year


def test_what_is_said_of_one_person_never_overlaps() -> None:
    for person in population():
        for earlier, later in zip(person.spells, person.spells[1:], strict=False):
            assert earlier.ended_on is None or earlier.ended_on < later.started_on


def test_milestones_have_happened_and_name_a_spell_that_is_there() -> None:
    for person in population():
        keys = {spell.key: spell.reporter for spell in person.spells}
        for milestone in person.milestones:
            assert milestone.occurred_on <= TODAY
            assert milestone.spell_key is None or keys[milestone.spell_key] == milestone.reporter


def test_keys_are_different_within_each_agency() -> None:
    for person in population(2_000):
        facts = [(fact.reporter, fact.key) for fact in [*person.spells, *person.milestones]]
        assert len(set(facts)) == len(facts)


def test_some_households_have_twins_and_some_have_siblings() -> None:
    households: dict[int, list[date]] = {}
    for person in population():
        households.setdefault(person.household, []).append(person.claim.date_of_birth)
    pairs = [days for days in households.values() if len(days) == 2]
    twins = [days for days in pairs if days[0] == days[1]]
    assert 0.01 < len(twins) / len(households) < 0.02
    assert 0.07 < (len(pairs) - len(twins)) / len(households) < 0.15


def test_people_leave_early_come_back_and_change_jobs() -> None:
    kinds = Counter(m.kind for person in population() for m in person.milestones)
    assert kinds["withdrew"] > 400
    assert kinds["re_entered"] > 400
    assert kinds["job_ended"] > 1_000
    activities = Counter(spell.activity for person in population() for spell in person.spells)
    assert min(activities[320], activities[330], activities[530], activities[310]) > 100


@pytest.mark.parametrize("year", [pytest.param(1, id="one year"), pytest.param(5, id="five years")])
def test_nothing_is_told_of_the_time_before_the_years_asked_for(year: int) -> None:
    first = date(YEAR - year + 1, 9, 1)
    told = [spell.started_on for person in people(400, year, 1, TODAY) for spell in person.spells]
    assert first <= min(told) < date(first.year, 10, 1)
