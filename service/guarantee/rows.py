"""What the guarantee knows and says: what somebody has achieved and wishes, where they could re-enter, offers."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType
from uuid import UUID

import msgspec

from service.pathways.rules import Stage
from service.provision.rows import Kind, Support


class Route(StrEnum):
    """What somebody would rather do."""

    EITHER = "either"
    LEARNING = "learning"
    WORK = "work"


class Readiness(IntEnum):
    """How ready somebody is to start, as they and the worker see it."""

    NOT_YET = 0
    WITH_SUPPORT = 1
    LEARNING = 2
    WORK = 3


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What a young person said about the way back, the last time they were asked.

    `sectors` are areas of tier 1 ("5"); none means any. `needs` are what they cannot start without. `travel_minutes`
    and `hours` are the most that is possible, None for no limit. `may_repeat`: they would rather do a level again
    (`repeat_reason` says why).
    """

    sectors: frozenset[str] = frozenset()
    route: Route = Route.EITHER
    readiness: Readiness = Readiness.LEARNING
    needs: frozenset[Support] = frozenset()
    travel_minutes: int | None = None
    hours: int | None = None
    free_on: date
    may_repeat: bool = False
    repeat_reason: str | None = None


class Attained(msgspec.Struct, frozen=True, kw_only=True):
    """What a young person says they have achieved, where nobody has recorded it: values of the circumstances."""

    highest: str | None = None  # prior attainment
    english: str | None = None
    maths: str | None = None


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """Something begun and left: what of it may count."""

    rank: int
    area: str | None
    title: str | None
    weeks: int
    ended_on: date


class Achieved(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has behind them.

    `highest` is a level's rank (`level_rank`), -1 where none is recorded; `by_area` the highest by sector area;
    `is_known` False where nothing at all is recorded of what they achieved.
    """

    highest: int = -1
    by_area: Mapping[str, int] = MappingProxyType({})
    english: bool = False
    maths: bool = False
    unfinished: tuple[Unfinished, ...] = ()
    is_known: bool = False


class Entrant(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a recommendation rests on, of one young person; no word of which agency asks.

    `has_plan`: an education, health and care plan. `minutes` is how long it takes from home to each district, for
    those that are known.
    """

    born: date
    achieved: Achieved
    wishes: Wishes
    has_plan: bool = False
    minutes: Mapping[UUID, int] = MappingProxyType({})


class Market(msgspec.Struct, frozen=True, kw_only=True):
    """What orders opportunities beside the person: sectors employers ask for, and how many stay with a provider.

    `demand` is by sector area as stored ("5.2"), 0 to 1; `staying` by agency, the share of starters who stayed or
    finished.
    """

    demand: Mapping[str, float] = MappingProxyType({})
    staying: Mapping[UUID, float] = MappingProxyType({})


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One dated way back. Without `opportunity_id` it is re-engagement arranged by the adviser.

    `then` is the dated place an option bridges the time until.
    """

    opportunity_id: UUID | None
    stage: Stage
    starts_on: date
    reasons: tuple[str, ...]
    review_on: date | None = None
    then: "Option | None" = None


class NearMiss(msgspec.Struct, frozen=True, kw_only=True):
    """An opportunity that one thing alone rules out."""

    opportunity_id: UUID
    because: str


class Recommendation(msgspec.Struct, frozen=True, kw_only=True):
    """One to three dated options, best first, and what ruled out the nearest others.

    `target` is the stage aimed at, `why` says how it was found; options of an earlier stage lead there.
    """

    target: Stage
    why: tuple[str, ...]
    options: tuple[Option, ...]
    near_misses: tuple[NearMiss, ...] = ()

    @property
    def recommended(self) -> frozenset[UUID]:
        """The opportunities of the options, and those that they lead to."""
        options = [each for option in self.options for each in (option, option.then) if each]
        return frozenset(each.opportunity_id for each in options if each.opportunity_id)


class NewWishes(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `reentry_wish`: `Wishes` as they are stored, with who took them down."""

    learner_id: UUID
    id: UUID
    agency_id: UUID
    account_id: UUID
    said_at: datetime
    said_on: date
    sectors: str
    route: Route
    readiness: int
    needs: str
    travel_minutes: int | None
    hours: int | None
    free_on: date
    may_repeat: bool
    repeat_reason: str | None


class OfferState(StrEnum):
    """Where an offer stands."""

    MADE = "made"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Refusal(StrEnum):
    """Why a young person refused an offer."""

    NOT_THE_SECTOR = "not_the_sector"
    NOT_THE_LEVEL = "not_the_level"
    TOO_FAR = "too_far"
    WRONG_TIME = "wrong_time"
    HEALTH = "health"
    CARING = "caring"
    FOUND_OTHER = "found_other"
    OTHER = "other"


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A dated place offered to one learner, with the words it was offered in.

    `recommended` keeps what was recommended then; an offer that was not has the reason for it in `override_reason`.
    """

    learner_id: UUID
    id: UUID
    opportunity_id: UUID
    provider_id: UUID
    kind: Kind
    title: str
    level: str | None
    sector: str | None
    starts_on: date
    agency_id: UUID
    account_id: UUID
    made_at: datetime
    made_on: date
    recommended: Recommendation
    override_reason: str | None = None
    state: OfferState = OfferState.MADE
    answered_at: datetime | None = None
    answered_by: UUID | None = None
    refusal: Refusal | None = None
    refusal_note: str | None = None


class OpeningReason(StrEnum):
    """Why somebody opens the record of a young person who is not on their agency's books."""

    HERE_NOW = "here_now"
    PHONED = "phoned"
    REFERRED = "referred"
    OUTREACH = "outreach"


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """The least of a record, opened by somebody of another agency, for a reason and a time."""

    learner_id: UUID
    id: UUID
    agency_id: UUID
    account_id: UUID
    reason: OpeningReason
    words: str
    opened_at: datetime
    closes_at: datetime
    reviewed_at: datetime | None = None
    reviewed_by: UUID | None = None
