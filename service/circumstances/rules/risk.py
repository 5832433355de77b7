"""Risk of becoming NEET, as a score with its factors: a prompt for people, never a decision and never an alert.

Source: the risk of NEET indicators as Oxfordshire weighs them, coded by two councils' projects with published test
vectors (DSSGxUK s23_neet, s22_buckinghamshire). A model like this flags many who do fine (85.5 % accuracy there), and
several of its factors go with protected characteristics: it ranks and reminds, and is shown with its factors.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules.attendance import attendance_of_a_year
from service.circumstances.rules.holding import holding, value_of, values_of


class Factor(StrEnum):
    """What adds to the score."""

    ATTENDANCE_LOW = "attendance_low"
    ATTENDANCE_VERY_LOW = "attendance_very_low"
    FIRST_LANGUAGE = "first_language"
    EHC_PLAN = "ehc_plan"
    SEN_SUPPORT = "sen_support"
    EXCLUSION = "exclusion"
    FREE_MEALS = "free_meals"
    ALTERNATIVE_PROVISION = "alternative_provision"
    LOOKED_AFTER = "looked_after"
    PARENT = "parent"
    CARER = "carer"
    CUSTODY = "custody"
    YOUTH_OFFENDING = "youth_offending"


class Band(StrEnum):
    """What the score suggests to plan."""

    SUBSTANTIAL = "substantial"
    ADDITIONAL = "additional"
    OFFER = "offer"
    NONE = "none"


class Weight(msgspec.Struct, frozen=True):
    """A factor's points and its words."""

    factor: Factor
    points: int
    words: str


class Scheme(msgspec.Struct, frozen=True, kw_only=True):
    """Weights that hold from a day on. `low` and `very_low` are shares of sessions; bands are lowest scores."""

    name: str
    source: str
    starts_on: date
    low: float
    very_low: float
    weights: tuple[Weight, ...]
    bands: tuple[tuple[int, Band], ...]


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """A score by a scheme, with the factors it is made of."""

    scheme: str
    score: int
    band: Band
    factors: tuple[Weight, ...]


OXFORDSHIRE: Final = Scheme(
    name="Oxfordshire weights, version 1",
    source="Risk of NEET indicators of Oxfordshire, as coded in two councils' projects",
    starts_on=date(2000, 1, 1),
    low=0.90,
    very_low=0.85,
    weights=(
        Weight(Factor.ATTENDANCE_LOW, 1, "Attendance of 90% or less"),
        Weight(Factor.ATTENDANCE_VERY_LOW, 2, "Attendance of 85% or less"),
        Weight(Factor.FIRST_LANGUAGE, 1, "English as an additional language"),
        Weight(Factor.EHC_PLAN, 2, "Education, health and care plan"),
        Weight(Factor.SEN_SUPPORT, 1, "SEN support"),
        Weight(Factor.EXCLUSION, 2, "Exclusion or suspension"),
        Weight(Factor.FREE_MEALS, 2, "Free school meals"),
        Weight(Factor.ALTERNATIVE_PROVISION, 1, "Alternative provision"),
        Weight(Factor.LOOKED_AFTER, 2, "Looked after, or a care leaver"),
        Weight(Factor.PARENT, 2, "Pregnant, or a parent"),
        Weight(Factor.CARER, 2, "Carer"),
        Weight(Factor.CUSTODY, 2, "In custody"),
        Weight(Factor.YOUTH_OFFENDING, 2, "Supervised by a youth offending team"),
    ),
    bands=((4, Band.SUBSTANTIAL), (2, Band.ADDITIONAL), (1, Band.OFFER)),
)
SCHEMES: Final = (OXFORDSHIRE,)
"""By the day they begin; a new scheme is added, an old one never changed."""

BANDS: Final = {
    Band.SUBSTANTIAL: "substantial support",
    Band.ADDITIONAL: "additional support",
    Band.OFFER: "an offer of support",
    Band.NONE: "no more than everybody gets",
}

_CODES: Final = (
    (Factor.ALTERNATIVE_PROVISION, {"200"}),
    (Factor.LOOKED_AFTER, {"110", "160"}),
    (Factor.PARENT, {"120", "180", "190"}),
    (Factor.CARER, {"140"}),
    (Factor.YOUTH_OFFENDING, {"170"}),
)
_YES: Final = (
    (Factor.FIRST_LANGUAGE, Kind.FIRST_LANGUAGE),
    (Factor.EHC_PLAN, Kind.EHC_PLAN),
    (Factor.SEN_SUPPORT, Kind.SEN_SUPPORT),
    (Factor.EXCLUSION, Kind.EXCLUSION),
    (Factor.FREE_MEALS, Kind.FREE_MEALS),
)


def scheme_on(day: date, schemes: Sequence[Scheme] = SCHEMES) -> Scheme:
    """Give the scheme that holds on a day."""
    return max((each for each in schemes if each.starts_on <= day), key=lambda each: each.starts_on)


def risk_of(
    said: Iterable[Circumstance], *, in_custody: bool, on: date, schemes: Sequence[Scheme] = SCHEMES
) -> Risk:
    """Score a learner by everything said about them that counts on a day."""
    said, scheme = tuple(said), scheme_on(on, schemes)
    found = _factors(said, attendance_of_a_year(said, on=on).share, scheme, on)
    if in_custody:
        found.add(Factor.CUSTODY)
    weighed = tuple(each for each in scheme.weights if each.factor in found)
    score = sum(each.points for each in weighed)
    band = next((band for lowest, band in scheme.bands if score >= lowest), Band.NONE)
    return Risk(scheme=scheme.name, score=score, band=band, factors=weighed)


def _factors(said: tuple[Circumstance, ...], attended: float | None, scheme: Scheme, on: date) -> set[Factor]:
    held = holding(said, on=on)
    codes = values_of(held, Kind.CHARACTERISTIC)
    found = {factor for factor, meant in _CODES if codes & meant}
    found |= {factor for factor, kind in _YES if value_of(held, kind) == "yes"}
    if attended is not None and attended <= scheme.very_low:
        found.add(Factor.ATTENDANCE_VERY_LOW)
    elif attended is not None and attended <= scheme.low:
        found.add(Factor.ATTENDANCE_LOW)
    return found
