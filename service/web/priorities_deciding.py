"""Recording what the board decided of a priority: to adopt it or not, and at each review what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.kit.database import Session
from service.kit.errors import Invalid, Refused
from service.priorities.operations import OWN, decide, evidence_for, require_standing
from service.priorities.rows import Evidence, Kind, Standing, State
from service.priorities.rules import SAID, evidence_words, may_follow, read_verdict
from service.provision.rules import EntryInvalid
from service.web.errors import FormRefused
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.priorities import ACTS
from service.web.priorities_words import name_of
from service.web.visit import PageRequest, Visit

TEMPLATE = "priorities/decision.html"
OTHER = "other"
_HINTS = {
    Kind.ADOPTED: "It is in force from now on, until a review ends it.",
    Kind.NOT_ADOPTED: "It stays to be seen, with the reason.",
    Kind.CONTINUED: "Nothing changes but the day of the next review.",
    Kind.CHANGED: "It goes on with another number of planned places.",
    Kind.ENDED: "It was reached, or is a priority no more.",
}


@dataclass(frozen=True, kw_only=True)
class DecisionPage:
    """The form. `kinds` are what may follow; `evidence` is what it may rest on, `others` what further tables say."""

    standing: Standing
    name: str
    heading: str
    kinds: Sequence[tuple[str, str, str]]
    may_change: bool
    evidence: Sequence[tuple[str, str, str]]
    others: Sequence[tuple[str, str]]
    errors: Mapping[str, str]
    values: Mapping[str, str]


class NothingToDecide(Refused):
    """It has ended."""

    code = "nothing_to_decide"


@get("/board/priorities/{priority_id:uuid}/decision", guards=[ACTS])
async def show_decision(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    priority_id: FromPath[UUID],
) -> Response[str]:
    """The form: a decision on what is proposed, a review of what is in force."""
    content = await _form(session, visit, priority_id, {}, {"decided_on": "today"})
    return page(request, TEMPLATE, content, title=f"{content.heading}: {content.name}")


@post("/board/priorities/{priority_id:uuid}/decision", guards=[ACTS])
async def record_decision(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    priority_id: FromPath[UUID],
) -> Redirect:
    """Records it, with the evidence as it reads now."""
    values = await posted(request)
    try:
        verdict = read_verdict(_with_evidence(values), today=visit.today)
        await decide(
            session,
            priority_id=priority_id,
            verdict=verdict,
            by=visit.by,
            now=visit.now,
            today=visit.today,
        )
    except (EntryInvalid, Invalid) as wrong:
        errors = wrong.errors if isinstance(wrong, EntryInvalid) else errors_of(wrong, field="kind")
        content = await _form(session, visit, priority_id, errors, values)
        raise FormRefused(TEMPLATE, content, title=f"{content.heading}: {content.name}") from None
    return see_other(f"/board/priorities/{priority_id}?done=decided")


def _with_evidence(values: Mapping[str, str]) -> Mapping[str, str]:
    """The sentence chosen, wherever on the form."""
    if values.get("evidence") != OTHER:
        return values
    return {**values, "evidence": values.get("other_evidence", "")}


async def _form(
    session: Session, visit: Visit, priority_id: UUID, errors: Mapping[str, str], values: Mapping[str, str]
) -> DecisionPage:
    standing = await require_standing(session, priority_id=priority_id)
    kinds = may_follow(standing.state)
    if not kinds:
        raise NothingToDecide("This priority has ended. Set a new one if the board takes it up again.")
    offered = await evidence_for(session, standing.priority, today=visit.today)
    return DecisionPage(
        standing=standing,
        name=name_of(standing),
        heading="Record the decision" if standing.state is State.PROPOSED else "Record the review",
        kinds=[(kind.value, SAID[kind], _HINTS[kind]) for kind in kinds],
        may_change=Kind.CHANGED in kinds,
        evidence=_first(offered),
        others=[(key, each.sentence) for key, each in offered.items() if each.table not in OWN],
        errors=errors,
        values=values,
    )


def _first(offered: Mapping[str, Evidence]) -> list[tuple[str, str, str]]:
    first = [(key, each.sentence, _stood(each)) for key, each in offered.items() if each.table in OWN]
    others = len(offered) - len(first)
    return [*first, (OTHER, "Another figure of the board’s pages", "Choose it below.")] if others else first


def _stood(each: Evidence) -> str:
    return evidence_words(each.table, each.month_on, each.edition, each.shown_on)


ROUTES = [show_decision, record_decision]
