"""Statements about statements (of money) and what they are made of. All but reading is done as the register."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from service.funding.rows import Before, Due, Line, Owed, Statement
from service.funding.tables import StatementLineTable, StatementTable
from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session

_COLUMNS = ", ".join(f"s.{name}" for name in Statement.__struct_fields__)
_OF_PERIOD = f"""
select {_COLUMNS} from statement s where fund = $1 and year = $2 and quarter = $3 order by provider_id, id for update
"""
_HOLD = f"select {_COLUMNS} from statement s where id = $1 for update"
_UNSETTLED_BEFORE = """
select year, quarter from statement where fund = $1 and (year, quarter) < ($2, $3) and state not in ('frozen', 'paid')
order by year, quarter limit 1
"""
_LATER = (
    "select exists (select from statement where fund = $1 and (year, quarter) > ($2, $3) and state <> 'open')"
)
_LAST_PREPARED = "select max(prepared_at) from statement where fund = $1 and year = $2"
_SPENT_BY = """
select coalesce(sum(l.pence), 0)::bigint from statement s join statement_line l on l.statement_id = s.id
where s.fund = $1 and s.year = $2 and s.provider_id = $3 and l.kind <> 'adjustment'
"""
_PREPARE = """
update statement set state = 'prepared', scenario = $2, share = $3, cut_off_at = $4, pay_on = $5, prepared_at = $6,
    prepared_by = $7
where id = any($1) and state in ('open', 'prepared')
"""
_REOPEN = """
update statement set state = 'open', scenario = null, share = null, cut_off_at = null, pay_on = null,
    prepared_at = null, prepared_by = null, authorised_at = null, authorised_by = null
where id = any($1) and state in ('prepared', 'authorised')
"""
_AUTHORISE = """
update statement set state = 'authorised', authorised_at = $2, authorised_by = $3 where id = $1 and state = 'prepared'
"""
_FREEZE = "update statement set state = 'frozen', frozen_at = $2, frozen_by = $3 where id = $1 and state = 'authorised'"
_PAY = """
update statement set state = 'paid', paid_at = $2 where state = 'frozen' and pay_on <= $1 returning id
"""
_FORGET_LINES = "delete from statement_line where statement_id = any($1) and kind <> 'adjustment'"
_DUES = """
select id, learner_id, provider_id, sector, kind, band, occurred_on, course, occasion, part, parts from declaration
where fund = $1 and state = 'eligible' and occurred_on <= $2 and verified_at < $3
"""
_OWED = """
select d.id, d.learner_id, d.provider_id, d.sector, d.kind, l.pence as paid_pence, s.year
from declaration d join statement_line l on l.declaration_id = d.id and l.kind = 'outcome'
join statement s on s.id = l.statement_id and s.fund = $1 and (s.year, s.quarter) < ($2, $3)
where d.fund = $1 and d.state = 'awaiting_clawback'
  and not exists (select from statement_line b where b.declaration_id = d.id and b.kind = 'clawback')
"""
# What earlier statements of a fund's year hold: base by sector, and outcomes less what was taken back of this year's.
_BASE_BEFORE = """
select s.provider_id, l.sector, sum(l.pence)::bigint as pence from statement s
join statement_line l on l.statement_id = s.id and l.kind = 'base'
where s.fund = $1 and s.year = $2 and s.quarter < $3 group by s.provider_id, l.sector
"""
_RESULTS_BEFORE = """
select s.provider_id, sum(l.pence)::bigint as pence from statement s
join statement_line l on l.statement_id = s.id
where s.fund = $1 and s.year = $2 and s.quarter < $3 and (l.kind = 'outcome' or l.kind = 'clawback' and exists (
    select from statement_line o join statement f on f.id = o.statement_id
    where o.declaration_id = l.declaration_id and o.kind = 'outcome' and f.year = s.year))
