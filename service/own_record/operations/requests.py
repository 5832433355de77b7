"""What a young person says is wrong: who has to answer it, and the answer they read."""

from datetime import datetime
from uuid import UUID

import msgspec

from service.access.rows import WHOLE_REGISTER, Scope
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.errors import Conflict, Invalid, NotFound, TooMany
from service.kit.ids import new_id
from service.kit.prose import require_words
from service.learners.rows import Learner
from service.notices.operations import tell
from service.own_record import queries
from service.own_record.operations.reading import own_learner
from service.own_record.queries import RequestToAnswer
from service.own_record.rows import About, CorrectionRequest, LetIn, Outcome
from service.own_record.rules import answer_due_on
from service.pathways import queries as pathways
from service.pathways.rows import Facts
from service.vocabulary.day import london_day

MOST_OPEN = 10
LONGEST = 1000
SAID = "A young person says that something in their record is wrong. It is under “Corrections”."


class RequestUnknown(NotFound):
    """No such request, or none for this agency."""

    code = "request_unknown"


class RequestAnswered(Conflict):
    """Somebody has answered it already."""

    code = "request_answered"


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """What a young person says is wrong, in their words; `fact_id` where it is one line of their pathway."""

    about: About
    words: str
    fact_id: UUID | None = None


async def ask_to_correct(session: Session, *, wrong: Wrong, reader: LetIn, now: datetime) -> UUID:
    """Keep what is said to be wrong, for the agency that said it, and tell that agency; it gives the request's key.

    What is about no one line is for the council, or where there is none for whoever gave the link. Raises `Invalid`,
    and `TooMany` where ten are open.
    """
    words = require_words(wrong.words, "Say what is wrong", longest=LONGEST, field="words")
    learner = await own_learner(session, reader)
    async with as_register(session):
        if await queries.open_requests(session, learner.id) >= MOST_OPEN:
            raise TooMany(
                "You have asked for ten things already. Wait for an answer to one of them.", retry_after=3600
            )
        asked = CorrectionRequest(
            learner_id=learner.id,
            id=new_id(),
            agency_id=await _whom_to_ask(session, learner, wrong, reader),
            about=wrong.about,
            fact_id=wrong.fact_id,
            words=words,
            said_at=now,
            due_on=answer_due_on(london_day(now)),
        )
        await queries.add_request(session, asked)
        told = {asked.agency_id, *([learner.council_id] if learner.council_id else [])}
        await tell(session, learner.id, sorted(told), SAID, now=now)
    act = Act(
        act="correction asked for",
        subject_kind="learner",
        subject_id=learner.id,
        detail={"about": wrong.about.value},
    )
    await audit.record(session, act, by=By(agency_id=reader.agency_id), now=now)
    return asked.id


async def answer_request(
    session: Session, *, request_id: UUID, outcome: Outcome, answer: str, within: Scope, by: By, now: datetime
) -> None:
    """Keep the answer a young person reads. Raises `RequestUnknown`, `RequestAnswered` and `Invalid`."""
    words = require_words(answer, "Write what they will read", longest=LONGEST, field="answer")
    asked = await require_request(session, request_id=request_id, within=within)
    answered = msgspec.structs.replace(
        asked, outcome=outcome, answer=words, answered_at=now, answered_by=by.account_id
    )
    if not await queries.answer(session, answered):
        raise RequestAnswered("Somebody has answered this already.")
    detail = {"outcome": outcome.value, "request": str(request_id)}
    act = Act(act="correction answered", subject_kind="learner", subject_id=asked.learner_id, detail=detail)
    await audit.record(session, act, by=by, now=now)


async def require_request(session: Session, *, request_id: UUID, within: Scope) -> RequestToAnswer:
    """Fetch a request this agency may answer. Raises `RequestUnknown`."""
    found = await queries.request(session, request_id, within=within)
    if found is None:
        raise RequestUnknown("There is no such request that your agency has to answer.")
    return found


async def said_of(session: Session, *, learner_id: UUID) -> Facts:
    """Give everything said of a learner, so that the line a request is about can be shown to whoever answers it."""
    async with as_register(session):
        return await pathways.everything_said(session, learner_id, within=WHOLE_REGISTER)


async def _whom_to_ask(session: Session, learner: Learner, wrong: Wrong, reader: LetIn) -> UUID:
    if (wrong.about is About.FACT) != (wrong.fact_id is not None):
        raise Invalid("Choose what is wrong.", field="about")
    if wrong.fact_id is None:
        return learner.council_id or reader.agency_id
    said = await said_of(session, learner_id=learner.id)
    found = next((each for each in (*said.spells, *said.milestones) if each.id == wrong.fact_id), None)
    if found is None:
        raise Invalid("This line is no longer there. Look at your pathway again.", field="about")
    return found.agency_id
