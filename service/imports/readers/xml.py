"""How XML from outside is parsed: nothing is fetched, nothing declared in it is expanded, nothing is guessed."""

import re
from types import MappingProxyType
from typing import Final

# Comments and processing instructions would only be in the way.
SAFELY: Final = MappingProxyType(
    {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "huge_tree": False,
        "remove_comments": True,
        "remove_pis": True,
    }
)
_BARE: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
_LONGEST_REFERENCE: Final = 10


class Ampersands:
    """Mends `&` written bare, as some systems do, in a text that arrives in pieces (any encoding that keeps ASCII)."""

    def __init__(self) -> None:
        self._kept = b""

    def mend(self, chunk: bytes, *, last: bool = False) -> bytes:
        """Give what can be judged by now; the rest comes with the next piece."""
        text = self._kept + chunk
        start = text.rfind(b"&")
        waits = not last and start >= 0 and len(text) - start < _LONGEST_REFERENCE
        text, self._kept = (text[:start], text[start:]) if waits else (text, b"")
        return _BARE.sub(b"&amp;", text)
