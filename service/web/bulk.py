"""Several learners at once: assigned to an adviser, or a contact logged with each; asked again before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from service.accounts import queries as accounts
from service.accounts.rows import ADVISERS, LEADS
from service.alerts.operations import assign_learners, log_contacts
from service.caseloads.rows import Channel, Contact
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.kit.ids import new_id
from service.learners import queries as learners
from service.learners.rows import Learner
from service.web.caseload import CHANNELS
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.visit import PageRequest, Visit

ADVISER = requires(*ADVISERS)
MOST = 100
ASSIGN, LOG = "Assign several", "Log a contact with several"


class ChosenForm(Form):
    """Whom."""

    learners: str = asked("Tick at least one")


class AssignForm(ChosenForm):
    """Whom, and to whom."""

    to: UUID = asked("Choose an adviser")


class ContactForm(ChosenForm):
    """Whom, and how it went."""

    channel: Channel = asked("Choose how you made contact")
    two_way: bool = asked("Choose whether they answered")
    occurred_on: Day = asked("Enter the day")
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class BulkPage:
    """Who is chosen, and the form of what is to be done."""

    chosen: list[Learner]
    advisers: list[tuple[str, str]]
    channels: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]

    @property
    def keys(self) -> str:
        """Their keys as the form carries them."""
        return " ".join(str(each.id) for each in self.chosen)


@post("/bulk/assignment/check", guards=[ADVISER], status_code=200)
async def check_assignment(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """Who is chosen, and to whom; nothing is written yet."""
    content = await _page(session, visit, await posted(request, "learners"), {})
    return page(request, "bulk/assignment.html", content, title=ASSIGN)


@post("/bulk/assignment", guards=[ADVISER])
async def assign(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Assigns them all."""
    values = await posted(request, "learners")
    try:
        form = read_form(AssignForm, values, today=visit.today)
        if form.to not in {each.id for each in await accounts.advisers_of(session, visit.who.agency_id)}:
            raise Invalid("Choose an adviser of your own council.", field="to")
        await assign_learners(
            session, learner_ids=_keys(values), to=form.to, within=visit.scope, by=visit.by, now=visit.now
        )
    except (FormInvalid, Invalid) as wrong:
        content = await _page(session, visit, values, errors_of(wrong, field="to"))
        raise FormRefused("bulk/assignment.html", content, title=ASSIGN) from None
    return see_other(f"{_back(visit)}?done=assigned")


@post("/bulk/contacts/check", guards=[ADVISER], status_code=200)
async def check_contacts(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """Who is chosen, and the contact; nothing is written yet."""
    content = await _page(session, visit, {"occurred_on": "today", **await posted(request, "learners")}, {})
    return page(request, "bulk/contacts.html", content, title=LOG)


@post("/bulk/contacts", guards=[ADVISER])
async def log(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Logs one contact with each."""
    values = await posted(request, "learners")
    try:
        form = read_form(ContactForm, values, today=visit.today)
        contacts = [_contact(key, form, visit) for key in _keys(values)]
        await log_contacts(session, contacts=contacts, within=visit.scope, by=visit.by, now=visit.now)
    except (FormInvalid, Invalid) as wrong:
        content = await _page(session, visit, values, errors_of(wrong, field="occurred_on"))
        raise FormRefused("bulk/contacts.html", content, title=LOG) from None
    return see_other(f"{_back(visit)}?done=logged")


async def _page(session: Session, visit: Visit, values: dict[str, str], errors: dict[str, str]) -> BulkPage:
    chosen = await learners.learners(session, _keys(values), within=visit.scope)
    if not chosen:
        raise Invalid("Go back and tick at least one young person.", field="learners")
    advisers = await accounts.advisers_of(session, visit.who.agency_id)
    return BulkPage(
        chosen=sorted(chosen.values(), key=lambda each: (each.family_name, each.given_names, each.id)),
        advisers=[(str(each.id), each.name) for each in advisers],
        channels=CHANNELS,
        errors=errors,
        values=values,
    )


def _keys(values: dict[str, str]) -> Sequence[UUID]:
    try:
        return [UUID(key) for key in values.get("learners", "").split()][:MOST]
    except ValueError:
        raise Invalid("This form has changed. Go back and tick them again.", field="learners") from None


def _contact(learner_id: UUID, form: ContactForm, visit: Visit) -> Contact:
    return Contact(
        learner_id=learner_id,
        id=new_id(),
        account_id=visit.account_id,
        agency_id=visit.who.agency_id,
        channel=form.channel,
        two_way=form.two_way,
        occurred_on=form.occurred_on,
        recorded_at=visit.now,
        note=form.note,
    )


def _back(visit: Visit) -> str:
    return "/team" if visit.who.role in LEADS else "/today"


ROUTES = [check_assignment, assign, check_contacts, log]
