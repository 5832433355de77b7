"""What can be done about learners, by verb: issue an indicator, look one up, decide a review."""

from service.learners.operations.describing import describe_moved
from service.learners.operations.issue import (
    ClaimReplayed,
    NotEligible,
    foresee_answers,
    issue_indicator,
    issue_indicators,
)
from service.learners.operations.keys import Verified, rebuild_keys, verify_keys
from service.learners.operations.look_up import LearnerUnknown, look_up, require_learner
from service.learners.operations.lrs import Answered, Taken, take_lrs_answers
from service.learners.operations.quality import Band, Quality, labels_of, quality_of_matching
from service.learners.operations.review import (
    Choice,
    Reopened,
    ReviewSettled,
    ReviewUnknown,
    decide_review,
    reopen_review,
)
from service.learners.operations.review_work import note_on_review, require_review, take_up_review
from service.learners.operations.weighing import count_register

__all__ = [
    "Answered",
    "Band",
    "Choice",
    "ClaimReplayed",
    "LearnerUnknown",
    "NotEligible",
    "Quality",
    "Reopened",
    "ReviewSettled",
    "ReviewUnknown",
    "Taken",
    "Verified",
    "count_register",
    "decide_review",
    "describe_moved",
    "foresee_answers",
    "issue_indicator",
    "issue_indicators",
    "labels_of",
    "look_up",
    "note_on_review",
    "quality_of_matching",
    "rebuild_keys",
    "reopen_review",
    "require_learner",
    "require_review",
    "take_lrs_answers",
    "take_up_review",
    "verify_keys",
]
