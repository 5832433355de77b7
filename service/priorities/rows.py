"""Demand, priorities and decisions, as values. Vacancies and places are not people, and nothing here is about one."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from service.board.rows import Snapshot
from service.vocabulary.priority_sector import PrioritySector

WHOLE_AREA = "Greater Essex"


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """How many vacancies a source counts in a sector, as entered.

    `from_on` None: those open on the day `as_of_on`; else those advertised from one day to the other, both included.
    `district` is a district's name, None the whole area. `source_on`: the day the source is dated.
    """

    sector: PrioritySector
    district: str | None = None
    vacancies: int
    from_on: date | None = None
    as_of_on: date
    source: str
    source_on: date


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as kept: appended, never edited. `vacancies` None: what the source said of this was taken back."""

    id: UUID
    receipt_id: UUID
    sector: PrioritySector
    area_id: UUID | None
    district: str | None
    vacancies: int | None
    from_on: date | None
    as_of_on: date
    source: str
    source_on: date
    recorded_at: datetime


class NewDemand(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `demand`."""

    id: UUID
    receipt_id: UUID
    sector: PrioritySector
    area_id: UUID | None
    vacancies: int | None
    from_on: date | None
    as_of_on: date
    source: str
    source_on: date
    recorded_at: datetime


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What came of entering figures: by whom, when, from which file (None: by hand), and how many there were.

    `changed` are new figures of a source for a sector, an area and a period it gave one for already.
    """

    id: UUID
    agency_id: UUID
    recorded_by: UUID | None
    recorded_at: datetime
    file_name: str | None
    added: int
    changed: int
    unchanged: int


class Supply(msgspec.Struct, frozen=True, kw_only=True):
    """Places offered in each sector, and whose lists they come from; `newest_at` None: there is none."""

    places: dict[PrioritySector, int]
    providers: int
    others: int
    newest_at: datetime | None


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """A sector's vacancies beside its places. `demand` is the figure that is read, None where nobody gave one."""

    sector: PrioritySector
    places: int
    demand: Demand | None
    sources: int = 0

    @property
    def vacancies(self) -> int | None:
        """The vacancies, None where nobody counted them."""
        return self.demand.vacancies if self.demand else None

    @property
    def gap(self) -> int | None:
        """How many more vacancies there are than places; negative where places are left over."""
        return None if self.vacancies is None else self.vacancies - self.places


class Skills(msgspec.Struct, frozen=True, kw_only=True):
    """Vacancies and places in one area on a day, sector by sector, the widest gap first.

    `providers` is how many providers there are, whether they list places or not.
    """

    area: str
    on: date
    balances: tuple[Balance, ...]
    supply: Supply
    providers: int

    @property
    def counted(self) -> list[Demand]:
        """The figures that are read, one for each sector that has one."""
        return [each.demand for each in self.balances if each.demand is not None]


class SkillsTable(msgspec.Struct, frozen=True, kw_only=True):
    """Skills as ready texts: what the page, its chart and its file are all made from."""

    title: str
    description: str
    coverage: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of places in a sector, of one age: texts of a published table, or "not available"."""

    age: str
    starts: str
    completed: str
    still_there: str


class Outcomes(msgspec.Struct, frozen=True, kw_only=True):
    """The same of every sector. `snapshot` None: no month with these tables is published."""

    snapshot: Snapshot | None
    of: dict[PrioritySector, tuple[Outcome, ...]]


class Kind(StrEnum):
    """What a decision does to a priority."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    CONTINUED = "continued"
    CHANGED = "changed"
    ENDED = "ended"


class State(StrEnum):
    """Where a priority stands after its last decision."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    NOT_ADOPTED = "not_adopted"
    ENDED = "ended"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A priority as it is set. `district` None: the whole area; `until_on` None: until it is ended."""

    sector: PrioritySector
    reason: str
    planned_places: int
    district: str | None = None
    from_on: date
    until_on: date | None = None


class Priority(msgspec.Struct, frozen=True, kw_only=True):
    """A priority as it was set. What became of it stands in its decisions."""

    id: UUID
    agency_id: UUID
    sector: PrioritySector
    area_id: UUID | None
    district: str | None
    reason: str
    planned_places: int
    from_on: date
    until_on: date | None
    set_at: datetime
    set_by: UUID | None


class NewPriority(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `priority`."""

    id: UUID
    agency_id: UUID
    sector: PrioritySector
    area_id: UUID | None
    reason: str
    planned_places: int
    from_on: date
    until_on: date | None
    set_at: datetime
    set_by: UUID | None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence somebody could read on a board page: its table, the month and edition, and the day.

    `month_on` and `edition` are None for the table of skills, which has no months: `shown_on` dates it.
    """

    table: str
    month_on: date | None
    edition: int | None
    shown_on: date
    sentence: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as it is entered. `evidence` is the key of one of the sentences offered (`rules.key_of`).

    `planned_places` None: as before. `review_on` is the day to look again; None where the priority ends.
    """

    kind: Kind
    words: str
    present: str
    decided_on: date
    review_on: date | None
    planned_places: int | None
    evidence: str


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of the board as recorded, with its evidence as it stood: appended, never edited.

    A priority's decisions are numbered from 1, so that of two recorded at once the second is told.
    """

    priority_id: UUID
    number: int
    kind: Kind
    words: str
    present: str
    decided_on: date
    review_on: date | None
    planned_places: int | None
    evidence_table: str
    evidence_month_on: date | None
    evidence_edition: int | None
    evidence_shown_on: date
    evidence_sentence: str
    recorded_at: datetime
    recorded_by: UUID | None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A priority with its decisions, newest first, and what follows from them."""

    priority: Priority
    decisions: tuple[Decision, ...]
    state: State
    planned_places: int
    review_on: date | None

    def is_overdue_on(self, day: date) -> bool:
        """Whether the board was to have looked again by then."""
        return self.review_on is not None and self.review_on < day