group by s.provider_id
"""
_PAID_TO = """
select d.learner_id, sum(l.pence)::bigint as pence from statement s
join statement_line l on l.statement_id = s.id and l.kind in ('outcome', 'clawback')
join declaration d on d.id = l.declaration_id
where s.fund = $1 and (s.year, s.quarter) < ($2, $3) group by d.learner_id
"""
_ON_THEM = """
select distinct d.learner_id from statement_line l join declaration d on d.id = l.declaration_id
where l.statement_id = any($1) order by 1
"""
_PUT_ON = """
update declaration d set state = 'payable' from statement_line l
where l.statement_id = any($1) and l.kind = 'outcome' and d.id = l.declaration_id and d.state = 'eligible'
"""
_TAKE_OFF = """
update declaration d set state = case when d.state = 'clawed_back' then 'awaiting_clawback'
    when d.state = 'payable' then 'eligible' else 'ineligible' end
from statement_line l
where l.statement_id = any($1) and d.id = l.declaration_id
  and (l.kind = 'outcome' and d.state in ('payable', 'awaiting_clawback')
       or l.kind = 'clawback' and d.state = 'clawed_back')
"""
_PAID = """
update declaration d set state = 'paid' from statement_line l join statement s on s.id = l.statement_id
where l.kind = 'outcome' and d.id = l.declaration_id and d.state = 'payable' and s.state = 'paid'
"""
_CLAWED_BACK = """
update declaration d set state = 'clawed_back' from statement_line l
where l.statement_id = any($1) and l.kind = 'clawback' and d.id = l.declaration_id and d.state = 'awaiting_clawback'
"""
_NOTED = """
with stepped as ({step} returning d.learner_id, d.id, d.state, d.reason, l.statement_id)
insert into declaration_event (learner_id, id, declaration_id, state, reason, statement_id, at)
select learner_id, gen_random_uuid(), id, state, reason, statement_id, {at} from stepped
"""
_PUT_ON_NOTED = _NOTED.format(step=_PUT_ON, at="$2")
_TAKE_OFF_NOTED = _NOTED.format(step=_TAKE_OFF, at="$2")
_PAID_NOTED = _NOTED.format(step=_PAID, at="$1")
_CLAWED_BACK_NOTED = _NOTED.format(step=_CLAWED_BACK, at="$2")
_OPEN_ONE = """
select id from statement where provider_id = $1 and fund = $2 and state in ('open', 'prepared')
order by year, quarter limit 1
"""
_LAST_PERIOD = """
select year, quarter from statement where provider_id = $1 and fund = $2 order by year desc, quarter desc limit 1
"""


async def hold_period(session: Session, fund: str, year: int, quarter: int) -> list[Statement]:
    """Fetch a quarter's statements of a fund and let nobody change them meanwhile."""
    return await database.structs(session, Statement, _OF_PERIOD, fund, year, quarter)


async def hold_statement(session: Session, statement_id: UUID) -> Statement | None:
    """Fetch a statement and let nobody change it meanwhile."""
    return await database.struct(session, Statement, _HOLD, statement_id)


async def unsettled_before(session: Session, fund: str, year: int, quarter: int) -> tuple[int, int] | None:
    """Name the first earlier quarter of which a statement is not frozen."""
    found = await database.row(session, _UNSETTLED_BEFORE, fund, year, quarter)
    return (found["year"], found["quarter"]) if found else None


async def is_followed(session: Session, fund: str, year: int, quarter: int) -> bool:
    """Say whether statements of a later quarter are made already."""
    return bool(await database.value(session, _LATER, fund, year, quarter))


async def last_prepared(session: Session, fund: str, year: int) -> datetime | None:
    """Say when statements of a fund and year were last prepared."""
    found: datetime | None = await database.value(session, _LAST_PREPARED, fund, year)
    return found


async def spent_by(session: Session, fund: str, year: int, provider_id: UUID) -> int:
    """Sum what statements of a year pay a provider from a fund, adjustments left out, in pence."""
    found: int = await database.value(session, _SPENT_BY, fund, year, provider_id)
    return found


async def add_statements(session: Session, added: Sequence[Statement]) -> None:
    """Open statements."""
    await database.insert(session, StatementTable, added)


