"""On what ground a circumstance may be held: by the learner's age, their plan, and what they agreed to.

Source: Education and Skills Act 2008, sections 2, 10 and 68: the duty is about 16 and 17 year olds, as DfE counts them
by academic age, and about those with an education, health and care plan until 25. Beyond it nothing that only the duty
allowed is held or shown unless the young person agreed (design of this service; each council's data protection officer
confirms it before it goes live, see docs/decisions/0017-circumstances.md).
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from service.accounts.rows import Role
from service.circumstances.rows import Basis, Circumstance, Kind
from service.circumstances.rules.holding import holding, value_of
from service.circumstances.rules.kinds import BASES, DEFINITIONS, SPECIAL
from service.vocabulary.academic_year import academic_age

DUTY_UNTIL = 17
PLAN_UNTIL = 24
"""Academic ages: the age on 31 August before the academic year."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What of a learner decides about the ground: their birth, and whether they have a plan and agreed to support."""

    born_on: date
    has_plan: bool = False
    has_agreed: bool = False


def standing_of(born_on: date, said: Iterable[Circumstance], *, on: date) -> Standing:
    """Read from everything held about a learner what decides about the ground."""
    held = holding(said, on=on)
    return Standing(
        born_on=born_on,
        has_plan=value_of(held, Kind.EHC_PLAN) == "yes",
        has_agreed=value_of(held, Kind.AGREED_SUPPORT) == "yes",
    )


def is_under_duty(standing: Standing, *, on: date) -> bool:
    """Whether the duty is about this learner on a day."""
    years = academic_age(standing.born_on, on=on)
    return years <= DUTY_UNTIL or (standing.has_plan and years <= PLAN_UNTIL)


def ground_of(kind: Kind, standing: Standing, *, on: date) -> Basis | None:
    """Say on what basis a kind may be held about a learner on a day; None: it may not be."""
    told = DEFINITIONS[kind]
    if told.basis is not Basis.DUTY:
        return told.basis
    if is_under_duty(standing, on=on) or kind is Kind.EHC_PLAN:
        return Basis.DUTY
    if told.later is not None:
        return told.later
    return Basis.AGREED if standing.has_agreed else None


def say_ground(kind: Kind, standing: Standing, *, on: date) -> str:
    """Say on what ground a kind is held about a learner on a day."""
    basis = ground_of(kind, standing, on=on)
    words = BASES[basis] if basis else "Nothing allows to hold it"
    return f"{words}. {SPECIAL}." if DEFINITIONS[kind].special else f"{words}."


def may_see(circumstance: Circumstance, *, role: Role | None, agency_id: object) -> bool:
    """Whether somebody may see one: what their own agency said, and what the kind opens to their role.

    An agency's system (role None) sees what its agency said, and what is open to providers' staff.
    """
    if circumstance.agency_id == agency_id:
        return True
    return (role or Role.PROVIDER_STAFF) in DEFINITIONS[circumstance.kind].seen_by


def visible(
    said: Iterable[Circumstance],
    standing: Standing,
    *,
    role: Role | None,
    agency_id: object,
    on: date,
) -> tuple[Circumstance, ...]:
    """Leave what somebody may see on a day: open to them, and with a ground to be held still.

    A protected address is for data officers alone, whoever recorded it.
    """
    said = tuple(said)
    hidden = role is not Role.DATA_OFFICER and _is_protected(said, on)
    return tuple(
        each
        for each in said
        if may_see(each, role=role, agency_id=agency_id)
        and ground_of(each.kind, standing, on=on) is not None
        and not (hidden and each.kind is Kind.ADDRESS)
    )


def _is_protected(said: Iterable[Circumstance], on: date) -> bool:
    return value_of(holding(said, on=on), Kind.PROTECTED_ADDRESS) == "yes"
