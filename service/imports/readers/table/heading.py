"""Recognises a spreadsheet by its first row: which table it is, and which column is where."""

from collections.abc import Mapping, Sequence

import msgspec

from service.imports.readers.table.columns import IDENTITY, Column, Kind
from service.imports.readers.table.kinds import KINDS
from service.vocabulary.personal_name import fold

ERRORS = "Errors"
"""The column we add to what we give back; never read."""


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """The first row of a table as understood. `places` are indices of columns; `unknown` are heads nobody knows."""

    kind: Kind
    heads: Sequence[str]
    places: Mapping[int, Column]
    missing: Sequence[Column]
    unknown: Sequence[str]
    twice: Sequence[str]

    def head_of(self, field: str) -> str:
        """The sender's own head of a field, or ours where they have none."""
        for place, column in self.places.items():
            if column.field == field:
                return self.heads[place]
        return next(column.head for column in self.kind.columns if column.field == field)


def read_heading(heads: Sequence[str]) -> Heading:
    """Understand a first row as the table of whose own columns it has most, so that none is lost in silence."""
    return max((_as_kind(kind, heads) for kind in KINDS.values()), key=_fit)


def _fit(heading: Heading) -> tuple[int, int]:
    own = sum(column not in IDENTITY for column in heading.places.values())
    return own if own > 1 or not heading.missing else 0, -len(heading.missing)


def _as_kind(kind: Kind, heads: Sequence[str]) -> Heading:
    known = {plain(name): column for column in kind.columns for name in (column.head, *column.also)}
    places: dict[int, Column] = {}
    unknown, twice = [], []
    for place, head in enumerate(heads):
        column = known.get(plain(head))
        if column is None:
            if head and plain(head) != plain(ERRORS):
                unknown.append(head)
        elif column in places.values():
            twice.append(head)
        else:
            places[place] = column
    missing = [column for column in kind.needed if column not in places.values()]
    return Heading(kind=kind, heads=heads, places=places, missing=missing, unknown=unknown, twice=twice)


def plain(head: str) -> str:
    """A head as it is compared: letters and figures only."""
    return fold(head).replace(" ", "")
