"""Looks at the first bytes of a file: is it XML, does it declare what it must not, which root has it?"""

import re
from typing import Any, Final, NamedTuple

from lxml import etree

from service.imports.readers.xml import SAFELY

_SAYS_UTF_16: Final = re.compile(rb"""\s*<\?xml[^>]{0,100}encoding\s*=\s*["']utf-?16""", re.IGNORECASE)
_ZIP: Final = b"PK\x03\x04"
_BOM: Final = b"\xef\xbb\xbf"


class Opening(NamedTuple):
    """What the first bytes tell. `refusal` is a rule of `wording` where the file is not to be read at all."""

    refusal: str | None = None
    encoding: str | None = None  # to be used instead of the declared one
    root: str = ""  # full name, with the namespace in braces; '' where no element could be read
    line: int = 1


def read_opening(head: bytes, *, complete: bool) -> Opening | None:
    """The opening of a file; None where its root element is not reached yet and more may come."""
    if head.startswith(_ZIP):
        return Opening(refusal="ZIP file")
    encoding = _mended_encoding(head)
    root, broken = _first_element(head, encoding)
    if root is not None:
        refusal = "DOCTYPE" if root.getroottree().docinfo.internalDTD is not None else None
        return Opening(refusal=refusal, encoding=encoding, root=root.tag, line=root.sourceline or 1)
    if not (broken or complete):
        return None
    if not head.removeprefix(_BOM).strip():
        return Opening(refusal="Empty file")
    return Opening(refusal="DOCTYPE" if _declares(head) else None, encoding=encoding)


def _first_element(head: bytes, encoding: str | None) -> tuple[Any, bool]:
    """The root's start as far as it can be read, and whether the XML is broken before it."""
    parser = etree.XMLPullParser(events=("start",), encoding=encoding, **SAFELY)
    broken = False
    try:
        parser.feed(head)
    except etree.XMLSyntaxError:
        broken = True
    _, root = next(parser.read_events(), (None, None))
    return root, broken


def _declares(head: bytes) -> bool:
    """Whether a document type is declared, in any encoding that keeps ASCII or pads it with zeros."""
    return b"<!DOCTYPE" in head.replace(b"\0", b"")


def _mended_encoding(head: bytes) -> str | None:
    """Some systems save as UTF-8 a text that says it is UTF-16; a real UTF-16 file would not match here."""
    return "utf-8" if _SAYS_UTF_16.match(head.removeprefix(_BOM)) else None
