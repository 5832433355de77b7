"""What a reader makes of a file, and the file itself as it is received, checked and recorded."""

from service.imports.rows.submission import (
    AcceptMode,
    NewPiece,
    NewRow,
    NewSubmission,
    State,
    Submission,
    Tally,
    Undoing,
)
from service.imports.rows.submitted import (
    FileFacts,
    Format,
    Problem,
    Submitted,
    SubmittedCircumstance,
    SubmittedDestination,
    SubmittedLearner,
    SubmittedMilestone,
    SubmittedSpell,
    Weight,
)

__all__ = [
    "AcceptMode",
    "FileFacts",
    "Format",
    "NewPiece",
    "NewRow",
    "NewSubmission",
    "Problem",
    "State",
    "Submission",
    "Submitted",
    "SubmittedCircumstance",
    "SubmittedDestination",
    "SubmittedLearner",
    "SubmittedMilestone",
    "SubmittedSpell",
    "Tally",
    "Undoing",
    "Weight",
]
