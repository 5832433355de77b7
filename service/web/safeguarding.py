"""Safeguarding: what was raised, for whoever is on duty alone; and who is on duty."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import LEADS, Account, Role
from service.alerts.rows import ConcernFacts, Finding
from service.alerts.rules import find_concern
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.safeguarding.operations import (
    LONGEST,
    NotOnDuty,
    close_concern,
    leads_of,
    on_duty,
    put_on_duty,
    read_concerns,
)
from service.safeguarding.queries import Shown
from service.vocabulary.academic_year import age
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.visit import PageRequest, Visit

LEAD = requires(*LEADS)
TEMPLATE, TITLE = "safeguarding/list.html", "Safeguarding"
BANNERS = {"closed": "Closed, with what was done.", "duty": "The duty is handed on."}


@dataclass(frozen=True, kw_only=True)
class SafeguardingPage:
    """Who is on duty; and for them alone (`sees`) what is open, with age and what to do."""

    duty: Account | None
    sees: bool
    may_hand_on: bool
    concerns: list[tuple[Shown, int, Finding]]
    leads: list[tuple[str, str]]
    longest: int
    errors: dict[str, str]
    values: dict[str, str]


class CloseForm(Form):
    """What was done."""

    words: str = asked("Say what was done", max_length=LONGEST)


class DutyForm(Form):
    """Who is on duty from now on."""

    account_id: UUID = asked("Choose who is on duty")


@get("/safeguarding", guards=[LEAD])
async def show_safeguarding(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """What is open, for whoever is on duty; for other leads only who that is."""
    content = await _content(session, visit, {}, {})
    return page(request, TEMPLATE, content, title=TITLE, banner=BANNERS.get(done))


@post("/safeguarding/{concern_id:uuid}/close", guards=[LEAD])
async def close(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    concern_id: FromPath[UUID],
) -> Redirect:
    """Closes a concern."""
    values = await posted(request)
    try:
        form = read_form(CloseForm, values, today=visit.today)
        await close_concern(
            session,
            concern_id=concern_id,
            words=form.words,
            by=visit.by,
            role=visit.who.role,
            now=visit.now,
        )
    except (FormInvalid, Invalid) as wrong:
        content = await _content(session, visit, errors_of(wrong, field="words"), values)
        raise FormRefused(TEMPLATE, content, title=TITLE) from None
    return see_other("/safeguarding?done=closed")


@post("/safeguarding/duty", guards=[LEAD])
async def hand_on(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Puts somebody on duty."""
    values = await posted(request)
    try:
        form = read_form(DutyForm, values, today=visit.today)
        await put_on_duty(
            session, account_id=form.account_id, by=visit.by, role=visit.who.role, now=visit.now
        )
    except (FormInvalid, Invalid) as wrong:
        content = await _content(session, visit, errors_of(wrong, field="account_id"), values)
        raise FormRefused(TEMPLATE, content, title=TITLE) from None
    return see_other("/safeguarding?done=duty")


async def _content(
    session: Session, visit: Visit, errors: dict[str, str], values: dict[str, str]
) -> SafeguardingPage:
    duty = await on_duty(session, agency_id=visit.who.agency_id)
    leads = await leads_of(session, agency_id=visit.who.agency_id)
    found = await _concerns(session, visit)
    may = duty is None or duty.id == visit.account_id or visit.who.role is Role.SERVICE_MANAGER
    return SafeguardingPage(
        duty=duty,
        sees=found is not None,
        may_hand_on=may,
        concerns=[
            (each, age(each.date_of_birth, on=visit.today), _finding(each, visit)) for each in found or ()
        ],
        leads=[("", "Choose"), *((str(each.id), each.name) for each in leads)],
        longest=LONGEST,
        errors=errors,
        values=values,
    )


async def _concerns(session: Session, visit: Visit) -> list[Shown] | None:
    try:
        return await read_concerns(session, by=visit.by, role=visit.who.role, now=visit.now)
    except NotOnDuty:
        return None


def _finding(concern: Shown, visit: Visit) -> Finding:
    found = find_concern(ConcernFacts(raised_on=concern.raised_on), today=visit.today)
    if found is None:
        raise AssertionError("an open concern is always found")
    return found


ROUTES = [show_safeguarding, close, hand_on]
