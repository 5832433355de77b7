"""A council's monthly return: checked every night, made when asked for, kept for some months."""

import zlib
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from service.access.rows import WHOLE_REGISTER, Scope
from service.agencies import queries as agencies
from service.circumstances import queries as circumstances
from service.circumstances.rows import Circumstance
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session
from service.kit.errors import Invalid, NotFound
from service.kit.ids import NOBODY, new_id
from service.pathways import queries as pathways
from service.pathways.rows import Spell
from service.returns import queries
from service.returns.rows import (
    CheckDone,
    Faulty,
    Head,
    Made,
    NewReturn,
    Person,
    Resident,
    Returned,
    YoungPerson,
)
from service.returns.rules import (
    END,
    TWINS,
    Namesakes,
    beginning,
    faults_of,
    is_in_cohort,
    records,
    young_person,
)
from service.returns.rules.young_person import FIRST_AGE, LAST_AGE, LAST_AGE_WITH_PLAN
from service.vocabulary.academic_year import AcademicYear
from service.vocabulary.day import end_of_day

BATCH = 2_000
CONTENT_KEPT = timedelta(days=92)


class ReturnUnknown(NotFound):
    """The council has made no such return."""

    code = "return_unknown"


class Written(NamedTuple):
    """A batch of a return: whom it tells of, and what is wrong with each record by itself."""

    people: list[YoungPerson]
    faults: list[Faulty]


class Differences(msgspec.Struct, frozen=True, kw_only=True):
    """Who joined and who left since the last return of an earlier month; `before` None: there is none."""

    before: Made | None
    joined: Sequence[Person] = ()
    left: Sequence[Person] = ()


async def check_returns(database: Database, *, now: datetime, today: date) -> list[CheckDone]:
    """Check every council's young people as if they were returned today."""
    async with database.transaction(REGISTER) as session:
        councils = await queries.councils(session)
    return [await check_return(database, each, now=now, today=today) for each in councils]


async def check_return(database: Database, council_id: UUID, *, now: datetime, today: date) -> CheckDone:
    """Check one council's young people as if they were returned today. Raises `Invalid` without its code."""
    async with database.transaction(REGISTER) as session:
        head = await _head(session, council_id, period_ends_on=today, today=today)
    faults: list[Faulty] = []
    namesakes, people = Namesakes(), 0
    async for batch in _batches(database, council_id, head, before=now, numbered=False):
        people += len(batch.people)
        faults += batch.faults
        for who in batch.people:
            namesakes.see(who)
    faults += [Faulty(learner_id=each, council_id=council_id, code=TWINS.code) for each in namesakes.found()]
    done = CheckDone(
        council_id=council_id,
        checked_at=now,
        period_ends_on=today,
        young_people=people,
        faulty=len({each.learner_id for each in faults}),
    )
    async with database.transaction(REGISTER) as session:
        await queries.keep_check(session, done, faults)
    return done


async def ask_return(session: Session, *, period_ends_on: date, by: By, now: datetime, today: date) -> UUID:
    """Ask for the return of a period. Raises `Invalid` for one that has not ended, or without the council's code."""
    if period_ends_on > today:
        raise Invalid("This period has not ended. Make its return once it has.", field="period_ends_on")
    await _head(session, by.agency_id, period_ends_on=period_ends_on, today=today)
    asked = NewReturn(
        id=new_id(),
        council_id=by.agency_id,
        period_ends_on=period_ends_on,
        asked_at=now,
        asked_by=by.account_id,
    )
    await queries.add_return(session, asked)
    act = Act(act="return asked for", subject_kind="nccis_return", subject_id=asked.id)
    await audit.record(session, act, by=by, now=now)
    return asked.id


async def make_return(
    database: Database, *, return_id: UUID, council_id: UUID, now: datetime, today: date
) -> Made:
    """Make a return that was asked for, from what was known at its period's end. Interrupted, it begins again."""
    async with database.transaction(REGISTER) as session:
        asked = await queries.return_called(session, return_id, within=Scope(council_id))
        if asked is None or asked.made_at is not None:
            return _require(asked)
        head = await _head(session, council_id, period_ends_on=asked.period_ends_on, today=today)
        await queries.forget_returned(session, return_id)
    packed, people, faulty = zlib.compressobj(), 0, 0
    content = packed.compress(beginning(head))
    before = min(now, end_of_day(asked.period_ends_on))
    async for batch in _batches(database, council_id, head, before=before, numbered=True):
        content += packed.compress(records(batch.people, head))
        people += len(batch.people)
        faulty += len({each.learner_id for each in batch.faults})
        async with database.transaction(REGISTER) as session:
            await queries.add_returned(session, [_returned(return_id, who) for who in batch.people])
    content += packed.compress(END) + packed.flush()
    async with database.transaction(REGISTER) as session:
        await queries.finish_return(session, return_id, at=now, people=people, faulty=faulty, content=content)
        return _require(await queries.return_called(session, return_id, within=Scope(council_id)))


