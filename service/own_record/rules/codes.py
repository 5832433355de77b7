"""The code of a link: typed by a young person off a message or a slip of paper, and kept only as a keyed hash."""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from service.own_record.rows import Link, Standing
from service.vocabulary.indicator import ALPHABET
from service.vocabulary.typed import compact

LENGTH: Final = 12
LASTS: Final = timedelta(days=7)
MOST_WRONG: Final = 5
"""Wrong dates of birth after which a link is dead: then somebody else may hold it. Our own figure."""

_GROUP = 4


def new_code() -> str:
    """Draw a code, in groups: 54 bits of chance, in the letters of the indicator, of which none are confused."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(drawn[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def code_hash(secret: str, typed: str) -> bytes:
    """Hash a code as it is kept, however it is typed. Keyed, so that the rows alone let nobody in."""
    message = f"own record\x00{compact(typed)}".encode("utf-8", "surrogatepass")
    return hmac.digest(secret.encode(), message, "sha256")


def standing_of(link: Link, *, now: datetime) -> Standing:
    """Say what a link is good for now."""
    if link.used_at is not None:
        return Standing.USED
    if link.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if link.failed >= MOST_WRONG:
        return Standing.GUESSED
    return Standing.OVER if link.ends_at <= now else Standing.OPEN
