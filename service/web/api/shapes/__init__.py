"""What programs are answered: one struct for each body, with those fields and no others.

Nothing here is built by copying a row: whatever a table gains stays inside until somebody adds it here, and a test
holds the list of every answer's fields.
"""

from service.web.api.shapes.alerts import AlertShape, AlertsPage, EvidenceShape
from service.web.api.shapes.facts import (
    CircumstanceRecorded,
    CircumstancesFound,
    CircumstanceShape,
    Effect,
    Fact,
    FactTakenBack,
    MilestoneRecorded,
    MilestoneShape,
    Source,
    SpellRecorded,
    SpellShape,
    TimelinePage,
)
from service.web.api.shapes.instant import Instant
from service.web.api.shapes.submissions import Counts, ProblemShape, ProblemsPage, SubmissionShape
from service.web.api.shapes.who import (
    ChangeShape,
    ChangesPage,
    IndicatorAnswer,
    LearnersFound,
    LearnerShape,
    LearnersPage,
)

__all__ = [
    "SHAPES",
    "AlertShape",
    "AlertsPage",
    "ChangeShape",
    "ChangesPage",
    "CircumstanceRecorded",
    "CircumstanceShape",
    "CircumstancesFound",
    "Counts",
    "Effect",
    "EvidenceShape",
    "Fact",
    "FactTakenBack",
    "IndicatorAnswer",
    "Instant",
    "LearnerShape",
    "LearnersFound",
    "LearnersPage",
    "MilestoneRecorded",
    "MilestoneShape",
    "ProblemShape",
    "ProblemsPage",
    "Source",
    "SpellRecorded",
    "SpellShape",
    "SubmissionShape",
    "TimelinePage",
]

SHAPES = (
    IndicatorAnswer,
    LearnerShape,
    LearnersFound,
    LearnersPage,
    ChangesPage,
    TimelinePage,
    SpellRecorded,
    MilestoneRecorded,
    CircumstancesFound,
    CircumstanceRecorded,
    FactTakenBack,
    SubmissionShape,
    ProblemsPage,
    AlertsPage,
)
