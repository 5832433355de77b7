"""Disputes for whoever pays: those that wait, and answering one with words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.funding.operations import answer, one_dispute, waiting_disputes
from service.funding.queries import ShownDispute
from service.funding.rows import Outcome, Reason, Ruling
from service.funding.rules import OUTCOMES, REASONS, number_of
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.vocabulary.day import say_day
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.visit import PageRequest, Visit

COMMISSIONER = requires(Role.COMMISSIONER)
TITLE, ONE = "Disputes", "Answer a dispute"
RULINGS = {Ruling.UPHELD: "The provider is right", Ruling.NOT_UPHELD: "It stays as it is"}


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """The disputes that wait."""

    disputes: Sequence[ShownDispute]

    def about(self, dispute: ShownDispute) -> str:
        """What a dispute is about."""
        return about(dispute)


@dataclass(frozen=True, kw_only=True)
class DisputePage:
    """One dispute and its answer."""

    dispute: ShownDispute
    about: str
    rulings: Sequence[tuple[str, str]]
    ruled: str | None
    errors: Mapping[str, str]
    values: Mapping[str, str]


class AnswerForm(Form):
    """An answer."""

    ruling: Ruling = asked("Choose who is right")
    words: str = asked("Say why", max_length=1000)


@get("/disputes", guards=[COMMISSIONER])
async def list_disputes(
    request: PageRequest,
    session: NamedDependency[Session],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """The disputes that wait for an answer, the oldest first."""
    content = ListPage(disputes=await waiting_disputes(session))
    banner = "The answer is sent." if done else None
    return page(request, "funding/disputes.html", content, title=TITLE, banner=banner)


@get("/disputes/{dispute_id:uuid}", guards=[COMMISSIONER])
async def show_dispute(
    request: PageRequest, session: NamedDependency[Session], dispute_id: FromPath[UUID]
) -> Response[str]:
    """One dispute."""
    content = await _content(session, dispute_id, {}, {})
    return page(request, "funding/dispute.html", content, title=ONE)


@post("/disputes/{dispute_id:uuid}/answer", guards=[COMMISSIONER])
async def answer_dispute(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    dispute_id: FromPath[UUID],
) -> Redirect:
    """Answers a dispute."""
    values = await posted(request)
    try:
        form = read_form(AnswerForm, values, today=visit.today)
        await answer(
            session,
            dispute_id=dispute_id,
            ruling=form.ruling,
            words=form.words,
            by=visit.by,
            now=visit.now,
        )
    except (FormInvalid, Invalid, Conflict) as wrong:
        content = await _content(session, dispute_id, errors_of(wrong, field="words"), values)
        raise FormRefused("funding/dispute.html", content, title=ONE) from None
    return see_other("/disputes?done=answered")


def about(dispute: ShownDispute) -> str:
    """Say what a dispute is about, without anybody's name."""
    if dispute.declaration_id is None:
        return f"A line of a statement: {dispute.line_words}"
    outcome = OUTCOMES[Outcome(dispute.outcome)] if dispute.outcome else "A claim"
    on = f", {say_day(dispute.occurred_on)}" if dispute.occurred_on else ""
    why = f". {REASONS[Reason(dispute.reason)][0]}" if dispute.reason else ""
    return f"Refused claim {number_of(dispute.declaration_id)}: {outcome}{on}{why}"


async def _content(
    session: Session, dispute_id: UUID, errors: Mapping[str, str], values: Mapping[str, str]
) -> DisputePage:
    found = await one_dispute(session, dispute_id=dispute_id)
    if found is None:
        raise NotFound("There is no such dispute.")
    return DisputePage(
        dispute=found,
        about=about(found),
        rulings=[(each.value, words) for each, words in RULINGS.items()],
        ruled=RULINGS[found.ruling] if found.ruling else None,
        errors=errors,
        values=values,
    )


ROUTES = [list_disputes, show_dispute, answer_dispute]
