"""Cuts an ILR file into learners while its bytes arrive; memory does not grow with the file.

Malformed XML ends the reading: whole learners before it are handed out, and a problem of the file says where
it broke.
"""

from collections import Counter
from datetime import date
from typing import Any, Final

from lxml import etree

from service.imports.readers.ilr.aims import read_aims
from service.imports.readers.ilr.circumstances import circumstances_of
from service.imports.readers.ilr.destinations import LAST_YEAR, read_destination
from service.imports.readers.ilr.fields import Collection, read_fields
from service.imports.readers.ilr.heading import Heading
from service.imports.readers.ilr.identity import check_identity
from service.imports.readers.ilr.names import ABOUT, KNOWN, RECORDS, local_name
from service.imports.readers.ilr.opening import read_opening
from service.imports.readers.ilr.problems import ProblemList
from service.imports.readers.ilr.spells import milestones_of, placements_of, spells_of
from service.imports.readers.xml import SAFELY
from service.imports.rows import (
    FileFacts,
    Format,
    Problem,
    Submitted,
    SubmittedDestination,
    SubmittedLearner,
)

_ENCODING_ERRORS: Final = frozenset(
    {
        etree.ErrorTypes.ERR_INVALID_ENCODING,
        etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
        etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    }
)
_HEAD: Final = 4096  # bytes to look at first: enough for declaration, comments and root of every known file
_LONGEST_HEAD: Final = 1_048_576
_LONGEST_REFERENCE: Final = (
    50  # kept of a learner's number; more than 12 refuses the learner (FD_LearnRefNumber_AL)
)
_PIECE: Final = 131_072  # bytes parsed between two clearings of what has been read
_LONGEST_RECORD: Final = (
    32 * 1_048_576
)  # a learner has about 2 KB; a file without learners must not fill the memory


