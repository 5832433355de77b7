"""What becomes of a file, by verb: receive, check, accept, undo; and settle what waited for a person."""

from service.imports.operations.accept import accept, begin_acceptance, discard
from service.imports.operations.check import check
from service.imports.operations.receive import receive
from service.imports.operations.settle import settle_review
from service.imports.operations.tidy import tidy
from service.imports.operations.undo import (
    UNDONE_WITHIN,
    NotUndoable,
    RestingOn,
    begin_undo,
    may_be_undone,
    resting_on,
    undo,
)

__all__ = [
    "UNDONE_WITHIN",
    "NotUndoable",
    "RestingOn",
    "accept",
    "begin_acceptance",
    "begin_undo",
    "check",
    "discard",
    "may_be_undone",
    "receive",
    "resting_on",
    "settle_review",
    "tidy",
    "undo",
]
