"""An adviser's caseload, and logging a contact."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from pydantic import Field

from service.accounts.rows import ADVISERS
from service.alerts.operations import log_contact
from service.caseloads import queries
from service.caseloads.queries import Held
from service.caseloads.rows import Channel, Contact, Outcome
from service.caseloads.rules import OUTCOMES, messages_for
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.safeguarding.operations import LONGEST, raise_concern
from service.vocabulary.academic_year import age
from service.vocabulary.activity import activity
from service.web.about import about
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of
from service.web.reading import read_learner
from service.web.visit import PageRequest, Visit

ADVISER = requires(*ADVISERS)
PAGE = 25
TITLE = "Log a contact"
CHANNELS = [
    (Channel.PHONE.value, "Phone"),
    (Channel.TEXT.value, "Text message"),
    (Channel.EMAIL.value, "Email"),
    (Channel.LETTER.value, "Letter"),
    (Channel.VISIT.value, "Home visit"),
    (Channel.MEETING.value, "Meeting"),
    (Channel.SOCIAL.value, "Social media"),
    (Channel.THROUGH_OTHERS.value, "Through family or another agency"),
]


class ContactForm(Form):
    """A contact made or tried."""

    channel: Channel = asked("Choose how you made contact")
    two_way: bool = asked("Choose whether they answered")
    occurred_on: Day = asked("Enter the day")
    note: str | None = None
    next_contact_on: Day | None = None
    outcome: Outcome | None = None
    concern: bool = False
    concern_words: str | None = Field(default=None, max_length=LONGEST)


@dataclass(frozen=True, kw_only=True)
class CaseloadPage:
    """The learners an adviser holds."""

    held: list[Held]
    size: int
    current: int
    last: int
    today: date

    def where(self, learner: Held) -> str:
        """One cell: what they do now."""
        return activity(learner.activity).label if learner.activity else "Nothing recorded yet"

    def age(self, learner: Held) -> int:
        """Age today."""
        return age(learner.date_of_birth, on=self.today)


@dataclass(frozen=True, kw_only=True)
class ContactPage:
    """The contact form."""

    learner: Learner
    safe_contact: str | None
    channels: list[tuple[str, str]]
    outcomes: list[tuple[str, str]]
    messages: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]


@get("/caseload", guards=[ADVISER])
async def show_caseload(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=10_000)] = 1,
) -> Response[str]:
    """My caseload, by name."""
    size = await queries.caseload_size(session, visit.account_id)
    held = await queries.caseload(
        session, visit.account_id, within=visit.scope, limit=PAGE, skip=(page_number - 1) * PAGE
    )
    last = max(1, -(-size // PAGE))
    content = CaseloadPage(held=held, size=size, current=page_number, last=last, today=visit.today)
    return page(request, "caseload/list.html", content, title="My caseload")


@get("/learners/{learner_id:uuid}/contacts/new", guards=[ADVISER])
async def show_form(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Response[str]:
    """The contact form."""
    learner = await _learner(session, visit, learner_id)
    content = await _form(session, visit, learner, {}, {"occurred_on": "today"})
    return page(request, "caseload/contact.html", content, title=TITLE)


@post("/learners/{learner_id:uuid}/contacts", guards=[ADVISER])
async def log(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Redirect:
    """Logs it, and looks at the learner again."""
    learner = await _learner(session, visit, learner_id)
    posted = {name: str(value) for name, value in (await request.form()).items()}
    try:
        form = read_form(ContactForm, posted, today=visit.today)
        contact = Contact(
            learner_id=learner.id,
            id=new_id(),
            account_id=visit.account_id,
            agency_id=visit.who.agency_id,
            recorded_at=visit.now,
            **form.model_dump(exclude={"concern", "concern_words"}),
        )
        await log_contact(session, contact=contact, by=visit.by, now=visit.now)
        if form.concern:
            await _raise_concern(session, visit, learner, form.concern_words or "")
    except (FormInvalid, Invalid) as wrong:
        content = await _form(session, visit, learner, errors_of(wrong, field="occurred_on"), posted)
        raise FormRefused("caseload/contact.html", content, title=TITLE) from None
    return see_other(f"/learners/{learner.id}?done={'concern' if form.concern else 'contact'}")


async def _raise_concern(session: Session, visit: Visit, learner: Learner, words: str) -> None:
    await raise_concern(
        session, learner_id=learner.id, words=words, by=visit.by, now=visit.now, today=visit.today
    )


async def _form(
    session: Session, visit: Visit, learner: Learner, errors: dict[str, str], values: dict[str, str]
) -> ContactPage:
    over = await about(session, visit, learner.id, learner.date_of_birth)
    return ContactPage(
        learner=learner,
        safe_contact=over.safe_contact,
        channels=CHANNELS,
        outcomes=[("", "Choose"), *((each.value, words) for each, words in OUTCOMES.items())],
        messages=messages_for(learner.given_names, visit.who.name, visit.who.agency_name),
        errors=errors,
        values=values,
    )


async def _learner(session: Session, visit: Visit, learner_id: UUID) -> Learner:
    return await read_learner(session, visit, learner_id, why="logging a contact")


ROUTES = [show_caseload, show_form, log]
