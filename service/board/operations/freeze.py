"""Freezing a month: count everybody as known on its last day, disclose, draw, keep.

Exact counts go into `snapshot_count`, which no page can read; what may be shown goes into `published`,
tables and ready drawings, so a board page costs the same whether the register holds two thousand learners or
two million.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from service.agencies import queries as agencies
from service.agencies.rows import AgencyKind, AreaKind
from service.board import queries, rules
from service.board.operations.count import count
from service.board.operations.publish import published_of
from service.board.rows import Key, NewCount, Place, Snapshot
from service.kit import audit, database
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session
from service.kit.errors import Conflict, Invalid, Refused
from service.kit.ids import NOBODY, new_id
from service.vocabulary.working_day import working_days_between

PUBLISHED_ON = 3  # the working day of the next month from which a month is frozen


class MonthInvalid(Invalid):
    """A month is named by its first day."""

    code = "month_invalid"


class MonthNotOver(Refused):
    """Nobody knows yet how the month ends."""

    code = "month_not_over"


class MonthClosed(Conflict):
    """A month is frozen once and corrected once; or somebody froze it at the same time."""

    code = "month_closed"


async def freeze_month(session: Session, *, month_on: date, by: By, now: datetime, today: date) -> Snapshot:
    """Freeze the month that begins on `month_on`, or correct it once.

    Edition 1 counts what was known when the month's last day ended, edition 2 what is known now about that
    day. Raises `MonthInvalid`, `MonthNotOver`, `MonthClosed`, `MonthNotSafe`.
    """
    _require_over(month_on, today)
    async with database.as_register(session):
        snapshot = await _begin(session, month_on, now)
        places = await districts(session, snapshot)
        known_before = rules.known_before(snapshot.as_of_on, edition=snapshot.edition, now=now)
        counts = await count(session, snapshot, {place.code for place in places}, known_before=known_before)
        exact = rules.by_rows(counts, await _rows(session, snapshot))
        await queries.add_counts(session, list(_counts(snapshot, exact)))
        await queries.add_published(session, await published_of(session, snapshot, exact, places))
    detail = {"month": month_on.isoformat(), "edition": snapshot.edition}
    await audit.record(
        session,
        Act(act="month frozen", subject_kind="snapshot", subject_id=snapshot.id, detail=detail),
        by=by,
        now=now,
    )
    return snapshot


async def _rows(session: Session, snapshot: Snapshot) -> frozenset[str]:
    """Every provider there is, or those the first edition had: both editions show the same rows."""
    if snapshot.edition == 1:
        known = await agencies.agencies(session)
        return rules.rows_of(each.id for each in known if each.kind == AgencyKind.PROVIDER)
    return rules.rows_in(await queries.exact_counts(session, snapshot.month_on, edition=1))


def _require_over(month_on: date, today: date) -> None:
    if month_on.day != 1:
        raise MonthInvalid("Name the month by its first day.", field="month_on")
    if today <= rules.last_day(month_on):
        raise MonthNotOver("The month is not over. Freeze it after its last day.")


async def freeze_last_month(database: Database, *, now: datetime, today: date) -> Snapshot | None:
    """Freeze the month before, once, from its third working day after on; else do nothing.

    The board's figures so appear by themselves on one fixed day. Where nobody is registered there is nothing.
    """
    month_on = rules.months_earlier(today.replace(day=1), 1)
    if working_days_between(today.replace(day=1) - timedelta(days=1), today) < PUBLISHED_ON:
        return None
    async with database.transaction(REGISTER) as session:
        if await queries.newest_edition(session, month_on) or not await queries.anybody(session):
            return None
        return await freeze_month(session, month_on=month_on, by=By(agency_id=NOBODY), now=now, today=today)


async def _begin(session: Session, month_on: date, now: datetime) -> Snapshot:
    edition = await queries.newest_edition(session, month_on) + 1
    if edition > 2:
        raise MonthClosed(
            "This month was frozen and corrected once already. Later corrections count next month."
        )
    heard = [report.last_received_on for report in await agencies.reports(session)]
    as_of_on = rules.last_day(month_on)
    snapshot = Snapshot(
        id=new_id(),
        month_on=month_on,
        edition=edition,
        as_of_on=as_of_on,
        frozen_at=now,
        coverage=rules.coverage(heard, month_on=month_on),
        changed=await _why(session, as_of_on, edition, now),
    )
    faster = MonthClosed("Somebody else is freezing this month. Look at theirs first.")
    async with database.expect_unique("uq_snapshot_month_on_edition", faster):
        await queries.add_snapshot(session, snapshot)
    return snapshot


async def _why(session: Session, as_of_on: date, edition: int, now: datetime) -> str | None:
    """What a second edition knows that the first did not."""
    if edition == 1:
        return None
    since = rules.known_before(as_of_on, edition=1, now=now)
    arrived = await queries.arrived(session, since=since, until=now, about=as_of_on)
    return rules.why_it_changed(arrived, as_of_on=as_of_on)


async def districts(session: Session, snapshot: Snapshot) -> list[Place]:
    """The districts as they stood on the day, by name."""
    found = await agencies.areas(session, AreaKind.DISTRICT, on=snapshot.as_of_on)
    return [Place(area.code, area.name) for area in found]


def _counts(snapshot: Snapshot, exact: Mapping[Key, int]) -> Iterator[NewCount]:
    for (measure, area, line, cell), people in sorted(exact.items()):
        yield NewCount(
            snapshot_id=snapshot.id, measure=measure, area=area, line=line, cell=cell, people=people
        )
