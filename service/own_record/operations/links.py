"""Giving a young person a link to their own record, and letting in whoever holds it and knows their date of birth.

A refusal comes back as a value and is not raised: it has to be remembered, and raising would roll that back (as in
`accounts.operations.sign_in`). There is one refusal for a code nobody has, one used or out of time, and a wrong date of
birth, after the same work: nobody learns which it was.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.accounts.operations import refusal_of, remember_failure
from service.accounts.rows import Attempt
from service.accounts.rules import FAILURES_PER_CLIENT, FAILURES_PER_CODE, client_network, token_hash, tried
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.errors import DomainError, Refused
from service.kit.ids import NOBODY, new_id
from service.learners.operations import require_learner
from service.learners.rows import Learner
from service.own_record import queries
from service.own_record.rows import LetIn, Link, NewLetIn, NewLink, Standing
from service.own_record.rules import LASTS, code_hash, new_code, standing_of

TOKEN_BYTES = 32


class MadeLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link as it is shown, once."""

    learner: Learner
    code: str
    ends_at: datetime


class LinkRefused(Refused):
    """A code nobody has, or used, or out of time, or with another date of birth: one answer for all."""

    code = "own_link_refused"

    def __init__(self) -> None:
        sentence = (
            "The code or the date of birth is not right, or the code has been used or is too old. "
            "Check both, or ask whoever gave it to you for a new one."
        )
        super().__init__(sentence, field="code")


class Entered(msgspec.Struct, frozen=True):
    """The token of a browser that was let in, or why not: one of the two is there."""

    token: str | None
    refusal: DomainError | None = None


async def make_link(
    session: Session, *, learner_id: UUID, within: Scope, secret: str, by: By, now: datetime
) -> MadeLink:
    """Make a link for a learner in scope; those given before and not used end. Raises `LearnerUnknown`."""
    learner = await require_learner(
        session, learner_id=learner_id, within=within, by=by, now=now, why="giving them a link"
    )
    await queries.withdraw_links(session, learner.id, at=now)
    code = new_code()
    made = NewLink(
        learner_id=learner.id,
        id=new_id(),
        agency_id=by.agency_id,
        account_id=by.account_id or NOBODY,
        code_hash=code_hash(secret, code),
        made_at=now,
        ends_at=now + LASTS,
    )
    await queries.add_link(session, made)
    await audit.record(session, _act("own link made", learner.id), by=by, now=now)
    return MadeLink(learner=learner, code=code, ends_at=made.ends_at)


async def enter(
    session: Session, *, code: str, born_on: date, client: str, secret: str, now: datetime
) -> Entered:
    """Let in whoever holds an open link and knows the date of birth, from the address `client`; the link is used up."""
    attempts = _attempts(code, client, secret)
    if refusal := await refusal_of(session, attempts=attempts, now=now):
        return Entered(None, refusal)
    async with as_register(session):
        link = await queries.hold_link(session, code_hash(secret, code))
        is_open = link is not None and await _opens(session, link, born_on, now)
        token = await _let_in(session, link, now) if link and is_open else None
    if link is None or token is None:
        await _refuse(session, link, attempts, now=now)
        return Entered(None, LinkRefused())
    by = By(agency_id=link.agency_id)
    await audit.record(session, _act("own record opened", link.learner_id), by=by, now=now)
    return Entered(token)


async def let_in_by(session: Session, *, token: str, now: datetime) -> LetIn | None:
    """Say whose browser holds this token; None where its time is over: 20 minutes unused, or two hours."""
    async with as_register(session):
        return await queries.let_in(session, token_hash(token), now=now)


async def leave(session: Session, *, token: str) -> None:
    """Let a browser in no longer; one that has left already stays out."""
    async with as_register(session):
        await queries.leave(session, token_hash(token))


async def forget_let_in(session: Session, *, now: datetime) -> int:
    """Forget browsers whose time is over, and count them. It runs as the register."""
    return await queries.forget_let_in(session, now=now)


def _attempts(code: str, client: str, secret: str) -> list[Attempt]:
    by_code = Attempt(tried=code_hash(secret, code), allowed=FAILURES_PER_CODE)
    network = tried(secret, "own record client", client_network(client))
    return [by_code, Attempt(tried=network, allowed=FAILURES_PER_CLIENT)]


async def _opens(session: Session, link: Link, born_on: date, now: datetime) -> bool:
    if standing_of(link, now=now) is not Standing.OPEN:
        return False
    if link.date_of_birth != born_on:
        await queries.count_wrong(session, link)
        return False
    return True


async def _let_in(session: Session, link: Link, now: datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await queries.use_link(session, link, at=now)
    added = NewLetIn(
        learner_id=link.learner_id,
        id=new_id(),
        agency_id=link.agency_id,
        started_at=now,
        link_id=link.id,
        token_hash=token_hash(token),
        seen_at=now,
    )
    await queries.add_let_in(session, added)
    return token


async def _refuse(session: Session, link: Link | None, attempts: Sequence[Attempt], *, now: datetime) -> None:
    """Whoever it was: the trail of the agency that gave the link says so, for the young person to read."""
    await remember_failure(session, attempts=attempts, now=now)
    by = By(agency_id=link.agency_id if link else NOBODY)
    await audit.record(session, _act("own link refused", link.learner_id if link else None), by=by, now=now)


def _act(act: str, learner_id: UUID | None) -> Act:
    return Act(act=act, subject_kind="learner", subject_id=learner_id)
