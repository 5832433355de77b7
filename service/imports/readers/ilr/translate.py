"""The one place where the ILR's words become ours: which activity an aim or a destination is, how it stands.

Sources: code lists, DfE, ILR specification (lookups of 2020-21, ProgType page of 2025-26). That an aim of
this programme type or funding model is this NCCIS activity is our own reading: no published table says it.
"""

from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from service.pathways.rows import Completion
from service.vocabulary.activity import APPRENTICESHIP

WORK_BASED_LEARNING: Final = 430
FURTHER_EDUCATION: Final = 230
PART_TIME_EDUCATION: Final = 250
TRAINEESHIP: Final = 450


class Programme(NamedTuple):
    """What a programme type is to us. `level` is None where the programme can be of several."""

    activity: int
    title: str
    level: str | None = None


PROGRAMMES: Final = MappingProxyType(
    {
        2: Programme(APPRENTICESHIP, "Advanced apprenticeship", "3"),  # ProgType, lookup of 2020-21
        3: Programme(APPRENTICESHIP, "Intermediate apprenticeship", "2"),  # the same
        20: Programme(APPRENTICESHIP, "Higher apprenticeship", "4"),  # the same
        21: Programme(APPRENTICESHIP, "Higher apprenticeship", "5"),  # the same
        22: Programme(APPRENTICESHIP, "Higher apprenticeship", "6"),  # the same
        23: Programme(APPRENTICESHIP, "Higher apprenticeship", "7"),  # the same; "level 7+"
        24: Programme(TRAINEESHIP, "Traineeship"),  # the same
        25: Programme(APPRENTICESHIP, "Apprenticeship"),  # ProgType page 2025-26; the standard sets the level
        30: Programme(FURTHER_EDUCATION, "T Level foundation year"),  # ProgType page 2025-26
        31: Programme(FURTHER_EDUCATION, "T Level", "3"),  # ProgType page 2025-26
        32: Programme(WORK_BASED_LEARNING, "Skills Bootcamp"),  # ProgType page 2025-26
    }
)
PROGRAMME_TYPES_OF_NO_ACTIVITY: Final = frozenset(
    {33}
)  # Combined Authorities: the funding model says what it is

ACTIVITIES_BY_FUND_MODEL: Final = MappingProxyType(
    {
        10: PART_TIME_EDUCATION,  # community learning; FundModel, lookup of 2020-21
        11: PART_TIME_EDUCATION,  # tailored learning; gov.uk, "2024 to 2025 ILR funding reports"
        25: FURTHER_EDUCATION,  # 16-19; the kind of provider may make it a sixth form later
        35: PART_TIME_EDUCATION,  # adult skills
        36: APPRENTICESHIP,  # apprenticeships from 1 May 2017
        37: WORK_BASED_LEARNING,  # Skills Bootcamps; gov.uk as above
        38: PART_TIME_EDUCATION,  # Adult Skills Fund; gov.uk as above
        70: WORK_BASED_LEARNING,  # European Social Fund
        81: PART_TIME_EDUCATION,  # other adult
        82: FURTHER_EDUCATION,  # other 16-19
        99: PART_TIME_EDUCATION,  # not funded
    }
)
NON_FUNDED: Final = 99

AIM_TYPES: Final = frozenset({1, 3, 4, 5})  # AimType, lookup of 2020-21
PROGRAMME_AIM: Final = 1
COMPONENT_AIM: Final = 3
AIM_OF_ITS_OWN: Final = 4
CORE_AIM: Final = 5

COMPLETIONS: Final = MappingProxyType(
    {
        1: Completion.CONTINUING,
        2: Completion.COMPLETED,
        3: Completion.WITHDRAWN,
        6: Completion.BREAK,
    }  # CompStatus
)
OUTCOMES: Final = frozenset({1, 2, 3, 8})  # Outcome: achieved, partial, none, not yet known
ACHIEVED: Final = 1
OUTCOME_NOT_YET_KNOWN: Final = 8

MOVES: Final = frozenset({2, 7, 40, 41, 47})
"""Reasons that are a move, not a loss: other provider, intervention, new aim, government strategy, merger."""
LOSSES: Final = frozenset({3, 28, 29, 42, 43, 44, 45, 46, 48, 97, 98})
WITHDRAW_REASONS: Final = MOVES | LOSSES  # WithdrawReason, lookup of 2020-21


class Destination(NamedTuple):
    """What an outcome type and code is to us; `activity` None where it tells how somebody lives."""

    activity: int | None
    label: str
    in_use_until: date | None = None


_END_OF_2014_15: Final = date(2015, 7, 31)
DESTINATIONS: Final = MappingProxyType(
    {  # (OutType, OutCode): lookup of 2020-21, sub-category list
        ("EDU", 1): Destination(TRAINEESHIP, "Traineeship"),
        ("EDU", 2): Destination(APPRENTICESHIP, "Apprenticeship"),
        ("EDU", 3): Destination(460, "Supported internship"),
        ("EDU", 4): Destination(FURTHER_EDUCATION, "Other further education, full time"),
        ("EDU", 5): Destination(PART_TIME_EDUCATION, "Other further education, part time"),
        ("EDU", 6): Destination(240, "Higher education"),
        ("EMP", 1): Destination(330, "Paid work of 16 hours a week or more"),
        ("EMP", 2): Destination(360, "Paid work of less than 16 hours a week"),
        ("EMP", 3): Destination(380, "Self-employed", _END_OF_2014_15),
        ("EMP", 4): Destination(380, "Self-employed for 16 hours a week or more"),
        ("EMP", 5): Destination(380, "Self-employed for less than 16 hours a week"),
        ("GAP", 1): Destination(260, "Gap year before higher education"),
        ("NPE", 1): Destination(619, "Not in paid work, looking and available"),
        ("NPE", 2): Destination(680, "Not in paid work, not looking or not available"),
        ("OTH", 1): Destination(None, "Other outcome"),
        ("OTH", 2): Destination(810, "Not reported", _END_OF_2014_15),
        ("OTH", 3): Destination(820, "Could not be contacted"),
        ("OTH", 4): Destination(810, "Not known"),
        ("SDE", 1): Destination(None, "Supported independent living"),
        ("SDE", 2): Destination(None, "Independent living"),
        ("SDE", 3): Destination(None, "Returning home"),
        ("SDE", 4): Destination(None, "Long-term residential placement"),
        ("VOL", 1): Destination(540, "Voluntary work"),  # NCCIS counts "working not for reward" as NEET
    }
)


def activity_of(fund_model: int, prog_type: int | None) -> int:
    """The NCCIS activity of an aim; the programme type decides before the funding model."""
    programme = PROGRAMMES.get(prog_type or 0)
    return programme.activity if programme else ACTIVITIES_BY_FUND_MODEL[fund_model]
