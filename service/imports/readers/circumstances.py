"""What every reader of circumstances shares: a state as of a day, by a name that says so.

A file says how things are, not since when. Under a name with a day (`…@2026-09-01`) a state says something new only
where it differs from what its sender said of the day before (see circumstances.operations.record).
"""

from datetime import date

from service.circumstances.rows import Kind
from service.circumstances.rules import ValueImpossible, parse_value
from service.imports.rows import SubmittedCircumstance


def state(prefix: str, kind: Kind, value: str, *, on: date, line: int) -> SubmittedCircumstance | None:
    """Make a state as of a day; None where the kind has no such value."""
    try:
        kept = parse_value(kind, value)
    except ValueImpossible:
        return None
    return SubmittedCircumstance(key=f"{prefix}:{kind}@{on}", line=line, kind=kind, value=kept, starts_on=on)


def held(prefix: str, kind: Kind, value: str, *, on: date, line: int) -> SubmittedCircumstance | None:
    """Make one of several values that hold side by side as of a day; None where there is no such value."""
    return state(f"{prefix}:{value}", kind, value, on=on, line=line)
