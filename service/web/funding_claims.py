"""A provider's own claims and statements: what was refused and what would make it right, and disputing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.funding import queries
from service.funding.operations import dispute_line, dispute_refusal, parts_of
from service.funding.queries import Count, Listed, Lived, OwnClaim, Part, ShownDispute, ShownLine
from service.funding.rows import Reason, State
from service.funding.rules import EVIDENCE, LINES, OUTCOMES, REASONS, STATEMENTS, STATES, number_of
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid, NotFound
from service.vocabulary.financial_year import say_quarter
from service.vocabulary.sector import sector_name
from service.web.errors import FormRefused
from service.web.funding_disputes import RULINGS, about
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import posted
from service.web.visit import PageRequest, Visit

PROVIDER = requires(Role.PROVIDER_STAFF)
TITLE, CLAIM, LINE = "Claims and statements", "Claim", "Dispute a line"
PAGE, LINES_SHOWN = 25, 200
DISPUTABLE = frozenset({State.INELIGIBLE, State.AWAITING_CLAWBACK, State.CLAWED_BACK, State.VOIDED})
DISPUTED = "Your dispute is sent to the commissioner."


@dataclass(frozen=True, kw_only=True)
class ClaimsPage:
    """Where the provider's claims stand, its statements and its disputes."""

    tally: Sequence[Count]
    claims: Sequence[OwnClaim]
    state: str
    found: int
    current: int
    last: int
    statements: Sequence[Listed]
    disputes: Sequence[ShownDispute]
    states: Sequence[tuple[str, str]]

    def what(self, claim: OwnClaim) -> str:
        """The outcome in words."""
        return OUTCOMES[claim.kind]

    def stands(self, claim: OwnClaim) -> str:
        """Where a claim stands."""
        return STATES[claim.state]

    def why(self, claim: OwnClaim) -> str:
        """Why it is not paid, and nothing where it is."""
        return REASONS[claim.reason][0] if claim.reason else ""

    def sort(self, count: Count) -> str:
        """A sort of claims in words."""
        return f"{STATES[count.state]}: {REASONS[count.reason][0]}" if count.reason else STATES[count.state]

    def quarter(self, statement: Listed) -> str:
        """Its quarter in words."""
        return say_quarter(statement.year, statement.quarter)

    def statement_state(self, statement: Listed) -> str:
        """How far it has got."""
        return STATEMENTS[statement.state]

    def about(self, dispute: ShownDispute) -> str:
        """What a dispute is about."""
        return about(dispute)

    def answer(self, dispute: ShownDispute) -> str:
        """What became of it."""
        return f"{RULINGS[dispute.ruling]}: {dispute.answer}" if dispute.ruling else "Waits for an answer"


@dataclass(frozen=True, kw_only=True)
class ClaimPage:
    """One claim: what it rests on, why it stands so, what would make it right, and every step."""

    claim: OwnClaim
    what: str
    number: str
    state: str
    evidence: str
    reason: tuple[str, str] | None
    life: Sequence[Lived]
    may_dispute: bool
    errors: Mapping[str, str]
    values: Mapping[str, str]

    def step(self, lived: Lived) -> str:
        """A step in words."""
        why = f": {REASONS[lived.reason][0]}" if lived.reason else ""
        return f"{STATES[lived.state]}{why}"


@dataclass(frozen=True, kw_only=True)
class OwnStatementPage:
    """One statement of the provider, with the names it may see."""

    statement: Listed
    quarter: str
    state: str
    parts: Sequence[Part]
    lines: Sequence[ShownLine]

    def sort(self, part: Part) -> str:
        """A sort of lines in words."""
        what = OUTCOMES[part.outcome] if part.outcome else sector_name(part.sector) if part.sector else ""
        return f"{LINES[part.kind]}: {what}" if what else LINES[part.kind]

    def whose(self, line: ShownLine) -> str:
        """Whose outcome a line is, where it is anybody's."""
        if line.given_names:
            return f"{line.given_names} {line.family_name}"
        return number_of(line.declaration_id) if line.declaration_id else LINES[line.kind]


@dataclass(frozen=True, kw_only=True)
class LinePage:
    """Disputing a line."""

    line: ShownLine
    errors: Mapping[str, str]
    values: Mapping[str, str]


@get("/claims", guards=[PROVIDER])
async def list_claims(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    stands: Annotated[str, QueryParameter(max_length=20)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=100_000)] = 1,
) -> Response[str]:
    """Where the provider's claims stand and why, 25 at a time; its statements and disputes."""
    chosen = stands if stands in set(State) else ""
    content = await _claims(session, visit, chosen, page_number)
    return page(request, "funding/claims.html", content, title=TITLE, banner=DISPUTED if done else None)


