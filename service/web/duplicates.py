"""Two learners who may be one person: side by side, decided, joined field by field."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.agencies import queries as agencies
from service.kit.database import Session
from service.kit.errors import Invalid, Refused
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.learners import queries as learners
from service.learners.operations import LearnerUnknown, look_up
from service.learners.queries import Note, ReviewItem
from service.learners.rows import Candidate, RulingKind
from service.learners.rules import review_due_on
from service.merging.operations import (
    Pair,
    Preview,
    decide_pair,
    merge,
    name_pair,
    open_pair,
    preview,
    withdraw_ruling,
)
from service.merging.rows import Joining, Side
from service.vocabulary.day import london_day
from service.vocabulary.indicator import IndicatorInvalid, parse_indicator
from service.web.comparison import Difference, differences
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.moving import Moving, moving
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

DECIDER = requires(Role.DATA_OFFICER)
TITLE, JOIN_TITLE = "Are these two one person?", "Join two records"
ONE_PERSON = "one"


class PairForm(Form):
    """One person, or two: strangers or relatives."""

    ruling: str = asked("Choose whether they are one person")


class JoinForm(Form):
    """Why they are one person. Whose value is kept of each field comes beside it, a radio each."""

    reason: str = asked("Enter why they are one person", max_length=500)


class NameForm(Form):
    """The other learner's indicator."""

    indicator: str = asked("Enter the other indicator")


@dataclass(frozen=True, kw_only=True)
class PairPage:
    """Two learners side by side, differences first."""

    item: ReviewItem
    one: Candidate
    other: Candidate
    sentence: str
    differences: list[Difference]
    notes: list[Note]
    due_on: date
    is_mine: bool
    errors: dict[str, str]

    def name(self, learner: Candidate) -> str:
        """Given names, then family name."""
        return f"{learner.given_names} {learner.family_name}".strip()


@dataclass(frozen=True, kw_only=True)
class JoinPage:
    """What joining would do: whose value is kept, and every row that moves."""

    review_id: UUID
    preview: Preview
    differences: list[Difference]
    moving: list[Moving]
    values: dict[str, str]
    errors: dict[str, str]

    def name(self, learner: Candidate) -> str:
        """Given names, then family name."""
        return f"{learner.given_names} {learner.family_name}".strip()


@dataclass(frozen=True, kw_only=True)
class DoublePage:
    """The form for another indicator of a learner, once what was entered cannot be used."""

    learner_id: UUID
    errors: dict[str, str]


@get("/duplicates/{review_id:uuid}", guards=[DECIDER])
async def show_pair(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
) -> Response[str]:
    """Two learners side by side."""
    content = await _pair(session, visit, review_id, {})
    return page(request, "duplicates/pair.html", content, title=TITLE)


@post("/duplicates/{review_id:uuid}", guards=[DECIDER])
async def decide(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
) -> Redirect:
    """Two people: settled. One person: on to whose details are kept."""
    try:
        form = read_form(PairForm, dict(await request.form()), today=visit.today)
        if form.ruling.startswith(ONE_PERSON):
            return see_other(
                f"/duplicates/{review_id}/join?keep={form.ruling.removeprefix(ONE_PERSON + ':')}"
            )
        await decide_pair(
            session, review_id=review_id, ruling=RulingKind(form.ruling), by=visit.by, now=visit.now
        )
    except (FormInvalid, ValueError) as wrong:
        errors = wrong.errors if isinstance(wrong, FormInvalid) else {"ruling": "Choose one of those shown"}
        content = await _pair(session, visit, review_id, errors)
        raise FormRefused("duplicates/pair.html", content, title=TITLE) from None
    return see_other("/decisions?done=decided")


@get("/duplicates/{review_id:uuid}/join", guards=[DECIDER])
async def show_join(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
    keep: Annotated[str, QueryParameter(max_length=10)] = "one",
) -> Response[str]:
    """Whose details are kept, and what moves."""
    content = await _join(session, visit, review_id, keep, values={}, errors={})
    return page(request, "duplicates/join.html", content, title=JOIN_TITLE)


