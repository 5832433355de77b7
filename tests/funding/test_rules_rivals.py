"""Which claims are paid: one reason for each refusal, one billable of each course and kind, first verified or split."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.funding.rows import Claim, Evidence, Outcome, Reason, Verdict
from service.funding.rules import judge
from service.funding.rules.eligibility import CLAIM_WITHIN
from tests.funding.facts import ALLOCATED, COLLEGE, DAY, TRAINER, at, claim, key

JOB = key("job")


def verdicts(*claims: Claim, standing: Sequence[Claim] = (), split: bool = False) -> dict[str, Verdict]:
    """Verdicts by provider and kind."""
    said = judge(
        claims,
        standing={each.key for each in standing},
        allocated=ALLOCATED,
        splits=lambda *_: split,
    )
    assert len(said) == len(claims)
    return {f"{_NAME[each.claim.provider_id]} {each.claim.occasion}": each for each in said}


_NAME = {COLLEGE: "college", TRAINER: "trainer"}


def one(each: Claim, *, standing: bool = False) -> Verdict:
    (said,) = judge(
        [each],
        standing={each.key} if standing else set(),
        allocated=ALLOCATED,
        splits=lambda *_: False,
    )
    return said


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        pytest.param({}, None, id="nothing stands against it"),
        pytest.param({"evidence": Evidence.EMPLOYER}, None, id="the employer says so"),
        pytest.param({"evidence": Evidence.CHECK}, None, id="the council has checked"),
        pytest.param({"evidence": Evidence.OWN_WORD}, Reason.NO_EVIDENCE, id="their own word alone"),
        pytest.param({"evidence": Evidence.INFERRED}, Reason.NO_EVIDENCE, id="concluded"),
        pytest.param({"was_there": False}, Reason.WRONG_PROVIDER, id="not with the provider that day"),
        pytest.param({"verified_at": at(DAY + CLAIM_WITHIN)}, None, id="on record on the last day"),
        pytest.param(
            {"verified_at": at(DAY + CLAIM_WITHIN + timedelta(days=1))},
            Reason.OUT_OF_WINDOW,
            id="a day too late",
        ),
        pytest.param({"fund": "another"}, Reason.NO_ALLOCATION, id="no allocation of the fund"),
        pytest.param(
            {"occurred_on": date(2027, 4, 1), "verified_at": at(date(2027, 4, 2))},
            Reason.NO_ALLOCATION,
            id="no allocation in that year",
        ),
        pytest.param(
            {"evidence": Evidence.OWN_WORD, "was_there": False, "fund": "another"},
            Reason.NO_EVIDENCE,
            id="of several reasons the first",
        ),
    ],
)
def test_a_claim_is_refused_for_one_reason(details: dict[str, object], reason: Reason | None) -> None:
    assert one(claim(**details)).reason is reason


@pytest.mark.parametrize(
    ("details", "is_true"),
    [
        ({"evidence": Evidence.OWN_WORD}, False),
        ({"was_there": False}, False),
        ({"verified_at": at(DAY + timedelta(days=999))}, True),
        ({"fund": "another"}, True),
    ],
    ids=["no evidence any more", "was elsewhere", "repeated much later", "the allocation is gone"],
)
def test_what_was_on_a_statement_only_has_to_be_true_still(details: dict[str, object], is_true: bool) -> None:
    said = one(claim(**details), standing=True)
    assert said.is_true is is_true
    assert (said.reason is None) is is_true


def test_of_one_course_and_kind_the_first_verified_is_paid_and_the_other_names_it() -> None:
    first = claim(Outcome.JOB_START, occasion=key("a"), verified_at=at(DAY + timedelta(days=1)))
    again = claim(Outcome.JOB_START, occasion=key("b"), verified_at=at(DAY + timedelta(days=2)))
    said = verdicts(again, first)
    assert said[f"college {key('a')}"].reason is None
    twin = said[f"college {key('b')}"]
    assert (twin.reason, twin.superseded_by) == (Reason.DUPLICATE, first.key)


def rivals(*, college: int, trainer: int, **details: object) -> tuple[Claim, Claim]:
    """Both helped into one job; days after which each word was on record."""
    return (
        claim(Outcome.JOB_START, occasion=JOB, verified_at=at(DAY + timedelta(days=college)), **details),
        claim(
            Outcome.JOB_START,
            provider_id=TRAINER,
            occasion=JOB,
            verified_at=at(DAY + timedelta(days=trainer)),
            helped_on=DAY + timedelta(days=30),
        ),
    )


@pytest.mark.parametrize(
    ("college", "trainer", "details", "winner"),
    [
        pytest.param(1, 2, {}, "college", id="verified first"),
        pytest.param(2, 1, {}, "trainer", id="verified first, the other way"),
        pytest.param(1, 1, {}, "trainer", id="at one time who helped last"),
        pytest.param(
            1, 1, {"helped_on": DAY + timedelta(days=60)}, "college", id="who helped last, the other way"
        ),
    ],
)
def test_of_two_who_helped_the_first_verified_is_paid(
    college: int, trainer: int, details: dict[str, object], winner: str
) -> None:
    said = verdicts(*rivals(college=college, trainer=trainer, **details))
    paid = [name for name, each in said.items() if each.reason is None]
    assert paid == [f"{winner} {JOB}"]
    assert {each.reason for each in said.values()} == {None, Reason.RIVAL_FIRST}


def test_a_rivals_own_word_counts_before_anothers_of_one_time() -> None:
    college, trainer = rivals(college=1, trainer=1)
    lent = claim(
        Outcome.JOB_START, provider_id=TRAINER, occasion=JOB, helped_on=trainer.helped_on, is_own=False
    )
    assert verdicts(college, lent)[f"college {JOB}"].reason is None


def test_where_the_tariff_splits_both_are_paid_a_part() -> None:
    said = verdicts(*rivals(college=1, trainer=2), split=True)
    assert sorted((each.part, each.parts, each.reason) for each in said.values()) == [
        (1, 2, None),
        (2, 2, None),
    ]


@pytest.mark.parametrize("split", [False, True], ids=["first verified", "split"])
def test_who_was_paid_stays_paid_though_a_rival_is_verified_earlier_now(split: bool) -> None:
    college, trainer = rivals(college=5, trainer=1)
    said = verdicts(college, trainer, standing=[college], split=split)
    assert said[f"college {JOB}"].reason is None
    assert (said[f"trainer {JOB}"].reason, said[f"trainer {JOB}"].superseded_by) == (
        Reason.RIVAL_FIRST,
        college.key,
    )


CLAIMS = st.lists(
    st.builds(
        lambda provider, kind, occasion, day, weak: claim(
            kind,
            provider_id=provider,
            occasion=key(f"occasion {occasion}"),
            verified_at=at(DAY + timedelta(days=day)),
            evidence=Evidence.OWN_WORD if weak else Evidence.PROVIDER,
        ),
        st.sampled_from([COLLEGE, TRAINER]),
        st.sampled_from([Outcome.START, Outcome.JOB_START]),
        st.integers(0, 3),
        st.integers(1, 5),
        st.booleans(),
    ),
    unique_by=lambda each: each.key,
    max_size=12,
)


@given(CLAIMS, st.randoms(use_true_random=False), st.booleans())
def test_one_is_paid_of_each_course_and_kind_whatever_the_order(
    claims: list[Claim], rng: object, split: bool
) -> None:
    def asked(some: list[Claim]) -> set[tuple[object, ...]]:
        said = judge(some, standing=(), allocated=ALLOCATED, splits=lambda *_: split)
        return {(each.claim.key, each.reason, each.superseded_by, each.part, each.parts) for each in said}

    before = asked(claims)
    shuffled = list(claims)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random, typed as object
    assert asked(shuffled) == before
    paid = [key for key, reason, *_ in before if reason is None]
    assert len({(course, kind) for _, course, kind, _ in paid}) == len(paid)  # type: ignore[misc]  # a key is typed as object
    if not split:
        assert len({(kind, occasion) for _, _, kind, occasion in paid}) == len(paid)  # type: ignore[misc]  # a key is typed as object
    assert all(over in {key for key, *_ in before} for _, _, over, *_ in before if over)
