"""The young person whose record is open in this browser."""

from service.own_record.rows import LetIn
from service.web.guards import LET_IN
from service.web.visit import PageRequest


def reader_of(request: PageRequest) -> LetIn:
    """Give who was let in; a route with the guard `OWN_RECORD` always has somebody."""
    found: LetIn | None = request.scope["state"].get(LET_IN)
    if found is None:
        raise AssertionError("a guarded route was reached by nobody")
    return found
