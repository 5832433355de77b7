"""What a young person reads, says is wrong and says is so now, through the real operations."""

from datetime import timedelta
from uuid import UUID

import pytest

from service.access.rows import WHOLE_REGISTER, Scope
from service.alerts import queries as alerts
from service.alerts.operations import record_circumstance
from service.circumstances.rows import Kind
from service.kit.audit import By
from service.kit.errors import Invalid, TooMany
from service.kit.ids import new_id
from service.learners.operations import require_learner
from service.notices import queries as notices
from service.own_record import queries
from service.own_record.operations import (
    RequestAnswered,
    RequestUnknown,
    Wrong,
    answer_request,
    ask_to_correct,
    own_held,
    own_pathway,
    recorded_now,
    say_now,
    who_looked,
)
from service.own_record.operations.requests import MOST_OPEN
from service.own_record.rows import About, LetIn, Outcome
from service.own_record.rules import Now, Said
from service.pathways import queries as pathways
from service.pathways.rules import situation
from tests.circumstances.saying import says
from tests.own_record.conftest import Hand


async def tells(hand: Hand, reader: LetIn, **said: object) -> None:
    await say_now(hand.session, said=Said(**said), reader=reader, now=hand.now, today=hand.today)


async def where(hand: Hand) -> int:
    facts = (await pathways.facts_of(hand.session, [hand.learner.id], within=WHOLE_REGISTER))[hand.learner.id]
    return situation(facts.spells, today=hand.today).activity


async def open_rules(hand: Hand) -> set[str]:
    found = await alerts.alerts_of(hand.session, hand.learner.id, within=Scope(hand.council.id))
    return {each.rule for each in found if each.closed_on is None}


async def asks(hand: Hand, reader: LetIn, words: str = "I left in October", fact: UUID | None = None) -> UUID:
    about = About.FACT if fact else About.IDENTITY
    wrong = Wrong(about=about, words=words, fact_id=fact)
    return await ask_to_correct(hand.session, wrong=wrong, reader=reader, now=hand.now)


async def answers(hand: Hand, request_id: UUID, agency_id: UUID) -> None:
    await answer_request(
        hand.session,
        request_id=request_id,
        outcome=Outcome.LEFT,
        answer="The register of the college says so.",
        within=Scope(agency_id),
        by=By(agency_id=agency_id, account_id=hand.adviser.id),
        now=hand.now,
    )


async def test_a_young_person_reads_what_every_agency_said(hand: Hand) -> None:
    own = await own_pathway(hand.session, reader=await hand.reads())
    assert [spell.agency_id for spell in own.said.spells] == [hand.college.id]
    assert own.names[hand.college.id] == hand.college.name
    assert own.council == hand.council.name


async def test_saying_they_are_looking_sets_off_the_safety_net_at_once(hand: Hand) -> None:
    reader = await hand.reads()
    assert await open_rules(hand) == set()
    await tells(hand, reader, now=Now.LOOKING, stopped_on=hand.today - timedelta(days=3))
    assert await where(hand) == 619
    assert await open_rules(hand) & {"R01", "R07"}


async def test_saying_they_are_still_there_twice_is_recorded_once(hand: Hand) -> None:
    reader = await hand.reads()
    await tells(hand, reader, now=Now.STILL)
    await tells(hand, reader, now=Now.STILL)
    own = await own_pathway(hand.session, reader=reader)
    assert [spell.agency_id for spell in own.said.spells].count(hand.council.id) == 1
    assert await where(hand) == 230


async def test_what_is_recorded_now_is_what_the_question_is_about(hand: Hand) -> None:
    before = await recorded_now(hand.session, reader=await hand.reads(), today=hand.today)
    assert before is not None
    assert before.activity == 230


