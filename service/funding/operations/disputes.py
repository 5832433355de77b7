"""A provider says that a line or a refusal is wrong; a commissioner answers with words."""

from datetime import datetime
from uuid import UUID

from service.funding import queries
from service.funding.rows import Dispute, Ruling
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register, expect_unique
from service.kit.errors import Conflict, NotFound
from service.kit.ids import NOBODY, new_id
from service.kit.prose import require_words

LONGEST = 1000


class NotYours(NotFound):
    """No such line or refused claim of this provider."""

    code = "not_yours"


class DisputeOpen(Conflict):
    """It is disputed already."""

    code = "dispute_open"


class Answered(Conflict):
    """The dispute was answered already, or there is none."""

    code = "answered"


OPEN_ALREADY = "It is disputed already. The commissioner has not answered yet."


async def dispute_line(session: Session, *, line_id: UUID, words: str, by: By, now: datetime) -> Dispute:
    """Dispute a line of one's own statement. Raises `Invalid`, `NotYours` and `DisputeOpen`."""
    told = require_words(words, "Say what is wrong", longest=LONGEST, field="words")
    async with as_register(session):
        statement_id = await queries.statement_of_line(session, line_id, by.agency_id)
        if statement_id is None:
            raise NotYours("There is no such line on your statements.")
        if await queries.is_disputed(session, line_id):
            raise DisputeOpen(OPEN_ALREADY)
        made = _made(by, told, now, statement_id=statement_id, line_id=line_id)
        async with expect_unique("uq_dispute_line_id", DisputeOpen(OPEN_ALREADY)):
            await queries.add_dispute(session, made)
    await audit.record(session, _act("dispute raised", made), by=by, now=now)
    return made


async def dispute_refusal(
    session: Session, *, declaration_id: UUID, words: str, by: By, now: datetime
) -> Dispute:
    """Dispute that a claim of one's own was refused. Raises `Invalid`, `NotYours` and `DisputeOpen`."""
    told = require_words(words, "Say what is wrong", longest=LONGEST, field="words")
    async with as_register(session):
        if not await queries.is_refused(session, declaration_id, by.agency_id):
            raise NotYours("There is no such refused claim of yours.")
        if await queries.is_disputed(session, declaration_id):
            raise DisputeOpen(OPEN_ALREADY)
        made = _made(by, told, now, declaration_id=declaration_id)
        async with expect_unique("uq_dispute_declaration_id", DisputeOpen(OPEN_ALREADY)):
            await queries.add_dispute(session, made)
    await audit.record(session, _act("dispute raised", made), by=by, now=now)
    return made


async def answer(
    session: Session, *, dispute_id: UUID, ruling: Ruling, words: str, by: By, now: datetime
) -> None:
    """Answer a dispute. Raises `Invalid` and `Answered`.

    What follows is done apart: facts are put right by whoever recorded them, money by an adjustment.
    """
    told = require_words(words, "Say why", longest=LONGEST, field="words")
    async with as_register(session):
        account_id = by.account_id or NOBODY
        if not await queries.answer_dispute(
            session, dispute_id, ruling=ruling, words=told, at=now, by=account_id
        ):
            raise Answered("Somebody has answered this dispute already. Open it again to read the answer.")
    act = Act(
        act="dispute answered", subject_kind="dispute", subject_id=dispute_id, detail={"ruling": ruling.value}
    )
    await audit.record(session, act, by=by, now=now)


def _made(
    by: By,
    words: str,
    now: datetime,
    *,
    statement_id: UUID | None = None,
    line_id: UUID | None = None,
    declaration_id: UUID | None = None,
) -> Dispute:
    return Dispute(
        id=new_id(),
        provider_id=by.agency_id,
        statement_id=statement_id,
        line_id=line_id,
        declaration_id=declaration_id,
        words=words,
        raised_at=now,
        raised_by=by.account_id or NOBODY,
    )


def _act(act: str, made: Dispute) -> Act:
    about = {"line": str(made.line_id)} if made.line_id else {"declaration": str(made.declaration_id)}
    return Act(act=act, subject_kind="dispute", subject_id=made.id, detail=about)
