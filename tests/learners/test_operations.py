"""Issuing indicators, looking learners up, deciding reviews: against a real database."""

import asyncio
from datetime import date, datetime

import msgspec
import pytest

from service.access.queries import agencies_with_access
from service.access.rows import Scope
from service.agencies.operations import add_map
from service.agencies.rows import Agency, AgencyArea, Area, AreaKind, PostcodeArea
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Context, Database, Session
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.learners import queries
from service.learners.operations import (
    Choice,
    ClaimReplayed,
    LearnerUnknown,
    NotEligible,
    ReviewSettled,
    ReviewUnknown,
    decide_review,
    issue_indicator,
    issue_indicators,
    look_up,
    require_learner,
)
from service.learners.rows import Claim, Outcome, Request, Sex
from service.vocabulary.indicator import parse_indicator
from tests.factories import make_council, make_learner, make_provider


@pytest.fixture
async def council(session: Session, now: datetime) -> Agency:
    return await make_council(session, now=now)


@pytest.fixture
async def college(session: Session, council: Agency, now: datetime) -> Agency:
    await make_learner(
        session, by=By(agency_id=(await make_provider(session, now=now, name="Noise College")).id), now=now
    )
    return await make_provider(session, now=now, council=council)


def zoe(today: date, **changes: object) -> Claim:
    """An invented person of 17."""
    usual = Claim(
        given_names="Zoë",
        family_name="Fenn",
        date_of_birth=date(today.year - 17, 9, 25),
        sex=Sex.FEMALE,
        postcode="CM1 1AA",
    )
    return msgspec.structs.replace(usual, **changes)


def ask(claim: Claim, name: str = "1") -> Request:
    """A request under a client's own name."""
    return Request(client_claim_id=name, claim=claim)


async def test_issue_indicator_registers_somebody_new(
    session: Session, college: Agency, council: Agency, now: datetime, today: date
) -> None:
    answer = await issue_indicator(
        session, request=ask(zoe(today)), by=By(agency_id=college.id), now=now, today=today
    )

    assert answer.outcome is Outcome.ISSUED
    assert answer.indicator == parse_indicator(answer.indicator or "")
    assert answer.learner_id is not None
    assert set(await agencies_with_access(session, answer.learner_id)) == {college.id, council.id}


