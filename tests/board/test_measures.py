"""Each measure by tables of lives, just inside and just outside."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest

from service.board.rules.measures import MEASURES, STATES, Life, Tally
from service.circumstances.rows import Circumstance
from service.circumstances.rows import Kind as About
from service.pathways.rows import Completion, Facts, Milestone, MilestoneKind, Spell
from service.pathways.rules import situation_of, stretches

AS_OF = date(2026, 10, 31)
BORN = date(2009, 3, 5)  # academic age 17
NEET, COLLEGE, JOB, APPRENTICE, NOT_KNOWN, RE_ENGAGEMENT, SCHOOL = 619, 230, 330, 310, 810, 530, 110
numbers = count(1)


def spell(activity: int, started: date, ended: date | None = None, **more: object) -> Spell:
    recorded = datetime(2026, 10, 30, 12, tzinfo=UTC)
    values = {"planned_end_on": date(2027, 7, 31), "recorded_at": recorded, "said_at": recorded} | more
    return Spell(
        learner_id=UUID(int=1),
        id=UUID(int=next(numbers)),
        activity=activity,
        started_on=started,
        ended_on=ended,
        agency_id=UUID(int=2),
        source_key="a",
        **values,  # type: ignore[arg-type]  # the cases name the rest
    )


def life(*spells: Spell, born: date = BORN, **more: object) -> Life:
    line = tuple(stretches(spells))
    now = situation_of(line, today=AS_OF)
    values = {"facts": Facts(spells=spells)} | more
    return Life(born=born, line=line, now=now, **values)  # type: ignore[arg-type]  # as above


def tallies(code: str, of: Life) -> list[Tally]:
    return list(MEASURES[code].tally(of, AS_OF))


def happened(code: str, of: Life) -> list[bool]:
    return [each.happened for each in tallies(code, of)]


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def neet(since: date, *, days: int, then: int = COLLEGE) -> list[Spell]:
    """NEET for so many days, then something else."""
    back = since + timedelta(days=days)
    return [spell(NEET, since, back - timedelta(days=1)), spell(then, back)]


@pytest.mark.parametrize(
    ("spells", "back"),
    [
        pytest.param(neet(ago(200), days=90), [True], id="on the 90th day"),
        pytest.param(neet(ago(200), days=91), [True], id="on the 91st day"),
        pytest.param(neet(ago(200), days=92), [False], id="a day too late"),
        pytest.param([spell(NEET, ago(91))], [False], id="91 days ago, and NEET still"),
        pytest.param([spell(NEET, ago(90))], [], id="too short ago to say"),
        pytest.param(neet(ago(91 + 364), days=10), [True], id="the first day of the year"),
        pytest.param(neet(ago(91 + 365), days=10), [], id="before the year"),
        pytest.param(
            neet(ago(200), days=10, then=RE_ENGAGEMENT), [False], id="re-engagement is not yet back"
        ),
        pytest.param(neet(ago(200), days=10, then=APPRENTICE), [True], id="an apprenticeship is"),
        pytest.param(
            [*neet(ago(400), days=30), *neet(ago(300), days=200)], [True, False], id="twice, each counts"
        ),
        pytest.param([], [], id="never NEET"),
    ],
)
def test_re_engaged_is_back_in_learning_or_work_within_91_days(spells: list[Spell], back: list[bool]) -> None:
    assert happened("re-engaged", life(*spells)) == back


@pytest.mark.parametrize(
    ("spells", "said"),
    [
        pytest.param(neet(ago(200), days=50), [(True, 50)], id="back after fifty days"),
        pytest.param([spell(NEET, ago(60))], [(False, 60)], id="open: seen for sixty days, not dropped"),
        pytest.param(
            [spell(NEET, ago(60), ago(41)), spell(NOT_KNOWN, ago(40))],
            [(False, 19)],
            id="not known since: counts as long as it was known",
        ),
        pytest.param(neet(ago(731), days=50), [], id="longer than two years ago"),
        pytest.param([spell(NEET, AS_OF)], [(False, 0)], id="since today"),
    ],
)
def test_days_neet_keeps_those_who_are_not_back_yet(
    spells: list[Spell], said: list[tuple[bool, int]]
) -> None:
    assert [(each.happened, each.days) for each in tallies("days-neet", life(*spells))] == said


@pytest.mark.parametrize(
    ("spells", "again"),
    [
        pytest.param(neet(ago(200), days=50), [False], id="once"),
        pytest.param([*neet(ago(300), days=50), *neet(ago(100), days=50)], [True], id="twice"),
        pytest.param(
            [spell(NEET, ago(100), ago(50)), spell(620, ago(49))],
            [False],
            id="one kind into another is one time",
        ),
        pytest.param(
            [*neet(ago(365), days=50), *neet(ago(100), days=50)], [False], id="the first a year ago"
        ),
        pytest.param([spell(COLLEGE, ago(300))], [], id="never"),
    ],
)
def test_neet_again_counts_whoever_became_it_in_the_year(spells: list[Spell], again: list[bool]) -> None:
    assert happened("neet-again", life(*spells)) == again


def left(started: date, days: int, completion: Completion = Completion.WITHDRAWN) -> Spell:
    return spell(COLLEGE, started, started + timedelta(days=days - 1), completion=completion)


@pytest.mark.parametrize(
    ("course", "early"),
    [
        pytest.param(left(ago(100), 42), [True], id="the last day before day 42 is over"),
        pytest.param(left(ago(100), 43), [False], id="a day later"),
        pytest.param(left(ago(100), 10, Completion.COMPLETED), [False], id="finished"),
        pytest.param(left(ago(100), 10, Completion.MOVED_ON), [False], id="moved on"),
        pytest.param(left(ago(100), 10, Completion.BREAK), [False], id="an agreed break"),
        pytest.param(spell(COLLEGE, ago(42)), [False], id="began 42 days ago"),
        pytest.param(spell(COLLEGE, ago(41)), [], id="too short ago to say"),
        pytest.param(spell(COLLEGE, ago(42 + 365)), [], id="before the year"),
        pytest.param(spell(SCHOOL, ago(100)), [], id="school is no course"),
        pytest.param(spell(JOB, ago(100)), [], id="nor is a job"),
    ],
)
def test_left_early_is_left_within_six_weeks_for_nothing_else(course: Spell, early: list[bool]) -> None:
    found = tallies("left-early", life(course))
    assert [each.happened for each in found] == early
    assert {each.part for each in found} <= {str(course.agency_id)}


def test_aims_begun_on_one_day_with_one_provider_are_one_course() -> None:
    short = spell(COLLEGE, ago(100), ago(90), completion=Completion.WITHDRAWN, planned_end_on=ago(80))
    assert happened("left-early", life(short, spell(COLLEGE, ago(100)))) == [False]


@pytest.mark.parametrize(
    ("ended", "planned", "completion", "lost"),
    [
        pytest.param(ago(30), ago(20), Completion.WITHDRAWN, [True], id="ten days before the end"),
        pytest.param(ago(20), ago(20), Completion.WITHDRAWN, [False], id="on its day"),
        pytest.param(ago(30), ago(20), Completion.COMPLETED, [False], id="finished early"),
        pytest.param(ago(30), AS_OF, Completion.WITHDRAWN, [True], id="planned to end today"),
        pytest.param(ago(30), ago(-1), Completion.WITHDRAWN, [], id="planned to end tomorrow"),
        pytest.param(ago(30), ago(365), Completion.WITHDRAWN, [], id="a year ago"),
        pytest.param(ago(30), None, Completion.WITHDRAWN, [], id="never planned"),
    ],
)
def test_left_before_the_end_looks_at_courses_that_should_be_over(
    ended: date, planned: date | None, completion: Completion, lost: list[bool]
) -> None:
    course = spell(COLLEGE, ago(400), ended, planned_end_on=planned, completion=completion)
    assert happened("left-before-end", life(course)) == lost


@pytest.mark.parametrize(
    ("weeks", "spells", "lasts"),
    [
        pytest.param(13, [spell(JOB, ago(91))], [True], id="thirteen weeks and a day, and still there"),
        pytest.param(13, [spell(JOB, ago(90))], [], id="too short ago to say"),
        pytest.param(13, [spell(JOB, ago(200), ago(110))], [False], id="exactly thirteen weeks"),
        pytest.param(13, [spell(JOB, ago(200), ago(109))], [True], id="a day more"),
        pytest.param(
            13, [spell(JOB, ago(200), ago(150)), spell(360, ago(149), ago(100))], [True], id="from job to job"
        ),
        pytest.param(
            13,
            [spell(JOB, ago(200), ago(150)), spell(NEET, ago(149), ago(136)), spell(360, ago(135), ago(92))],
            [True],
            id="fourteen days between",
        ),
        pytest.param(
            13,
            [spell(JOB, ago(200), ago(150)), spell(NEET, ago(149), ago(135)), spell(360, ago(134), ago(92))],
            [False, False],
            id="fifteen days between",
        ),
        pytest.param(13, [spell(APPRENTICE, ago(200))], [], id="an apprenticeship is learning"),
        pytest.param(26, [spell(JOB, ago(182))], [True], id="twenty-six weeks and a day"),
        pytest.param(26, [spell(JOB, ago(300), ago(200))], [False], id="a hundred days"),
    ],
)
def test_a_job_is_sustained_if_work_goes_on_with_short_breaks_at_most(
    weeks: int, spells: list[Spell], lasts: list[bool]
) -> None:
    assert happened(f"job-{weeks}-weeks", life(*spells)) == lasts


@pytest.mark.parametrize(
    ("spells", "said"),
    [
        pytest.param(
            [spell(COLLEGE, ago(400), ago(101)), spell(JOB, ago(60))], [(True, 40)], id="forty days later"
        ),
        pytest.param(
            [spell(COLLEGE, ago(400), ago(101)), spell(JOB, ago(100))], [(True, 0)], id="the day after"
        ),
        pytest.param([spell(COLLEGE, ago(400), ago(101))], [(False, 100)], id="none yet"),
        pytest.param(
            [spell(COLLEGE, ago(400), ago(101)), spell(COLLEGE, ago(50))],
            [(False, 50)],
            id="learning again first",
        ),
        pytest.param([spell(COLLEGE, ago(400))], [], id="learning still"),
    ],
)
def test_days_to_the_first_job_begin_when_learning_ends(
    spells: list[Spell], said: list[tuple[bool, int]]
) -> None:
    assert [(each.happened, each.days) for each in tallies("first-job", life(*spells))] == said


# Their first year after Year 11 was 2025/26: October 2025 to March 2026 decides.
def months(*activities: tuple[int, int, int]) -> list[Spell]:
    """(activity, first, last) of the months 0, October, to 5, March."""
    firsts = [date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    firsts += [date(2026, 3, 1), date(2026, 4, 1)]
    return [
        spell(activity, firsts[first], firsts[last + 1] - timedelta(days=1))
        for activity, first, last in activities
    ]


@pytest.mark.parametrize(
    ("spells", "sustained"),
    [
        pytest.param(months((COLLEGE, 0, 5)), True, id="six months of college"),
        pytest.param(months((COLLEGE, 0, 4)), False, id="five months of college"),
        pytest.param(months((JOB, 0, 4)), True, id="five of six in work"),
        pytest.param(months((JOB, 0, 3)), False, id="four of six"),
        pytest.param(months((COLLEGE, 0, 2), (JOB, 3, 5)), True, id="three and three"),
        pytest.param(months((COLLEGE, 0, 1), (NEET, 2, 2), (JOB, 3, 5)), False, id="a month of neither"),
        pytest.param(
            [spell(APPRENTICE, date(2026, 1, 20), date(2026, 7, 31))], True, id="half a year as apprentice"
        ),
        pytest.param(
            [spell(APPRENTICE, date(2026, 3, 2), date(2026, 7, 31))], False, id="five months as apprentice"
        ),
        pytest.param([], False, id="not known"),
    ],
)
def test_a_destination_is_sustained_as_dfe_counts_it(spells: list[Spell], sustained: bool) -> None:
    assert happened("sustained", life(*spells)) == [sustained]


@pytest.mark.parametrize(
    ("born", "counted"),
    [
        pytest.param(date(2009, 8, 31), 1, id="16 in the year: left school before it"),
        pytest.param(date(2009, 9, 1), 0, id="15: at school still"),
        pytest.param(date(2008, 8, 31), 0, id="17: in the second year"),
        pytest.param(date(2007, 8, 31), 1, id="18, and learning the year before"),
        pytest.param(date(2006, 8, 31), 0, id="19"),
    ],
)
def test_destinations_are_of_those_in_their_first_year_after_school_or_study(
    born: date, counted: int
) -> None:
    studied = spell(COLLEGE, date(2024, 9, 2), date(2025, 7, 1))
    assert len(tallies("sustained", life(studied, born=born))) == counted


def achieved(level: str) -> Milestone:
    return Milestone(
        learner_id=UUID(int=1),
        id=UUID(int=next(numbers)),
        kind=MilestoneKind.ACHIEVED,
        occurred_on=ago(90),
        level=level,
        agency_id=UUID(int=2),
        source_key="m",
        recorded_at=datetime(2026, 8, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("spells", "milestones", "born", "met"),
    [
        pytest.param([spell(COLLEGE, ago(50))], [], BORN, [True], id="at college"),
        pytest.param([spell(JOB, ago(50))], [], BORN, [False], id="a job without training"),
        pytest.param([], [], BORN, [False], id="not known"),
        pytest.param([], [achieved("2")], BORN, [False], id="with level 2"),
        pytest.param([], [achieved("3")], BORN, [], id="with level 3: no duty"),
        pytest.param([], [], date(2008, 11, 1), [False], id="18 tomorrow"),
        pytest.param([], [], date(2008, 10, 31), [], id="18 today: no duty any more"),
        pytest.param([], [], date(2010, 9, 1), [], id="in Year 11 still"),
    ],
)
def test_the_duty_is_of_those_past_year_11_and_not_yet_18_without_level_3(
    spells: list[Spell], milestones: Sequence[Milestone], born: date, met: list[bool]
) -> None:
    facts = Facts(spells=tuple(spells), milestones=tuple(milestones))
    assert happened("duty", life(*spells, born=born, facts=facts)) == met


def test_level_3_counts_too_where_a_council_says_so() -> None:
    said = Circumstance(
        learner_id=UUID(int=1),
        id=UUID(int=3),
        kind=About.LEVEL_3,
        value="yes",
        starts_on=ago(10),
        agency_id=UUID(int=2),
        source_key="c",
        recorded_at=datetime(2026, 8, 1, tzinfo=UTC),
    )
    assert happened("duty", life(said=(said,))) == []


def offered(day: date) -> Facts:
    return Facts(
        milestones=(
            Milestone(
                learner_id=UUID(int=1),
                id=UUID(int=next(numbers)),
                kind=MilestoneKind.OFFERED,
                occurred_on=day,
                agency_id=UUID(int=2),
                source_key="o",
                recorded_at=datetime(2026, 10, 1, tzinfo=UTC),
            ),
        )
    )


@pytest.mark.parametrize(
    ("of", "has"),
    [
        pytest.param(life(facts=offered(date(2026, 9, 30))), [True], id="offered on the day"),
        pytest.param(life(facts=offered(date(2026, 10, 1))), [False], id="a day late"),
        pytest.param(life(facts=offered(date(2025, 12, 1))), [False], id="an offer of the year before"),
        pytest.param(life(spell(COLLEGE, date(2026, 9, 2))), [True], id="there already"),
        pytest.param(life(), [False], id="neither"),
        pytest.param(life(born=date(2008, 8, 31)), [], id="18 by then"),
    ],
)
def test_the_september_guarantee_is_an_offer_by_the_30th(of: Life, has: list[bool]) -> None:
    assert happened("september-guarantee", of) == has


@pytest.mark.parametrize(
    ("activity", "contacted", "spoken"),
    [
        pytest.param(NEET, ago(30), [True], id="thirty days ago"),
        pytest.param(NEET, ago(31), [False], id="thirty-one"),
        pytest.param(NOT_KNOWN, None, [False], id="never"),
        pytest.param(COLLEGE, None, [], id="at college: not asked"),
    ],
)
def test_contact_is_with_those_neet_or_not_known_in_the_last_thirty_days(
    activity: int, contacted: date | None, spoken: list[bool]
) -> None:
    found = tallies("contact", life(spell(activity, ago(100)), contacted_on=contacted))
    assert [each.happened for each in found] == spoken
    assert {each.part for each in found} <= {"none"}


@pytest.mark.parametrize(
    ("contacted", "alone"),
    [
        pytest.param(ago(122), [False], id="122 days ago"),
        pytest.param(ago(123), [True], id="a day longer"),
        pytest.param(None, [True], id="never"),
    ],
)
def test_left_alone_is_whoever_nobody_spoke_with_for_four_months(
    contacted: date | None, alone: list[bool]
) -> None:
    assert happened("left-alone", life(spell(NEET, ago(200)), contacted_on=contacted)) == alone


def test_every_measure_says_how_it_is_made() -> None:
    for code, measure in {**STATES, **MEASURES}.items():
        assert code == measure.code
        assert measure.version >= 1
        said = (measure.numerator, measure.denominator, measure.window, measure.exclusions, measure.source)
        assert all(text.endswith(".") for text in said), code
