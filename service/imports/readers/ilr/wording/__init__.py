"""What a sender is told, rule by rule.

A rule has its published name wherever one exists: of 2025-26 from DfE's "ILR validation rules 2025 to 2026";
of the destination entity, which ended with 2023-24, from the 2020-21 validation service of DfE.
Names that are ours are plain words, so that nobody looks them up in vain.
"""

from service.imports.readers.ilr.wording.of_aim import AIM
from service.imports.readers.ilr.wording.of_destination import DESTINATION
from service.imports.readers.ilr.wording.of_file import FILE
from service.imports.readers.ilr.wording.of_learner import LEARNER
from service.imports.readers.ilr.wording.shape import Wording

__all__ = ["DESTINATION_RULES", "OWN_RULES", "WORDINGS", "Wording"]

WORDINGS = FILE | LEARNER | AIM | DESTINATION

OWN_RULES = frozenset(rule for rule in WORDINGS if " " in rule or rule == "DOCTYPE") - {"Namespace Mismatch"}
"""Rules no published list has."""

DESTINATION_RULES = frozenset(DESTINATION) - OWN_RULES
"""Published until 2023-24, in the validation service of those years; no longer in the list of 2025-26."""
