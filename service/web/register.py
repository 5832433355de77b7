"""Finding a learner, and registering one.

Names and indicators travel in the body of a POST, never in an address.
"""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from pydantic import Field, field_validator

from service.accounts.rows import ADVISERS, Role
from service.alerts.operations import watch_claimed
from service.kit.database import Session
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.kit.ids import new_id
from service.learners import queries as learners
from service.learners.operations import LearnerUnknown, NotEligible, issue_indicator, look_up
from service.learners.rows import Claim, Learner, Outcome, Request, Sex
from service.vocabulary.indicator import IndicatorInvalid, parse_indicator
from service.vocabulary.ni_number import parse_ni_number
from service.vocabulary.personal_name import fold
from service.vocabulary.postcode import parse_postcode
from service.vocabulary.uln import parse_uln
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

STAFF = (Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER)


@dataclass(frozen=True, kw_only=True)
class FindPage:
    """The two ways to find somebody, and what was found."""

    errors: dict[str, str]
    values: dict[str, str]
    found: list[Learner] | None = None


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    """The claim form."""

    errors: dict[str, str]
    values: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class WaitingPage:
    """A claim that a data officer has to decide."""

    sentence: str


class FindForm(Form):
    """Either an indicator, or a date of birth with a family name."""

    indicator: str | None = None
    family_name: str | None = None
    date_of_birth: Day | None = None


class ClaimForm(Form):
    """Who somebody says they are."""

    given_names: str = asked("Enter the given names", max_length=100)
    family_name: str = asked("Enter the family name", max_length=100)
    date_of_birth: Day = asked("Enter the date of birth")
    sex: Sex | None = None
    postcode: str | None = None
    uln: str | None = None
    ni_number: str | None = None
    email: str | None = Field(default=None, max_length=254)
    previous_name: str | None = Field(default=None, max_length=100)

    @field_validator("postcode")
    @classmethod
    def _postcode(cls, value: str | None) -> str | None:
        return parse_postcode(value) if value else None

    @field_validator("uln")
    @classmethod
    def _uln(cls, value: str | None) -> str | None:
        return parse_uln(value) if value else None

    @field_validator("ni_number")
    @classmethod
    def _ni_number(cls, value: str | None) -> str | None:
        return parse_ni_number(value) if value else None

    @property
    def claim(self) -> Claim:
        """The form as a claim."""
        names = (self.previous_name,) if self.previous_name else ()
        return Claim(**self.model_dump(exclude={"previous_name"}), previous_names=names)


@get("/find", guards=[requires(*STAFF)])
async def show_find(request: PageRequest) -> Response[str]:
    """The form to find somebody."""
    return page(request, "register/find.html", FindPage(errors={}, values={}), title="Find someone")


@post("/find", guards=[requires(*STAFF)], status_code=200)
async def find(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str] | Redirect:
    """Straight to the learner by indicator, or a list by name and date of birth."""
    posted = dict(await request.form())
    try:
        form = read_form(FindForm, posted, today=visit.today)
        if form.indicator:
            return see_other(f"/learners/{await _by_indicator(session, visit, form.indicator)}")
        if "indicator" in posted:
            raise FormInvalid({"indicator": "Enter the indicator"}, {})
        found = await _by_person(session, visit, form)
    except FormInvalid as wrong:
        content = FindPage(errors=wrong.errors, values=wrong.values)
        raise FormRefused("register/find.html", content, title="Find someone") from None
    values = {name: str(value) for name, value in posted.items()}
    return page(
        request, "register/find.html", FindPage(errors={}, values=values, found=found), title="Find someone"
    )


async def _by_indicator(session: Session, visit: Visit, text: str) -> UUID:
    try:
        parse_indicator(text)
        learner = await look_up(session, indicator=text, within=visit.scope, by=visit.by, now=visit.now)
    except (IndicatorInvalid, LearnerUnknown) as wrong:
        raise FormInvalid({"indicator": str(wrong)}, {"indicator": text}) from None
    return learner.id


async def _by_person(session: Session, visit: Visit, form: FindForm) -> list[Learner]:
    if form.date_of_birth is None:
        values = {"family_name": form.family_name or ""}
        raise FormInvalid({"date_of_birth": "Enter the date of birth"}, values)
    family = fold(form.family_name or "")
    return await learners.learners_called(session, form.date_of_birth, family, within=visit.scope)


@get("/register", guards=[requires(*STAFF)])
async def show_register(request: PageRequest) -> Response[str]:
    """The claim form."""
    return page(request, "register/new.html", RegisterPage(errors={}, values={}), title="Get an indicator")


@post("/register", guards=[requires(*STAFF)], status_code=200)
async def register(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str] | Redirect:
    """Answers the claim: to the learner found or registered, or to the page that says it waits."""
    posted = dict(await request.form())
    try:
        form = read_form(ClaimForm, posted, today=visit.today)
        answer = await issue_indicator(
            session,
            request=Request(client_claim_id=f"page:{new_id()}", claim=form.claim),
            by=visit.by,
            now=visit.now,
            today=visit.today,
        )
    except (FormInvalid, NotEligible) as wrong:
        raise FormRefused("register/new.html", _refused(wrong, posted), title="Get an indicator") from None
    if answer.learner_id is None:
        content = WaitingPage(sentence=answer.sentence)
        return page(request, "register/waiting.html", content, title="A data officer will decide")
    await watch_claimed(session, answer=answer, by=visit.by, now=visit.now, today=visit.today)
    done = "issued" if answer.outcome is Outcome.ISSUED else "found"
    return see_other(f"/learners/{answer.learner_id}?done={done}")


def _refused(wrong: FormInvalid | NotEligible, posted: dict[str, object]) -> RegisterPage:
    values = {name: str(value) for name, value in posted.items()}
    if isinstance(wrong, FormInvalid):
        return RegisterPage(errors=wrong.errors, values=values)
    return RegisterPage(errors={wrong.field or "date_of_birth": wrong.sentence}, values=values)


ROUTES = [show_find, find, show_register, register]
