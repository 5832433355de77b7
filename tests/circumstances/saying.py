"""Circumstances as tests say them, about one learner, by one agency unless said otherwise."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from service.circumstances.rows import Circumstance, Kind

LEARNER, AGENCY = UUID(int=1), UUID(int=2)
FIRST = datetime(2026, 9, 1, 9, tzinfo=UTC)


def says(n: int, kind: Kind, value: str, starts_on: str = "2026-09-01", **given: Any) -> Circumstance:
    """The n-th thing said."""
    usual = {
        "learner_id": LEARNER,
        "id": UUID(int=100 + n),
        "kind": kind,
        "value": value,
        "starts_on": date.fromisoformat(starts_on),
        "recorded_at": FIRST.replace(minute=n),
        "agency_id": AGENCY,
        "source_key": f"tests:{n}",
    }
    return Circumstance(**{**usual, **given})
