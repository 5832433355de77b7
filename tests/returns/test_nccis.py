"""A council's return through a real register: checked, made, read back, compared with last month's."""

from datetime import UTC, date, datetime, timedelta

import pytest

from service.access.rows import Scope
from service.alerts.operations import record
from service.circumstances.rows import Kind
from service.imports.readers.nccis import NccisReader
from service.imports.rows import SubmittedLearner
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways.rows import Completion
from service.returns import queries
from service.returns.operations import (
    CONTENT_KEPT,
    ReturnUnknown,
    ask_return,
    check_return,
    check_returns,
    differences,
    forget_old_returns,
    make_return,
    take_return,
)
from service.returns.rows import Made
from tests.factories import a_spell, record_spell
from tests.returns.council import WHOLE, Council

SINCE = datetime(2026, 9, 21, 9, tzinfo=UTC)
NOW, TODAY = datetime(2026, 11, 27, 9, tzinfo=UTC), date(2026, 11, 27)
OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 27)


@pytest.fixture
async def essex(database: Database) -> Council:
    noise = await Council(database, la_code="883", since=SINCE).opens()
    await noise.gets(besides={Kind.LEVEL_OF_NEED: None})
    return await Council(database, la_code="881", since=SINCE).opens()


async def made(council: Council, period_ends_on: date, *, now: datetime = NOW) -> Made:
    async with council.database.transaction(REGISTER) as session:
        key = await ask_return(session, period_ends_on=period_ends_on, by=council.by, now=now, today=TODAY)
    return await make_return(
        council.database, return_id=key, council_id=council.council.id, now=now, today=TODAY
    )


async def xml(council: Council, done: Made) -> bytes:
    async with council.database.transaction(REGISTER) as session:
        return await take_return(
            session, return_id=done.id, within=Scope(council.council.id), by=council.by, now=NOW
        )


async def read(council: Council, done: Made) -> list[SubmittedLearner]:
    reader = NccisReader(file_name="", today=TODAY)
    found = [*reader.feed(await xml(council, done)), *reader.close()]
    assert reader.facts.problems == ()
    return [each for each in found if isinstance(each, SubmittedLearner)]


async def test_the_check_finds_what_is_missing_and_is_clean_once_it_is_recorded(essex: Council) -> None:
    await essex.gets()
    gap = await essex.gets(besides={Kind.LEVEL_OF_NEED: None, Kind.ETHNICITY: None})
    within = Scope(essex.council.id)

    done = await check_return(essex.database, essex.council.id, now=NOW, today=TODAY)
    assert (done.young_people, done.faulty, done.period_ends_on) == (2, 1, TODAY)
    async with essex.database.transaction(REGISTER) as session:
        assert await queries.fault_counts(session, within=within) == {6: 1, 100: 1}
        (who,) = await queries.with_fault(session, 100, within=within, limit=10, skip=0)
        assert (who.learner_id, who.codes) == (gap.id, (6, 100))
        await essex.says(session, gap, {Kind.LEVEL_OF_NEED: "2", Kind.ETHNICITY: "ABAN"}, now=NOW)

    done = await check_return(essex.database, essex.council.id, now=NOW + timedelta(minutes=1), today=TODAY)
    assert (done.young_people, done.faulty) == (2, 0)
    async with essex.database.transaction(REGISTER) as session:
        assert await queries.fault_counts(session, within=within) == {}


async def test_every_night_every_council_is_checked_by_itself(essex: Council) -> None:
    await essex.gets(family_name="Quill", given_names="Zoë")
    await essex.gets(family_name="Quill", given_names="Ida", besides={Kind.ADDRESS: None})
    done = await check_returns(essex.database, now=NOW, today=TODAY)
    assert [(each.young_people, each.faulty) for each in done] == [(2, 1), (1, 1)]


async def test_reading_our_own_return_gives_the_same_people_spells_and_circumstances(essex: Council) -> None:
    needs = {Kind.CHARACTERISTIC: "110", Kind.GUARANTEE: "11:159", Kind.INTENDED_DESTINATION: "411"}
    learner = await essex.gets(given_names="Ida May", family_name="O'Quill & Söhne", besides=needs)
    neet = await essex.gets()
    async with essex.database.transaction(REGISTER) as session:
        started = date(2026, 10, 5)
        await record_spell(
            session,
            neet.id,
            agency=essex.college,
            now=SINCE + timedelta(days=16),
            activity=619,
            started_on=started,
        )

    done = await made(essex, OCTOBER)
    people = {each.family_name: each for each in await read(essex, done)}

    assert (done.young_people, done.faulty) == (2, 0)
    back = people["O'Quill & Söhne"]
    assert (back.given_names, back.date_of_birth, back.postcode) == (
        "Ida May",
        learner.date_of_birth,
        "CM1 1AA",
    )
    (course,) = back.spells
    assert (course.activity, course.started_on, course.planned_end_on, course.ended_on) == (
        230,
        date(2026, 9, 1),
        date(2027, 5, 29),
        None,
    )
    assert (course.said_on, course.provider_name) == (date(2026, 9, 21), essex.college.name)
    told = {(each.kind, each.value) for each in back.circumstances}
    assert told == {*WHOLE.items(), *needs.items()}
    (seeking,) = people[neet.family_name].spells
    assert (seeking.activity, seeking.started_on, seeking.said_on) == (619, started, date(2026, 10, 7))


