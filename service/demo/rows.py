"""What is invented about one young person, before any of it is in a register: pure values without keys."""

from datetime import date, datetime

import msgspec

from service.learners.rows import Claim
from service.pathways.rows import Completion, Confidence, MilestoneKind


class InventedSpell(msgspec.Struct, frozen=True, kw_only=True):
    """A spell by the word of an agency (`reporter`, its code).

    `recorded_at` is when it was said as it stands here; `first_recorded_at`, where it is given, when it was
    first said, then as still going on.
    """

    key: str
    reporter: str
    activity: int
    started_on: date
    recorded_at: datetime
    first_recorded_at: datetime | None = None
    ended_on: date | None = None
    planned_end_on: date | None = None
    completion: Completion = Completion.CONTINUING
    withdraw_reason: int | None = None
    provider_name: str | None = None
    title: str | None = None
    level: str | None = None
    sector: str | None = None
    confidence: Confidence = Confidence.CONFIRMED


class InventedMilestone(msgspec.Struct, frozen=True, kw_only=True):
    """A milestone by the word of an agency; `spell_key` names the spell of the same reporter it is of."""

    key: str
    reporter: str
    kind: MilestoneKind
    occurred_on: date
    recorded_at: datetime
    spell_key: str | None = None
    planned_start_on: date | None = None
    level: str | None = None
    sector: str | None = None
    detail: str | None = None


class Invented(msgspec.Struct, frozen=True, kw_only=True):
    """An invented young person. `household` is shared by brothers and sisters; `district` is an ONS code."""

    number: int
    household: int
    claim: Claim
    district: str
    council: str
    spells: tuple[InventedSpell, ...]
    milestones: tuple[InventedMilestone, ...]


def as_first_told(spell: InventedSpell) -> InventedSpell:
    """The spell as it was when it was first told of, still going on then."""
    return msgspec.structs.replace(
        spell,
        ended_on=None,
        completion=Completion.CONTINUING,
        withdraw_reason=None,
        recorded_at=spell.first_recorded_at or spell.recorded_at,
        first_recorded_at=None,
    )