class IlrReader:
    """Reads one ILR file in pieces of any size.

    `feed` and `close` give the learners, and for files to 2023-24 the destinations, that have become whole.
    They never raise for what is in the file. `facts` grow: year, UKPRN and day of preparation are known when
    the first learner is, the problems of the file when `close` has been called.
    """

    def __init__(self, *, file_name: str, today: date) -> None:
        self.learners_seen = 0
        self.learners_refused = 0
        self.destinations_seen = 0
        self.problems_seen: Counter[str] = Counter()  # by rule, learners and destinations only
        self._today = today
        self._heading = Heading(file_name=file_name, today=today)
        self._collection: Collection = self._heading.collection
        self._head = bytearray()
        self._next_look = _HEAD
        self._parser: Any = None
        self._stopped = False
        self._references: set[str] = set()
        self._bytes_since_record = 0
        self._last_line = 1
        self._told_of_destinations = False

    @property
    def facts(self) -> FileFacts:
        """What the file says of itself, and what is wrong with it as a whole, as far as it has been read."""
        heading = self._heading
        return FileFacts(
            format=Format.ILR,
            year=heading.year,
            ukprn=heading.ukprn,
            prepared_on=heading.prepared_on,
            problems=tuple(heading.problems.found),
        )

    def feed(self, chunk: bytes) -> list[Submitted]:
        """Take the next bytes of the file; give the records that are whole now."""
        if self._stopped:
            return []
        if self._parser is not None:
            return self._parse(chunk)
        self._head += chunk
        if len(self._head) < self._next_look or not self._open(complete=False):
            return []
        return self._parse_head()

    def close(self) -> list[Submitted]:
        """Say that the file has ended; give what is left. A file that ends too early gets a problem."""
        records: list[Submitted] = []
        if not self._stopped and self._parser is None and self._open(complete=True):
            records = self._parse_head()
        if not self._stopped:
            records += self._finish()
        return records

    def _open(self, *, complete: bool) -> bool:
        """Judge the first bytes, no more than it takes; True where parsing can begin."""
        opening = None
        while opening is None:
            is_all = self._next_look >= len(self._head)
            given_up = self._next_look > _LONGEST_HEAD or (is_all and complete)
            opening = read_opening(bytes(self._head[: self._next_look]), complete=given_up)
            if opening is None:
                self._next_look *= 2
                if is_all:
                    return False
        if opening.refusal:
            self._stop(opening.refusal, opening.line)
            return False
        if opening.root:
            if local_name(opening.root) != "Message":
                self._stop("Not an ILR", opening.line)
                return False
            self._heading.opened(opening.root, opening.line)
        tags = tuple(f"{{*}}{name}" for name in sorted(RECORDS))
        self._parser = etree.XMLPullParser(events=("end",), tag=tags, encoding=opening.encoding, **SAFELY)
        return True

    def _parse_head(self) -> list[Submitted]:
        head, self._head = bytes(self._head), bytearray()
        return self._parse(head)

    def _parse(self, chunk: bytes) -> list[Submitted]:
        records: list[Submitted] = []
        for start in range(0, len(chunk), _PIECE):
            piece = chunk[start : start + _PIECE]
            self._bytes_since_record += len(piece)
            try:
                self._parser.feed(piece)
            except etree.XMLSyntaxError as error:
                records += self._take_whole()
                # The parser's own words are not repeated: they may quote the file.
                rule = "Wrong encoding" if error.code in _ENCODING_ERRORS else "Unreadable XML"
                self._stop(rule, error.lineno or self._last_line, reason="it is not well-formed XML there")
                break
            records += self._take_whole()
            if self._bytes_since_record > _LONGEST_RECORD:
                self._stop("No end in sight", self._last_line, megabytes=_LONGEST_RECORD // 1_048_576)
                break
        return records

    def _finish(self) -> list[Submitted]:
        try:
            root = self._parser.close()
        except etree.XMLSyntaxError as error:
            records = self._take_whole()
            line = error.lineno or self._last_line
            self._stop("Unreadable XML", line, reason="the file ends before it is complete")
            return records
        records = self._take_whole()
        self._stopped = True
        for child in root:
            _note_if_unknown(child, self._heading.problems)
        self._heading.problems.report_unknown()
        self._heading.closed()
        if not self.learners_seen and not self.destinations_seen:
            self._heading.problems.add("Entity_1", self._last_line)
        return records

    def _stop(self, rule: str, line: int, **words: str | int) -> None:
        self._stopped = True
        self._parser = None
        self._head = bytearray()
        words |= {"line": line, "learners": self.learners_seen}
        self._heading.problems.report_unknown()
        self._heading.problems.add(rule, line, field=None, **words)

    def _take_whole(self) -> list[Submitted]:
        """Read the elements that have become whole, and let go of them."""
        records: list[Submitted] = []
        for _, element in self._parser.read_events():
            record = self._read(element)
            if record is not None:
                records.append(record)
                self._bytes_since_record = 0
            self._last_line = element.sourceline or self._last_line
            _let_go(element, self._heading.problems)
        return records

    def _read(self, element: Any) -> Submitted | None:
        name = local_name(element.tag)
        if name == "Learner":
            return self._learner(element)
        if name == "LearnerDestinationandProgression":
            return self._destination(element)
        if name == "Header":
            self._heading.header(element)
        else:
            self._heading.provider(element)
        self._collection = self._heading.collection
        return None

    def _read_record(self, element: Any) -> tuple[dict[str, str], list[Any], ProblemList]:
        problems = ProblemList(unknown=self._heading.problems.unknown)
        texts, groups = read_fields(element, problems)
        problems.learner = texts.get("LearnRefNumber", "")[:_LONGEST_REFERENCE] or None
        return texts, groups, problems

    def _learner(self, element: Any) -> SubmittedLearner:
        texts, groups, problems = self._read_record(element)
        aims = [each for each in groups if local_name(each.tag) not in ABOUT]
        reference = problems.learner or ""
        identity = check_identity(texts, element, problems, self._collection)
        self._check_reference_is_new(reference, element, problems, len(aims))
        if not aims:
            problems.add("FD_LearningDelivery_EO", element)
        kept = read_aims(
            aims,
            reference=reference,
            born_on=identity.date_of_birth,
            problems=problems,
            collection=self._collection,
        )
        learner = SubmittedLearner(
            line=element.sourceline or 0,
            reference=reference,
            given_names=identity.given_names,
            family_name=identity.family_name,
            date_of_birth=identity.date_of_birth,
            sex=identity.sex,
            postcode=identity.postcode,
            uln=identity.uln,
            ni_number=identity.ni_number,
            email=identity.email,
            spells=spells_of(kept),
            milestones=milestones_of(kept, today=self._today) + placements_of(kept, today=self._today),
            circumstances=circumstances_of(texts, groups, element, problems, self._collection),
            problems=tuple(problems.found),
        )
        self.learners_seen += 1
        self.learners_refused += learner.refused
        self._count(learner.problems)
        return learner

    def _check_reference_is_new(self, reference: str, element: Any, problems: ProblemList, aims: int) -> None:
        if not reference:
            return
        folded = reference.casefold()
        if folded in self._references:
            problems.add("R_06", element, aims=aims)
        self._references.add(folded)

    def _destination(self, element: Any) -> SubmittedDestination | None:
        if self._collection.year > LAST_YEAR and self._heading.year is not None:
            if not self._told_of_destinations:
                self._heading.problems.add("Destination year", element)
            self._told_of_destinations = True
            return None
        texts, outcomes, problems = self._read_record(element)
        reference = problems.learner or ""
        if reference and reference.casefold() not in self._references:
            problems.add("Destination without learner", element)
        destination = read_destination(
            element, problems=problems, texts=texts, outcomes=outcomes, collection=self._collection
        )
        self.destinations_seen += 1
        self._count(destination.problems)
        return destination

    def _count(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            self.problems_seen[problem.rule] += 1


def _let_go(element: Any, problems: ProblemList) -> None:
    """Free an element that has been read, with everything before it under the same parent."""
    element.clear()
    parent = element.getparent()
    while (before := element.getprevious()) is not None:
        _note_if_unknown(before, problems)
        parent.remove(before)


def _note_if_unknown(element: Any, problems: ProblemList) -> None:
    if local_name(element.tag) not in KNOWN:
        problems.note_unknown(element)
