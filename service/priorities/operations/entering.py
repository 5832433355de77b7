"""Entering figures of demand, one or a whole file, and taking one back. Nothing is overwritten."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from service.agencies import queries as agencies
from service.agencies.rows import AreaKind
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.ids import new_id
from service.priorities import queries
from service.priorities.rows import Demand, Figure, NewDemand, Receipt
from service.priorities.rules import subject_of


class FigureUnknown(NotFound):
    """No such figure."""

    code = "figure_unknown"


class FigureReplaced(Conflict):
    """It does not stand any more: there is nothing to take back."""

    code = "figure_replaced"


class NoFigures(Invalid):
    """Nothing was entered."""

    code = "no_figures"


async def enter_figures(
    session: Session, *, figures: Sequence[Figure], file_name: str | None, by: By, now: datetime, today: date
) -> Receipt:
    """Append what is new or otherwise than its source said before, all of it or nothing; keep a receipt.

    A figure of the same source, sector, area and period takes the place of the one before, and both are kept; the same
    figure again is not written twice. Raises `NoFigures`.
    """
    if not figures:
        raise NoFigures("There are no figures in it. Fill in a line for each sector.", field="file")
    before = {subject_of(each): each for each in await queries.standing_demand(session)}
    known = [before.get(subject_of(each)) for each in figures]
    fresh = [
        (figure, old) for figure, old in zip(figures, known, strict=True) if not _says_the_same(figure, old)
    ]
    changed = sum(old is not None for _, old in fresh)
    receipt = Receipt(
        id=new_id(),
        agency_id=by.agency_id,
        recorded_by=by.account_id,
        recorded_at=now,
        file_name=file_name,
        added=len(fresh) - changed,
        changed=changed,
        unchanged=len(figures) - len(fresh),
    )
    await queries.add_receipt(session, receipt)
    areas = await _areas(session, today)
    await queries.add_demand(session, [_row(figure, receipt, areas) for figure, _ in fresh])
    await _note(session, "demand entered", receipt, by=by, now=now)
    return receipt


async def take_figure_back(session: Session, *, demand_id: UUID, by: By, now: datetime) -> Receipt:
    """Say that a figure should not be there. It stays to be seen and is read no more.

    Raises `FigureUnknown`, and `FigureReplaced` where another stands in its place already.
    """
    found = await queries.figure(session, demand_id)
    if found is None:
        raise FigureUnknown("There is no such figure.")
    if not any(each.id == demand_id for each in await queries.standing_demand(session)):
        raise FigureReplaced("This figure was replaced or taken back already. It is not read any more.")
    receipt = Receipt(
        id=new_id(),
        agency_id=by.agency_id,
        recorded_by=by.account_id,
        recorded_at=now,
        file_name=None,
        added=0,
        changed=1,
        unchanged=0,
    )
    await queries.add_receipt(session, receipt)
    await queries.add_demand(session, [_taken_back(found, receipt)])
    await _note(session, "demand taken back", receipt, by=by, now=now)
    return receipt


def _says_the_same(figure: Figure, before: Demand | None) -> bool:
    return before is not None and (before.vacancies, before.source_on) == (figure.vacancies, figure.source_on)


async def _areas(session: Session, today: date) -> dict[str, UUID]:
    return {area.name: area.id for area in await agencies.areas(session, AreaKind.DISTRICT, on=today)}


def _row(figure: Figure, receipt: Receipt, areas: dict[str, UUID]) -> NewDemand:
    return NewDemand(
        id=new_id(),
        receipt_id=receipt.id,
        sector=figure.sector,
        area_id=areas[figure.district] if figure.district else None,
        vacancies=figure.vacancies,
        from_on=figure.from_on,
        as_of_on=figure.as_of_on,
        source=figure.source,
        source_on=figure.source_on,
        recorded_at=receipt.recorded_at,
    )


def _taken_back(found: Demand, receipt: Receipt) -> NewDemand:
    return NewDemand(
        id=new_id(),
        receipt_id=receipt.id,
        sector=found.sector,
        area_id=found.area_id,
        vacancies=None,
        from_on=found.from_on,
        as_of_on=found.as_of_on,
        source=found.source,
        source_on=found.source_on,
        recorded_at=receipt.recorded_at,
    )


async def _note(session: Session, act: str, receipt: Receipt, *, by: By, now: datetime) -> None:
    detail = {"added": receipt.added, "changed": receipt.changed, "unchanged": receipt.unchanged}
    told = Act(act=act, subject_kind="demand_receipt", subject_id=receipt.id, detail=detail)
    await audit.record(session, told, by=by, now=now)