async def prepare(
    session: Session,
    statement_ids: Sequence[UUID],
    *,
    terms: tuple[str, int],
    dates: tuple[datetime, date],
    at: datetime,
    by: UUID,
) -> None:
    """Note that statements are prepared; by which scenario and share, with which cut-off and day of payment."""
    await database.execute(session, _PREPARE, list(statement_ids), *terms, *dates, at, by)


async def reopen(session: Session, statement_ids: Sequence[UUID]) -> None:
    """Open statements again that nobody froze."""
    await database.execute(session, _REOPEN, list(statement_ids))


async def authorise(session: Session, statement_id: UUID, *, at: datetime, by: UUID) -> bool:
    """Note the first of the two who authorise; False where it is not prepared."""
    return await database.execute(session, _AUTHORISE, statement_id, at, by) == 1


async def freeze(session: Session, statement_id: UUID, *, at: datetime, by: UUID) -> bool:
    """Note the second and freeze it; False where nobody authorised it."""
    return await database.execute(session, _FREEZE, statement_id, at, by) == 1


async def pay(session: Session, *, today: date, at: datetime) -> list[UUID]:
    """Note that frozen statements are paid whose day has come, and with them what is on them."""
    rows = await database.rows(session, _PAY, today, at)
    await database.execute(session, _PAID_NOTED, at)
    return [row["id"] for row in rows]


async def add_lines(session: Session, added: Sequence[Line]) -> None:
    """Add lines."""
    await insert_many(session, StatementLineTable, added)


async def forget_lines(session: Session, statement_ids: Sequence[UUID], *, at: datetime) -> list[UUID]:
    """Take the lines off statements that are made anew, but adjustments; give the learners they were about."""
    ids = list(statement_ids)
    about = [row["learner_id"] for row in await database.rows(session, _ON_THEM, ids)]
    await database.execute(session, _TAKE_OFF_NOTED, ids, at)
    await database.execute(session, _FORGET_LINES, ids)
    return about


async def put_on(session: Session, statement_ids: Sequence[UUID], *, at: datetime) -> None:
    """Note that what stands on statements is payable, or taken back."""
    await database.execute(session, _PUT_ON_NOTED, list(statement_ids), at)
    await database.execute(session, _CLAWED_BACK_NOTED, list(statement_ids), at)


async def dues(session: Session, fund: str, *, until: date, before: datetime) -> list[Due]:
    """List what of a fund can be paid, happened until a day and was on record before a moment."""
    return await database.structs(session, Due, _DUES, fund, until, before)


async def owed(session: Session, fund: str, year: int, quarter: int) -> list[Owed]:
    """List what is to be taken back that earlier statements of a fund paid."""
    return await database.structs(session, Owed, _OWED, fund, year, quarter)


async def before(session: Session, fund: str, year: int, quarter: int) -> dict[UUID, Before]:
    """Say what earlier statements of a fund's year hold for each provider."""
    base: dict[UUID, dict[str, int]] = defaultdict(dict)
    for row in await database.rows(session, _BASE_BEFORE, fund, year, quarter):
        base[row["provider_id"]][row["sector"]] = row["pence"]
    results = {
        row["provider_id"]: row["pence"]
        for row in await database.rows(session, _RESULTS_BEFORE, fund, year, quarter)
    }
    return {each: Before(base=base[each], results=results.get(each, 0)) for each in {*base, *results}}


async def paid_to(session: Session, fund: str, year: int, quarter: int) -> dict[UUID, int]:
    """Sum what earlier statements of a fund paid for each learner, less what was taken back."""
    rows = await database.rows(session, _PAID_TO, fund, year, quarter)
    return {row["learner_id"]: row["pence"] for row in rows}


async def open_one(session: Session, provider_id: UUID, fund: str) -> UUID | None:
    """Name the first statement of a provider and fund on which a line may be put."""
    found: UUID | None = await database.value(session, _OPEN_ONE, provider_id, fund)
    return found


async def last_period(session: Session, provider_id: UUID, fund: str) -> tuple[int, int] | None:
    """Name the last quarter of which a provider has a statement of a fund."""
    found = await database.row(session, _LAST_PERIOD, provider_id, fund)
    return (found["year"], found["quarter"]) if found else None
