"""What a reader makes of a file, whatever its format: learners with their spells, milestones and problems.

The sender's own spelling (`LearnRefNumber`, `LearnActEndDate`) stays in `readers/` and in the problems' `field`,
because that is where the sender must go and mend it.
"""

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import msgspec

from service.circumstances.rows import Kind
from service.learners.rows import Sex
from service.pathways.rows import Completion, Confidence, MilestoneKind


class Weight(StrEnum):
    """What a problem does to its row."""

    REFUSES = "refuses"  # the learner cannot be taken until it is mended
    WARNS = "warns"  # taken as it is; the sender should look


class Problem(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing wrong in a file. `rule` is the published rule's own name where one exists, such as `ULN_04`."""

    line: int
    learner: str | None  # the sender's own reference for the learner, None for the file as a whole
    field: str
    rule: str
    message: str  # what is wrong with this value, in words; never a name or a date of birth
    fix: str  # what the sender does about it
    weight: Weight


class SubmittedSpell(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A spell as the file tells it; `key` is its lasting name within the agency (see pathways.rows.Spell)."""

    key: str
    line: int
    activity: int
    started_on: date
    planned_end_on: date | None = None
    ended_on: date | None = None
    completion: Completion = Completion.CONTINUING
    withdraw_reason: int | None = None
    title: str | None = None
    level: str | None = None
    sector: str | None = None
    provider_name: str | None = None  # None: whoever sends the file; "" where it is not said
    said_on: date | None = None  # the day somebody last said so, where that is not when the file came
    confidence: Confidence = Confidence.CONFIRMED


class SubmittedMilestone(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A milestone as the file tells it; `spell_key` names the spell of the same learner it belongs to."""

    key: str
    line: int
    kind: MilestoneKind
    occurred_on: date
    spell_key: str | None = None
    planned_start_on: date | None = None
    level: str | None = None
    sector: str | None = None
    detail: str | None = None


class SubmittedCircumstance(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A circumstance as the file tells it; `value` is as the kind keeps it (circumstances.rules.parse_value)."""

    key: str
    line: int
    kind: Kind
    value: str
    starts_on: date
    ends_on: date | None = None
    confidence: Confidence = Confidence.CONFIRMED


class SubmittedLearner(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One learner of a file. Identity fields are normalised (empty is None, a temporary ULN is None).

    A learner with a problem that refuses still arrives, so that every learner in the file can be accounted for;
    its identity fields may then be None.
    """

    line: int
    reference: str
    given_names: str | None
    family_name: str | None
    date_of_birth: date | None
    sex: Sex | None = None
    postcode: str | None = None
    uln: str | None = None
    upn: str | None = None
    ni_number: str | None = None
    email: str | None = None
    spells: tuple[SubmittedSpell, ...] = ()
    milestones: tuple[SubmittedMilestone, ...] = ()
    circumstances: tuple[SubmittedCircumstance, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> bool:
        """True where a problem keeps this learner from being taken."""
        return any(problem.weight is Weight.REFUSES for problem in self.problems)

    @property
    def as_text(self) -> str:
        """The learner as JSON text."""
        return msgspec.json.encode(self).decode()

    @property
    def problems_as_text(self) -> str | None:
        """The problems as JSON text; None where there are none."""
        return msgspec.json.encode(self.problems).decode() if self.problems else None


class SubmittedDestination(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a learner after leaving, where a file tells it apart from the learner (ILR to 2023-24).

    It belongs to the learner of the same `reference`, usually earlier in the same file; that learner may be
    missing from the file, which is then one of its `problems`.
    """

    line: int
    reference: str
    uln: str | None = None
    ni_number: str | None = None
    email: str | None = None
    spells: tuple[SubmittedSpell, ...] = ()
    milestones: tuple[SubmittedMilestone, ...] = ()
    circumstances: tuple[SubmittedCircumstance, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> bool:
        """True where a problem keeps these destinations from being taken."""
        return any(problem.weight is Weight.REFUSES for problem in self.problems)


Submitted: TypeAlias = SubmittedLearner | SubmittedDestination
"""A record of a file."""


class Format(StrEnum):
    """What kind of file it is; it also begins the source keys of all that the file says (`ilr:...`)."""

    ILR = "ilr"
    TABLE = "table"  # CSV or XLSX
    NCCIS = "nccis"


class FileFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of itself, and what is wrong with the file as a whole."""

    format: Format
    year: str | None = None  # "2025-26"
    ukprn: str | None = None
    prepared_on: date | None = None
    problems: tuple[Problem, ...] = ()
