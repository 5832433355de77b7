"""What becomes of a file, by verb: receive it, check it, accept it; and settle what waited for a person."""

from service.imports.operations.accept import accept, begin_acceptance, discard
from service.imports.operations.check import check
from service.imports.operations.receive import receive
from service.imports.operations.settle import settle_review
from service.imports.operations.tidy import tidy

__all__ = ["accept", "begin_acceptance", "check", "discard", "receive", "settle_review", "tidy"]
