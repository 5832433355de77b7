"""Which reader reads a file: told by its first bytes, never by its name."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from service.imports.readers.ilr import IlrReader
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


READERS: Mapping[Format, Opener] = MappingProxyType({Format.ILR: IlrReader, Format.TABLE: TableReader})
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def recognise(head: bytes) -> Format:
    """Name the format of a file by its first bytes (up to a megabyte, as they arrive): what begins as XML is ILR."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    begins = head.replace(b"\0", b"").lstrip()
    return Format.ILR if begins.startswith(b"<") else Format.TABLE
