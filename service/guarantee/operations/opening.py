"""Opening the least of a record for somebody of any agency who has the young person before them, with a reason."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from service.access.rows import WHOLE_REGISTER, Scope
from service.guarantee import queries
from service.guarantee.operations.enquirer import Enquirer
from service.guarantee.queries import OpeningToReview
from service.guarantee.rows import Opening, OpeningReason
from service.guarantee.rules import OPEN_FOR
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.errors import Invalid, NotFound, TooMany
from service.kit.ids import new_id
from service.learners import queries as learners
from service.learners.operations import require_learner
from service.learners.rows import Learner
from service.notices.operations import tell
from service.vocabulary.indicator import IndicatorInvalid, parse_indicator
from service.vocabulary.personal_name import fold

MOST_A_DAY: Final = 40  # records one person may open with a reason
_DAY = timedelta(days=1)


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Whom somebody looks for: by indicator, or by both names and the date of birth."""

    indicator: str | None = None
    given_names: str | None = None
    family_name: str | None = None
    date_of_birth: date | None = None


class Nobody(NotFound):
    """Nobody fits, or more than one does."""

    code = "nobody_found"


class NotOpen(NotFound):
    """The record is not open to this person, or no longer."""

    code = "record_not_open"


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody needs to see a record: a choice, and their own words."""

    kind: OpeningReason
    words: str


async def open_record(session: Session, *, sought: Sought, reason: Reason, asker: Enquirer) -> UUID:
    """Find a young person and open the least of their record, or all their agency sees; it gives their key.

    Somebody in scope is found without more ado. For everybody else the reason is kept, the record closes again after
    `OPEN_FOR`, and the council that answers for them is told, adviser and data officers. Raises `Nobody`, `Invalid`
    and `TooMany`.
    """
    if not reason.words.strip():
        raise Invalid("Say in a few words why you need to see this record.", field="words")
    async with as_register(session):
        learner = await _find(session, sought)
        if await learners.learner(session, learner.id, within=asker.within) is None:
            await _refuse_too_many(session, asker)
            await _open(session, learner, reason, asker)
    detail = {"why": "re-engaging", "reason": reason.kind.value}
    act = Act(act="record opened", subject_kind="learner", subject_id=learner.id, detail=detail)
    await audit.record(session, act, by=asker.by, now=asker.now)
    return learner.id


async def require_open(
    session: Session, *, learner_id: UUID, asker: Enquirer, why: str
) -> tuple[Learner, Opening | None]:
    """Give a learner in scope, or whose record is open to this person, and the opening. Raises `NotOpen`.

    Each look leaves its trace, as with every record.
    """
    if await learners.learner(session, learner_id, within=asker.within) is not None:
        return await _seen(session, learner_id, asker.within, asker, why), None
    async with as_register(session):
        opened = await queries.opening(session, learner_id, asker.account_id, now=asker.now)
        if opened is None:
            raise NotOpen("This record is not open to you. Find the young person again, and say why.")
        return await _seen(session, learner_id, WHOLE_REGISTER, asker, why), opened


async def _seen(session: Session, learner_id: UUID, within: Scope, asker: Enquirer, why: str) -> Learner:
    return await require_learner(
        session, learner_id=learner_id, within=within, by=asker.by, now=asker.now, why=why
    )


async def openings_to_review(session: Session, *, within: Scope) -> list[OpeningToReview]:
    """List what others opened of a council's young people, for its data officers."""
    return await queries.openings_to_review(session, within=within)


async def review_opening(session: Session, *, opening_id: UUID, within: Scope, by: By, now: datetime) -> None:
    """Note that a data officer has looked at an opening. Raises `NotFound`."""
    learner_id = await queries.review(session, opening_id, within=within, at=now, by=by.account_id)
    if learner_id is None:
        raise NotFound("Somebody has looked at this already, or it is not about your council’s young people.")
    act = Act(act="opening reviewed", subject_kind="learner", subject_id=learner_id, detail={})
    await audit.record(session, act, by=by, now=now)


async def _find(session: Session, sought: Sought) -> Learner:
    if sought.indicator:
        found = await _by_indicator(session, sought.indicator)
    else:
        found = await _by_person(session, sought)
    if found is None:
        raise Nobody(
            "Nobody with these details is on the register. Check them with the young person, or ask their council."
        )
    return found


async def _by_indicator(session: Session, text: str) -> Learner | None:
    try:
        indicator = parse_indicator(text)
    except IndicatorInvalid as wrong:
        raise Invalid(str(wrong), field="indicator") from None
    return await learners.learner_with(session, indicator, within=WHOLE_REGISTER)


async def _by_person(session: Session, sought: Sought) -> Learner | None:
    """Somebody of exactly these names and day of birth: no list is ever shown, so nobody can leaf through one."""
    if not (sought.given_names and sought.family_name and sought.date_of_birth):
        raise Invalid("Enter the indicator, or both names and the date of birth.", field="indicator")
    family, given = fold(sought.family_name), fold(sought.given_names).split()
    called = await learners.learners_called(session, sought.date_of_birth, family, within=WHOLE_REGISTER)
    fitting = [each for each in called if fold(each.given_names).split()[:1] == given[:1]]
    if len(fitting) > 1:
        raise Nobody("More than one person has these details. Ask for the indicator on their card.")
    return fitting[0] if fitting else None


async def _refuse_too_many(session: Session, asker: Enquirer) -> None:
    if await queries.opened_since(session, asker.account_id, since=asker.now - _DAY) >= MOST_A_DAY:
        raise TooMany(
            f"You have opened {MOST_A_DAY} records in a day. Ask the council’s data officer.",
            retry_after=3600,
        )


async def _open(session: Session, learner: Learner, reason: Reason, asker: Enquirer) -> None:
    opening = Opening(
        learner_id=learner.id,
        id=new_id(),
        agency_id=asker.by.agency_id,
        account_id=asker.account_id,
        reason=reason.kind,
        words=reason.words.strip(),
        opened_at=asker.now,
        closes_at=asker.now + OPEN_FOR,
    )
    await queries.add_opening(session, opening)
    if learner.council_id is not None:
        sentence = (
            f"{asker.agency} opened the record of a young person of yours to find a way back: {opening.words}"
        )
        await tell(session, learner.id, [learner.council_id], sentence, now=asker.now)
