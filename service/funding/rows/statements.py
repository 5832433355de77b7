"""Statements and their lines, as values. All money is whole pence; what is taken back is negative."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from service.funding.rows.pool import Band, Given, Outcome, Priced


class StatementState(StrEnum):
    """How far a statement has got. From `frozen` on nothing on it changes."""

    OPEN = "open"
    PREPARED = "prepared"
    AUTHORISED = "authorised"  # by one
    FROZEN = "frozen"  # authorised by two
    PAID = "paid"


SETTLED = frozenset({StatementState.FROZEN, StatementState.PAID})


class LineKind(StrEnum):
    """What a line of a statement is."""

    BASE = "base"
    OUTCOME = "outcome"
    CLAWBACK = "clawback"
    ADJUSTMENT = "adjustment"


class Ruling(StrEnum):
    """How a dispute was answered."""

    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One provider's statement for one fund and one quarter of a financial year.

    `cut_off_at`: nothing recorded from then on counts. `scenario` and `share`: which ramp it goes by.
    """

    id: UUID
    provider_id: UUID
    fund: str
    year: int
    quarter: int
    state: StatementState
    scenario: str | None = None
    share: int | None = None
    cut_off_at: datetime | None = None
    pay_on: date | None = None
    prepared_at: datetime | None = None
    prepared_by: UUID | None = None
    authorised_at: datetime | None = None
    authorised_by: UUID | None = None
    frozen_at: datetime | None = None
    frozen_by: UUID | None = None
    paid_at: datetime | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `statement_line`. `price_pence`: of an outcome, what it is worth before cap and ceiling."""

    id: UUID
    statement_id: UUID
    fund: str
    year: int
    kind: LineKind
    pence: int
    price_pence: int | None
    sector: str | None
    declaration_id: UUID | None
    words: str
    made_at: datetime
    made_by: UUID | None = None


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration that can be paid, as pricing reads it."""

    id: UUID
    learner_id: UUID
    provider_id: UUID
    sector: str | None
    kind: Outcome
    band: Band
    occurred_on: date
    course: UUID
    occasion: UUID
    part: int = 1
    parts: int = 1


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration that is to be taken back: what was paid for it, on a statement of which year."""

    id: UUID
    learner_id: UUID
    provider_id: UUID
    sector: str | None
    paid_pence: int
    year: int
    kind: Outcome


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """What earlier statements of one provider, fund and year hold.

    `base`: paid by sector. `results`: outcomes paid, less what was taken back of this year's.
    """

    base: Mapping[str, int] = {}
    results: int = 0


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the statements of one fund and quarter follow from.

    `share`: of the ramp, of 10,000. `paid_to`: what earlier statements of the fund paid for each learner, less what was
    taken back. `before`: what those of this year hold for each provider.
    """

    fund: str
    year: int
    quarter: int
    share: int
    given: Sequence[Given]
    tariffs: Sequence[Priced]
    dues: Sequence[Due] = ()
    owed: Sequence[Owed] = ()
    before: Mapping[UUID, Before] = {}
    paid_to: Mapping[UUID, int] = {}


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it is worked out, before it is a row."""

    provider_id: UUID
    kind: LineKind
    pence: int
    words: str
    sector: str | None = None
    declaration_id: UUID | None = None
    price_pence: int | None = None


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `dispute`: a provider says that a line, or a refused declaration, is wrong."""

    id: UUID
    provider_id: UUID
    statement_id: UUID | None
    line_id: UUID | None
    declaration_id: UUID | None
    words: str
    raised_at: datetime
    raised_by: UUID
    answered_at: datetime | None = None
    answered_by: UUID | None = None
    ruling: Ruling | None = None
    answer: str | None = None
