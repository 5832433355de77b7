"""One referral: the least of whom it is about, where it stands, and what may be done next by whoever looks."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from pydantic import Field

from service.alerts.operations import require_referral, take_step
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.referrals.queries import Shown
from service.referrals.rows import Decline, Done, Kind, State, Step
from service.referrals.rules import DECLINES, may_follow
from service.vocabulary.academic_year import age
from service.web.errors import FormRefused
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.referrals import WHO, where_it_stands
from service.web.visit import PageRequest, Visit

TEMPLATE, TITLE = "referrals/referral.html", "Referral"
STEPS = {
    Step.SEND: "Send it",
    Step.ACCEPT: "Accept",
    Step.DECLINE: "Decline",
    Step.APPOINT: "A first appointment is arranged",
    Step.ATTENDED: "They came",
    Step.MISSED: "They did not come",
    Step.WITHDRAW: "Withdraw it",
}
BANNERS = {
    "moved": "The move is recorded. They need help: answer for them until the other council accepts the handover.",
    "kept": "Kept. Both agencies see where it stands.",
}


@dataclass(frozen=True, kw_only=True)
class ReferralPage:
    """The referral. `steps` are those open to whoever looks."""

    referral: Shown
    age: int
    stands: str
    is_handover: bool
    is_ours: bool
    sees_record: bool
    is_accepted: bool
    why_declined: str | None
    steps: list[tuple[str, str]]
    declines: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]


class StepForm(Form):
    """The step, and what goes with some of them."""

    step: Step = asked("Choose what happened")
    on: Day | None = None
    decline: Decline | None = None
    note: str | None = Field(default=None, max_length=300)
    words: str | None = Field(default=None, max_length=1000)


@get("/referrals/{referral_id:uuid}", guards=[WHO])
async def show_referral(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    referral_id: FromPath[UUID],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """The page."""
    content = await _content(session, visit, referral_id, {}, {})
    return page(request, TEMPLATE, content, title=TITLE, banner=BANNERS.get(done))


@post("/referrals/{referral_id:uuid}", guards=[WHO])
async def go_on(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    referral_id: FromPath[UUID],
) -> Redirect:
    """Takes the step."""
    values = await posted(request)
    try:
        form = read_form(StepForm, values, today=visit.today)
        await take_step(
            session,
            referral_id=referral_id,
            done=_done(form, visit),
            agency=visit.who.agency_name,
            by=visit.by,
            now=visit.now,
        )
    except (FormInvalid, Invalid) as wrong:
        content = await _content(session, visit, referral_id, errors_of(wrong, field="step"), values)
        raise FormRefused(TEMPLATE, content, title=TITLE) from None
    return see_other(f"/referrals/{referral_id}?done=kept")


def _done(form: StepForm, visit: Visit) -> Done:
    return Done(
        step=form.step,
        agency_id=visit.who.agency_id,
        account_id=visit.account_id,
        today=visit.today,
        on=form.on,
        decline=form.decline,
        note=form.note,
        words=form.words,
    )


async def _content(
    session: Session, visit: Visit, referral_id: UUID, errors: dict[str, str], values: dict[str, str]
) -> ReferralPage:
    found, sees = await require_referral(
        session, referral_id=referral_id, within=visit.scope, by=visit.by, now=visit.now
    )
    steps = may_follow(found, agency_id=visit.who.agency_id)
    return ReferralPage(
        referral=found,
        age=age(found.date_of_birth, on=visit.today),
        stands=where_it_stands(found),
        is_handover=found.kind is Kind.HANDOVER,
        is_ours=found.from_agency_id == visit.who.agency_id,
        sees_record=sees,
        is_accepted=found.state in {State.ACCEPTED, State.ATTENDED},
        why_declined=DECLINES[found.decline] if found.decline else None,
        steps=[(step.value, words) for step, words in STEPS.items() if step in steps],
        declines=[("", "Choose"), *((each.value, words) for each, words in DECLINES.items())],
        errors=errors,
        values=values,
    )


ROUTES = [show_referral, go_on]
