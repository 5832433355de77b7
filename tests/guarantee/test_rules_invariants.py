"""What holds of every recommendation, tried on people and catalogues made up at random."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.guarantee.rows import Achieved, Entrant, Readiness, Route, Wishes
from service.guarantee.rules import recommend
from service.guarantee.rules.fitting import CHECKS, FIRST_STEPS, asking, look, ruled_out
from service.pathways.rules import Stage
from service.provision.rows import Kind, Opportunity, Support
from service.vocabulary.sector import LEVELS, level_rank
from tests.guarantee.places import FAR, NEAR, TODAY, place

ORDER = [Stage.ENTRY_OR_LEVEL_1, Stage.LEVEL_2, Stage.LEVEL_3, Stage.LEVEL_4_OR_ABOVE]
AREAS = ["1", "5", "6"]
supports = st.frozensets(st.sampled_from(Support), max_size=2)
days = st.integers(-5, 250).map(lambda n: TODAY + timedelta(n))


@st.composite
def opportunities(draw: st.DrawFn) -> list[Opportunity]:
    """A small catalogue, its keys distinct."""
    return [
        place(
            n + 1,
            draw(st.sampled_from(Kind)),
            level=draw(st.sampled_from([None, *LEVELS[:6]])),
            sector=f"{draw(st.sampled_from(AREAS))}.1",
            needs_level=draw(st.sampled_from([None, "1", "2"])),
            needs_maths=draw(st.booleans()),
            teaches_english_maths=draw(st.booleans()),
            starts_on=draw(st.none() | days),
            hours=draw(st.sampled_from([12, 30])),
            area_id=draw(st.sampled_from([None, NEAR, FAR])),
            supports=draw(supports),
            taken=draw(st.sampled_from([0, 10])),
            listed_until_on=draw(days),
        )
        for n in range(draw(st.integers(0, 12)))
    ]


@st.composite
def entrants(draw: st.DrawFn) -> Entrant:
    """Somebody of 16 to 24."""
    wishes = Wishes(
        sectors=draw(st.frozensets(st.sampled_from(AREAS))),
        route=draw(st.sampled_from(Route)),
        readiness=draw(st.sampled_from(Readiness)),
        needs=draw(supports),
        travel_minutes=draw(st.sampled_from([None, 30])),
        hours=draw(st.sampled_from([None, 16])),
        free_on=draw(days),
        may_repeat=draw(st.booleans()),
    )
    achieved = Achieved(
        highest=draw(st.integers(-1, 7)),
        by_area=draw(st.dictionaries(st.sampled_from(AREAS), st.integers(0, 3))),
        english=draw(st.booleans()),
        maths=draw(st.booleans()),
        is_known=True,
    )
    born = draw(st.dates(date(2002, 1, 1), date(2010, 11, 1)))
    return Entrant(born=born, achieved=achieved, wishes=wishes, minutes={NEAR: 20, FAR: 75})


@given(entrants(), opportunities(), st.randoms(use_true_random=False))
def test_the_same_person_and_facts_get_the_same_answer_in_whatever_order(
    who: Entrant, offered: list[Opportunity], random: object
) -> None:
    shuffled = list(offered)
    random.shuffle(shuffled)
    assert recommend(who, shuffled, today=TODAY) == recommend(who, offered, today=TODAY)


def test_no_word_of_who_asks_can_reach_the_recommendation() -> None:
    """Whichever agency: there is nowhere to put its name."""
    known = {*Entrant.__struct_fields__, *Wishes.__struct_fields__, *Achieved.__struct_fields__}
    assert not {name for name in known if "agency" in name or "account" in name or "role" in name}


@given(entrants(), opportunities())
def test_there_are_one_to_three_options_all_dated_and_all_feasible(
    who: Entrant, offered: list[Opportunity]
) -> None:
    given = recommend(who, offered, today=TODAY)
    catalogue = {each.id: each for each in offered}
    to = asking(who, today=TODAY)
    assert 1 <= len(given.options) <= 3
    for option in given.options:
        assert option.starts_on >= TODAY
        assert option.reasons
        if option.stage is Stage.RE_ENGAGEMENT:
            assert option.review_on is not None
        for each in filter(None, (option, option.then)):
            if each.opportunity_id is not None:
                found = catalogue[each.opportunity_id]
                checks = FIRST_STEPS if found.kind is Kind.RE_ENGAGEMENT else CHECKS
                assert ruled_out(look(found, to), to, checks) == []


@given(entrants(), opportunities(), st.integers(0, 3))
def test_more_achievement_never_lowers_the_stage(who: Entrant, offered: list[Opportunity], more: int) -> None:
    better = msgspec.structs.replace(who.achieved, highest=min(who.achieved.highest + more, 7), maths=True)
    before = recommend(who, offered, today=TODAY).target
    after = recommend(msgspec.structs.replace(who, achieved=better), offered, today=TODAY).target
    if before is Stage.RE_ENGAGEMENT:
        assert after is Stage.RE_ENGAGEMENT  # readiness alone lowers it
    else:
        assert ORDER.index(after) >= ORDER.index(before)


@given(entrants(), opportunities())
def test_nothing_achieved_is_done_again_unless_they_ask(who: Entrant, offered: list[Opportunity]) -> None:
    catalogue = {each.id: each for each in offered}
    for option in recommend(who, offered, today=TODAY).options:
        found = catalogue.get(option.opportunity_id or UUID(int=0))
        if found is None or found.kind is Kind.RE_ENGAGEMENT or found.level is None or who.wishes.may_repeat:
            continue
        rank, area = level_rank(found.level), (found.sector or "").partition(".")[0]
        assert rank > who.achieved.by_area.get(area, -1)
        assert rank > who.achieved.highest or area in who.wishes.sectors


@given(entrants(), opportunities(), st.data())
def test_taking_an_opportunity_away_brings_up_none_that_did_not_fit(
    who: Entrant, offered: list[Opportunity], data: st.DataObject
) -> None:
    before = recommend(who, offered, today=TODAY)
    if not offered:
        return
    gone = data.draw(st.sampled_from(offered))
    after = recommend(who, [each for each in offered if each is not gone], today=TODAY)
    was_recommended = gone.id in {each.opportunity_id for each in before.options}
    was_then = gone.id in {each.then.opportunity_id for each in before.options if each.then}
    if not was_recommended and not was_then:
        assert after.options == before.options


@pytest.mark.parametrize("readiness", list(Readiness))
@given(who=entrants(), offered=opportunities())
def test_nobody_is_given_work_before_they_are_ready(
    readiness: Readiness, who: Entrant, offered: list[Opportunity]
) -> None:
    ready = msgspec.structs.replace(who, wishes=msgspec.structs.replace(who.wishes, readiness=readiness))
    for option in recommend(ready, offered, today=TODAY).options:
        found = next((each for each in offered if each.id == option.opportunity_id), None)
        if found is not None and found.kind in {Kind.JOB, Kind.APPRENTICESHIP}:
            assert readiness is Readiness.WORK
