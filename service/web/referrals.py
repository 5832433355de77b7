"""Referrals: what other agencies ask of us, what we asked of them; asking; and recording a move."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import ADVISERS, Role
from service.agencies import queries as agencies
from service.alerts.operations import NotYours, move_learner, refer, referrals_of_agency, referrals_of_learner
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.kit.templates import counted
from service.learners.rows import Learner
from service.referrals.queries import Shown
from service.referrals.rows import Ask, Kind, Referral, State
from service.vocabulary.day import say_day
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.reading import read_learner
from service.web.visit import PageRequest, Visit

WHO = requires(Role.AGENCY_WORKER, Role.PROVIDER_STAFF, *ADVISERS)
SENDERS = requires(*ADVISERS)
TEMPLATE, TITLE = "referrals/ask.html", "Ask another agency, or record a move"
BANNERS = {
    "sent": "Sent. Their answer appears here, and among your notices.",
    "moved": "The move is recorded.",
}


@dataclass(frozen=True, kw_only=True)
class ReferralsPage:
    """What waits for us, and what waits for others; each with where it stands, in words."""

    to_us: list[tuple[Shown, str]]
    from_us: list[tuple[Shown, str]]


@dataclass(frozen=True, kw_only=True)
class AskPage:
    """The two forms, and what was asked about this learner before."""

    learner: Learner
    agencies: list[tuple[str, str]]
    before: list[tuple[Shown, str]]
    errors: dict[str, str]
    values: dict[str, str]


class AskForm(Form):
    """Whom to ask for what."""

    to: UUID = asked("Choose an agency")
    words: str = asked("Say what you ask of them", max_length=1000)


class MoveForm(Form):
    """Where they live now."""

    postcode: str = asked("Enter the new postcode", max_length=12)


@get("/referrals", guards=[WHO])
async def list_referrals(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """Both lists."""
    found = await referrals_of_agency(session, agency_id=visit.who.agency_id)
    told = [(each, where_it_stands(each)) for each in found]
    content = ReferralsPage(
        to_us=[each for each in told if each[0].to_agency_id == visit.who.agency_id],
        from_us=[each for each in told if each[0].from_agency_id == visit.who.agency_id],
    )
    return page(request, "referrals/list.html", content, title="Referrals", banner=BANNERS.get(done))


@get("/learners/{learner_id:uuid}/referrals", guards=[SENDERS])
async def show_ask(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Response[str]:
    """The forms."""
    content = await _content(session, visit, learner_id, {}, {})
    return page(request, TEMPLATE, content, title=TITLE)


@post("/learners/{learner_id:uuid}/referrals", guards=[SENDERS])
async def ask(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Redirect:
    """Sends it."""
    values = await posted(request)
    try:
        form = read_form(AskForm, values, today=visit.today)
        ask_of = Ask(learner_id=learner_id, to=form.to, words=form.words)
        await refer(session, ask=ask_of, within=visit.scope, by=visit.by, now=visit.now, today=visit.today)
    except (FormInvalid, Invalid) as wrong:
        content = await _content(session, visit, learner_id, errors_of(wrong, field="words"), values)
        raise FormRefused(TEMPLATE, content, title=TITLE) from None
    return see_other("/referrals?done=sent")


@post("/learners/{learner_id:uuid}/moves", guards=[SENDERS])
async def move(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Redirect:
    """Records where they live now; whoever needs help is handed over, not dropped."""
    values = await posted(request)
    try:
        form = read_form(MoveForm, values, today=visit.today)
        made = await move_learner(
            session,
            learner_id=learner_id,
            postcode=form.postcode,
            within=visit.scope,
            by=visit.by,
            now=visit.now,
            today=visit.today,
        )
    except (FormInvalid, Invalid, NotYours) as wrong:
        content = await _content(session, visit, learner_id, errors_of(wrong, field="postcode"), values)
        raise FormRefused(TEMPLATE, content, title=TITLE) from None
    return see_other(f"/referrals/{made.id}?done=moved" if made else "/referrals?done=moved")


async def _content(
    session: Session, visit: Visit, learner_id: UUID, errors: dict[str, str], values: dict[str, str]
) -> AskPage:
    learner = await read_learner(session, visit, learner_id, why="asking another agency")
    others = [each for each in await agencies.agencies(session) if each.id != visit.who.agency_id]
    before = await referrals_of_learner(session, learner.id)
    return AskPage(
        learner=learner,
        agencies=[("", "Choose"), *((str(each.id), each.name) for each in others)],
        before=[(each, where_it_stands(each)) for each in before],
        errors=errors,
        values=values,
    )


def where_it_stands(referral: Referral) -> str:
    """Say in words where a referral stands, and since when."""
    if referral.state is State.ACCEPTED:
        return _accepted(referral)
    said = {
        State.TO_SEND: f"To be sent: they moved, recorded on {_day(referral.made_on)}",
        State.SENT: f"Waiting for an answer since {_day(referral.sent_on)}",
        State.DECLINED: f"Declined on {_day(referral.answered_on)}",
        State.ATTENDED: f"They came on {_day(referral.attended_on)}",
        State.WITHDRAWN: "Withdrawn",
    }
    return said[referral.state]


def _accepted(referral: Referral) -> str:
    accepted = f"Accepted on {_day(referral.answered_on)}"
    if referral.kind is Kind.HANDOVER:
        return f"{accepted}: the other council answers for them now"
    if referral.appointment_on:
        return f"{accepted}; first appointment on {_day(referral.appointment_on)}"
    missed = f"; they did not come {counted(referral.missed, 'time', 'times')}" if referral.missed else ""
    return f"{accepted}, no appointment yet{missed}"


def _day(day: date | None) -> str:
    return say_day(day) if day else "a day not recorded"


ROUTES = [list_referrals, show_ask, ask, move]
