"""Which reader reads a file: told by its first bytes, never by its name."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from service.imports.readers.ilr import IlrReader
from service.imports.readers.nccis import NccisReader
from service.imports.readers.table import TableReader
from service.imports.rows import FileFacts, Format, Submitted


class Reader(Protocol):
    """Reads one file in pieces of any size and never raises for what is in it.

    `feed` and `close` give the records that have become whole; `facts` grow until `close` has been called.
    """

    def feed(self, chunk: bytes, /) -> list[Submitted]:
        """Take the next bytes."""
        ...

    def close(self) -> Iterable[Submitted]:
        """Take the end of the file."""
        ...

    @property
    def facts(self) -> FileFacts:
        """What the file says of itself, as far as it has been read."""
        ...


class Opener(Protocol):
    """Makes a reader for one file."""

    def __call__(self, *, file_name: str, today: date) -> Reader:
        """The name is for what a format says by it, such as the ILR's UKPRN and year."""
        ...


READERS: Mapping[Format, Opener] = MappingProxyType(
    {Format.ILR: IlrReader, Format.TABLE: TableReader, Format.NCCIS: NccisReader}
)
_NCCIS = re.compile(rb"<(?:[a-z]+:)?NCCIS[\s>]", re.IGNORECASE)
_LOOKED_AT = 8_192
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def recognise(head: bytes) -> Format:
    """Name the format of a file by its first bytes, up to a megabyte of them: XML of NCCIS, other XML, else a table."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    begins = head.replace(b"\0", b"").lstrip()
    if not begins.startswith(b"<"):
        return Format.TABLE
    return Format.NCCIS if _NCCIS.search(begins[:_LOOKED_AT]) else Format.ILR
