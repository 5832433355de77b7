"""The shape of what a sender is told."""

from typing import NamedTuple

from service.imports.rows import Weight


class Wording(NamedTuple):
    """The field to look at, what is wrong and what to do. Braces take codes, days and aims only."""

    field: str  # '' where the rule serves several fields
    message: str
    fix: str
    weight: Weight = Weight.WARNS
