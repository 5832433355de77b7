"""Where somebody re-enters: each line a young person, what is on offer, what comes first, what rules out the rest."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from service.guarantee.rows import Market, Readiness, Recommendation, Route, Unfinished
from service.guarantee.rules import recommend
from service.pathways.rules import Stage
from service.provision.rows import Kind, Opportunity, Support
from tests.guarantee.places import BUILDING, CARE, FAR, IT, TODAY, TRAINER, first_steps, place, somebody

WEEK = timedelta(weeks=1)


def firsts(given: Recommendation) -> list[int]:
    """The numbers of the opportunities recommended, in order; 0 for re-engagement that the adviser arranges."""
    return [each.opportunity_id.int if each.opportunity_id else 0 for each in given.options]


def against(given: Recommendation, n: int) -> str | None:
    return next((each.because for each in given.near_misses if each.opportunity_id == UUID(int=n)), None)


@pytest.mark.parametrize(
    ("highest", "known", "stage"),
    [
        pytest.param(-1, False, Stage.ENTRY_OR_LEVEL_1, id="nothing is recorded"),
        pytest.param(-1, True, Stage.ENTRY_OR_LEVEL_1, id="no qualifications"),
        pytest.param(0, True, Stage.ENTRY_OR_LEVEL_1, id="entry level"),
        pytest.param(1, True, Stage.LEVEL_2, id="level 1"),
        pytest.param(2, True, Stage.LEVEL_3, id="level 2"),
        pytest.param(3, True, Stage.LEVEL_4_OR_ABOVE, id="level 3"),
        pytest.param(6, True, Stage.LEVEL_4_OR_ABOVE, id="a degree"),
    ],
)
def test_the_next_stage_above_what_was_achieved_is_aimed_at(highest: int, known: bool, stage: Stage) -> None:
    given = recommend(somebody(highest, is_known=known), [], today=TODAY)
    assert given.target is stage
    assert len(given.why) == 1


def test_whoever_is_not_ready_aims_at_first_steps() -> None:
    given = recommend(
        somebody(3, readiness=Readiness.NOT_YET), [place(1, level="4"), first_steps(2)], today=TODAY
    )
    assert (given.target, firsts(given), given.near_misses) == (Stage.RE_ENGAGEMENT, [2], ())


@pytest.mark.parametrize(
    ("offered", "who", "because"),
    [
        pytest.param(place(1), somebody(), None, id="it fits"),
        pytest.param(place(1, places=2, taken=1), somebody(), None, id="the last place"),
        pytest.param(place(1, places=2, taken=2), somebody(), "All its places are taken", id="no place left"),
        pytest.param(place(1, starts_on=TODAY), somebody(), None, id="it starts today"),
        pytest.param(
            place(1, starts_on=date(2026, 11, 27)),
            somebody(),
            "It starts on 27 November 2026, before they can",
            id="it has started",
        ),
        pytest.param(place(1, listed_until_on=TODAY), somebody(), None, id="listed for the last day"),
        pytest.param(
            place(1, listed_until_on=date(2026, 11, 29)),
            somebody(),
            "The provider no longer lists it",
            id="no longer listed",
        ),
        pytest.param(
            place(1),
            somebody(free_on=date(2026, 12, 8)),
            "It starts on 7 December 2026, before they can",
            id="free a day too late",
        ),
        pytest.param(place(1, age_from=18), somebody(born=date(2008, 12, 7)), None, id="18 on the first day"),
        pytest.param(
            place(1, age_from=18),
            somebody(born=date(2008, 12, 8)),
            "It is for ages 18 to 24",
            id="18 the day after it starts",
        ),
        pytest.param(place(1, needs_level="1"), somebody(1), None, id="the level it needs"),
        pytest.param(
            place(1, Kind.JOB, level=None, needs_level="2"),
            somebody(1, readiness=Readiness.WORK),
            "It needs level 2 before",
            id="a level it needs is missing",
        ),
        pytest.param(place(1, needs_english=True), somebody(english=True), None, id="the English it needs"),
        pytest.param(
            place(1, needs_english=True, needs_maths=True),
            somebody(),
            "It needs grade 4 in English and maths",
            id="English and maths are missing",
        ),
        pytest.param(place(1), somebody(travel_minutes=20), None, id="as far as they can go"),
        pytest.param(
            place(1, area_id=FAR),
            somebody(travel_minutes=74),
            "It takes 75 minutes to get there, and 74 is the most",
            id="a minute too far",
        ),
        pytest.param(
            place(1, area_id=None, postcode=None), somebody(travel_minutes=0), None, id="online is near"
        ),
        pytest.param(
            place(1, area_id=UUID(int=9)), somebody(travel_minutes=20), None, id="nobody knows how far"
        ),
        pytest.param(place(1), somebody(hours=16), None, id="as many hours as they can"),
        pytest.param(
            place(1),
            somebody(hours=15),
            "It takes 16 hours a week, and 15 is the most",
            id="an hour too many",
        ),
        pytest.param(
            place(1),
            somebody(needs=frozenset({Support.CHILDCARE})),
            "It does not come with: childcare",
            id="what they need is missing",
        ),
        pytest.param(
            place(1, supports=frozenset({Support.CHILDCARE})),
            somebody(needs=frozenset({Support.CHILDCARE})),
            None,
            id="it comes with what they need",
        ),
        pytest.param(
            place(1),
            somebody(readiness=Readiness.WITH_SUPPORT),
            "It comes without the one-to-one support they need to start",
            id="nobody beside them",
        ),
        pytest.param(
            place(1, supports=frozenset({Support.ONE_TO_ONE})),
            somebody(readiness=Readiness.WITH_SUPPORT),
            None,
            id="somebody beside them",
        ),
        pytest.param(
            place(1, Kind.APPRENTICESHIP),
            somebody(readiness=Readiness.LEARNING),
            "They are not ready for work yet",
            id="work too early",
        ),
        pytest.param(place(1), somebody(route=Route.WORK), "They would rather work", id="not their way"),
        pytest.param(
            place(1, Kind.APPRENTICESHIP),
            somebody(route=Route.LEARNING, readiness=Readiness.WORK),
            "They would rather learn",
            id="nor this",
        ),
        pytest.param(
            place(1),
            somebody(sectors=frozenset({"1"})),
            "It is in a sector they did not choose",
            id="another sector",
        ),
        pytest.param(place(1), somebody(2), "They have achieved level 2 already", id="the same level again"),
        pytest.param(
            place(1), somebody(2, sectors=frozenset({"5"})), None, id="again, in a sector new to them"
        ),
        pytest.param(
            place(1),
            somebody(2, sectors=frozenset({"5"}), by_area={"5": 2}),
            "They have achieved level 2 already",
            id="in the sector they achieved it in",
        ),
        pytest.param(place(1), somebody(2, may_repeat=True, by_area={"5": 2}), None, id="again, as they ask"),
        pytest.param(place(1, level="3"), somebody(1), "Level 3 is more than one step up", id="two steps up"),
        pytest.param(place(1, level=None), somebody(1), "It leads to no level", id="no level"),
        pytest.param(place(1, level=None), somebody(-1), None, id="no level, as a first step"),
        pytest.param(
            place(1, Kind.SUPPORTED_INTERNSHIP, level=None),
            somebody(),
            "It is for those with an education, health and care plan",
            id="for others",
        ),
        pytest.param(
            place(1, Kind.SUPPORTED_INTERNSHIP, level=None), somebody(has_plan=True), None, id="for them"
        ),
    ],
)
def test_what_rules_an_opportunity_out_is_said(
    offered: Opportunity, who: object, because: str | None
) -> None:
    given = recommend(who, [offered], today=TODAY)
    assert firsts(given) == ([0] if because else [1])
    assert against(given, 1) == because


def test_two_reasons_against_are_no_near_miss() -> None:
    given = recommend(somebody(2, hours=10), [place(1)], today=TODAY)
    assert given.near_misses == ()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2026-11-30", "2026-12-07", id="Monday: three days' notice, the next"),
        pytest.param("2026-12-02", "2026-12-07", id="Wednesday: the notice ends on that Monday"),
        pytest.param("2026-12-03", "2026-12-14", id="Thursday: a day too late for it"),
        pytest.param("2026-12-05", "2026-12-14", id="a Saturday"),
        pytest.param("2026-12-21", "2026-12-29", id="Christmas: the Monday is a bank holiday"),
        pytest.param("2026-12-22", "2027-01-04", id="the notice is over after it"),
        pytest.param("2027-03-24", "2027-04-05", id="Easter and the clocks go forward"),
    ],
)
def test_whoever_may_join_any_week_starts_on_a_monday(day: str, expected: str) -> None:
    today = date.fromisoformat(day)
    given = recommend(somebody(free_on=today), [place(1, starts_on=None)], today=today)
    assert given.options[0].starts_on == date.fromisoformat(expected)


def test_what_starts_within_six_weeks_is_recommended_and_later_needs_a_bridge() -> None:
    soon = recommend(somebody(), [place(1, starts_on=TODAY + 6 * WEEK), first_steps(2)], today=TODAY)
    assert (firsts(soon), soon.options[0].then) == ([1], None)
    later = recommend(
        somebody(), [place(1, starts_on=TODAY + 6 * WEEK + timedelta(1)), first_steps(2)], today=TODAY
    )
    assert firsts(later) == [2]
    then = later.options[0].then
    assert then is not None
    assert then.opportunity_id == UUID(int=1)
    assert later.options[0].review_on == date(2026, 12, 21)
    assert later.target is Stage.LEVEL_2


def test_more_than_half_a_year_away_is_not_promised() -> None:
    given = recommend(
        somebody(),
        [place(1, starts_on=TODAY + 26 * WEEK + timedelta(1), listed_until_on=TODAY + 60 * WEEK)],
        today=TODAY,
    )
    assert firsts(given) == [0]
    assert given.options[0].then is None
    assert against(given, 1) == "It starts on 1 June 2027, more than half a year away"


def test_with_nothing_on_offer_there_is_a_day_to_look_again() -> None:
    given = recommend(somebody(), [], today=TODAY)
    assert firsts(given) == [0]
    only = given.options[0]
    assert (only.stage, only.starts_on, only.review_on) == (
        Stage.RE_ENGAGEMENT,
        date(2026, 12, 1),
        date(2026, 12, 15),
    )


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(
            place(2, Kind.JOB, level=None), place(1, Kind.APPRENTICESHIP), id="a job is the way's end"
        ),
        pytest.param(place(2, Kind.APPRENTICESHIP), place(1), id="earning while learning"),
        pytest.param(place(2, teaches_english_maths=True), place(1), id="English and maths beside"),
        pytest.param(place(2, sector=BUILDING), place(1, sector=CARE), id="what was begun before counts"),
        pytest.param(place(2, sector=IT), place(1, sector="8.1"), id="what employers ask for"),
        pytest.param(
            place(2, starts_on=date(2026, 12, 4)), place(1, starts_on=date(2026, 12, 7)), id="sooner"
        ),
        pytest.param(place(2), place(1, area_id=FAR), id="nearer"),
        pytest.param(place(2), place(1, area_id=UUID(int=9)), id="how far is known"),
        pytest.param(place(2, agency_id=TRAINER), place(1), id="more stay there"),
        pytest.param(place(1), place(2), id="and then by their key"),
    ],
)
def test_the_better_of_two_comes_first(better: Opportunity, worse: Opportunity) -> None:
    begun = Unfinished(rank=2, area="5", title="Bricklaying", weeks=30, ended_on=date(2026, 3, 1))
    who = somebody(readiness=Readiness.WORK, unfinished=(begun,) if worse.sector == CARE else ())
    market = Market(demand={IT: 1.0}, staying={TRAINER: 0.8})
    assert firsts(recommend(who, [worse, better], today=TODAY, market=market)) == [
        better.id.int,
        worse.id.int,
    ]


def test_three_at_most_are_recommended_each_with_its_reasons() -> None:
    given = recommend(
        somebody(sectors=frozenset({"5"}), needs=frozenset({Support.TRAVEL})),
        [place(n, supports=frozenset({Support.TRAVEL})) for n in range(1, 6)],
        today=TODAY,
    )
    assert firsts(given) == [1, 2, 3]
    assert given.options[0].reasons == (
        "Level 2 is the next step for them.",
        "Construction, planning and the built environment: a sector they chose.",
        "They can start on 7 December 2026, in 7 days.",
        "About 20 minutes from where they live.",
        "It comes with what they need: help with travel costs.",
    )


def test_what_was_begun_and_left_is_named_so_that_it_may_count() -> None:
    begun = Unfinished(rank=2, area="5", title="Level 2 Bricklaying", weeks=30, ended_on=date(2026, 3, 1))
    given = recommend(somebody(unfinished=(begun,)), [place(1)], today=TODAY)
    assert "They did 30 weeks of Level 2 Bricklaying until 1 March 2026: ask what of it counts." in (
        given.options[0].reasons
    )


def test_near_misses_in_a_chosen_sector_come_before_other_sectors() -> None:
    others = [place(n, sector=CARE, starts_on=TODAY) for n in range(1, 7)]
    given = recommend(
        somebody(sectors=frozenset({"5"}), travel_minutes=30), [*others, place(9, area_id=FAR)], today=TODAY
    )
    assert given.near_misses[0].opportunity_id == UUID(int=9)
    assert len(given.near_misses) == 5
