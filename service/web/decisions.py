"""What needs a person's decision: claims that may be about somebody already registered."""

from dataclasses import dataclass
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.accounts.rows import Role
from service.imports.operations import settle_review
from service.kit.database import Session
from service.kit.errors import NotFound
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.learners import queries
from service.learners.queries import ReviewItem
from service.learners.rows import Candidate, Claim
from service.vocabulary.day import say_day
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

DECIDER = requires(Role.DATA_OFFICER)
NEW = "new"
LISTED = 200


class DecisionForm(Form):
    """This learner (by key), or a new one."""

    learner: str = asked("Choose one of the learners, or a new one")


@dataclass(frozen=True, kw_only=True)
class DecisionsPage:
    """Claims waiting, oldest first."""

    items: list[ReviewItem]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field of a claim beside the same field of a candidate."""

    field: str
    claimed: str
    registered: str

    @property
    def same(self) -> bool:
        """Whether the two say the same, or one says nothing."""
        return not self.claimed or not self.registered or self.claimed == self.registered


@dataclass(frozen=True, kw_only=True)
class CandidateView:
    """A candidate with what differs, differences first."""

    learner_id: UUID
    name: str
    indicator: str
    differences: list[Difference]


@dataclass(frozen=True, kw_only=True)
class DecisionPage:
    """One claim beside its candidates."""

    item: ReviewItem
    claimed: list[tuple[str, str]]
    candidates: list[CandidateView]
    errors: dict[str, str]


@get("/decisions", guards=[DECIDER])
async def list_decisions(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The list."""
    items = await queries.open_reviews(session, visit.who.agency_id, limit=LISTED)
    return page(request, "decisions/list.html", DecisionsPage(items=items), title="Needs a decision")


@get("/decisions/{review_id:uuid}", guards=[DECIDER])
async def show_decision(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
) -> Response[str]:
    """One claim, side by side with whom it may be about."""
    content = await _decision(session, visit, review_id, {})
    return page(request, "decisions/decision.html", content, title="Is this somebody we know?")


@post("/decisions/{review_id:uuid}", guards=[DECIDER])
async def decide(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
) -> Redirect:
    """Settles it, and records what the claim's file said."""
    try:
        form = read_form(DecisionForm, dict(await request.form()), today=visit.today)
        chosen = None if form.learner == NEW else UUID(form.learner)
    except (FormInvalid, ValueError) as wrong:
        errors = wrong.errors if isinstance(wrong, FormInvalid) else {"learner": "Choose one of those shown"}
        content = await _decision(session, visit, review_id, errors)
        raise FormRefused("decisions/decision.html", content, title="Is this somebody we know?") from None
    learner_id = await settle_review(
        session, review_id=review_id, learner_id=chosen, by=visit.by, now=visit.now, today=visit.today
    )
    return see_other(f"/learners/{learner_id}?done=decided")


async def _decision(session: Session, visit: Visit, review_id: UUID, errors: dict[str, str]) -> DecisionPage:
    item = await queries.review(session, review_id, council_id=visit.who.agency_id)
    if item is None or item.decided_at is not None:
        raise NotFound("This is not waiting for a decision of your council. Somebody may have decided it.")
    claim = msgspec.json.decode(item.presented, type=Claim)
    candidates = msgspec.json.decode(item.candidates, type=list[Candidate])
    return DecisionPage(
        item=item,
        claimed=[(name, value) for name, value in _fields(claim) if value],
        candidates=[_view(claim, candidate) for candidate in candidates],
        errors=errors,
    )


def _view(claim: Claim, candidate: Candidate) -> CandidateView:
    pairs = zip(_fields(claim), _fields(candidate), strict=True)
    differences = [
        Difference(field=name, claimed=ours, registered=theirs) for (name, ours), (_, theirs) in pairs
    ]
    return CandidateView(
        learner_id=candidate.learner_id,
        name=f"{candidate.given_names} {candidate.family_name}",
        indicator=candidate.indicator,
        differences=sorted(differences, key=lambda difference: difference.same),
    )


def _fields(person: Claim | Candidate) -> list[tuple[str, str]]:
    return [
        ("Given names", person.given_names),
        ("Family name", person.family_name),
        ("Date of birth", say_day(person.date_of_birth)),
        ("Sex", {"F": "Female", "M": "Male"}.get(person.sex or "", "")),
        ("Postcode", person.postcode or ""),
        ("ULN", person.uln or ""),
        ("UPN", person.upn or ""),
    ]


ROUTES = [list_decisions, show_decision, decide]