async def test_issue_indicator_finds_somebody_another_agency_registered(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    other = await make_provider(session, now=now, name="Other College")
    first = await issue_indicator(
        session, request=ask(zoe(today)), by=By(agency_id=other.id), now=now, today=today
    )

    second = await issue_indicator(
        session, request=ask(zoe(today)), by=By(agency_id=college.id), now=now, today=today
    )

    assert second.outcome is Outcome.FOUND
    assert second.indicator == first.indicator
    assert second.learner_id is not None
    assert college.id in await agencies_with_access(session, second.learner_id)


async def test_issue_indicator_gives_an_exact_replay_the_same_answer(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    by = By(agency_id=college.id)
    first = await issue_indicator(session, request=ask(zoe(today)), by=by, now=now, today=today)

    again = await issue_indicator(session, request=ask(zoe(today)), by=by, now=now, today=today)

    assert msgspec.structs.replace(again, replayed=False, registered=first.registered) == first
    assert again.replayed
    assert (first.registered is not None, again.registered) == (True, None)
    assert await sql.value(session, "select count(*) from claim where agency_id = $1", college.id) == 1


async def test_issue_indicator_refuses_other_details_under_the_same_claim_id(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    by = By(agency_id=college.id)
    await issue_indicator(session, request=ask(zoe(today)), by=by, now=now, today=today)

    with pytest.raises(ClaimReplayed):
        await issue_indicator(
            session, request=ask(zoe(today, family_name="Marsh")), by=by, now=now, today=today
        )


async def test_issue_indicator_refuses_somebody_too_old_naming_the_rule(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    claim = zoe(today, date_of_birth=date(today.year - 30, 1, 1))

    with pytest.raises(NotEligible, match="25 or older"):
        await issue_indicator(session, request=ask(claim), by=By(agency_id=college.id), now=now, today=today)


async def test_issue_indicator_completes_what_was_not_known_and_overwrites_nothing(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    by = By(agency_id=college.id)
    first = await issue_indicator(session, request=ask(zoe(today)), by=by, now=now, today=today)

    await issue_indicator(
        session, request=ask(zoe(today, uln="9276308686", postcode=None), "2"), by=by, now=now, today=today
    )

    learner = await queries.learners(session, [first.learner_id or new_id()], within=Scope(college.id))
    assert [(each.uln, each.postcode) for each in learner.values()] == [("9276308686", "CM1 1AA")]


async def test_issue_indicator_gives_the_council_of_residence_access(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    thurrock = await make_council(session, now=now, name="Thurrock Council")
    area = Area(
        id=new_id(), kind=AreaKind.DISTRICT, code="E06000034", name="Thurrock", started_on=date(1998, 4, 1)
    )
    await add_map(
        session,
        areas=[area],
        councils=[AgencyArea(agency_id=thurrock.id, area_id=area.id, started_on=date(1998, 4, 1))],
        postcodes=[PostcodeArea(prefix="RM17", area_id=area.id, started_on=date(1998, 4, 1), source="tests")],
    )

    answer = await issue_indicator(
        session,
        request=ask(zoe(today, postcode="RM17 6AA")),
        by=By(agency_id=college.id),
        now=now,
        today=today,
    )

    assert answer.learner_id is not None
    assert thurrock.id in await agencies_with_access(session, answer.learner_id)
    assert (await queries.learners(session, [answer.learner_id], within=Scope(college.id)))[
        answer.learner_id
    ].area_id == area.id


async def test_issue_indicators_lets_later_claims_know_whom_earlier_ones_registered(
    session: Session, college: Agency, now: datetime, today: date
) -> None:
    requests = [
        ask(zoe(today), "a"),
        ask(zoe(today), "b"),
        ask(zoe(today, given_names="Beth", sex=None), "c"),
    ]

    answers = await issue_indicators(
        session, requests=requests, by=By(agency_id=college.id), now=now, today=today
    )

    assert [answer.outcome for answer in answers] == [Outcome.ISSUED, Outcome.FOUND, Outcome.REVIEW]


async def test_look_up_finds_a_learner_however_the_indicator_is_typed(
    session: Session, college: Agency, now: datetime
) -> None:
    by = By(agency_id=college.id)
    learner = await make_learner(session, by=by, now=now)

    for typed in (learner.indicator.lower(), learner.indicator.replace("-", " "), f" {learner.indicator} "):
        found = await look_up(session, indicator=typed, within=Scope(college.id), by=by, now=now)
        assert found.id == learner.id


async def test_not_yours_and_not_there_answer_alike(session: Session, college: Agency, now: datetime) -> None:
    stranger = await make_provider(session, now=now, name="Stranger College")
    learner = await make_learner(session, by=By(agency_id=college.id), now=now)
    by, within = By(agency_id=stranger.id), Scope(stranger.id)
    answers = []

    for learner_id in (learner.id, new_id()):
        with pytest.raises(LearnerUnknown) as refused:
            await require_learner(session, learner_id=learner_id, within=within, by=by, now=now, why="test")
        answers.append(refused.value.sentence)
    for indicator in (learner.indicator, "222-222-22C", "nonsense"):
        with pytest.raises(LearnerUnknown) as refused:
            await look_up(session, indicator=indicator, within=within, by=by, now=now)
        answers.append(refused.value.sentence)

    assert len(set(answers)) == 1


async def test_opening_a_record_leaves_a_trace(session: Session, college: Agency, now: datetime) -> None:
    by = By(agency_id=college.id)
    learner = await make_learner(session, by=by, now=now)

    await require_learner(
        session, learner_id=learner.id, within=Scope(college.id), by=by, now=now, why="timeline"
    )

    found = await sql.value(
        session,
        "select count(*) from audit_entry where subject_id = $1 and act = 'record viewed'",
        learner.id,
    )
    assert found == 1


async def test_decide_review_attaches_the_claim_to_the_learner_chosen(
    session: Session, college: Agency, council: Agency, now: datetime, today: date
) -> None:
    by, officer = By(agency_id=college.id), By(agency_id=council.id)
    known = await issue_indicator(session, request=ask(zoe(today)), by=by, now=now, today=today)
    await issue_indicator(
        session, request=ask(zoe(today, given_names="Tessa"), "2"), by=by, now=now, today=today
    )
    waiting, _ = await queries.open_reviews(session, council.id, limit=10)

    settled = await decide_review(
        session,
        review_id=waiting[0].id,
        choice=Choice(learner_id=known.learner_id),
        by=officer,
        now=now,
        today=today,
    )

    assert settled.learner_id == known.learner_id
    found = await queries.claim_called(session, college.id, "2")
    assert found is not None
    assert (found.outcome, found.indicator) == (Outcome.FOUND, known.indicator)


async def test_decide_review_is_for_the_council_it_waits_for_and_for_once(
    session: Session, college: Agency, council: Agency, now: datetime, today: date
) -> None:
    by, officer = By(agency_id=college.id), By(agency_id=council.id)
    await issue_indicator(session, request=ask(zoe(today)), by=by, now=now, today=today)
    await issue_indicator(
        session, request=ask(zoe(today, given_names="Tessa"), "2"), by=by, now=now, today=today
    )
    review_id = (await queries.open_reviews(session, council.id, limit=10))[0][0].id

    with pytest.raises(ReviewUnknown):
        await decide_review(session, review_id=review_id, choice=Choice(), by=by, now=now, today=today)
    with pytest.raises(Invalid):
        await decide_review(
            session, review_id=review_id, choice=Choice(learner_id=new_id()), by=officer, now=now, today=today
        )
    await decide_review(session, review_id=review_id, choice=Choice(), by=officer, now=now, today=today)
    with pytest.raises(ReviewSettled):
        await decide_review(session, review_id=review_id, choice=Choice(), by=officer, now=now, today=today)


async def test_fifty_claims_at_once_for_one_new_person_issue_one_indicator(
    committed: Database, now: datetime, today: date
) -> None:
    async with committed.transaction(REGISTER) as session:
        colleges = [await make_provider(session, now=now, name=f"College {n}") for n in range(5)]
    person = zoe(
        today, given_names="Quilla", family_name="Onceonly", date_of_birth=date(today.year - 18, 2, 3)
    )

    async def claim(n: int) -> Outcome:
        college = colleges[n % 5]
        async with committed.transaction(Context(agency_id=college.id)) as session:
            answer = await issue_indicator(
                session,
                request=ask(person, f"parallel {n}"),
                by=By(agency_id=college.id),
                now=now,
                today=today,
            )
        return answer.outcome

    outcomes = await asyncio.gather(*(claim(n) for n in range(50)))

    assert (outcomes.count(Outcome.ISSUED), outcomes.count(Outcome.FOUND)) == (1, 49)
