"""Reads an ILR file whose bytes can be iterated over."""

from collections.abc import Iterable, Iterator
from datetime import date

from service.imports.readers.ilr.stream import IlrReader
from service.imports.rows import FileFacts, Submitted


class IlrFile:
    """An ILR file whose bytes come from an iterable: iterate over it, then look at `facts` and `reader`."""

    def __init__(self, chunks: Iterable[bytes], *, file_name: str, today: date) -> None:
        self.reader = IlrReader(file_name=file_name, today=today)
        self._chunks = chunks

    @property
    def facts(self) -> FileFacts:
        """See IlrReader.facts."""
        return self.reader.facts

    def __iter__(self) -> Iterator[Submitted]:
        for chunk in self._chunks:
            yield from self.reader.feed(chunk)
        yield from self.reader.close()


def read_ilr(chunks: Iterable[bytes], *, file_name: str, today: date) -> IlrFile:
    """The records of an ILR file, one at a time, in the file's order. Nothing in the file makes it raise."""
    return IlrFile(chunks, file_name=file_name, today=today)
