"""An opportunity, as a value: something a young person can start, with what it asks and what it offers."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class Kind(StrEnum):
    """What somebody starts. Each is one activity of the pathway (`rules.ACTIVITY`)."""

    RE_ENGAGEMENT = "re_engagement"
    COURSE = "course"
    PLACEMENT = "placement"
    SUPPORTED_INTERNSHIP = "supported_internship"
    APPRENTICESHIP = "apprenticeship"
    JOB = "job"


class Support(StrEnum):
    """Help that comes with an opportunity, and that somebody may need to start at all."""

    ONE_TO_ONE = "one_to_one"
    CHILDCARE = "childcare"
    TRAVEL = "travel"
    EQUIPMENT = "equipment"
    WELLBEING = "wellbeing"
    EHC_PLAN = "ehc_plan"


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An opportunity as a provider enters it, on a page or as a line of a file.

    `level` "E", "1" to "8" or None, `sector` a sector subject area of tier 2 ("5.2") or None. `needs_level` has to be
    achieved before, and `needs_english`, `needs_maths` ask for grade 4. `teaches_english_maths`: both are taught beside
    it. Ages are those on the first day. `starts_on` None: people join every week. `hours` a week. `postcode` None: it
    is online. `listed_until_on` is the last day the provider stands by it. `source_key` is the provider's own lasting
    name for it.
    """

    source_key: str
    kind: Kind
    title: str
    level: str | None = None
    sector: str | None = None
    summary: str | None = None
    needs_level: str | None = None
    needs_english: bool = False
    needs_maths: bool = False
    teaches_english_maths: bool = False
    age_from: int = 16
    age_until: int = 24
    starts_on: date | None = None
    hours: int
    postcode: str | None = None
    supports: frozenset[Support] = frozenset()
    places: int
    listed_until_on: date


class Opportunity(Entry, frozen=True, kw_only=True, gc=False):
    """Something a young person can start: an entry on the list, of whose `places` so many are `taken`.

    `area_id` is the district it lies in.
    """

    id: UUID
    agency_id: UUID
    area_id: UUID | None = None
    taken: int = 0
    recorded_at: datetime
    recorded_by: UUID | None = None
    withdrawn_at: datetime | None = None

    @property
    def left(self) -> int:
        """Places still to be had."""
        return max(self.places - self.taken, 0)

    def is_listed_on(self, day: date) -> bool:
        """Whether its provider stands by it on a day."""
        return self.withdrawn_at is None and self.listed_until_on >= day


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """An opportunity with the names a reader needs: whose it is, and where."""

    opportunity: Opportunity
    provider: str
    district: str | None


class Journey(msgspec.Struct, frozen=True, kw_only=True):
    """How long it usually takes between two districts by public transport, in minutes; `source` says who says so."""

    from_area_id: UUID
    to_area_id: UUID
    minutes: int
    source: str


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What taking a list of opportunities did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


class NewOpportunity(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `opportunity`; `supports` as stored: words with spaces between."""

    id: UUID
    agency_id: UUID
    source_key: str
    kind: Kind
    title: str
    level: str | None
    sector: str | None
    summary: str | None
    needs_level: str | None
    needs_english: bool
    needs_maths: bool
    teaches_english_maths: bool
    age_from: int
    age_until: int
    starts_on: date | None
    hours: int
    postcode: str | None
    area_id: UUID | None
    supports: str
    places: int
    taken: int
    listed_until_on: date
    recorded_at: datetime
    recorded_by: UUID | None
    withdrawn_at: datetime | None = None
