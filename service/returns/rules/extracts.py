"""Which columns an extract has, and what for. One table for the file, for its page and for the tests.

What an agency does not need for the purpose it has is not in its file: SOURCE: UK GDPR Article 5(1)(c), data
minimisation; the purposes are those of the sharing agreement under Education and Skills Act 2008 sections 12 to 17.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from service.returns.rows import Extract, Extracted
from service.vocabulary.activity import activity


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: its head, what stands in it, and what the agency needs it for."""

    head: str
    cell: Callable[[Extracted], object]
    why: str


def _doing(learner: Extracted) -> str:
    return activity(learner.activity).label if learner.activity is not None else "Nothing recorded yet"


_INDICATOR = Column(
    head="Indicator",
    cell=lambda each: each.indicator,
    why="names the learner to every agency, so that you need not",
)
_WHO = (
    Column(head="Family name", cell=lambda each: each.family_name, why="to know whom the line is about"),
    Column(head="Given names", cell=lambda each: each.given_names, why="to know whom the line is about"),
    Column(head="Date of birth", cell=lambda each: each.date_of_birth, why="tells two of one name apart"),
)
_WHERE = (
    Column(head="What they do now", cell=_doing, why="what the service is for"),
    Column(head="Since", cell=lambda each: each.since_on, why="how long it has been so"),
    Column(head="With", cell=lambda each: each.provider_name, why="whom to ask"),
    Column(head="Planned end", cell=lambda each: each.planned_end_on, why="to agree the next step in time"),
    Column(
        head="Believed until",
        cell=lambda each: each.current_until_on,
        why="after that day it counts as not known, unless somebody says it again",
    ),
)

AGREED: Mapping[Extract, tuple[Column, ...]] = MappingProxyType(
    {
        Extract.MY_LEARNERS: (
            _INDICATOR,
            *_WHO,
            Column(head="ULN", cell=lambda each: each.uln, why="to find the learner in your own system"),
            *_WHERE,
        ),
        Extract.DISTRICT: (
            _INDICATOR,
            *_WHO,
            Column(
                head="Postcode",
                cell=lambda each: each.postcode,
                why="to reach the learner; empty where the address is protected",
            ),
            Column(head="District", cell=lambda each: each.district, why="who answers for it"),
            Column(head="Activity code", cell=lambda each: each.activity, why="for your returns"),
            *_WHERE,
            Column(head="NEET since", cell=lambda each: each.neet_since_on, why="who is to be reached first"),
            Column(
                head="Agencies contradict each other since",
                cell=lambda each: each.conflict_since_on,
                why="so that nobody relies on it before they agree",
            ),
        ),
    }
)


def cells_of(extract: Extract, learner: Extracted) -> tuple[object, ...]:
    """One line of an extract; what is not known is empty."""
    told = (column.cell(learner) for column in AGREED[extract])
    return tuple("" if cell is None else cell for cell in told)
