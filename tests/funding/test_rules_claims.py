"""What follows from a learner's facts: which outcomes can be claimed, by whom, on whose word, since when."""

from datetime import date, timedelta
from random import Random

import pytest

from service.circumstances.rows import Circumstance
from service.circumstances.rows import Kind as Circumstantial
from service.funding.rows import Band, Claim, Evidence, Outcome
from service.funding.rules import claims_of, lineage
from service.pathways.rows import Confidence, MilestoneKind, SaidMilestone, SaidSpell
from service.vocabulary.day import london_day
from tests.funding.facts import (
    AGENCIES,
    COLLEGE,
    COUNCIL,
    DAY,
    EMPLOYER,
    FUNDS,
    TRAINER,
    at,
    circumstance,
    job,
    key,
    milestone,
    picture,
    spell,
)

FACT = SaidSpell | SaidMilestone | Circumstance
LATER = DAY + timedelta(days=400)
FOUR_WEEKS = DAY + timedelta(weeks=4)
JOB = DAY + timedelta(weeks=10)
ENDED = DAY + timedelta(weeks=8)


def found(*facts: FACT, until: date = LATER, **details: object) -> tuple[Claim, ...]:
    return claims_of(picture(*facts, **details), funds=FUNDS, agencies=AGENCIES, until_on=until)


def kinds(*facts: FACT, **details: object) -> list[str]:
    return [claim.kind.value for claim in found(*facts, **details)]


def check(day: date, **details: object) -> SaidMilestone:
    return milestone(MilestoneKind.JOB_CONFIRMED, day, **{"agency_id": COUNCIL} | details)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param([], [], id="nothing is known"),
        pytest.param([spell()], ["start"], id="a course its provider told of after it began"),
        pytest.param(
            [spell(told=[DAY - timedelta(days=30)])], [], id="enrolled in advance, nothing said since"
        ),
        pytest.param(
            [spell(told=[DAY - timedelta(days=30), DAY])], ["start"], id="enrolled, and said again on the day"
        ),
        pytest.param(
            [spell(told=[DAY, FOUR_WEEKS - timedelta(days=1)])], ["start"], id="said again a day too soon"
        ),
        pytest.param(
            [spell(told=[DAY, FOUR_WEEKS])], ["start", "retention"], id="said again after four weeks"
        ),
        pytest.param(
            [spell(), milestone(MilestoneKind.ATTENDANCE, FOUR_WEEKS)],
            ["start", "retention"],
            id="attendance after four weeks",
        ),
        pytest.param(
            [spell(), circumstance(Circumstantial.ATTENDANCE, "10/7/0", on=FOUR_WEEKS)],
            ["start", "retention"],
            id="a week attended after four weeks",
        ),
        pytest.param(
            [spell(), circumstance(Circumstantial.ATTENDANCE, "10/0/10", on=FOUR_WEEKS)],
            ["start"],
            id="a week in which nobody came",
        ),
        pytest.param(
            [spell(), milestone(MilestoneKind.ATTENDANCE, FOUR_WEEKS, agency_id=TRAINER)],
            ["start"],
            id="attendance somewhere else",
        ),
        pytest.param(
            [spell(told=[DAY, ENDED], ended_on=FOUR_WEEKS - timedelta(days=1))],
            ["start"],
            id="left a day before four weeks",
        ),
        pytest.param(
            [spell(told=[DAY, ENDED], ended_on=FOUR_WEEKS)], ["start", "retention"], id="left on the day"
        ),
        pytest.param([spell(agency_id=COUNCIL)], [], id="a course nobody but the council tells of"),
        pytest.param([spell(activity=240)], [], id="university"),
        pytest.param([spell(activity=310)], ["start"], id="an apprenticeship is learning"),
        pytest.param([spell(), check(JOB)], ["start"], id="a job is confirmed that nobody told of"),
    ],
)
def test_starts_and_four_weeks_are_claimed_on_somebodys_word_alone(
    facts: list[FACT], expected: list[str]
) -> None:
    assert kinds(*facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param([job(started_on=JOB)], ["job_start"], id="a job after the course"),
        pytest.param([job(started_on=DAY + timedelta(weeks=1))], ["job_start"], id="during the course"),
        pytest.param(
            [job(started_on=ENDED + timedelta(weeks=26))], ["job_start"], id="on the last day for it"
        ),
        pytest.param([job(started_on=ENDED + timedelta(days=183))], [], id="a day later"),
        pytest.param([job(started_on=DAY - timedelta(days=1))], [], id="before the course"),
        pytest.param(
            [job(started_on=JOB), check(JOB + timedelta(days=90))], ["job_start"], id="checked too soon"
        ),
        pytest.param(
            [job(started_on=JOB), check(JOB + timedelta(days=91))],
            ["job_start", "job_13_weeks"],
            id="checked after 13 weeks",
        ),
        pytest.param(
            [job(started_on=JOB), check(JOB + timedelta(days=182))],
            ["job_start", "job_13_weeks", "job_26_weeks"],
            id="checked after 26 weeks, which says 13 too",
        ),
        pytest.param(
            [job(started_on=JOB, told=[JOB, JOB + timedelta(days=120)], ended_on=JOB + timedelta(days=90))],
            ["job_start"],
            id="over a day before 13 weeks",
        ),
        pytest.param(
            [
                job(started_on=JOB, ended_on=JOB + timedelta(days=50)),
                job("next", started_on=JOB + timedelta(days=65), told=[JOB + timedelta(days=91)]),
            ],
            ["job_start", "job_13_weeks"],
            id="two jobs with fourteen days between are one run",
        ),
        pytest.param(
            [
                job(started_on=JOB, ended_on=JOB + timedelta(days=50)),
                job("next", started_on=JOB + timedelta(days=66), told=[JOB + timedelta(days=91)]),
            ],
            ["job_start", "job_start"],
            id="fifteen days between make two",
        ),
        pytest.param(
            [job(started_on=JOB), job("council's", started_on=JOB, agency_id=COUNCIL)],
            ["job_start"],
            id="one job that two tell of",
        ),
    ],
)
def test_a_job_is_claimed_by_whoever_taught_before_it_and_lasts_if_it_is_confirmed(
    facts: list[FACT], expected: list[str]
) -> None:
    course = spell(told=[DAY, ENDED], ended_on=ENDED)
    assert [each for each in kinds(course, *facts) if each.startswith("job")] == expected


