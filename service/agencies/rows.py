"""Agencies and areas as values."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec


class AgencyKind(StrEnum):
    """What an agency is; it decides what its staff may be."""

    PROVIDER = "provider"
    COUNCIL = "council"
    JOBCENTRE = "jobcentre"
    CHARITY = "charity"
    EMPLOYER = "employer"


class AreaKind(StrEnum):
    """What an area is. Boundaries are dated: these councils are about to be replaced."""

    DISTRICT = "district"
    COUNCIL_AREA = "council_area"


class Agency(msgspec.Struct, frozen=True, kw_only=True):
    """One agency. `code` is short, lasting and ours ("essex"); a provider also has its UKPRN.

    `council_id` is the council it works with, which answers for its learners whose address is not known. A council
    has its three figures at DfE (`la_code`) once it makes returns.
    """

    id: UUID
    kind: AgencyKind
    name: str
    code: str
    ukprn: str | None = None
    council_id: UUID | None = None
    la_code: str | None = None


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """One area as it stood from `started_on` to `ended_on` inclusive; `code` is the ONS one."""

    id: UUID
    kind: AreaKind
    code: str
    name: str
    started_on: date
    ended_on: date | None = None
    within_id: UUID | None = None


class AgencyArea(msgspec.Struct, frozen=True, kw_only=True):
    """Which council answers for an area, and when."""

    agency_id: UUID
    area_id: UUID
    started_on: date
    ended_on: date | None = None


class PostcodeArea(msgspec.Struct, frozen=True, kw_only=True):
    """Which area postcodes beginning so lie in; `source` says who says it."""

    prefix: str
    area_id: UUID
    started_on: date
    source: str
    ended_on: date | None = None
