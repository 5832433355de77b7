"""How tables say what a column holds: its type in PostgreSQL, and what privacy asks of it.

Every column carries a privacy decision. A test fails where one is missing, and the retention and subject-access
work reads them.
"""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field


class Privacy(StrEnum):
    """What a column tells about a person, and so what becomes of it."""

    NOTHING = "nothing"  # about no person
    KEY = "key"  # joins rows of one person; says nothing by itself
    IDENTITY = "identity"  # who the learner is: scrubbed when a record is made anonymous
    PATHWAY = "pathway"  # what the learner did: kept without identity for statistics
    SENSITIVE = "sensitive"  # may hold special categories or free text: scrubbed, never in lists or logs
    STAFF = "staff"  # who works here: kept while the audit trail is
    SECRET = "secret"  # noqa: S105 - a hash or key: never shown, never exported


def column(privacy: Privacy, *, default: Any = ..., **options: Any) -> Any:
    """Declare a column with its privacy decision; `options` go to SQLModel's `Field`.

    `choices=SomeEnum` stores the enumeration's values as text under a CHECK; `json=True` makes it jsonb.
    """
    choices = options.pop("choices", None)
    if choices is not None:
        options["sa_type"] = choice(choices)
    if options.pop("json", False):
        options["sa_type"] = JSONB
    if options.pop("text", False):
        options["sa_type"] = sa.Text
    kwargs = {"info": {"privacy": privacy}, **options.pop("sa_column_kwargs", {})}
    return Field(default=default, sa_column_kwargs=kwargs, **options)


def choice(kind: type[StrEnum]) -> sa.Enum:
    """Make the column type of an enumeration: text, checked by a named constraint."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=f"{kind.__name__.lower()}_known",
        values_callable=lambda members: [member.value for member in members],
    )


def both_or_neither(first: str, second: str) -> sa.CheckConstraint:
    """Make the CHECK that two columns are given together or not at all."""
    return sa.CheckConstraint(f"({first} is null) = ({second} is null)", name=f"{first}_with_{second}")