def test_a_result_may_follow_the_end_of_its_course_by_a_summer() -> None:
    ended = spell(told=[DAY, ENDED], ended_on=ENDED)
    soon = milestone(MilestoneKind.ACHIEVED, ENDED + timedelta(days=92))
    late = milestone(MilestoneKind.ACHIEVED, ENDED + timedelta(days=93))
    assert [each.was_there for each in found(ended, soon) if each.kind is Outcome.ACHIEVEMENT] == [True]
    assert [each.was_there for each in found(ended, late) if each.kind is Outcome.ACHIEVEMENT] == [False]


def test_a_provider_without_the_learner_claims_in_vain_and_the_attempt_is_there() -> None:
    claims = found(spell(), milestone(MilestoneKind.ACHIEVED, ENDED, agency_id=TRAINER))
    stray = next(each for each in claims if each.provider_id == TRAINER)
    assert (stray.kind, stray.was_there, stray.fund) == (Outcome.ACHIEVEMENT, False, "young")


def test_the_next_course_is_progression_only_to_a_higher_level_and_credits_the_one_before() -> None:
    first = spell(told=[DAY, ENDED], ended_on=ENDED, level="2")
    started = ENDED + timedelta(weeks=6)
    after = {"agency_id": TRAINER, "started_on": started, "told": [started]}
    higher = [
        each for each in found(first, spell("next", level="3", **after)) if each.kind is Outcome.PROGRESSION
    ]
    assert [(each.provider_id, each.occurred_on) for each in higher] == [(COLLEGE, started)]
    assert higher[0].occasion == lineage(TRAINER, "next")
    for level in ("2", "1", None):
        assert "progression" not in kinds(first, spell("next", level=level, **after))


@pytest.mark.parametrize(
    ("details", "evidence"),
    [
        ({"agency_id": EMPLOYER}, Evidence.EMPLOYER),
        ({"agency_id": COLLEGE}, Evidence.PROVIDER),
        ({"agency_id": COUNCIL}, Evidence.CHECK),
        ({"agency_id": COUNCIL, "confidence": Confidence.SELF_REPORTED}, Evidence.OWN_WORD),
        ({"agency_id": COUNCIL, "confidence": Confidence.INFERRED}, Evidence.INFERRED),
    ],
    ids=["the employer", "a provider", "a council that asked", "the young person alone", "a conclusion"],
)
def test_a_job_is_known_by_somebodys_word(details: dict[str, object], evidence: Evidence) -> None:
    claims = found(spell(told=[DAY]), job(started_on=JOB, **details))
    assert [each.evidence for each in claims if each.kind is Outcome.JOB_START] == [evidence]


