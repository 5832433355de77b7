"""What goes into the files handed to others: which columns, whose records, and why one would be sent back."""

from service.returns.rules.checks import CHECKS, IMPOSSIBLE, TWINS, Check, Mend, Namesakes, faults_of
from service.returns.rules.document import END, beginning, records
from service.returns.rules.extracts import AGREED, Column, cells_of
from service.returns.rules.young_person import is_in_cohort, young_person

__all__ = [
    "AGREED",
    "CHECKS",
    "END",
    "IMPOSSIBLE",
    "TWINS",
    "Check",
    "Column",
    "Mend",
    "Namesakes",
    "beginning",
    "cells_of",
    "faults_of",
    "is_in_cohort",
    "records",
    "young_person",
]
