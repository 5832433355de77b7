"""What can be done with circumstances: record them, correct or take back one's own, undo a file's."""

from service.circumstances.operations.correct import (
    Correction,
    NotYourCircumstance,
    correct_circumstance,
)
from service.circumstances.operations.record import (
    Groundless,
    foresee_changes,
    foresee_circumstances,
    record_circumstance,
    record_circumstances,
)
from service.circumstances.operations.undo import undo_circumstances

__all__ = [
    "Correction",
    "Groundless",
    "NotYourCircumstance",
    "correct_circumstance",
    "foresee_changes",
    "foresee_circumstances",
    "record_circumstance",
    "record_circumstances",
    "undo_circumstances",
]