async def take_return(session: Session, *, return_id: UUID, within: Scope, by: By, now: datetime) -> bytes:
    """Give a return's XML. Raises `ReturnUnknown`, also once it is forgotten."""
    packed = await queries.content(session, return_id, within=within)
    if packed is None:
        raise ReturnUnknown("There is no such return, or it is no longer kept. Make it again.")
    act = Act(act="return taken", subject_kind="nccis_return", subject_id=return_id)
    await audit.record(session, act, by=by, now=now)
    return zlib.decompress(packed)


async def forget_old_returns(database: Database, *, now: datetime) -> int:
    """Drop the XML of returns made some months ago; who was in them stays known."""
    async with database.transaction(REGISTER) as session:
        return await queries.forget_content(session, before=now - CONTENT_KEPT)


async def differences(session: Session, made: Made) -> Differences:
    """Say who joined and who left since the last return of an earlier month."""
    before = await queries.return_before(session, made.council_id, made.period_ends_on)
    if before is None:
        return Differences(before=None)
    return Differences(
        before=before,
        joined=await queries.only_in(session, made.id, before.id),
        left=await queries.only_in(session, before.id, made.id),
    )


async def _head(session: Session, council_id: UUID, *, period_ends_on: date, today: date) -> Head:
    council = await agencies.agency(session, council_id)
    if council is None or council.la_code is None:
        raise Invalid("The council's code at DfE is missing. An administrator sets it on the agency's page.")
    return Head(la_code=council.la_code, period_ends_on=period_ends_on, sent_on=today)


async def _batches(
    database: Database, council_id: UUID, head: Head, *, before: datetime, numbered: bool
) -> AsyncIterator[Written]:
    """Go through whom a council returns; what was known is what was known before a moment."""
    async with database.transaction(REGISTER) as session:
        last = await queries.return_before(session, council_id, head.period_ends_on)
        ukprns = {each.id: each.ukprn for each in await agencies.agencies(session) if each.ukprn}
    after = NOBODY
    while True:
        async with database.transaction(REGISTER) as session:
            found = await queries.residents(
                session,
                council_id,
                after=after,
                before=before,
                born=births(head.period_ends_on),
                last_return=last.id if last else None,
                limit=BATCH,
            )
            if not found:
                return
            batch = await _written(session, council_id, found, head, ukprns, before=before, numbered=numbered)
        yield batch
        after = found[-1].learner_id


async def _written(
    session: Session,
    council_id: UUID,
    found: Sequence[Resident],
    head: Head,
    ukprns: dict[UUID, str],
    *,
    before: datetime,
    numbered: bool,
) -> Written:
    ids = [each.learner_id for each in found]
    said = await circumstances.as_known(session, ids, within=WHOLE_REGISTER, before=before)
    spells = await pathways.spells_as_known(session, ids, within=WHOLE_REGISTER, before=before)
    cohort = [
        who
        for who in found
        if is_in_cohort(who.date_of_birth, said.get(who.learner_id, ()), on=head.period_ends_on)
    ]
    if numbered:
        numbers = await queries.number(session, council_id, [who.learner_id for who in cohort])
        cohort = [msgspec.structs.replace(who, number=numbers[who.learner_id]) for who in cohort]
    people = [_person(who, spells, said, head, ukprns) for who in cohort]
    faults = [
        Faulty(learner_id=who.learner_id, council_id=council_id, code=code)
        for who in people
        for code in faults_of(who, head)
    ]
    return Written(people, faults)


def _person(
    who: Resident,
    spells: dict[UUID, list[Spell]],
    said: dict[UUID, list[Circumstance]],
    head: Head,
    ukprns: dict[UUID, str],
) -> YoungPerson:
    of_one = spells.get(who.learner_id, [])
    return young_person(who, of_one, said.get(who.learner_id, ()), head, ukprns)


def births(on: date) -> tuple[date, date, date]:
    """Give the earliest and the latest birth of a cohort on a day, and the latest of those who need a plan."""
    start = AcademicYear.of(on).start
    return (
        date(start - LAST_AGE_WITH_PLAN - 1, 9, 1),
        date(start - FIRST_AGE, 8, 31),
        date(start - LAST_AGE - 1, 9, 1),
    )


def _returned(return_id: UUID, who: YoungPerson) -> Returned:
    return Returned(
        return_id=return_id, learner_id=who.learner_id, status=who.status, activity=who.doing.activity
    )


def _require(made: Made | None) -> Made:
    if made is None:
        raise ReturnUnknown("There is no such return.")
    return made
