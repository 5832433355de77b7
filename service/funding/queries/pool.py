"""Statements about the pool: funds, lines put in and given out, ramps, tariffs. What writes is done as the register."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from service.funding.rows import (
    Allocation,
    Contribution,
    Fund,
    FundYear,
    Given,
    Key,
    Priced,
    Rate,
    Scenario,
    Step,
    Tariff,
)
from service.funding.tables import AllocationTable, ContributionTable, TariffRateTable, TariffTable
from service.kit import database
from service.kit.database import Session

_FUNDS = "select code, name, owner, rules, age_from, age_until from fund order by age_from, code"
_FUND_YEARS = """
select fund, year, contributed_pence, allocated_pence from fund_year
where ($1::text is null or fund = $1) and ($2::int is null or year = $2) order by year desc, fund
"""
_OPEN_FUND_YEAR = "insert into fund_year values ($1, $2, 0, 0) on conflict do nothing"
_HOLD_FUND_YEAR = """
select fund, year, contributed_pence, allocated_pence from fund_year where fund = $1 and year = $2 for update
"""
_PUT_IN = "update fund_year set contributed_pence = contributed_pence + $3 where fund = $1 and year = $2"
_GIVE_OUT = "update fund_year set allocated_pence = allocated_pence + $3 where fund = $1 and year = $2"
_CONTRIBUTIONS = f"""
select {", ".join(Contribution.__struct_fields__)} from contribution where fund = $1 and year = $2
order by recorded_at, id
"""
_ALLOCATIONS = f"""
select {", ".join(f"l.{name}" for name in Allocation.__struct_fields__)}, a.name as provider
from allocation l join agency a on a.id = l.provider_id where l.fund = $1 and l.year = $2 order by l.recorded_at, l.id
"""
_GIVEN = """
select provider_id, sector, sum(pence)::bigint as pence, sum(planned_places)::int as planned_places from allocation
where fund = $1 and year = $2 and ($3::timestamptz is null or recorded_at <= $3)
group by provider_id, sector order by provider_id, sector
"""
_GIVEN_TO = """
select coalesce(sum(pence), 0)::bigint from allocation
where fund = $1 and year = $2 and provider_id = $3 and ($4::text is null or sector = $4)
"""
_ALLOCATED = """
select provider_id, fund, year from allocation where $1::timestamptz is null or recorded_at <= $1
group by provider_id, fund, year having sum(pence) > 0
"""
_SCENARIOS = "select code, name, source, in_force from scenario order by not in_force, code"
_STEPS = f"""
select {", ".join(Step.__struct_fields__)} from ramp where ($1::text is null or scenario = $1)
order by scenario, fund, year
"""
_HOLD_STEPS = f"""
select {", ".join(Step.__struct_fields__)} from ramp where scenario = $1 and fund = $2 order by year for update
"""
_SET_STEPS = """
insert into ramp (scenario, fund, year, share, set_at, set_by)
select $1, $2, told.year, told.share, $5, $6 from unnest($3::int[], $4::int[]) as told (year, share)
on conflict (scenario, fund, year) do update
set share = excluded.share, set_at = excluded.set_at, set_by = excluded.set_by where ramp.share <> excluded.share
"""
_LOCK_STEP = """
update ramp set locked_at = $4 where scenario = $1 and fund = $2 and year = $3 and locked_at is null
"""
_OUT_OF_FORCE = "update scenario set in_force = false where in_force and code <> $1"
_IN_FORCE = "update scenario set in_force = true where code = $1"
_TARIFFS = f"""
select {", ".join(Tariff.__struct_fields__)} from tariff
where ($1::text is null or fund = $1) and ($2::timestamptz is null or set_at <= $2) order by fund, starts_on desc
"""
_RATES = "select tariff_id, kind, band, pence from tariff_rate where tariff_id = any($1)"
_HOLD_TARIFF = (
    f"select {', '.join(Tariff.__struct_fields__)} from tariff where fund = $1 and starts_on = $2 for update"
)
_CHANGE_TARIFF = """
update tariff set name = $2, source = $3, cap_pence = $4, rivals = $5, terms = $6::jsonb, set_at = $7, set_by = $8
where id = $1
"""
_FORGET_RATES = "delete from tariff_rate where tariff_id = $1"
_LOCK_TARIFFS = "update tariff set locked_at = $2 where id = any($1) and locked_at is null"


class Named(Allocation, frozen=True, kw_only=True):
    """A line of an allocation with its provider's name."""

    provider: str


async def funds(session: Session) -> list[Fund]:
    """List the funds, the one for the youngest first."""
    return await database.structs(session, Fund, _FUNDS)


async def fund_years(session: Session, *, fund: str | None = None, year: int | None = None) -> list[FundYear]:
    """List what funds have for years, the latest first."""
    return await database.structs(session, FundYear, _FUND_YEARS, fund, year)


async def hold_fund_year(session: Session, fund: str, year: int) -> FundYear:
    """Fetch what a fund has for a year, opening it where nobody has, and let nobody change it meanwhile."""
    await database.execute(session, _OPEN_FUND_YEAR, fund, year)
    found = await database.struct(session, FundYear, _HOLD_FUND_YEAR, fund, year)
    if found is None:
        raise AssertionError("a fund's year that was just opened is there")
    return found


