"""Statements for pages: statements of money and their lines, a provider's own claims, what was earned so far."""

from datetime import datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.funding.rows import Declaration, Line, LineKind, Outcome, Reason, State, Statement
from service.kit import database
from service.kit.database import Session

_STATEMENT = ", ".join(f"s.{name}" for name in Statement.__struct_fields__)
_SUMS = """
coalesce(sum(l.pence), 0)::bigint as pence, coalesce(sum(l.pence) filter (where l.kind = 'base'), 0)::bigint as base,
coalesce(sum(l.pence) filter (where l.kind = 'outcome'), 0)::bigint as outcomes,
coalesce(sum(l.pence) filter (where l.kind = 'clawback'), 0)::bigint as clawed_back,
coalesce(sum(l.pence) filter (where l.kind = 'adjustment'), 0)::bigint as adjusted, count(l.id) as lines
"""
_LISTED = f"""
select {_STATEMENT}, a.name as provider, f.name as fund_name, {_SUMS}
from statement s join agency a on a.id = s.provider_id join fund f on f.code = s.fund
left join statement_line l on l.statement_id = s.id
"""
_GROUPED = "group by s.id, a.name, f.name"
_OF_YEAR = f"{_LISTED} where s.year = $1 {_GROUPED} order by s.quarter desc, s.fund, a.name, s.id"
_OF_PROVIDER = f"""
{_LISTED} where s.provider_id = $1 and s.state <> 'open' {_GROUPED} order by s.year desc, s.quarter desc, s.fund
"""
_ONE = f"{_LISTED} where s.id = $1 {_GROUPED}"
_ONE_OF_PROVIDER = f"{_LISTED} where s.id = $1 and s.provider_id = $2 and s.state <> 'open' {_GROUPED}"
_YEARS = "select distinct year from statement union select distinct year from fund_year order by year desc"
_PARTS = """
select l.kind, d.kind as outcome, b.sector, count(*) as lines, sum(l.pence)::bigint as pence
from statement_line l left join declaration d on d.id = l.declaration_id
cross join lateral (select case when l.kind = 'base' then l.sector end as sector) as b where l.statement_id = $1
group by l.kind, d.kind, b.sector
order by array_position(array['base', 'outcome', 'clawback', 'adjustment'], l.kind::text), array_position(
    array['start', 'retention', 'achievement', 'progression', 'job_start', 'job_13_weeks', 'job_26_weeks'], d.kind::text
), b.sector nulls last
"""
_LINE = ", ".join(f"l.{name}" for name in Line.__struct_fields__)
_LINES = f"""
select {_LINE}, {{names}}, exists (select from dispute p where p.line_id = l.id and p.answered_at is null) as disputed
from statement_line l {{joins}} where l.statement_id = $1
order by array_position(array['base', 'adjustment', 'clawback', 'outcome'], l.kind::text), d.occurred_on, l.id
limit $2 offset $3
"""
_NUMBERED = _LINES.format(
    names="null::text as given_names, null::text as family_name",
    joins="left join declaration d on d.id = l.declaration_id",
)
_NAMED = _LINES.format(
    names="n.given_names, n.family_name",
    joins="left join declaration d on d.id = l.declaration_id left join learner n on n.id = d.learner_id and exists ("
    "select from learner_access a where a.learner_id = n.id and a.agency_id = $4)",
)
_OWN_LINE = f"""
select {_LINE}, n.given_names, n.family_name,
       exists (select from dispute p where p.line_id = l.id and p.answered_at is null) as disputed
from statement_line l join statement s on s.id = l.statement_id and s.provider_id = $2 and s.state <> 'open'
left join declaration d on d.id = l.declaration_id left join learner n on n.id = d.learner_id and exists (
    select from learner_access a where a.learner_id = n.id and a.agency_id = $3)
where l.id = $1
"""
_DECLARATION = ", ".join(f"d.{name}" for name in Declaration.__struct_fields__)
_WITHIN = """($2::uuid is null or exists (
    select from learner_access a where a.learner_id = d.learner_id and a.agency_id = $2))"""
_TALLY = f"""
select d.state, d.reason, count(*) as claims from declaration d where d.provider_id = $1 and {_WITHIN}
group by d.state, d.reason order by d.state, d.reason
"""
_CLAIMS = f"""
select {_DECLARATION}, n.given_names, n.family_name, o.pence,
       exists (select from dispute p where p.declaration_id = d.id and p.answered_at is null) as disputed
from declaration d join learner n on n.id = d.learner_id
left join statement_line o on o.declaration_id = d.id and o.kind = 'outcome'
where d.provider_id = $1 and {_WITHIN}
"""
_OWN_CLAIMS = f"""
{_CLAIMS} and ($3::text = '' or d.state = $3) order by d.occurred_on desc, d.declared_at desc, d.id limit $4 offset $5
"""
_OWN_CLAIM = f"{_CLAIMS} and d.id = $3"
_LIFE = f"""
select e.state, e.reason, e.at, e.statement_id from declaration_event e join declaration d
    on d.learner_id = e.learner_id and d.id = e.declaration_id
where d.provider_id = $1 and {_WITHIN} and d.id = $3
order by e.at, array_position(array['submitted', 'eligible', 'ineligible', 'payable', 'paid'], e.state::text), e.id
"""
_EARNED = """
select s.provider_id, sum(l.pence)::bigint as pence from statement s join statement_line l on l.statement_id = s.id
where s.fund = $1 and s.year = $2 and l.kind in ('outcome', 'clawback') group by s.provider_id
"""
_PAID = """
select s.provider_id, sum(l.pence)::bigint as pence from statement s join statement_line l on l.statement_id = s.id
where s.state = 'paid' group by s.provider_id
"""
_USED_BY = """
select s.fund, s.year, s.quarter, min(s.prepared_at) as at from statement s
where s.scenario = $1 and s.state <> 'open' group by s.fund, s.year, s.quarter order by s.year, s.quarter
"""


