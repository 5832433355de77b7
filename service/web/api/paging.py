"""Pages of lists: a cursor says after which entry to go on, so that entries added meanwhile move nothing.

A cursor is opaque to clients and secret to nobody: it only says where a reader stands, never what they may see.
"""

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

import msgspec
from litestar.params import QueryParameter

from service.kit.errors import Invalid
from service.web.visit import PageRequest

USUAL, MOST = 50, 100
Limit = Annotated[int, QueryParameter(ge=1, le=MOST, description="How many entries at most.")]
Cursor = Annotated[
    str | None,
    QueryParameter(max_length=300, description="Where the page before ended: its `next`."),
]
Place = TypeVar("Place")
Entry = TypeVar("Entry")


class CursorInvalid(Invalid):
    """Not a cursor of this list."""

    code = "cursor_invalid"

    def __init__(self) -> None:
        super().__init__("This is no cursor of this list. Begin again without one.", field="cursor")


def cursor_of(place: object) -> str:
    """Write where a reader stands."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).rstrip(b"=").decode()


def place_of(cursor: str | None, kind: type[Place]) -> Place | None:
    """Read where a reader stands; None: at the beginning. Raises `CursorInvalid`."""
    if cursor is None:
        return None
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(text, type=kind)
    except (binascii.Error, msgspec.MsgspecError, ValueError):
        raise CursorInvalid from None


def cut(found: Sequence[Entry], limit: int) -> tuple[Sequence[Entry], bool]:
    """Keep a page of what was fetched with one entry too many, and say whether more follows."""
    return found[:limit], len(found) > limit


def links(request: PageRequest, cursor: str | None, limit: int, **asked: str | None) -> dict[str, Any]:
    """Write the Link header (RFC 8288) to the next page, where there is one; what else was asked is asked again."""
    if cursor is None:
        return {}
    again = {name: value for name, value in asked.items() if value is not None}
    query = urlencode({"limit": limit, "cursor": cursor, **again})
    return {"link": f'<{request.url.path}?{query}>; rel="next"'}
