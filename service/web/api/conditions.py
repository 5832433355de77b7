"""Changes on condition: a client says which version of a record it has seen, and learns when there is a newer one.

SOURCE: RFC 9110, 13.1.1 (If-Match) and 8.8.3 (ETag); RFC 6585, 3 (428).
"""

import hashlib
from typing import Annotated

import msgspec
from litestar.params import HeaderParameter

from service.kit.errors import Conflict
from service.pathways.queries import Version

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match", max_length=500, description="The ETag of the timeline, as you last read it."
    ),
]


class ConditionMissing(Conflict):
    """A change without If-Match."""

    code = "if_match_missing"


class ConditionFailed(Conflict):
    """The record is not the version the client has seen."""

    code = "if_match_failed"


def etag_of(version: Version) -> str:
    """Make the strong entity tag of a version of a learner's record."""
    return f'"{hashlib.blake2b(msgspec.json.encode(version), digest_size=12).hexdigest()}"'


def require_condition(if_match: str | None) -> str:
    """Insist on an If-Match header. Raises `ConditionMissing`."""
    if not if_match or not if_match.strip():
        raise ConditionMissing("Read the timeline first, and send its ETag in an If-Match header.")
    return if_match


def require_match(if_match: str, etag: str) -> None:
    """Insist that the version seen is the one there is. Raises `ConditionFailed`.

    Tags are compared strongly: a weak one matches nothing.
    """
    seen = {tag.strip() for tag in if_match.split(",")}
    if "*" not in seen and etag not in seen:
        raise ConditionFailed(
            "This record has changed since you read it. Read the timeline again, then decide."
        )
