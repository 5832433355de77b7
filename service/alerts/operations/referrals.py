"""Referrals and moves under the safety net: who may see the learner by them, who answers, and the alerts that follow.

A case moves on acceptance only: until the other council accepts a handover, the old one answers and keeps the alerts.
"""

from datetime import date, datetime
from uuid import UUID

from msgspec.structs import replace

from service.access.operations import give_access, withdraw_given
from service.access.rows import WHOLE_REGISTER, Access, Reason, Scope
from service.agencies import queries as agencies
from service.agencies.queries import Residence
from service.alerts import queries
from service.alerts.operations.watch import watch
from service.alerts.rows import Severity
from service.caseloads import queries as caseloads
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.errors import Invalid, Refused
from service.learners import queries as learners
from service.learners.operations import describe_moved, require_learner
from service.learners.rows import Learner
from service.notices.operations import tell
from service.pathways import queries as pathways
from service.pathways.rules import situation
from service.referrals import operations as referrals
from service.referrals import queries as asked
from service.referrals.queries import Shown
from service.referrals.rows import Ask, Done, Kind, Referral, State, Step
from service.vocabulary.activity import Group
from service.vocabulary.postcode import PostcodeInvalid, parse_postcode

MOVED = "They have moved to your area."
_NEEDS_HELP = frozenset({Group.NEET, Group.NOT_KNOWN})
_GRAVE = frozenset({Severity.HIGH, Severity.CRITICAL})
_ANSWERS = {State.ACCEPTED: "accepted", State.DECLINED: "declined"}


class NotYours(Refused):
    """Another council answers for the learner."""

    code = "not_yours"


async def refer(session: Session, *, ask: Ask, within: Scope, by: By, now: datetime, today: date) -> UUID:
    """Ask another agency to help a learner in scope; it gives the referral's key. Raises as `referrals.operations`."""
    learner = await require_learner(
        session, learner_id=ask.learner_id, within=within, by=by, now=now, why="asking another agency"
    )
    async with as_register(session):
        made = await referrals.refer(
            session, ask=replace(ask, learner_id=learner.id), by=by, now=now, today=today
        )
        await watch(session, learner_ids=[learner.id], by=by, now=now, today=today)
    return made.id


async def take_step(
    session: Session, *, referral_id: UUID, done: Done, agency: str, by: By, now: datetime
) -> None:
    """Take a referral of `by`'s agency (named `agency`) a step on; what follows happens with it.

    Acceptance opens the record to whoever accepted, withdrawing closes it; accepting a handover moves the case. Raises
    as `referrals.operations`.
    """
    async with as_register(session):
        changed = await referrals.go_on(session, referral_id=referral_id, done=done, by=by, now=now)
        if done.step is Step.ACCEPT:
            await _accepted(session, changed, done.today)
        if done.step is Step.WITHDRAW:
            await withdraw_given(session, access=_opened_by(changed))
        if done.step in {Step.ACCEPT, Step.DECLINE}:
            sentence = f"{agency} has {_ANSWERS[changed.state]} your referral."
            await tell(session, changed.learner_id, [changed.from_agency_id], sentence, now=now)
        await watch(session, learner_ids=[changed.learner_id], by=by, now=now, today=done.today)


async def move_learner(
    session: Session, *, learner_id: UUID, postcode: str, within: Scope, by: By, now: datetime, today: date
) -> Referral | None:
    """Record where a learner of `by`'s council lives now; it gives the handover that waits to be sent, if one does.

    Whoever needs help stays this council's until the other one accepts. Raises `Invalid` and `NotYours`.
    """
    learner = await require_learner(
        session, learner_id=learner_id, within=within, by=by, now=now, why="recording a move"
    )
    if learner.council_id not in {None, by.agency_id}:
        raise NotYours("Another council answers for this learner: only it can hand them over.")
    home = await _home(session, postcode, today)
    leaves = home.council_id is not None and home.council_id != by.agency_id
    async with as_register(session):
        waits = leaves and await _needs_help(session, learner.id, today)
        council_id = learner.council_id if waits or home.council_id is None else home.council_id
        await describe_moved(
            session, learner.id, postcode=home.postcode, area_id=home.area_id, council_id=council_id, now=now
        )
        made = await _hand_over(session, learner, home, waits, by, now, today)
        await watch(session, learner_ids=[learner.id], by=by, now=now, today=today)
    detail = {"area": str(home.area_id), "handover": waits}
    act = Act(act="move recorded", subject_kind="learner", subject_id=learner.id, detail=detail)
    await audit.record(session, act, by=by, now=now)
    return made


