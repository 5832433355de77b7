"""What needs a person's decision about who somebody is: the list, and a claim beside whom it may be about."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.imports.operations import settle_review
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.learners import queries
from service.learners.operations import (
    Choice,
    Reopened,
    note_on_review,
    reopen_review,
    take_up_review,
)
from service.learners.queries import Note, ReviewItem
from service.learners.rows import Outcome, ReviewKind
from service.learners.rules import review_due_on
from service.notices.queries import unread_notices
from service.pathways.queries import count_conflicts
from service.vocabulary.day import london_day
from service.web.comparison import Difference, differences, fields
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

DECIDER = requires(Role.DATA_OFFICER)
NEW, RELATIVE = "new", "relative:"
PAGE = 25
KINDS = {
    "": "Everything",
    ReviewKind.CLAIM: "Somebody presented",
    ReviewKind.DUPLICATE: "Two learners alike",
    ReviewKind.NUMBER: "A number in doubt",
    ReviewKind.FACT: "A fact in doubt",
}
TITLE = "Is this somebody we know?"
CERTAIN = "Since this was raised, it has become certain: {sentence}"
NONE_LEFT = "Nobody in the register resembles these details any more. Choose a new learner, or one of those shown then."


class DecisionForm(Form):
    """This learner (by key), a new one, or a new one who is a twin or sibling of a learner (by key)."""

    learner: str = asked("Choose one of the learners, or a new one")

    @property
    def choice(self) -> Choice:
        """What was chosen. Raises `ValueError` for what no form offers."""
        if self.learner.startswith(RELATIVE):
            return Choice(relative_of=UUID(self.learner.removeprefix(RELATIVE)))
        return Choice() if self.learner == NEW else Choice(learner_id=UUID(self.learner))


class NoteForm(Form):
    """A note."""

    words: str = asked("Enter a note", max_length=2_000)


@dataclass(frozen=True, kw_only=True)
class DecisionsPage:
    """What waits, oldest first."""

    items: list[ReviewItem]
    found: int
    kind: str
    mine: bool
    unread: int  # notices
    conflicts: int
    current: int
    today: date

    kinds = KINDS

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.found // PAGE))

    def due_on(self, item: ReviewItem) -> date:
        """By when it is to be decided."""
        return review_due_on(london_day(item.raised_at))

    def is_late(self, item: ReviewItem) -> bool:
        """Whether it waits longer than it should."""
        return self.due_on(item) < self.today

    @property
    def late(self) -> int:
        """How many on this page do."""
        return sum(map(self.is_late, self.items))


@dataclass(frozen=True, kw_only=True)
class CandidateView:
    """A candidate: why, and what differs, differences first."""

    learner_id: UUID
    name: str
    indicator: str
    sentence: str
    differences: list[Difference]


@dataclass(frozen=True, kw_only=True)
class DecisionPage:
    """One claim beside its candidates, as they are today."""

    item: ReviewItem
    claimed: list[tuple[str, str]]
    candidates: list[CandidateView]
    certain: UUID | None
    said: str | None
    notes: list[Note]
    due_on: date
    is_mine: bool
    errors: dict[str, str]


@get("/decisions", guards=[DECIDER])
async def list_decisions(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    kind: Annotated[str, QueryParameter(max_length=20)] = "",
    mine: Annotated[bool, QueryParameter()] = False,
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=10_000)] = 1,
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """The list."""
    chosen = ReviewKind(kind) if kind in set(ReviewKind) else None
    whose, skip = visit.by.account_id if mine else None, (page_number - 1) * PAGE
    items, found = await queries.open_reviews(
        session, visit.who.agency_id, kind=chosen, assigned_to=whose, limit=PAGE, skip=skip
    )
    content = DecisionsPage(
        items=items,
        found=found,
        kind=chosen or "",
        mine=mine,
        unread=await unread_notices(session, visit.who.agency_id),
        conflicts=await count_conflicts(session, visit.who.agency_id),
        current=page_number,
        today=visit.today,
    )
    return page(
        request, "decisions/list.html", content, title="Needs a decision", banner="Decided." if done else None
    )


@get("/decisions/{review_id:uuid}", guards=[DECIDER])
async def show_decision(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
) -> Response[str]:
    """One claim, side by side with whom it may be about now."""
    content = await _decision(session, visit, review_id, {})
    return page(request, "decisions/decision.html", content, title=TITLE)


@post("/decisions/{review_id:uuid}", guards=[DECIDER])
async def decide(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
) -> Redirect:
    """Settles it, and records what the claim's file said."""
    try:
        choice = read_form(DecisionForm, dict(await request.form()), today=visit.today).choice
        learner_id = await settle_review(
            session, review_id=review_id, choice=choice, by=visit.by, now=visit.now, today=visit.today
        )
    except (FormInvalid, Invalid, ValueError) as wrong:
        errors = wrong.errors if isinstance(wrong, FormInvalid) else {"learner": "Choose one of those shown"}
        content = await _decision(session, visit, review_id, errors)
        raise FormRefused("decisions/decision.html", content, title=TITLE) from None
    return see_other(f"/learners/{learner_id}?done=decided")


@post("/decisions/{review_id:uuid}/assignment", guards=[DECIDER])
async def assign(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
) -> Redirect:
    """Takes a review up, or leaves it to others."""
    to = visit.by.account_id if (await request.form()).get("mine") == "yes" else None
    await take_up_review(session, review_id=review_id, to=to, by=visit.by, now=visit.now)
    return see_other(f"/decisions/{review_id}")


@post("/decisions/{review_id:uuid}/notes", guards=[DECIDER])
async def note(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
) -> Redirect:
    """Keeps a note."""
    try:
        form = read_form(NoteForm, dict(await request.form()), today=visit.today)
    except FormInvalid as wrong:
        content = await _decision(session, visit, review_id, wrong.errors)
        raise FormRefused("decisions/decision.html", content, title=TITLE) from None
    await note_on_review(session, review_id=review_id, words=form.words, by=visit.by, now=visit.now)
    return see_other(f"/decisions/{review_id}")


async def _decision(session: Session, visit: Visit, review_id: UUID, errors: dict[str, str]) -> DecisionPage:
    reopened = await reopen_review(session, review_id=review_id, council_id=visit.who.agency_id)
    item = reopened.item
    return DecisionPage(
        item=item,
        claimed=[(name, value) for name, value in fields(reopened.claim) if value],
        candidates=[
            CandidateView(
                learner_id=candidate.learner_id,
                name=f"{candidate.given_names} {candidate.family_name}".strip(),
                indicator=candidate.indicator,
                sentence=reopened.sentences[candidate.learner_id],
                differences=differences(reopened.claim, candidate),
            )
            for candidate in reopened.candidates
        ],
        certain=reopened.certain,
        said=_said(reopened),
        notes=await queries.notes_of(session, item.id),
        due_on=review_due_on(london_day(item.raised_at)),
        is_mine=item.assigned_to is not None and item.assigned_to == visit.by.account_id,
        errors=errors,
    )


def _said(reopened: Reopened) -> str | None:
    """What has changed since it was raised, where anything has."""
    if reopened.outcome is Outcome.FOUND:
        return CERTAIN.format(sentence=reopened.sentence)
    return NONE_LEFT if reopened.outcome is Outcome.ISSUED else None


ROUTES = [list_decisions, show_decision, decide, assign, note]