@post("/duplicates/{review_id:uuid}/join", guards=[DECIDER])
async def join(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    review_id: FromPath[UUID],
    keep: Annotated[str, QueryParameter(max_length=10)] = "one",
) -> Redirect:
    """Joins them."""
    posted = dict(await request.form())
    try:
        form = read_form(JoinForm, {"reason": posted.get("reason", "")}, today=visit.today)
        pair = await open_pair(session, review_id=review_id, by=visit.by)
        asked_for = _joining(pair, keep, posted, form.reason)
        await merge(session, asked=asked_for, by=visit.by, now=visit.now, today=visit.today)
    except (FormInvalid, Invalid, Refused) as wrong:
        errors = wrong.errors if isinstance(wrong, FormInvalid) else {"reason": wrong.sentence}
        values = {name: str(value) for name, value in posted.items()}
        content = await _join(session, visit, review_id, keep, values=values, errors=errors)
        raise FormRefused("duplicates/join.html", content, title=JOIN_TITLE) from None
    return see_other(f"/learners/{asked_for.survivor_id}?done=joined")


@post("/duplicates/{review_id:uuid}/withdrawal", guards=[DECIDER])
async def withdraw(
    session: NamedDependency[Session], visit: NamedDependency[Visit], review_id: FromPath[UUID]
) -> Redirect:
    """Takes back that they are two people, so that they can be joined."""
    pair = await open_pair(session, review_id=review_id, by=visit.by)
    one, other = pair.one.learner_id, pair.other.learner_id
    await withdraw_ruling(session, one=one, other=other, by=visit.by, now=visit.now)
    return see_other(f"/duplicates/{review_id}")


@post("/learners/{learner_id:uuid}/double", guards=[DECIDER], status_code=200)
async def name_double(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Redirect:
    """Somebody has two indicators in hand: the pair goes on the list and is opened."""
    try:
        form = read_form(NameForm, dict(await request.form()), today=visit.today)
        parse_indicator(form.indicator)
        other = await look_up(
            session, indicator=form.indicator, within=visit.scope, by=visit.by, now=visit.now
        )
        review_id = await name_pair(session, one=learner_id, other=other.id, by=visit.by, now=visit.now)
    except (FormInvalid, IndicatorInvalid, LearnerUnknown, Invalid) as wrong:
        said = wrong.errors["indicator"] if isinstance(wrong, FormInvalid) else str(wrong)
        content = DoublePage(learner_id=learner_id, errors={"indicator": said})
        raise FormRefused("duplicates/double.html", content, title="Compare with another record") from None
    return see_other(f"/duplicates/{review_id}")


async def _pair(session: Session, visit: Visit, review_id: UUID, errors: dict[str, str]) -> PairPage:
    pair = await open_pair(session, review_id=review_id, by=visit.by)
    return PairPage(
        item=pair.item,
        one=pair.one,
        other=pair.other,
        sentence=pair.sentence,
        differences=differences(pair.one, pair.other),
        notes=await learners.notes_of(session, review_id),
        due_on=review_due_on(london_day(pair.item.raised_at)),
        is_mine=pair.item.assigned_to is not None and pair.item.assigned_to == visit.by.account_id,
        errors=errors,
    )


async def _join(
    session: Session,
    visit: Visit,
    review_id: UUID,
    keep: str,
    *,
    values: dict[str, str],
    errors: dict[str, str],
) -> JoinPage:
    pair = await open_pair(session, review_id=review_id, by=visit.by)
    survivor, merged = _sides(pair, keep)
    told = await preview(session, survivor_id=survivor, merged_id=merged)
    known = {UUID(each.row["agency_id"]) for each in told.rows if each.row.get("agency_id")}
    names = await agencies.agency_names(session, known)
    different = [each for each in differences(told.survivor, told.merged) if each.claimed and each.registered]
    return JoinPage(
        review_id=review_id,
        preview=told,
        differences=[each for each in different if not each.same],
        moving=moving(told.rows, names),
        values=values,
        errors=errors,
    )


def _sides(pair: Pair, keep: str) -> tuple[UUID, UUID]:
    both = pair.one.learner_id, pair.other.learner_id
    return both if keep != "other" else (both[1], both[0])


def _joining(pair: Pair, keep: str, posted: dict[str, Any], reason: str) -> Joining:
    survivor, merged = _sides(pair, keep)
    names = {each.name for each in differences(pair.one, pair.other)}
    choices = {name: Side.MERGED for name in names if posted.get(f"keep_{name}") == Side.MERGED}
    return Joining(survivor_id=survivor, merged_id=merged, choices=choices, reason=reason)


ROUTES = [show_pair, decide, show_join, join, withdraw, name_double]