@get("/claims/{declaration_id:uuid}", guards=[PROVIDER])
async def show_claim(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    declaration_id: FromPath[UUID],
) -> Response[str]:
    """One claim."""
    content = await _claim(session, visit, declaration_id, {}, {})
    return page(request, "funding/claim.html", content, title=CLAIM)


@post("/claims/{declaration_id:uuid}/dispute", guards=[PROVIDER])
async def dispute_claim(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    declaration_id: FromPath[UUID],
) -> Redirect:
    """Disputes that a claim was refused."""
    values = await posted(request)
    words = values.get("words", "")
    try:
        await dispute_refusal(session, declaration_id=declaration_id, words=words, by=visit.by, now=visit.now)
    except (Invalid, Conflict) as wrong:
        refused = await _claim(session, visit, declaration_id, {"words": wrong.sentence}, values)
        raise FormRefused("funding/claim.html", refused, title=CLAIM) from None
    return see_other("/claims?done=disputed")


@get("/our-statements/{statement_id:uuid}", guards=[PROVIDER])
async def show_own_statement(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    statement_id: FromPath[UUID],
) -> Response[str]:
    """One statement of the provider."""
    found = await queries.statement_of(session, statement_id, visit.who.agency_id)
    if found is None:
        raise NotFound("There is no such statement of yours. It appears once it is prepared.")
    content = OwnStatementPage(
        statement=found,
        quarter=say_quarter(found.year, found.quarter),
        state=STATEMENTS[found.state],
        parts=await parts_of(session, statement_id=statement_id),
        lines=await queries.named_lines(session, statement_id, limit=LINES_SHOWN, within=visit.scope),
    )
    title = f"Our statement, {found.fund_name}, {content.quarter}"
    return page(request, "funding/own_statement.html", content, title=title)


@get("/our-statements/lines/{line_id:uuid}", guards=[PROVIDER])
async def show_line(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    line_id: FromPath[UUID],
) -> Response[str]:
    """The form to dispute a line."""
    content = await _line(session, visit, line_id, {}, {})
    return page(request, "funding/line.html", content, title=LINE)


@post("/our-statements/lines/{line_id:uuid}/dispute", guards=[PROVIDER])
async def dispute_own_line(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    line_id: FromPath[UUID],
) -> Redirect:
    """Disputes a line."""
    values = await posted(request)
    words = values.get("words", "")
    try:
        await dispute_line(session, line_id=line_id, words=words, by=visit.by, now=visit.now)
    except (Invalid, Conflict) as wrong:
        refused = await _line(session, visit, line_id, {"words": wrong.sentence}, values)
        raise FormRefused("funding/line.html", refused, title=LINE) from None
    return see_other("/claims?done=disputed")


async def _claims(session: Session, visit: Visit, state: str, current: int) -> ClaimsPage:
    provider_id = visit.who.agency_id
    tally = await queries.claim_tally(session, provider_id, within=visit.scope)
    found = sum(each.claims for each in tally if not state or each.state.value == state)
    return ClaimsPage(
        tally=tally,
        claims=await queries.own_claims(
            session, provider_id, state=state, limit=PAGE, skip=(current - 1) * PAGE, within=visit.scope
        ),
        state=state,
        found=found,
        current=current,
        last=max(1, -(-found // PAGE)),
        statements=await queries.statements_of(session, provider_id),
        disputes=await queries.disputes_of(session, provider_id),
        states=[("", "All"), *((each.value, words) for each, words in STATES.items())],
    )


async def _claim(
    session: Session,
    visit: Visit,
    declaration_id: UUID,
    errors: Mapping[str, str],
    values: Mapping[str, str],
) -> ClaimPage:
    provider_id = visit.who.agency_id
    claim = await queries.own_claim(session, declaration_id, provider_id, within=visit.scope)
    if claim is None:
        raise NotFound("There is no such claim of yours.")
    reason: Reason | None = claim.reason
    return ClaimPage(
        claim=claim,
        what=OUTCOMES[claim.kind],
        number=number_of(claim.id),
        state=STATES[claim.state],
        evidence=EVIDENCE[claim.evidence],
        reason=REASONS[reason] if reason else None,
        life=await queries.life_of(session, declaration_id, provider_id, within=visit.scope),
        may_dispute=claim.state in DISPUTABLE and not claim.disputed,
        errors=errors,
        values=values,
    )


async def _line(
    session: Session, visit: Visit, line_id: UUID, errors: Mapping[str, str], values: Mapping[str, str]
) -> LinePage:
    line = await queries.own_line(session, line_id, visit.who.agency_id, within=visit.scope)
    if line is None:
        raise NotFound("There is no such line on your statements.")
    return LinePage(line=line, errors=errors, values=values)


ROUTES = [
    list_claims,
    show_claim,
    dispute_claim,
    show_own_statement,
    show_line,
    dispute_own_line,
]
