"""The ledger as a whole, over a year: nothing is paid twice, nothing beyond its ceiling, whatever the order."""

from collections import Counter, defaultdict
from datetime import timedelta
from random import Random
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.funding.rows import Band, Before, Drawn, Due, Given, LineKind, Outcome, Owed, Run
from service.funding.rules import lines_of, parted
from service.vocabulary.financial_year import QUARTERS
from service.vocabulary.money import WHOLE
from tests.funding.facts import COLLEGE, DAY, TRAINER, due, key, priced

PROVIDERS = (COLLEGE, TRAINER)


def run(**details: object) -> Run:
    usual = {
        "fund": "young",
        "year": 2026,
        "quarter": 1,
        "share": 2000,
        "given": [Given(provider_id=COLLEGE, sector="5.2", pence=1_000_000)],
        "tariffs": [priced()],
    }
    return Run(**{**usual, **details})


def of_kind(lines: tuple[Drawn, ...], kind: LineKind) -> list[Drawn]:
    return [each for each in lines if each.kind is kind]


def test_an_outcome_is_paid_at_its_price_and_the_base_beside_it() -> None:
    lines = lines_of(run(dues=[due("a")]))
    assert [each.pence for each in of_kind(lines, LineKind.BASE)] == [200_000]
    (paid,) = of_kind(lines, LineKind.OUTCOME)
    assert (paid.pence, paid.price_pence) == (64_000, 64_000)
    assert paid.words == "Start, 1 June 2026"


def test_what_the_results_part_does_not_cover_is_cut_off_and_said() -> None:
    lines = of_kind(lines_of(run(dues=[due(name) for name in "abcd"])), LineKind.OUTCOME)
    assert sorted(each.pence for each in lines) == [8_000, 64_000, 64_000, 64_000]
    (cut,) = [each for each in lines if each.pence == 8_000]
    assert cut.words == "Start, 1 June 2026. Worth £640.00; the results part of the allocation left £80.00"


def test_the_cap_for_one_person_holds_over_providers_and_earlier_statements() -> None:
    learner = key("one person")
    dues = [due("a", learner_id=learner), due("b", learner_id=learner, provider_id=TRAINER)]
    both = [Given(provider_id=each, sector="5.2", pence=1_000_000) for each in PROVIDERS]
    lines = lines_of(run(given=both, dues=dues, tariffs=[priced(cap=100_000)], paid_to={learner: 30_000}))
    paid = of_kind(lines, LineKind.OUTCOME)
    assert sorted(each.pence for each in paid) == [6_000, 64_000]
    assert any("the cap for one person left £60.00" in each.words for each in paid)


@pytest.mark.parametrize(
    ("year", "pence"),
    [
        pytest.param(2026, 64_000, id="of this year it makes room"),
        pytest.param(2025, 0, id="of an earlier year it makes none"),
    ],
)
def test_what_is_taken_back_goes_on_the_statement_and_makes_room_in_its_year(year: int, pence: int) -> None:
    owed = Owed(
        id=key("owed"),
        learner_id=key("x"),
        provider_id=COLLEGE,
        sector="5.2",
        paid_pence=70_000,
        year=year,
        kind=Outcome.JOB_START,
    )
    lines = lines_of(run(dues=[due("a")], owed=[owed], before={COLLEGE: Before(results=200_000)}))
    (back,) = of_kind(lines, LineKind.CLAWBACK)
    assert (back.pence, back.words) == (-70_000, "Job start: taken back, £700.00 was paid")
    assert [each.pence for each in of_kind(lines, LineKind.OUTCOME)] == [pence]


def test_without_a_tariff_an_outcome_is_worth_nothing_and_says_so() -> None:
    (line,) = of_kind(lines_of(run(dues=[due("a")], tariffs=[])), LineKind.OUTCOME)
    assert (line.pence, line.words) == (0, "Start, 1 June 2026. No tariff of the fund held on that day")


def test_an_allocation_that_is_cut_is_paid_back_over_the_quarters_left() -> None:
    before = {COLLEGE: Before(base={"5.2": 600_000})}
    lines = lines_of(
        run(given=[Given(provider_id=COLLEGE, sector="5.2", pence=500_000)], quarter=4, before=before)
    )
    assert [each.pence for each in lines] == [-200_000]
    assert lines[0].words.endswith("paid back as the allocation was cut")


