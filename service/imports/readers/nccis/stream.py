"""Cuts an NCCIS return into young people while its bytes arrive; memory does not grow with the file."""

from datetime import date
from typing import Any, Final

from lxml import etree

from service.imports.readers.nccis.parts import local_name, problem_of
from service.imports.readers.nccis.person import read_day, read_person
from service.imports.readers.xml import SAFELY, Ampersands
from service.imports.rows import FileFacts, Format, Problem, Submitted
from service.vocabulary.academic_year import AcademicYear

_TAGS: Final = ("{*}YoungPersonsRecord", "{*}FileHeader")
_PIECE: Final = 131_072
_LONGEST_RECORD: Final = 32 * 1_048_576  # bytes without a young person becoming whole
_ENTITY: Final = b"<!ENTITY"


class NccisReader:
    """Reads one return in pieces of any size. It has a document type, of which nothing is loaded or expanded."""

    def __init__(self, *, file_name: str, today: date) -> None:
        self._name, self._today = file_name, today
        self._mended = Ampersands()
        self._parser: Any = etree.XMLPullParser(events=("end",), tag=_TAGS, **SAFELY)
        self._problems: list[Problem] = []
        self._period_ends_on: date | None = None
        self._found = self._since_record = 0
        self._end_of_last = b""

    @property
    def facts(self) -> FileFacts:
        """The year its period ends in, and what is wrong with it as a whole.

        It says no day of preparation: who is not in it may have moved or grown too old, so its silence ends nothing.
        """
        ends_on = self._period_ends_on
        return FileFacts(
            format=Format.NCCIS,
            year=AcademicYear.of(ends_on).label if ends_on else None,
            problems=tuple(self._problems),
        )

    def feed(self, chunk: bytes, /) -> list[Submitted]:
        """Take the next bytes; give the young people who have become whole."""
        found: list[Submitted] = []
        for start in range(0, len(chunk), _PIECE):
            if self._parser is None:
                break
            found += self._parse(self._mended.mend(chunk[start : start + _PIECE]))
        return found

    def _parse(self, piece: bytes) -> list[Submitted]:
        if _ENTITY in (self._end_of_last + piece).upper():
            self._stop("ENTITY", 1)
            return []
        self._end_of_last = piece[-len(_ENTITY) :]
        self._since_record += len(piece)
        try:
            self._parser.feed(piece)
        except etree.XMLSyntaxError as error:
            found = self._take()
            self._stop("Unreadable XML", error.lineno or 1)
            return found
        found = self._take()
        if self._since_record > _LONGEST_RECORD:
            self._stop("Unreadable XML", 1)
        return found

    def close(self) -> list[Submitted]:
        """Take the end of the file."""
        found = self._parse(self._mended.mend(b"", last=True)) if self._parser is not None else []
        if self._parser is None:
            return found
        try:
            root = self._parser.close()
        except etree.XMLSyntaxError as error:
            found += self._take()
            self._stop("Unreadable XML", error.lineno or 1)
            return found
        found += self._take()
        if local_name(root) != "NCCIS":
            self._stop("Not NCCIS", 1)
        elif not self._found:
            self._stop("Nobody", 1)
        return found

    def _take(self) -> list[Submitted]:
        found: list[Submitted] = []
        for _, element in self._parser.read_events():
            if local_name(element) == "FileHeader":
                texts = {local_name(child): child.text for child in element}
                self._period_ends_on = read_day((texts.get("PeriodEnd") or "").strip())
                continue
            found.append(read_person(element, period_ends_on=self._period_ends_on, today=self._today))
            self._since_record = 0
            self._let_go(element)
        self._found += len(found)
        return found

    def _let_go(self, element: Any) -> None:
        element.clear()
        parent = element.getparent()
        while parent is not None and len(parent) > 1:
            del parent[0]

    def _stop(self, rule: str, line: int) -> None:
        self._parser = None
        self._problems.append(problem_of(rule, line))