@pytest.mark.parametrize(
    ("said", "field"),
    [
        pytest.param({"now": Now.LOOKING, "stopped_on": timedelta(days=1)}, "stopped_on", id="a day ahead"),
        pytest.param(
            {"now": Now.LOOKING, "stopped_on": timedelta(days=-90)}, "stopped_on", id="before it began"
        ),
        pytest.param({"now": Now.JOB, "stopped_on": timedelta()}, "started_on", id="a job since never"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(
    hand: Hand, said: dict[str, object], field: str
) -> None:
    reader = await hand.reads()
    days = {n: hand.today + v if isinstance(v, timedelta) else v for n, v in said.items()}
    with pytest.raises(Invalid) as refused:
        await tells(hand, reader, **days)
    assert refused.value.field == field
    assert await where(hand) == 230


async def test_a_line_that_is_wrong_is_for_the_agency_that_said_it(hand: Hand) -> None:
    reader = await hand.reads()
    line = (await own_pathway(hand.session, reader=reader)).said.spells[0]
    key = await asks(hand, reader, fact=line.id)
    for agency in (hand.college, hand.council):
        found = await queries.requests_to_answer(hand.session, within=Scope(agency.id))
        assert [(each.id, each.agency_id) for each in found] == [(key, hand.college.id)]
        told = await notices.notices(hand.session, agency.id)
        assert any("something in their record is wrong" in each.sentence for each in told)


async def test_what_is_about_no_line_is_for_the_council(hand: Hand) -> None:
    key = await asks(hand, await hand.reads())
    assert await queries.requests_to_answer(hand.session, within=Scope(hand.college.id)) == []
    found = await queries.requests_to_answer(hand.session, within=Scope(hand.council.id))
    assert [each.id for each in found] == [key]


async def test_an_answer_is_read_on_the_young_persons_page_and_stands(hand: Hand) -> None:
    reader = await hand.reads()
    key = await asks(hand, reader)
    await answers(hand, key, hand.council.id)
    own = await own_pathway(hand.session, reader=reader)
    assert [(each.outcome, each.answer) for each in own.requests] == [
        (Outcome.LEFT, "The register of the college says so.")
    ]
    with pytest.raises(RequestAnswered):
        await answers(hand, key, hand.council.id)


async def test_an_agency_answers_nothing_that_is_not_for_it(hand: Hand) -> None:
    key = await asks(hand, await hand.reads())
    with pytest.raises(RequestUnknown):
        await answers(hand, key, hand.college.id)


async def test_ten_open_requests_are_enough_for_one_person(hand: Hand) -> None:
    reader = await hand.reads()
    for n in range(MOST_OPEN):
        await asks(hand, reader, words=f"wrong {n}")
    with pytest.raises(TooMany):
        await asks(hand, reader)


@pytest.mark.parametrize("words", [pytest.param("  ", id="nothing"), pytest.param("x" * 1001, id="too much")])
async def test_a_request_has_words_and_not_too_many(hand: Hand, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        await asks(hand, await hand.reads(), words=words)
    assert refused.value.field == "words"


async def test_a_line_that_is_not_theirs_cannot_be_named(hand: Hand) -> None:
    with pytest.raises(Invalid) as refused:
        await asks(hand, await hand.reads(), fact=new_id())
    assert refused.value.field == "about"


async def test_who_looked_is_told_with_the_day_the_agency_and_the_reason(hand: Hand) -> None:
    reader = await hand.reads()
    for _ in range(3):
        await require_learner(
            hand.session,
            learner_id=hand.learner.id,
            within=Scope(hand.college.id),
            by=By(agency_id=hand.college.id, account_id=hand.adviser.id),
            now=hand.now,
            why="timeline",
        )
    found, lines = await who_looked(hand.session, reader=reader, page=1)
    looks = [(each, name) for each, name in found if each.act == "record viewed" and each.why == "timeline"]
    assert [(each.times, each.on, name) for each, name in looks] == [(3, hand.today, hand.college.name)]
    assert lines == len(found)


async def test_how_to_reach_them_safely_and_a_protected_address_are_on_no_screen(hand: Hand) -> None:
    told = (
        (Kind.SAFE_CONTACT, "never call the home number"),
        (Kind.PROTECTED_ADDRESS, "yes"),
        (Kind.ADDRESS, "1 Hill Rise, Harlow"),
    )
    for n, (kind, value) in enumerate(told):
        said = says(n, kind, value, learner_id=hand.learner.id, id=new_id(), agency_id=hand.council.id)
        await record_circumstance(
            hand.session,
            said=said,
            born_on=hand.learner.date_of_birth,
            by=hand.by,
            now=hand.now,
            today=hand.today,
        )
    own = await own_held(hand.session, reader=await hand.reads(), today=hand.today)
    assert own.circumstances == []
    assert own.hides_address


async def test_a_circumstance_is_shown_with_its_ground(hand: Hand) -> None:
    said = says(1, Kind.EHC_PLAN, "yes", learner_id=hand.learner.id, id=new_id(), agency_id=hand.council.id)
    await record_circumstance(
        hand.session,
        said=said,
        born_on=hand.learner.date_of_birth,
        by=hand.by,
        now=hand.now,
        today=hand.today,
    )
    own = await own_held(hand.session, reader=await hand.reads(), today=hand.today)
    assert [each.name for each in own.circumstances] == ["Education, health and care plan"]
    assert "Education and Skills Act 2008" in own.circumstances[0].ground
