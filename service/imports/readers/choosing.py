"""Which reader reads a file: told by its first bytes, never by its name."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from service.imports.readers.ilr import IlrReader
from service.imports.rows import FileFacts, Format, Submitted


class Reader(Protocol):
    """Reads one file in pieces of any size and never raises for what is in it.

    `feed` and `close` give the records that have become whole; `facts` grow until `close` has been called.
    """

    def feed(self, chunk: bytes, /) -> list[Submitted]:
        """Take the next bytes."""
        ...

    def close(self) -> list[Submitted]:
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


READERS: Mapping[Format, Opener] = MappingProxyType({Format.ILR: IlrReader})


def recognise(_head: bytes) -> Format:
    """Name the format of a file by its first bytes (up to a megabyte, as they arrive)."""
    return Format.ILR
