"""Putting money in, giving it out, and setting by which ramp and tariff it is paid. All is done as the register."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from service.funding import queries
from service.funding.rows import (
    Allocation,
    Contribution,
    FundYear,
    Rate,
    Rivals,
    Tariff,
    Terms,
)
from service.funding.rules import faults_of, rates_of
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.errors import Conflict, Invalid, NotFound, Refused
from service.kit.ids import NOBODY, new_id
from service.kit.prose import require_words
from service.vocabulary.financial_year import FinancialYear
from service.vocabulary.money import say_money

LONGEST = 500
_TICK = timedelta(microseconds=1)


class TooMuchGiven(Conflict):
    """More would be allocated than was contributed."""

    code = "too_much_given"


class AllocationSpent(Conflict):
    """Statements have paid more of the allocation than would be left of it."""

    code = "allocation_spent"


class FundUnknown(NotFound):
    """There is no such fund, scenario or provider."""

    code = "fund_unknown"


class InUse(Refused):
    """A statement goes by it, so it does not change."""

    code = "in_use"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an allocation as somebody enters it; `pence` and `planned_places` are differences."""

    provider_id: UUID
    sector: str
    fund: str
    year: int
    pence: int
    planned_places: int
    decided_on: date
    decision: str
    reason: str


class Put(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a contribution as somebody enters it; `pence` below nothing takes back."""

    fund: str
    year: int
    pence: int
    contributor: str
    source: str
    reason: str


class NewTerms(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a tariff as somebody enters it."""

    fund: str
    name: str
    source: str
    starts_on: date
    cap_pence: int
    rivals: Rivals
    terms: Terms


async def contribute(session: Session, *, put: Put, by: By, now: datetime) -> Contribution:
    """Put money into a fund for a year, or take some back. Raises `TooMuchGiven`, `FundUnknown` and `Invalid`."""
    words = {
        name: require_words(getattr(put, name), ask, longest=LONGEST, field=name)
        for name, ask in (
            ("contributor", "Say who puts it in"),
            ("source", "Say by which letter or decision"),
            ("reason", "Say what it is for"),
        )
    }
    if put.pence == 0:
        raise Invalid("Enter an amount other than nothing.", field="pence")
    async with as_register(session):
        has = await _held(session, put.fund, put.year)
        if has.contributed_pence + put.pence < has.allocated_pence:
            raise TooMuchGiven(
                f"{say_money(has.allocated_pence)} of it is allocated. Reduce allocations first.",
                field="pence",
            )
        told = msgspec.structs.asdict(put) | words
        added = Contribution(id=new_id(), recorded_at=now, recorded_by=by.account_id or NOBODY, **told)
        await queries.add_contribution(session, added)
    await audit.record(session, _act("contribution recorded", added), by=by, now=now)
    return added


async def allocate(session: Session, *, change: Change, by: By, now: datetime) -> Allocation:
    """Give a provider money for a sector, or change what it has. Raises `TooMuchGiven`, `AllocationSpent`, `Invalid`.

    The line is dated after the last statements that were prepared, so that they never seem to have known of it.
    """
    words = {
        "reason": require_words(change.reason, "Say why", longest=LONGEST, field="reason"),
        "decision": require_words(
            change.decision, "Say by which decision of the board", longest=LONGEST, field="decision"
        ),
    }
    if change.pence == 0 and change.planned_places == 0:
        raise Invalid("Enter an amount or places other than nothing.", field="pence")
    async with as_register(session):
        has = await _held(session, change.fund, change.year)
        await _require_room(session, change, has)
        prepared_at = await queries.last_prepared(session, change.fund, change.year)
        at = max(now, prepared_at + _TICK) if prepared_at else now
        told = msgspec.structs.asdict(change) | words
        added = Allocation(id=new_id(), recorded_at=at, recorded_by=by.account_id or NOBODY, **told)
        await queries.add_allocation(session, added)
    await audit.record(session, _act("allocation recorded", added), by=by, now=now)
    return added


async def _held(session: Session, fund: str, year: int) -> FundYear:
    if fund not in {each.code for each in await queries.funds(session)}:
        raise FundUnknown("There is no such fund. Choose one of the list.")
    return await queries.hold_fund_year(session, fund, year)


async def _require_room(session: Session, change: Change, has: FundYear) -> None:
    if has.allocated_pence + change.pence > has.contributed_pence:
        raise TooMuchGiven(
            f"{say_money(has.left_pence)} of the fund is left for {FinancialYear(change.year).label}. "
            "Enter less, or record a contribution first.",
            field="pence",
        )
    scope = (change.fund, change.year, change.provider_id)
    of_sector = await queries.given_to(session, *scope, sector=change.sector)
    if of_sector + change.pence < 0:
        raise AllocationSpent(
            f"It has {say_money(of_sector)} for this sector. Take back no more.", field="pence"
        )
    spent = await queries.spent_by(session, *scope)
    if change.pence < 0 and await queries.given_to(session, *scope) + change.pence < spent:
        raise AllocationSpent(
            f"Statements have paid {say_money(spent)} of this allocation. Leave at least as much.",
            field="pence",
        )


async def set_ramp(
    session: Session, *, scenario: str, fund: str, shares: Mapping[int, int], by: By, now: datetime
) -> None:
    """Set the shares of years, of 10,000. Raises `Invalid` at `share-2026` where one falls, or `InUse`."""
    async with as_register(session):
        if scenario not in {each.code for each in await queries.scenarios(session)}:
            raise FundUnknown("There is no such scenario. Choose one of the list.")
        before = await queries.hold_steps(session, scenario, fund)
        known = {each.year: each.share for each in before}
        locked = [each.year for each in before if each.locked_at]
        wrong = faults_of(known, shares, locked)
        for year, said in sorted(wrong.items()):
            raise (InUse if year in locked else Invalid)(f"{said}.", field=f"share-{year}")
        moved = {year: share for year, share in shares.items() if known.get(year) != share}
        if not moved:
            return
        await queries.set_steps(session, scenario, fund, moved, at=now, by=by.account_id or NOBODY)
    detail = {
        "scenario": scenario,
        "fund": fund,
        "shares": {str(year): share for year, share in moved.items()},
    }
    act = Act(act="ramp set", subject_kind="fund", subject_id=None, detail=detail)
    await audit.record(session, act, by=by, now=now)


async def put_in_force(session: Session, *, scenario: str, by: By, now: datetime) -> None:
    """Let statements that are prepared from now on go by another scenario. Raises `FundUnknown`."""
    async with as_register(session):
        if not await queries.put_in_force(session, scenario):
            raise FundUnknown("There is no such scenario. Choose one of the list.")
    act = Act(
        act="scenario put in force", subject_kind="fund", subject_id=None, detail={"scenario": scenario}
    )
    await audit.record(session, act, by=by, now=now)


async def set_tariff(session: Session, *, new: NewTerms, by: By, now: datetime) -> Tariff:
    """Set a version of a tariff, or change one that no statement has used. Raises `InUse` and `FundUnknown`."""
    async with as_register(session):
        if new.fund not in {each.code for each in await queries.funds(session)}:
            raise FundUnknown("There is no such fund. Choose one of the list.")
        before = await queries.hold_tariff(session, new.fund, new.starts_on)
        if before and before.locked_at:
            raise InUse(
                "Statements were made by the tariff of this day. Enter the day from which another holds.",
                field="starts_on",
            )
        told = {name: getattr(new, name) for name in new.__struct_fields__}
        tariff = Tariff(
            id=before.id if before else new_id(), set_at=now, set_by=by.account_id or NOBODY, **told
        )
        rates = [
            Rate(tariff_id=tariff.id, kind=kind, band=band, pence=pence)
            for (kind, band), pence in rates_of(new.terms).items()
        ]
        await (queries.change_tariff if before else queries.add_tariff)(session, tariff, rates)
    detail = {"fund": new.fund, "starts_on": new.starts_on.isoformat(), "tariff": str(tariff.id)}
    act = Act(act="tariff set", subject_kind="fund", subject_id=None, detail=detail)
    await audit.record(session, act, by=by, now=now)
    return tariff


def _act(act: str, line: Contribution | Allocation) -> Act:
    detail = {"line": str(line.id), "fund": line.fund, "year": line.year, "pence": line.pence}
    if isinstance(line, Allocation):
        detail |= {"provider": str(line.provider_id), "sector": line.sector}
    return Act(act=act, subject_kind="fund", subject_id=None, detail=detail)
