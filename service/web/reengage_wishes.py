"""What a young person wants of the way back: one page, asked once, kept for whichever agency meets them next."""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field, ValidationInfo, field_validator

from service.circumstances.rules.lists import PRIOR_ATTAINMENT
from service.guarantee import rules
from service.guarantee.operations import Minimum, read_minimum, take_wishes
from service.guarantee.rows import Attained, Readiness, Route, Wishes
from service.kit.database import Session
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.provision.rows import Support
from service.provision.rules import SUPPORTS
from service.vocabulary.sector import AREAS
from service.web.errors import FormRefused
from service.web.page import page, see_other
from service.web.posted import posted
from service.web.reengage import WORKERS
from service.web.visit import PageRequest, Visit
from service.web.way_back import asker_of

TITLE = "What they want"
LONGEST_JOURNEYS = (15, 30, 45, 60, 90)
ATTAINED = [(value, PRIOR_ATTAINMENT[value]) for value in ("99", "9", "1", "2", "3", "10")]
GRADES = [("2", "Grade 4 or above, or level 2"), ("1", "Grade 1 to 3, or level 1"), ("0", "None yet")]


class WishesForm(Form):
    """What somebody wants. Ticks come as words with spaces between."""

    sectors: str = ""
    route: Route = asked("Choose whether they want to learn, to work, or either")
    readiness: int = asked("Choose how ready they are", ge=0, le=3)
    needs: str = ""
    travel_minutes: int | None = Field(default=None, description="Choose the longest journey", ge=1, le=600)
    hours: int | None = Field(default=None, description="Enter hours a week from 1 to 60", ge=1, le=60)
    free_on: Day = asked("Enter the day from which they are free")
    may_repeat: bool = False
    repeat_reason: str | None = Field(default=None, max_length=200)
    highest: str | None = None
    english: str | None = None
    maths: str | None = None

    @field_validator("sectors")
    @classmethod
    def _sectors(cls, value: str) -> str:
        if not set(value.split()) <= {code for code, _ in AREAS}:
            raise ValueError("Choose sectors of the list")
        return value

    @field_validator("needs")
    @classmethod
    def _needs(cls, value: str) -> str:
        if not set(value.split()) <= set(Support):
            raise ValueError("Choose of the list what they need")
        return value

    @field_validator("highest", "english", "maths")
    @classmethod
    def _attained(cls, value: str | None, info: ValidationInfo) -> str | None:
        offered = ATTAINED if info.field_name == "highest" else GRADES
        if value not in {known for known, _ in offered} | {None}:
            raise ValueError("Choose one of the list")
        return value

    @property
    def attained(self) -> Attained:
        """What they say they have achieved."""
        return Attained(highest=self.highest, english=self.english, maths=self.maths)

    @property
    def wishes(self) -> Wishes:
        """The form as wishes."""
        return Wishes(
            sectors=frozenset(self.sectors.split()),
            route=self.route,
            readiness=Readiness(self.readiness),
            needs=frozenset(Support(need) for need in self.needs.split()),
            travel_minutes=self.travel_minutes,
            hours=self.hours,
            free_on=self.free_on,
            may_repeat=self.may_repeat,
            repeat_reason=self.repeat_reason if self.may_repeat else None,
        )


@dataclass(frozen=True, kw_only=True)
class WishesPage:
    """The form."""

    minimum: Minimum
    areas: list[tuple[str, str]]
    routes: list[tuple[str, str]]
    readiness: list[tuple[str, str]]
    supports: list[tuple[str, str]]
    journeys: list[tuple[str, str]]
    attained: list[tuple[str, str]]
    grades: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]


@get("/re-engage/{learner_id:uuid}/wishes", guards=[WORKERS])
async def show_wishes(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Response[str]:
    """The form, filled with what they said last."""
    least = await read_minimum(session, learner_id=learner_id, asker=asker_of(visit))
    values = _said_before(least.wishes) if least.wishes else {"free_on": "today"}
    return page(request, "reengage/wishes.html", _form(least, {}, values), title=TITLE)


@post("/re-engage/{learner_id:uuid}/wishes", guards=[WORKERS])
async def keep_wishes(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Redirect:
    """Keeps it; from today they count as re-engaged, if they are in nothing."""
    values = await posted(request, "sectors", "needs")
    try:
        form = read_form(WishesForm, values, today=visit.today)
    except FormInvalid as wrong:
        least = await read_minimum(session, learner_id=learner_id, asker=asker_of(visit))
        content = _form(least, wrong.errors, values)
        raise FormRefused("reengage/wishes.html", content, title=TITLE) from None
    await take_wishes(
        session, learner_id=learner_id, wishes=form.wishes, attained=form.attained, asker=asker_of(visit)
    )
    return see_other(f"/re-engage/{learner_id}?done=wishes")


def _form(least: Minimum, errors: dict[str, str], values: dict[str, str]) -> WishesPage:
    return WishesPage(
        minimum=least,
        areas=list(AREAS),
        routes=[(route.value, words) for route, words in rules.ROUTES.items()],
        readiness=[(str(int(each)), words) for each, words in rules.READINESS.items()],
        supports=[(support.value, words) for support, words in SUPPORTS.items()],
        journeys=[("", "No limit"), *((str(n), f"{n} minutes") for n in LONGEST_JOURNEYS)],
        attained=[("", "They have not said"), *ATTAINED],
        grades=[("", "They have not said"), *GRADES],
        errors=errors,
        values=values,
    )


def _said_before(wishes: Wishes) -> dict[str, str]:
    return {
        "sectors": " ".join(wishes.sectors),
        "route": wishes.route.value,
        "readiness": str(int(wishes.readiness)),
        "needs": " ".join(wishes.needs),
        "travel_minutes": str(wishes.travel_minutes or ""),
        "hours": str(wishes.hours or ""),
        "free_on": wishes.free_on.isoformat(),
        "may_repeat": "true" if wishes.may_repeat else "",
        "repeat_reason": wishes.repeat_reason or "",
    }


ROUTES = [show_wishes, keep_wishes]
