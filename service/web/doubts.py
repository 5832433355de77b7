"""A fact or a number in doubt: what is known, what another source says, and two answers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.accounts.rows import Role
from service.kit.database import Session
from service.kit.errors import Conflict
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.learners import queries as learners
from service.learners.queries import Note, ReviewItem
from service.learners.rows import ReviewKind
from service.learners.rules import review_due_on
from service.merging.operations import open_doubt, settle_doubt
from service.vocabulary.day import london_day, say_day
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

DECIDER = requires(Role.DATA_OFFICER)
TITLE = "Something in doubt"
ANSWERS = {
    ReviewKind.FACT: ("It is the other person's", "It stays where it is"),
    ReviewKind.NUMBER: ("Take the number given", "Keep what we have"),
}


class DoubtForm(Form):
    """Take what the other source says, or leave it."""

    answer: str = asked("Choose one of the two")


@dataclass(frozen=True, kw_only=True)
class DoubtPage:
    """One doubt."""

    item: ReviewItem
    told: list[tuple[str, str]]
    answers: tuple[str, str]
    notes: list[Note]
    due_on: date
    is_mine: bool
    errors: dict[str, str]


@get("/doubts/{review_id:uuid}", guards=[DECIDER])
async def show_doubt(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
) -> Response[str]:
    """One doubt."""
    content = await _doubt(session, visit, review_id, {})
    return page(request, "doubts/doubt.html", content, title=TITLE)


@post("/doubts/{review_id:uuid}", guards=[DECIDER])
async def settle(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
) -> Redirect:
    """Settles it."""
    try:
        form = read_form(DoubtForm, dict(await request.form()), today=visit.today)
        learner_id = await settle_doubt(
            session,
            review_id=review_id,
            take=form.answer == "take",
            by=visit.by,
            now=visit.now,
            today=visit.today,
        )
    except (FormInvalid, Conflict) as wrong:
        errors = wrong.errors if isinstance(wrong, FormInvalid) else {"answer": wrong.sentence}
        content = await _doubt(session, visit, review_id, errors)
        raise FormRefused("doubts/doubt.html", content, title=TITLE) from None
    return see_other(f"/learners/{learner_id}?done=settled")


async def _doubt(session: Session, visit: Visit, review_id: UUID, errors: dict[str, str]) -> DoubtPage:
    item = await open_doubt(session, review_id=review_id, by=visit.by)
    return DoubtPage(
        item=item,
        told=_told(item),
        answers=ANSWERS[item.kind],
        notes=await learners.notes_of(session, review_id),
        due_on=review_due_on(london_day(item.raised_at)),
        is_mine=item.assigned_to is not None and item.assigned_to == visit.by.account_id,
        errors=errors,
    )


def _told(item: ReviewItem) -> list[tuple[str, str]]:
    told = item.detail or {}
    if item.kind is ReviewKind.FACT:
        day = say_day(date.fromisoformat(told["day"]))
        return [("What", str(told["source"]).capitalize()), ("From", day)]
    return [
        ("We have", told["kept"] or "No ULN"),
        ("The LRS says", told["given"]),
        ("Its answer", told["outcome"]),
    ]


ROUTES = [show_doubt, settle]
