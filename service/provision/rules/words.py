"""Kinds of opportunities and of support in words, and the activity of the pathway each kind is."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from service.provision.rows import Kind, Support
from service.vocabulary.activity import Activity, activity

KINDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.RE_ENGAGEMENT: "Re-engagement programme",
        Kind.COURSE: "Course",
        Kind.PLACEMENT: "Work placement with training",
        Kind.SUPPORTED_INTERNSHIP: "Supported internship",
        Kind.APPRENTICESHIP: "Apprenticeship",
        Kind.JOB: "Job with training",
    }
)
SUPPORTS: Final[Mapping[Support, str]] = MappingProxyType(
    {
        Support.ONE_TO_ONE: "One-to-one support",
        Support.CHILDCARE: "Childcare",
        Support.TRAVEL: "Help with travel costs",
        Support.EQUIPMENT: "A laptop and internet",
        Support.WELLBEING: "Mental health support",
        Support.EHC_PLAN: "Support of an education, health and care plan",
    }
)
ACTIVITY: Final[Mapping[Kind, int]] = MappingProxyType(
    {
        Kind.RE_ENGAGEMENT: 530,
        Kind.COURSE: 230,
        Kind.PLACEMENT: 410,
        Kind.SUPPORTED_INTERNSHIP: 460,
        Kind.APPRENTICESHIP: 310,
        Kind.JOB: 320,
    }
)
"""SOURCE: the codes of NCCIS; a course is counted as a further education college's, which offers nearly all of them."""

WORK: Final = frozenset({Kind.APPRENTICESHIP, Kind.JOB})
"""Kinds with an employer and a wage."""


def activity_of(kind: Kind) -> Activity:
    """The activity of the pathway that starts with an opportunity of a kind."""
    return activity(ACTIVITY[kind])