def test_a_sure_word_counts_before_an_unsure_one_however_early() -> None:
    own = job(started_on=JOB, agency_id=COUNCIL, confidence=Confidence.SELF_REPORTED)
    sure = job("paid", started_on=JOB, told=[JOB + timedelta(days=60)])
    claims = [each for each in found(spell(told=[DAY]), own, sure) if each.kind is Outcome.JOB_START]
    assert [(each.evidence, london_day(each.verified_at)) for each in claims] == [
        (Evidence.EMPLOYER, JOB + timedelta(days=60))
    ]


def test_it_is_verified_when_it_was_first_said_not_when_it_was_last_repeated() -> None:
    claims = found(spell(told=[DAY, FOUR_WEEKS, FOUR_WEEKS + timedelta(days=300)]))
    assert [each.verified_at for each in claims] == [at(DAY), at(FOUR_WEEKS)]


def test_an_end_that_was_concluded_leaves_the_start_as_it_was_told() -> None:
    ended = spell(told=[DAY], ended_on=ENDED)
    concluded = SaidSpell(
        spell=spell(confidence=Confidence.INFERRED, ended_on=ENDED, told=[LATER]).spell,
        confirmed=ended.confirmed,
    )
    assert [each.evidence for each in found(concluded)] == [Evidence.PROVIDER]


@pytest.mark.parametrize(
    ("born_on", "fund"),
    [
        pytest.param(date(2007, 9, 1), ["young"], id="17 on the last 31 August"),
        pytest.param(date(2006, 8, 31), ["adult"], id="19 on that day"),
        pytest.param(date(2000, 9, 1), ["adult"], id="24 on that day"),
        pytest.param(date(2000, 8, 31), [], id="25"),
        pytest.param(date(2010, 9, 1), [], id="14"),
    ],
)
def test_a_course_belongs_to_the_fund_for_the_age_at_its_start(born_on: date, fund: list[str]) -> None:
    assert [each.fund for each in found(spell(), born_on=born_on)] == fund


def test_a_course_stays_in_the_fund_it_was_first_declared_in() -> None:
    settled = {lineage(COLLEGE, "course"): "adult"}
    assert [each.fund for each in found(spell(), funds=settled)] == ["adult"]


def test_what_has_not_happened_yet_is_not_claimed() -> None:
    assert kinds(spell(told=[DAY, FOUR_WEEKS]), until=FOUR_WEEKS - timedelta(days=1)) == ["start"]


@pytest.mark.parametrize(
    ("facts", "band"),
    [
        pytest.param([], Band.NOT_ASSESSED, id="nothing known"),
        pytest.param(
            [circumstance(Circumstantial.FREE_MEALS, "no", on=DAY)],
            Band.NONE,
            id="assessed, and nothing found",
        ),
        pytest.param(
            [circumstance(Circumstantial.EHC_PLAN, "yes", on=DAY - timedelta(days=90))],
            Band.ADDITIONAL,
            id="a plan",
        ),
        pytest.param(
            [circumstance(Circumstantial.EHC_PLAN, "yes", on=DAY, recorded_at=at(DAY + timedelta(days=43)))],
            Band.NOT_ASSESSED,
            id="recorded too late to change the price",
        ),
        pytest.param(
            [circumstance(Circumstantial.EHC_PLAN, "yes", on=DAY + timedelta(days=1))],
            Band.NONE,
            id="a plan made after the start",
        ),
        pytest.param(
            [
                circumstance(
                    Circumstantial.EHC_PLAN,
                    "yes",
                    on=DAY,
                    superseded_at=at(DAY + timedelta(days=200)),
                )
            ],
            Band.ADDITIONAL,
            id="corrected long after",
        ),
    ],
)
def test_the_band_is_as_known_at_the_start(facts: list[FACT], band: Band) -> None:
    assert {each.band for each in found(spell(), *facts)} == {band}


def test_facts_in_any_order_make_the_same_claims_in_the_same_order() -> None:
    facts: list[FACT] = [
        spell(told=[DAY, FOUR_WEEKS, ENDED], ended_on=ENDED),
        spell("other", agency_id=TRAINER, told=[DAY + timedelta(days=9)]),
        job(started_on=JOB),
        job("again", started_on=JOB + timedelta(days=1), agency_id=COLLEGE),
        check(JOB + timedelta(days=182)),
        milestone(MilestoneKind.ACHIEVED, ENDED),
        milestone(MilestoneKind.PROGRESSED, ENDED, id=key("p")),
    ]
    first = found(*facts)
    assert len(first) == 11
    rng = Random(1)
    for _ in range(20):
        rng.shuffle(facts)
        assert found(*facts) == first