async def add_contribution(session: Session, added: Contribution) -> None:
    """Put a line in; the sum goes with it."""
    await database.execute(session, _PUT_IN, added.fund, added.year, added.pence)
    await database.insert(session, ContributionTable, [added])


async def add_allocation(session: Session, added: Allocation) -> None:
    """Give a line out; the sum goes with it."""
    await database.execute(session, _GIVE_OUT, added.fund, added.year, added.pence)
    await database.insert(session, AllocationTable, [added])


async def contributions(session: Session, fund: str, year: int) -> list[Contribution]:
    """List the lines put into a fund for a year, the first one first."""
    return await database.structs(session, Contribution, _CONTRIBUTIONS, fund, year)


async def allocations(session: Session, fund: str, year: int) -> list[Named]:
    """List the lines given out of a fund for a year, the first one first."""
    return await database.structs(session, Named, _ALLOCATIONS, fund, year)


async def given(session: Session, fund: str, year: int, *, by: datetime | None = None) -> list[Given]:
    """Sum what each provider is given for each sector, by lines recorded until an instant."""
    return await database.structs(session, Given, _GIVEN, fund, year, by)


async def given_to(
    session: Session, fund: str, year: int, provider_id: UUID, *, sector: str | None = None
) -> int:
    """Sum what one provider is given, in pence; for one sector, or all."""
    found: int = await database.value(session, _GIVEN_TO, fund, year, provider_id, sector)
    return found


async def allocated(session: Session, *, by: datetime | None = None) -> frozenset[tuple[UUID, str, int]]:
    """Say which provider has an allocation of which fund in which year, by lines recorded until an instant."""
    rows = await database.rows(session, _ALLOCATED, by)
    return frozenset((row["provider_id"], row["fund"], row["year"]) for row in rows)


async def scenarios(session: Session) -> list[Scenario]:
    """List the scenarios, the one in force first."""
    return await database.structs(session, Scenario, _SCENARIOS)


async def put_in_force(session: Session, code: str) -> bool:
    """Let statements go by another scenario from now on; False where there is none of this code."""
    await database.execute(session, _OUT_OF_FORCE, code)
    return await database.execute(session, _IN_FORCE, code) == 1


async def steps(session: Session, scenario: str | None = None) -> list[Step]:
    """List the steps of ramps, in the order of years."""
    return await database.structs(session, Step, _STEPS, scenario)


async def hold_steps(session: Session, scenario: str, fund: str) -> list[Step]:
    """Fetch a ramp and let nobody change its steps meanwhile."""
    return await database.structs(session, Step, _HOLD_STEPS, scenario, fund)


async def set_steps(
    session: Session, scenario: str, fund: str, shares: Mapping[int, int], *, at: datetime, by: UUID
) -> None:
    """Set shares by year, all in one statement: the ramp is looked at when all are set."""
    values = [*shares], [*shares.values()]
    await database.execute(session, _SET_STEPS, scenario, fund, *values, at, by)


async def lock_step(session: Session, scenario: str, fund: str, year: int, *, at: datetime) -> None:
    """Keep a step as it is, since statements go by it."""
    await database.execute(session, _LOCK_STEP, scenario, fund, year, at)


async def tariffs(
    session: Session, fund: str | None = None, *, set_by: datetime | None = None
) -> list[Priced]:
    """List tariffs with their rates, those set until an instant, the latest to begin first."""
    found = await database.structs(session, Tariff, _TARIFFS, fund, set_by)
    rates: dict[UUID, dict[Key, int]] = {each.id: {} for each in found}
    for rate in await database.structs(session, Rate, _RATES, [each.id for each in found]):
        rates[rate.tariff_id][rate.kind, rate.band] = rate.pence
    return [Priced(tariff=each, rates=rates[each.id]) for each in found]


async def hold_tariff(session: Session, fund: str, starts_on: date) -> Tariff | None:
    """Fetch the version of a fund's tariff that begins on a day, and let nobody change it meanwhile."""
    return await database.struct(session, Tariff, _HOLD_TARIFF, fund, starts_on)


async def add_tariff(session: Session, added: Tariff, rates: Sequence[Rate]) -> None:
    """Add a version of a tariff with its rates."""
    await database.insert(session, TariffTable, [added])
    await database.insert(session, TariffRateTable, rates)


async def change_tariff(session: Session, changed: Tariff, rates: Sequence[Rate]) -> None:
    """Give a version that no statement has used yet other terms."""
    words = (changed.id, changed.name, changed.source, changed.cap_pence, changed.rivals)
    terms = database.json_text(changed.terms)
    await database.execute(session, _FORGET_RATES, changed.id)
    await database.execute(session, _CHANGE_TARIFF, *words, terms, changed.set_at, changed.set_by)
    await database.insert(session, TariffRateTable, rates)


async def lock_tariffs(session: Session, tariff_ids: Collection[UUID], *, at: datetime) -> None:
    """Keep tariffs as they are, since statements go by them."""
    await database.execute(session, _LOCK_TARIFFS, list(tariff_ids), at)
