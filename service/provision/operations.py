"""Entering opportunities one by one or as a list, and taking them off it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.agencies import queries as agencies
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Conflict, NotFound
from service.kit.ids import new_id
from service.provision import queries
from service.provision.rows import Entry, NewOpportunity, Opportunity, Taken


class OpportunityUnknown(NotFound):
    """No such opportunity of this provider."""

    code = "opportunity_unknown"


class PlacesTaken(Conflict):
    """More places are taken than there would be."""

    code = "places_taken"


async def take_entries(
    session: Session, *, entries: Sequence[Entry], by: By, now: datetime, today: date
) -> Taken:
    """Add what is new and change what is otherwise; all of it or nothing.

    The provider's own reference says which is which. What was withdrawn and is entered again is listed again.
    Raises `PlacesTaken` where one would have fewer places than are taken.
    """
    before = await queries.known(session, by.agency_id, [entry.source_key for entry in entries])
    areas = await _areas(session, entries, today)
    added, changed = [], 0
    for entry in entries:
        known = before.get(entry.source_key)
        row = _row(entry, areas, known, by, now)
        if known is None:
            added.append(row)
        elif _differs(row, known):
            changed += 1
            if not await queries.change(session, row):
                raise PlacesTaken(
                    f"{known.taken} places of “{known.title}” are taken. Enter at least as many.",
                    field="places",
                )
    await queries.add(session, added)
    taken = Taken(new=len(added), changed=changed, unchanged=len(entries) - len(added) - changed)
    act = Act(
        act="opportunities entered", subject_kind="agency", subject_id=by.agency_id, detail=_counts(taken)
    )
    await audit.record(session, act, by=by, now=now)
    return taken


async def withdraw(session: Session, *, opportunity_id: UUID, by: By, now: datetime) -> None:
    """Take an opportunity off the list; places given stay given. Raises `OpportunityUnknown`."""
    if not await queries.withdraw(session, by.agency_id, opportunity_id, at=now):
        raise OpportunityUnknown("There is no such opportunity on your list.")
    act = Act(
        act="opportunity withdrawn",
        subject_kind="agency",
        subject_id=by.agency_id,
        detail={"opportunity": str(opportunity_id)},
    )
    await audit.record(session, act, by=by, now=now)


async def require_own(session: Session, *, opportunity_id: UUID, by: By) -> Opportunity:
    """Fetch an opportunity of the asking provider. Raises `OpportunityUnknown`."""
    found = (await queries.opportunities(session, [opportunity_id])).get(opportunity_id)
    if found is None or found.opportunity.agency_id != by.agency_id:
        raise OpportunityUnknown("There is no such opportunity on your list.")
    return found.opportunity


async def _areas(session: Session, entries: Sequence[Entry], today: date) -> dict[str, UUID]:
    postcodes = sorted({entry.postcode for entry in entries if entry.postcode})
    found = await agencies.residences(session, postcodes, on=today) if postcodes else {}
    return {postcode: residence.area_id for postcode, residence in found.items()}


def _row(
    entry: Entry, areas: dict[str, UUID], known: Opportunity | None, by: By, now: datetime
) -> NewOpportunity:
    words = {name: getattr(entry, name) for name in entry.__struct_fields__ if name != "supports"}
    return NewOpportunity(
        id=known.id if known else new_id(),
        agency_id=by.agency_id,
        area_id=areas.get(entry.postcode or ""),
        supports=" ".join(sorted(entry.supports)),
        taken=known.taken if known else 0,
        recorded_at=now,
        recorded_by=by.account_id,
        **words,
    )


def _differs(row: NewOpportunity, known: Opportunity) -> bool:
    before = {**msgspec.structs.asdict(known), "supports": " ".join(sorted(known.supports))}
    told = msgspec.structs.asdict(row)
    return any(told[name] != before[name] for name in told if name not in {"recorded_at", "recorded_by"})


def _counts(taken: Taken) -> dict[str, object]:
    return {"new": taken.new, "changed": taken.changed, "unchanged": taken.unchanged}
