"""Who somebody is, and what changed about whom."""

from datetime import date
from uuid import UUID

import msgspec

from service.feeds.rows import What
from service.learners.rows import Outcome
from service.web.api.shapes.instant import Instant


class IndicatorAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a claim. While it waits for a person's decision, indicator and learner_id are null.

    `survivor` is the indicator that goes on where the learner's record has been joined with another's since; the one
    answered leads to the same record.
    """

    request_id: UUID
    outcome: Outcome
    indicator: str | None
    learner_id: UUID | None
    reason: str
    model_version: str
    survivor: str | None = None


class LearnerShape(msgspec.Struct, frozen=True, kw_only=True):
    """A learner, as far as another agency's system needs to know them again."""

    id: UUID
    indicator: str
    given_names: str
    family_name: str
    date_of_birth: date


class LearnersFound(msgspec.Struct, frozen=True, kw_only=True):
    """The learners your agency has access to that were asked for; at most 50."""

    learners: list[LearnerShape]


class LearnersPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of your learners. `next` is the cursor of what follows, or null."""

    learners: list[LearnerShape]
    next: str | None


class ChangeShape(msgspec.Struct, frozen=True, kw_only=True):
    """Something changed about a learner. Of a joined record `other_id` is the one that goes on."""

    what: What
    learner_id: UUID
    other_id: UUID | None
    at: Instant


class ChangesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What changed, the oldest first. Keep `position`, and read on from there; at once where there is `more`."""

    changes: list[ChangeShape]
    position: str
    more: bool
