"""By which needs NEET and not known are published: each way divides everybody, nobody is in two of its parts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from service.board.rules.keys import part_of
from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules import VULNERABLE, holding, value_of, values_of

_PLAN, _SUPPORT, _NEITHER = (part_of("need", part) for part in ("plan", "support", "neither"))
_VULNERABLE, _OTHERS = (part_of("group", part) for part in ("vulnerable", "others"))

DIVISIONS: tuple[Mapping[str, str], ...] = (
    MappingProxyType(
        {
            _PLAN: "With an education, health and care plan",
            _SUPPORT: "With SEN support",
            _NEITHER: "With neither",
        }
    ),
    MappingProxyType({_VULNERABLE: "In a vulnerable group", _OTHERS: "In none"}),
)
"""Special educational needs, then DfE's vulnerable groups: what each part is called."""


def needs_of(said: Iterable[Circumstance], *, on: date) -> Iterator[str]:
    """The part of each division a learner belongs to, by what holds on a day."""
    held = holding(said, on=on)
    if value_of(held, Kind.EHC_PLAN) == "yes":
        yield _PLAN
    else:
        yield _SUPPORT if value_of(held, Kind.SEN_SUPPORT) == "yes" else _NEITHER
    yield _VULNERABLE if values_of(held, Kind.CHARACTERISTIC) & VULNERABLE else _OTHERS