_FIRST_USE = """
select year, quarter from statement where fund = $1 and prepared_at >= $2 order by year, quarter limit 1
"""


class Listed(Statement, frozen=True, kw_only=True):
    """A statement with its names and sums, in pence."""

    provider: str
    fund_name: str
    pence: int
    base: int
    outcomes: int
    clawed_back: int
    adjusted: int
    lines: int


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one sort on a statement, summed."""

    kind: LineKind
    outcome: Outcome | None
    sector: str | None
    lines: int
    pence: int


class ShownLine(Line, frozen=True, kw_only=True):
    """A line; of its learner the name, where the reader is the provider."""

    given_names: str | None
    family_name: str | None
    disputed: bool


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many claims of a provider stand so."""

    state: State
    reason: Reason | None
    claims: int


class OwnClaim(Declaration, frozen=True, kw_only=True):
    """A provider's own claim, with whose it is and what was paid for it."""

    given_names: str
    family_name: str
    pence: int | None
    disputed: bool


class Lived(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a claim."""

    state: State
    reason: Reason | None
    at: datetime
    statement_id: UUID | None


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """A quarter's statements that go by a scenario."""

    fund: str
    year: int
    quarter: int
    at: datetime


async def statements_of_year(session: Session, year: int) -> list[Listed]:
    """List a year's statements of all providers, the latest quarter first."""
    return await database.structs(session, Listed, _OF_YEAR, year)


async def statements_of(session: Session, provider_id: UUID) -> list[Listed]:
    """List a provider's own statements that were prepared, the latest first."""
    return await database.structs(session, Listed, _OF_PROVIDER, provider_id)


async def statement(session: Session, statement_id: UUID) -> Listed | None:
    """Fetch a statement."""
    return await database.struct(session, Listed, _ONE, statement_id)


async def statement_of(session: Session, statement_id: UUID, provider_id: UUID) -> Listed | None:
    """Fetch a provider's own statement, once it was prepared."""
    return await database.struct(session, Listed, _ONE_OF_PROVIDER, statement_id, provider_id)


async def years(session: Session) -> list[int]:
    """List the financial years of which there is anything, the latest first."""
    return [row["year"] for row in await database.rows(session, _YEARS)]


async def parts_of(session: Session, statement_id: UUID) -> list[Part]:
    """Sum a statement's lines by their sort."""
    return await database.structs(session, Part, _PARTS, statement_id)


async def numbered_lines(
    session: Session, statement_id: UUID, *, limit: int, skip: int = 0
) -> list[ShownLine]:
    """List a statement's lines without names; as the register, since whoever pays sees no learner."""
    return await database.structs(session, ShownLine, _NUMBERED, statement_id, limit, skip)


async def named_lines(session: Session, statement_id: UUID, *, limit: int, within: Scope) -> list[ShownLine]:
    """List the lines of a provider's own statement, with the names in scope."""
    return await database.structs(session, ShownLine, _NAMED, statement_id, limit, 0, within.agency_id)


async def own_line(session: Session, line_id: UUID, provider_id: UUID, *, within: Scope) -> ShownLine | None:
    """Fetch a line of a provider's own statement, with the name if it is in scope."""
    return await database.struct(session, ShownLine, _OWN_LINE, line_id, provider_id, within.agency_id)


async def claim_tally(session: Session, provider_id: UUID, *, within: Scope) -> list[Count]:
    """Count a provider's own claims by where they stand and why."""
    return await database.structs(session, Count, _TALLY, provider_id, within.agency_id)


async def own_claims(
    session: Session, provider_id: UUID, *, state: str, limit: int, skip: int, within: Scope
) -> list[OwnClaim]:
    """List a provider's own claims, the latest outcome first; of one state, or all for ""."""
    asked = (provider_id, within.agency_id, state, limit, skip)
    return await database.structs(session, OwnClaim, _OWN_CLAIMS, *asked)


async def own_claim(
    session: Session, declaration_id: UUID, provider_id: UUID, *, within: Scope
) -> OwnClaim | None:
    """Fetch one of a provider's own claims."""
    return await database.struct(session, OwnClaim, _OWN_CLAIM, provider_id, within.agency_id, declaration_id)


async def life_of(session: Session, declaration_id: UUID, provider_id: UUID, *, within: Scope) -> list[Lived]:
    """List the steps of one of a provider's own claims, the first one first."""
    return await database.structs(session, Lived, _LIFE, provider_id, within.agency_id, declaration_id)


async def earned(session: Session, fund: str, year: int) -> dict[UUID, int]:
    """Sum what each provider's outcomes of a year were paid so far, less what was taken back, in pence."""
    return {row["provider_id"]: row["pence"] for row in await database.rows(session, _EARNED, fund, year)}


async def paid(session: Session) -> dict[UUID, int]:
    """Sum what each provider was paid so far out of every fund, in pence."""
    return {row["provider_id"]: row["pence"] for row in await database.rows(session, _PAID)}


async def first_use(session: Session, fund: str, since: datetime) -> tuple[int, int] | None:
    """Name the quarter whose statements first used a tariff of a fund that was locked at an instant."""
    found = await database.row(session, _FIRST_USE, fund, since)
    return (found["year"], found["quarter"]) if found else None


async def uses_of(session: Session, scenario: str) -> list[Use]:
    """List the quarters whose statements go by a scenario."""
    return await database.structs(session, Use, _USED_BY, scenario)