DUES = st.lists(
    st.builds(
        lambda name, kind, day, band, provider, parts: due(
            f"{name}",
            kind,
            occurred_on=DAY + timedelta(days=day),
            band=band,
            provider_id=provider,
            parts=parts,
        ),
        st.integers(0, 30),
        st.sampled_from(Outcome),
        st.integers(0, 25),
        st.sampled_from(Band),
        st.sampled_from(PROVIDERS),
        st.integers(1, 2),
    ),
    max_size=40,
    unique_by=lambda each: each.id,
)
GIVEN = st.lists(
    st.builds(
        Given,
        provider_id=st.sampled_from(PROVIDERS),
        sector=st.sampled_from(["1.1", "5.2", "14.1"]),
        pence=st.integers(0, 2_000_000),
    ),
    unique_by=lambda each: (each.provider_id, each.sector),
    max_size=6,
)


@given(DUES, GIVEN, st.integers(0, WHOLE), st.randoms(use_true_random=False))
def test_the_order_in_which_claims_come_changes_no_penny(
    dues: list[Due], given_: list[Given], share: int, rng: Random
) -> None:
    def drawn(some: list[Due], gifts: list[Given]) -> Counter[tuple[object, ...]]:
        told = lines_of(run(dues=some, given=gifts, share=share, tariffs=[priced(cap=150_000)]))
        return Counter(msgspec.structs.astuple(each) for each in told)

    before = drawn(dues, given_)
    shuffled, gifts = rng.sample(dues, len(dues)), rng.sample(given_, len(given_))
    assert drawn(shuffled, gifts) == before


class Year:
    """Four quarters one after the other, as the database would keep them."""

    def __init__(self, gifts: list[Given], share: int, cap: int) -> None:
        self.gifts, self.share, self.tariffs = gifts, share, [priced(cap=cap)]
        self.base: dict[UUID, dict[str, int]] = defaultdict(dict)
        self.results: dict[UUID, int] = defaultdict(int)
        self.paid: dict[UUID, tuple[Due, int]] = {}
        self.person: dict[UUID, int] = defaultdict(int)
        self.lines: list[Drawn] = []

    def quarter(self, quarter: int, dues: list[Due], untrue: set[UUID]) -> None:
        owed = [
            Owed(
                id=name,
                learner_id=each.learner_id,
                provider_id=each.provider_id,
                sector=each.sector,
                paid_pence=pence,
                year=2026,
                kind=each.kind,
            )
            for name, (each, pence) in self.paid.items()
            if name in untrue
        ]
        before = {each: Before(base=dict(self.base[each]), results=self.results[each]) for each in PROVIDERS}
        told = lines_of(
            run(
                quarter=quarter,
                share=self.share,
                given=self.gifts,
                tariffs=self.tariffs,
                dues=dues,
                owed=owed,
                before=before,
                paid_to=dict(self.person),
            )
        )
        self._keep(told, {each.id: each for each in dues})

    def _keep(self, told: tuple[Drawn, ...], dues: dict[UUID, Due]) -> None:
        for line in told:
            self.lines.append(line)
            if line.kind is LineKind.BASE:
                had = self.base[line.provider_id].get(line.sector or "", 0)
                self.base[line.provider_id][line.sector or ""] = had + line.pence
                continue
            self.results[line.provider_id] += line.pence
            assert line.declaration_id
            if line.kind is LineKind.OUTCOME:
                self.paid[line.declaration_id] = dues[line.declaration_id], line.pence
            whom = self.paid[line.declaration_id][0].learner_id
            self.person[whom] += line.pence
            if line.kind is LineKind.CLAWBACK:
                del self.paid[line.declaration_id]


@settings(max_examples=150)
@given(DUES, GIVEN, st.integers(0, WHOLE), st.integers(0, 400_000), st.randoms(use_true_random=False))
def test_over_a_year_the_base_comes_to_its_part_and_results_never_exceed_theirs(
    dues: list[Due], gifts: list[Given], share: int, cap: int, rng: Random
) -> None:
    year = Year(gifts, share, cap)
    for quarter in QUARTERS:
        untrue = {name for name in year.paid if rng.random() < 0.2}
        year.quarter(quarter, [each for n, each in enumerate(dues) if n % 4 == quarter - 1], untrue)
        assert all(year.results[each] >= 0 for each in PROVIDERS)
    for provider in PROVIDERS:
        parts = [parted(each.pence, share) for each in gifts if each.provider_id == provider]
        assert sum(year.base[provider].values()) == sum(base for base, _ in parts)
        assert year.results[provider] <= sum(results for _, results in parts)
        allocated = sum(each.pence for each in gifts if each.provider_id == provider)
        assert sum(each.pence for each in year.lines if each.provider_id == provider) <= allocated
    assert all(0 <= paid <= cap for paid in year.person.values())
    net = sum(pence for _, pence in year.paid.values())
    assert net == sum(each.pence for each in year.lines if each.kind is not LineKind.BASE)
