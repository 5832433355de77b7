"""What can be done about learners, by verb: issue an indicator, look one up, decide a review."""

from service.learners.operations.issue import (
    ClaimReplayed,
    NotEligible,
    foresee_answers,
    issue_indicator,
    issue_indicators,
)
from service.learners.operations.look_up import LearnerUnknown, look_up, require_learner
from service.learners.operations.review import ReviewSettled, ReviewUnknown, decide_review

__all__ = [
    "ClaimReplayed",
    "LearnerUnknown",
    "NotEligible",
    "ReviewSettled",
    "ReviewUnknown",
    "decide_review",
    "foresee_answers",
    "issue_indicator",
    "issue_indicators",
    "look_up",
    "require_learner",
]
