"""What a learner does at a time, by the codes councils return to DfE (NCCIS).

Sources: the codes and which of them are in use, the NCCIS management information requirement 2019/20 (error
201 of its checks); which groups count as NEET and as not known, its errors 224 and 226; NEET available and
not available as FFT Education Datalab divides them. Who participates: DfE's participation figures for ages 16
and 17, which leave out re-engagement, gap years and agreed starts, and count work only as an apprenticeship
or with regulated study (Education and Skills Act 2008, section 2). The labels are ours, in advisers' words.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import msgspec

APPRENTICESHIP: Final = 310


class Group(StrEnum):
    """The state an activity is counted under. NEET and not known are two, never summed without saying so."""

    EET = "eet"
    RE_ENGAGEMENT = "re_engagement"  # neither NEET nor participating
    NEET = "neet"
    NOT_KNOWN = "not_known"
    CUSTODY = "custody"  # left out of the denominators


class Kind(StrEnum):
    """A finer division of the groups, for the timeline and for rules."""

    SCHOOL = "school"  # of compulsory school age
    EDUCATION = "education"
    EMPLOYMENT = "employment"
    TRAINING = "training"
    RE_ENGAGEMENT = "re_engagement"
    NEET_AVAILABLE = "neet_available"
    NEET_NOT_AVAILABLE = "neet_not_available"
    CUSTODY = "custody"
    NOT_KNOWN = "not_known"


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """One activity. `participates` is the duty at 16 and 17; `current` is False if only old data has it."""

    code: int
    label: str
    group: Group
    kind: Kind
    participates: bool
    current: bool = True

    @property
    def is_job(self) -> bool:
        """In work that is no apprenticeship: that is learning."""
        return self.kind is Kind.EMPLOYMENT and self.code != APPRENTICESHIP


class ActivityUnknown(ValueError):
    """No activity has this code."""


_GROUPS = {
    Kind.SCHOOL: Group.EET,
    Kind.EDUCATION: Group.EET,
    Kind.EMPLOYMENT: Group.EET,
    Kind.TRAINING: Group.EET,
    Kind.RE_ENGAGEMENT: Group.RE_ENGAGEMENT,
    Kind.NEET_AVAILABLE: Group.NEET,
    Kind.NEET_NOT_AVAILABLE: Group.NEET,
    Kind.CUSTODY: Group.CUSTODY,
    Kind.NOT_KNOWN: Group.NOT_KNOWN,
}

_LABELS: tuple[tuple[Kind, tuple[tuple[int, str], ...]], ...] = (
    (Kind.SCHOOL, ((110, "At school, of school age"), (120, "Taught at home, of school age"))),
    (Kind.CUSTODY, ((130, "In custody, of school age"),)),
    (Kind.NEET_NOT_AVAILABLE, ((140, "Not in education, of school age"),)),
    (Kind.NOT_KNOWN, ((150, "Not known, of school age"),)),
    (
        Kind.EDUCATION,
        (
            (210, "School sixth form"),
            (220, "Sixth-form college"),
            (230, "Further education college"),
            (240, "University or other higher education"),
            (250, "Part-time education"),
            (260, "Gap year"),
            (270, "Other full-time education"),
            (280, "Special post-16 college"),
            (290, "Full-time education in youth custody"),
        ),
    ),
    (
        Kind.EMPLOYMENT,
        (
            (310, "Apprenticeship"),
            (320, "Full-time job with study for a qualification"),
            (330, "Job without training"),
            (340, "Job with other training"),
            (350, "Temporary job"),
            (360, "Part-time job"),
            (380, "Self-employed"),
            (381, "Self-employed with study for a qualification"),
        ),
    ),
    (
        Kind.TRAINING,
        (
            (410, "Work-based learning"),
            (420, "Training (old code 420)"),
            (430, "Other training"),
            (440, "Jobcentre training and support"),
            (450, "Traineeship"),
            (460, "Supported internship"),
        ),
    ),
    (
        Kind.NEET_AVAILABLE,
        ((510, "Not in work or learning (old code 510)"), (520, "Not in work or learning (old code 520)")),
    ),
    (Kind.RE_ENGAGEMENT, ((530, "Re-engagement programme"),)),
    (Kind.NEET_AVAILABLE, ((540, "Volunteering"),)),
    (
        Kind.EMPLOYMENT,
        ((550, "Volunteering with study for a qualification"), (551, "In work (old code 551)")),
    ),
    (
        Kind.NEET_AVAILABLE,
        (
            (610, "Not ready for work or learning yet"),
            (615, "Start date agreed, other"),
            (616, "Start date agreed for learning or work with study"),
            (619, "Looking for work or learning"),
        ),
    ),
    (
        Kind.NEET_NOT_AVAILABLE,
        (
            (620, "Not available: carer"),
            (630, "Not available: young parent"),
            (640, "Not available: ill"),
            (650, "Not available: pregnant"),
            (660, "Not available: religious grounds"),
            (670, "Not available: unlikely ever to be able to work"),
            (680, "Not available: another reason"),
        ),
    ),
    (Kind.CUSTODY, ((710, "In custody, young adult"),)),
    (
        Kind.NOT_KNOWN,
        (
            (720, "Refugee or asylum seeker (old code 720)"),
            (810, "Not known"),
            (820, "Cannot be reached, no current address"),
            (830, "Did not want to say"),
        ),
    ),
)

_NO_LONGER_USED = frozenset({420, 510, 520, 551, 720})
_EET_WITHOUT_PARTICIPATING = frozenset({260, 330, 340, 350, 360, 380, 551})


def _activities() -> dict[int, Activity]:
    return {
        code: Activity(
            code=code,
            label=label,
            group=_GROUPS[kind],
            kind=kind,
            participates=_GROUPS[kind] is Group.EET and code not in _EET_WITHOUT_PARTICIPATING,
            current=code not in _NO_LONGER_USED,
        )
        for kind, labels in _LABELS
        for code, label in labels
    }


ACTIVITIES: Mapping[int, Activity] = MappingProxyType(_activities())
"""Every activity by its code, in order, with those that only old data has."""

CHOICES: tuple[tuple[int, str], ...] = tuple(
    (each.code, each.label) for each in ACTIVITIES.values() if each.current
)
"""What a form offers: (code, label) of the activities in use."""


def activity(code: int) -> Activity:
    """The activity of a code, old ones included; raises ActivityUnknown."""
    try:
        return ACTIVITIES[code]
    except KeyError:
        raise ActivityUnknown("There is no activity with this code.") from None
