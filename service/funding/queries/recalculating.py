"""Statements of working past statements of money out again: what stood before them, and what is on them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from service.funding.rows import ClaimKey, Line, Owed
from service.kit import database
from service.kit.database import Session

# Which claims stand before a quarter's statements: on an earlier one and not taken back by one.
_STANDING = """
select d.learner_id, d.id, d.provider_id, d.course, d.kind, d.occasion, d.sector, l.pence as paid_pence, s.year, s.fund
from statement s join statement_line l on l.statement_id = s.id and l.kind = 'outcome'
join declaration d on d.id = l.declaration_id
where (s.fund = $1 and (s.year, s.quarter) < ($2, $3) or s.fund <> $1 and s.cut_off_at < $4)
  and d.learner_id = any($5)
  and not exists (
    select from statement_line b join statement t on t.id = b.statement_id
    where b.declaration_id = d.id and b.kind = 'clawback'
      and (t.fund = $1 and (t.year, t.quarter) < ($2, $3) or t.fund <> $1 and t.cut_off_at < $4))
"""
_ON_EARLIER = """
select distinct d.learner_id from statement s join statement_line l on l.statement_id = s.id and l.kind = 'outcome'
join declaration d on d.id = l.declaration_id where s.fund = $1 and (s.year, s.quarter) < ($2, $3)
"""
_LINES_OF = f"""
select {", ".join(f"l.{name}" for name in Line.__struct_fields__)}, s.provider_id, d.course, d.occasion,
       d.kind as outcome
from statement s join statement_line l on l.statement_id = s.id left join declaration d on d.id = l.declaration_id
where s.fund = $1 and s.year = $2 and s.quarter = $3
"""
_RUNS = """
select fund, year, quarter, min(scenario) as scenario, min(cut_off_at) as cut_off_at, min(prepared_at) as prepared_at
from statement where state <> 'open' group by fund, year, quarter order by year, quarter, fund
"""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that stands on an earlier statement, and what was paid for it."""

    fund: str
    key: ClaimKey
    owed: Owed


class MadeRun(msgspec.Struct, frozen=True, kw_only=True):
    """A quarter's statements of a fund that are made, and by which ramp and when."""

    fund: str
    year: int
    quarter: int
    scenario: str
    cut_off_at: datetime
    prepared_at: datetime


class KnownLine(Line, frozen=True, kw_only=True):
    """A line with whose statement it is on and which claim it is for."""

    provider_id: UUID
    course: UUID | None
    occasion: UUID | None
    outcome: str | None


async def standing(
    session: Session, run: MadeRun, learner_ids: Collection[UUID]
) -> dict[UUID, list[Standing]]:
    """List the claims of learners that stood on earlier statements when a quarter's statements were made."""
    found: dict[UUID, list[Standing]] = defaultdict(list)
    asked = (run.fund, run.year, run.quarter, run.cut_off_at, list(learner_ids))
    for row in await database.rows(session, _STANDING, *asked):
        told = dict(row)
        key = told["provider_id"], told["course"], told["kind"], told["occasion"]
        fields = {name: told[name] for name in Owed.__struct_fields__}
        stands = Standing(fund=told["fund"], key=key, owed=msgspec.convert(fields, Owed))
        found[row["learner_id"]].append(stands)
    return found


async def on_earlier(session: Session, run: MadeRun) -> list[UUID]:
    """List the learners whose outcomes stand on earlier statements of the fund."""
    rows = await database.rows(session, _ON_EARLIER, run.fund, run.year, run.quarter)
    return [row["learner_id"] for row in rows]


async def known_lines(session: Session, run: MadeRun) -> list[KnownLine]:
    """List the lines of a quarter's statements of a fund."""
    return await database.structs(session, KnownLine, _LINES_OF, run.fund, run.year, run.quarter)


async def runs(session: Session) -> list[MadeRun]:
    """List the quarters and funds whose statements are made, the first one first."""
    return await database.structs(session, MadeRun, _RUNS)