async def _hand_over(
    session: Session, learner: Learner, home: Residence, waits: bool, by: By, now: datetime, today: date
) -> Referral | None:
    if home.council_id is None or home.council_id == by.agency_id:
        return None
    if not waits:
        await _answers_now(session, learner.id, by.agency_id, home.council_id, today)
        return None
    ask = Ask(learner_id=learner.id, to=home.council_id, words=MOVED, kind=Kind.HANDOVER)
    return await referrals.refer(session, ask=ask, by=by, now=now, today=today)


async def _accepted(session: Session, changed: Referral, today: date) -> None:
    if changed.kind is Kind.HANDOVER:
        await _answers_now(session, changed.learner_id, changed.from_agency_id, changed.to_agency_id, today)
        return
    await give_access(session, granted=[_opened_by(changed)])


def _opened_by(referral: Referral) -> Access:
    """What accepting a referral opens to whoever was asked."""
    return Access(learner_id=referral.learner_id, agency_id=referral.to_agency_id, reason=Reason.REFERRED)


async def _answers_now(
    session: Session, learner_id: UUID, before: UUID, council_id: UUID, today: date
) -> None:
    """The case moves: who answers, who sees, whose caseload, whose alerts."""
    await learners.answer_for(session, learner_id, council_id)
    given = Access(learner_id=learner_id, agency_id=council_id, reason=Reason.RESIDENT)
    await give_access(session, granted=[given])
    lived_there = Access(learner_id=learner_id, agency_id=before, reason=Reason.RESIDENT)
    await withdraw_given(session, access=lived_there)
    await caseloads.end_holding(session, learner_id, agency_id=before, on=today)
    await queries.hand_over(session, learner_id, to=council_id)


async def _home(session: Session, typed: str, today: date) -> Residence:
    try:
        postcode = parse_postcode(typed)
    except PostcodeInvalid as wrong:
        raise Invalid(str(wrong), field="postcode") from None
    found = (await agencies.residences(session, [postcode], on=today)).get(postcode) if postcode else None
    if found is None:
        raise Invalid(
            "No council of this service answers for this postcode. Check it, or ask your data officer.",
            field="postcode",
        )
    return found


async def _needs_help(session: Session, learner_id: UUID, today: date) -> bool:
    facts = (await pathways.facts_of(session, [learner_id], within=WHOLE_REGISTER))[learner_id]
    if situation(facts.spells, today=today).group in _NEEDS_HELP:
        return True
    open_ = await queries.open_alerts(session, [learner_id])
    return any(each.severity in _GRAVE for each in open_.get(learner_id, ()))


async def referrals_of_agency(session: Session, *, agency_id: UUID) -> list[Shown]:
    """List an agency's referrals that are not over, with the least of whom they are about."""
    async with as_register(session):
        return await asked.referrals_of_agency(session, within=Scope(agency_id))


async def referrals_of_learner(session: Session, learner_id: UUID) -> list[Shown]:
    """List the referrals of a learner whom the caller has found in scope, the latest first."""
    async with as_register(session):
        return await asked.referrals_of(session, learner_id)


async def require_referral(
    session: Session, *, referral_id: UUID, within: Scope, by: By, now: datetime
) -> tuple[Shown, bool]:
    """Give a referral of `by`'s agency, and whether whoever asks sees the record; the look leaves its trace.

    Raises `ReferralUnknown`.
    """
    async with as_register(session):
        found = await asked.referral(session, referral_id, within=Scope(by.agency_id))
        if found is None:
            raise referrals.ReferralUnknown("There is no such referral of your agency.")
        sees = await learners.learner(session, found.learner_id, within=within) is not None
        await require_learner(
            session, learner_id=found.learner_id, within=WHOLE_REGISTER, by=by, now=now, why="a referral"
        )
    return found, sees
