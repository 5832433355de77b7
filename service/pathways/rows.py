"""What is recorded about a learner's way: spells (with length) and milestones (without), as values.

A fact is never edited. One that corrects another names it in `supersedes`; the corrected one keeps its words and
gains `superseded_at`. Facts whose `superseded_at` is None count. One that takes another back (`takes_back`) repeats its
words and never counted itself: it is superseded from the moment it is recorded.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class MilestoneKind(StrEnum):
    """A dated event without length. The vocabulary of Denmark's Ungedatabasen, widened to work and re-entry."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    STARTED = "started"
    ATTENDANCE = "attendance"
    ACHIEVED = "achieved"
    PROGRESSED = "progressed"
    BREAK = "break"
    AT_RISK = "at_risk"
    WITHDREW = "withdrew"
    COMPLETED = "completed"
    JOB_STARTED = "job_started"
    JOB_CONFIRMED = "job_confirmed"
    JOB_ENDED = "job_ended"
    RE_ENGAGED = "re_engaged"
    RE_ENTERED = "re_entered"
    DESTINATION = "destination"
    RETURNED = "returned"
    PLACEMENT = "placement"
    DECLINED = "declined"


class Completion(StrEnum):
    """How a spell stands, by the word of whoever provides it (ILR CompStatus 1, 2, 3, 6)."""

    CONTINUING = "continuing"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    MOVED_ON = (
        "moved_on"  # withdrawn for a reason that is a move, not a loss (ILR WithdrawReason 2, 7, 40, 41, 47)
    )
    BREAK = "break"


class Confidence(StrEnum):
    """How sure a fact is, by who says it."""

    CONFIRMED = "confirmed"  # by the provider or employer
    SELF_REPORTED = "self_reported"
    INFERRED = "inferred"


class Because(StrEnum):
    """Why a fact was corrected or taken back: by a person, but for the last two."""

    WRONG_DAY = "wrong_day"
    WRONG_DETAIL = "wrong_detail"
    LEARNT_MORE = "learnt_more"
    NEVER_HAPPENED = "never_happened"
    RECORDED_TWICE = "recorded_twice"
    WRONG_PERSON = "wrong_person"
    OTHER = "other"
    UNDONE = "undone"  # the whole submission it came with was undone
    FOLLOWS = "follows"  # its source tells its course otherwise since, and no longer tells this


class AnyFact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What every fact carries beside its words: about whom, by whose word, how sure, and what it corrects.

    `agency_id` is who reported it. `source_key` is the reporter's own lasting name for the fact
    ("ilr:ABC123:60325999:2025-09-03"), so that the same aim in the next file is known again.
    """

    learner_id: UUID
    id: UUID
    recorded_at: datetime
    agency_id: UUID
    source_key: str
    confidence: Confidence = Confidence.CONFIRMED
    submission_id: UUID | None = None
    line: int | None = None
    recorded_by: UUID | None = None
    supersedes: UUID | None = None
    superseded_at: datetime | None = None
    because: Because | None = None
    because_note: str | None = None
    takes_back: bool = False


class Spell(AnyFact, frozen=True, kw_only=True, gc=False):
    """One reported period in one activity, `started_on` to `ended_on` inclusive (None: still going on).

    `activity` is an NCCIS code (vocabulary.activity). `provider_name` is who teaches or employs. `level` is a
    qualification level: "E", "1" ... "8", or None. `said_at` is when the reporter said so, where that is not when it
    was recorded.
    """

    activity: int
    started_on: date
    ended_on: date | None = None
    planned_end_on: date | None = None
    completion: Completion = Completion.CONTINUING
    withdraw_reason: int | None = None
    provider_name: str | None = None
    title: str | None = None
    level: str | None = None
    sector: str | None = None  # sector subject area, tier 2, e.g. "5.2"
    said_at: datetime | None = None

    @property
    def last_said_at(self) -> datetime:
        """Since when it is known to be so."""
        return self.said_at or self.recorded_at


class Milestone(AnyFact, frozen=True, kw_only=True, gc=False):
    """One dated event; `spell_id` where it belongs to a reported spell."""

    kind: MilestoneKind
    occurred_on: date
    spell_id: UUID | None = None
    planned_start_on: date | None = None  # of a place: when it is to begin; of a break: the expected return
    level: str | None = None
    sector: str | None = None
    detail: str | None = None
    wishes_to_return: bool | None = None  # of somebody who left


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is recorded about one learner."""

    spells: tuple[Spell, ...] = ()
    milestones: tuple[Milestone, ...] = ()


class SaidSpell(msgspec.Struct, frozen=True, kw_only=True):
    """A spell as it counted at a moment, and every instant at which its source had confirmed it by then, in order."""

    spell: Spell
    confirmed: tuple[datetime, ...]


class SaidMilestone(msgspec.Struct, frozen=True, kw_only=True):
    """A milestone as it counted at a moment, and when its source first said it."""

    milestone: Milestone
    first_said_at: datetime


class NewMainSpell(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One period of the line that counts, as it is stored."""

    learner_id: UUID
    started_on: date
    ended_on: date | None
    activity: int
    spell_id: UUID


class Standing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where a learner is, as it is stored for lists and for the board."""

    learner_id: UUID
    activity: int
    activity_group: str
    since_on: date | None
    provider_name: str | None
    planned_end_on: date | None
    current_until_on: date | None
    neet_since_on: date | None
    stage: str
    conflict_since_on: date | None  # agencies contradict each other about today (see rules.conflict)
    evaluated_on: date
    next_review_on: date | None


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What recording did: how many facts were new, changed, or said nothing new.

    `held` of the unchanged repeat what somebody has corrected by hand since: the correction stands.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            held=self.held + other.held,
        )


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What recording did to spells and to milestones, and whose pathway changed by it.

    `newcomers` are learners registered in this very transaction, with all the facts there are about them.
    """

    spells: Written = Written()
    milestones: Written = Written()
    learner_ids: frozenset[UUID] = frozenset()
    newcomers: Mapping[UUID, Facts] = {}


class FactsUndone(msgspec.Struct, frozen=True, kw_only=True):
    """What undoing did: facts taken back, facts said again as they stood before, and whose pathway changed."""

    taken_back: int = 0
    said_again: int = 0
    learner_ids: frozenset[UUID] = frozenset()
