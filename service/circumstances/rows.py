"""Circumstances of learners, as values: facts like spells and milestones: appended, corrected, never edited."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from service.accounts.rows import Role
from service.pathways.rows import AnyFact, Written


class Kind(StrEnum):
    """What a circumstance is about. `rules.kinds` says of each what it may hold, on what basis, and who sees it."""

    ATTENDANCE = "attendance"
    PRIOR_ATTAINMENT = "prior_attainment"
    ENGLISH = "english"
    MATHS = "maths"
    LEVEL_3 = "level_3"
    EHC_PLAN = "ehc_plan"
    SEN_SUPPORT = "sen_support"
    HIGH_NEEDS = "high_needs"
    DISABILITY = "disability"
    CHARACTERISTIC = "characteristic"
    LEVEL_OF_NEED = "level_of_need"
    FREE_MEALS = "free_meals"
    FIRST_LANGUAGE = "first_language"
    EXCLUSION = "exclusion"
    ETHNICITY = "ethnicity"
    EMPLOYMENT = "employment"
    GUARANTEE = "guarantee"
    INTENDED_DESTINATION = "intended_destination"
    TRANSITION_PLAN = "transition_plan"
    ADDRESS = "address"
    SAFE_CONTACT = "safe_contact"
    PROTECTED_ADDRESS = "protected_address"
    AGREED_SUPPORT = "agreed_support"


class Basis(StrEnum):
    """On what ground a circumstance is held (UK GDPR articles 6 and 9)."""

    DUTY = "duty"
    TASK = "task"
    AGREED = "agreed"
    PROTECTION = "protection"


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of circumstance: what it may hold, why it may be held, who sees it, what it is for.

    `choices` maps each value to its words; empty where the value is written (`pattern` says how). `several`: values
    hold side by side. `later` is the basis from the end of the duty on; None: only what the person agreed to.
    """

    words: str
    hint: str
    choices: Mapping[str, str] = {}
    pattern: str | None = None
    several: bool = False
    special: bool = False
    basis: Basis = Basis.DUTY
    later: Basis | None = None
    seen_by: frozenset[Role]
    used_for: str


class Circumstance(AnyFact, frozen=True, kw_only=True, gc=False):
    """One circumstance, holding from `starts_on` to `ends_on` inclusive (None: until another is said).

    Of attendance `starts_on` is the Monday of the week, and `value` is "planned/attended/unauthorised" sessions.
    """

    kind: Kind
    value: str
    starts_on: date
    ends_on: date | None = None


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What recording circumstances did; `groundless` were left out, as nothing allows to hold them.

    `learner_ids` are those of whom something is otherwise than before.
    """

    written: Written = Written()
    groundless: int = 0
    learner_ids: frozenset[UUID] = frozenset()
