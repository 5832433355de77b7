"""Adding agencies and areas, and hearing from agencies."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from service.agencies import queries
from service.agencies.rows import Agency, AgencyArea, Area, PostcodeArea
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, expect_unique
from service.kit.errors import Conflict, Invalid, NotFound

_LA_CODE = re.compile(r"[0-9]{3}", re.ASCII)


class AgencyTaken(Conflict):
    """Another agency has this UKPRN or code."""

    code = "agency_taken"


class AgencyUnknown(NotFound):
    """No agency has this UKPRN or code."""

    code = "agency_unknown"


async def add_agency(session: Session, *, agency: Agency, by: By, now: datetime) -> None:
    """Add an agency. Raises `AgencyTaken` where its UKPRN or code is another's."""
    ukprn_taken = AgencyTaken("Another agency has this UKPRN.", field="ukprn")
    code_taken = AgencyTaken("Another agency has this code.", field="code")
    async with expect_unique("uq_agency_ukprn", ukprn_taken), expect_unique("uq_agency_code", code_taken):
        await queries.add_agencies(session, [agency])
    await audit.record(
        session, Act(act="agency added", subject_kind="agency", subject_id=agency.id), by=by, now=now
    )


async def set_la_code(
    session: Session, *, council_id: UUID, la_code: str | None, by: By, now: datetime
) -> None:
    """Give a council its three figures at DfE, under which it makes returns; None takes them away.

    Raises `Invalid`, `AgencyTaken` and `AgencyUnknown`.
    """
    if la_code is not None and not _LA_CODE.fullmatch(la_code):
        raise Invalid("Enter the three figures of the council at DfE, like 881.", field="la_code")
    async with expect_unique("uq_agency_la_code", AgencyTaken("Another council has this.", field="la_code")):
        if not await queries.set_la_code(session, council_id, la_code):
            raise AgencyUnknown("There is no such council.")
    act = Act(act="DfE code set", subject_kind="agency", subject_id=council_id, detail={"la_code": la_code})
    await audit.record(session, act, by=by, now=now)


async def add_map(
    session: Session,
    *,
    areas: Sequence[Area],
    councils: Sequence[AgencyArea],
    postcodes: Sequence[PostcodeArea],
) -> None:
    """Add dated areas, who answers for them and which postcodes lie in them."""
    await queries.add_areas(session, areas)
    await queries.add_agency_areas(session, councils)
    await queries.add_postcode_areas(session, postcodes)


async def agency_called(session: Session, *, code: str) -> Agency:
    """Find an agency by UKPRN or code. Raises `AgencyUnknown`."""
    found = await queries.agency_called(session, code.strip())
    if found is None:
        raise AgencyUnknown(
            "No agency has this UKPRN or code. Give one that an administrator has added.", field="agency"
        )
    return found


async def hear_from(session: Session, *, agency_id: UUID, today: date, now: datetime) -> None:
    """Note that an agency sent something usable today."""
    await queries.note_report(session, agency_id, on=today, at=now)