async def test_a_return_tells_what_was_known_at_its_periods_end(essex: Council) -> None:
    learner = await essex.gets()
    async with essex.database.transaction(REGISTER) as session:
        later = datetime(2026, 11, 2, 9, tzinfo=UTC)
        await record_spell(
            session, learner.id, agency=essex.college, now=later, activity=619, started_on=date(2026, 10, 5)
        )
        await essex.says(session, learner, {Kind.LEVEL_OF_NEED: "1"}, now=later)
    (then,) = await read(essex, await made(essex, OCTOBER))
    (now,) = await read(essex, await made(essex, NOVEMBER))
    assert [each.activity for each in then.spells] == [230]
    assert [each.activity for each in now.spells] == [619]
    assert {each.value for each in then.circumstances if each.kind is Kind.LEVEL_OF_NEED} == {"3"}
    assert {each.value for each in now.circumstances if each.kind is Kind.LEVEL_OF_NEED} == {"1"}


async def test_somebody_keeps_their_number_and_joiners_and_leavers_are_named(essex: Council) -> None:
    stays, moves = await essex.gets(), await essex.gets()
    october = await made(essex, OCTOBER)
    southend = await Council(essex.database, la_code="882", since=SINCE).opens()
    late = await Council.gets(_later(essex), family_name="Later")
    await move(essex, moves, southend)
    november = await made(essex, NOVEMBER)

    before = {each.family_name: each.reference for each in await read(essex, october)}
    after = {each.family_name: each.reference for each in await read(essex, november)}
    assert after[stays.family_name] == before[stays.family_name]
    assert after[moves.family_name] == before[moves.family_name]
    text = (await xml(essex, november)).decode()
    assert text.count("<CohortStatus>T</CohortStatus>") == 1
    assert "<TransferredToLACode>882</TransferredToLACode>" in text
    async with essex.database.transaction(REGISTER) as session:
        found = await differences(session, november)
    assert found.before is not None
    assert found.before.id == october.id
    assert [each.learner_id for each in found.joined] == [late.id]
    assert [each.learner_id for each in found.left] == [moves.id]
    december = await made(essex, NOVEMBER)
    assert december.young_people == november.young_people, "made again, it is the same"


def _later(council: Council) -> Council:
    later = Council(council.database, la_code=council.la_code, since=datetime(2026, 11, 10, 9, tzinfo=UTC))
    later.council, later.college = council.council, council.college
    return later


async def move(essex: Council, learner: Learner, to: Council) -> None:
    async with essex.database.transaction(REGISTER) as session:
        await sql.execute(
            session, "update learner set council_id = $2 where id = $1", learner.id, to.council.id
        )


async def test_who_is_too_old_is_returned_with_a_plan_alone(essex: Council) -> None:
    born = date(2005, 3, 4)
    await essex.gets(date_of_birth=born, besides={Kind.EHC_PLAN: None})
    with_plan = await essex.gets(date_of_birth=date(2004, 7, 9), besides={Kind.EHC_PLAN: "yes"})
    (found,) = await read(essex, await made(essex, OCTOBER))
    assert found.family_name == with_plan.family_name


async def test_a_return_is_asked_for_once_its_period_is_over_by_a_council_with_a_code(essex: Council) -> None:
    async with essex.database.transaction(REGISTER) as session:
        with pytest.raises(Invalid, match="has not ended"):
            await ask_return(session, period_ends_on=date(2026, 11, 30), by=essex.by, now=NOW, today=TODAY)
        with pytest.raises(Invalid, match="code at DfE is missing"):
            await ask_return(
                session, period_ends_on=OCTOBER, by=By(agency_id=essex.college.id), now=NOW, today=TODAY
            )


async def test_a_return_is_kept_for_some_months_and_nobody_elses_is_given(essex: Council) -> None:
    await essex.gets()
    done = await made(essex, OCTOBER)
    async with essex.database.transaction(REGISTER) as session:
        with pytest.raises(ReturnUnknown):
            await take_return(
                session,
                return_id=done.id,
                within=Scope(essex.college.id),
                by=By(agency_id=essex.college.id),
                now=NOW,
            )
    assert await forget_old_returns(essex.database, now=NOW + CONTENT_KEPT) == 0
    assert await forget_old_returns(essex.database, now=NOW + CONTENT_KEPT + timedelta(seconds=1)) == 1
    with pytest.raises(ReturnUnknown):
        await xml(essex, done)
    async with essex.database.transaction(REGISTER) as session:
        (kept,) = await queries.returns(session, within=Scope(essex.council.id), limit=5)
    assert (kept.young_people, kept.kept) == (1, False)


async def test_a_course_that_ended_is_not_known_afterwards(essex: Council) -> None:
    learner = await essex.gets()
    async with essex.database.transaction(REGISTER) as session:
        ended = a_spell(
            learner.id,
            agency=essex.college,
            now=SINCE + timedelta(days=30),
            started_on=date(2026, 9, 1),
            ended_on=date(2026, 10, 9),
            completion=Completion.WITHDRAWN,
            source_key="tests:ended",
            id=new_id(),
        )
        by = By(agency_id=essex.college.id)
        first = "update spell set superseded_at = $2 where learner_id = $1"
        await sql.execute(session, first, learner.id, SINCE + timedelta(days=30))
        await record(session, spells=[ended], by=by, now=SINCE + timedelta(days=30), today=date(2026, 10, 21))
    (found,) = await read(essex, await made(essex, OCTOBER))
    assert [(each.activity, each.started_on) for each in found.spells] == [(810, date(2026, 10, 10))]
