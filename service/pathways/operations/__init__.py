"""Recording facts, correcting and undoing them, and keeping what follows from them.

Whoever records must let the safety net look: call `alerts.operations`, which calls this. An import contract sees to
it.
"""

from service.pathways.operations.correct import (
    CORRECTING,
    OF_MILESTONE,
    OF_SPELL,
    TAKING_BACK,
    Corrected,
    Correction,
    FactChanged,
    FactUnknown,
    correct_fact,
    foresee_correction,
    require_own_fact,
)
from service.pathways.operations.derive import keep_derived
from service.pathways.operations.record import FactInvalid, foresee_facts, record_facts
from service.pathways.operations.undo import undo_facts

__all__ = [
    "CORRECTING",
    "OF_MILESTONE",
    "OF_SPELL",
    "TAKING_BACK",
    "Corrected",
    "Correction",
    "FactChanged",
    "FactInvalid",
    "FactUnknown",
    "correct_fact",
    "foresee_correction",
    "foresee_facts",
    "keep_derived",
    "record_facts",
    "require_own_fact",
    "undo_facts",
]
