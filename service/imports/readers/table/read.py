"""Reads a spreadsheet into learners: row by row, those of one learner that follow each other put together."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

from service.imports.readers.table.cells import CellInvalid, Reading
from service.imports.readers.table.columns import IDENTITY
from service.imports.readers.table.heading import Heading, read_heading
from service.imports.readers.table.rows import Row, Unreadable, rows_in
from service.imports.readers.table.telling import Values
from service.imports.rows import FileFacts, Format, Problem, Submitted, SubmittedLearner, Weight

LARGEST = 64 * 1_048_576  # bytes: some 400,000 lines
MOST_NAMED = 20  # heads named in one sentence
_WHO = tuple(column.field for column in IDENTITY)
_SAME = ("family_name", "given_names", "date_of_birth")
_UNESCAPED = ("=", "+", "-", "@", "\t", "\r", "\0")  # what our own CSV puts an apostrophe before


class TableReader:
    """Reads one CSV or XLSX. Its bytes are kept until the end; its learners are handed out one by one then."""

    def __init__(self, *, file_name: str, today: date) -> None:
        self._name, self._reading = file_name, Reading(today)
        self._content = bytearray()
        self._too_large = False
        self._problems: list[Problem] = []
        self._heading: Heading | None = None

    @property
    def facts(self) -> FileFacts:
        """What is wrong with the file as a whole. It says no day: its silence about somebody says nothing."""
        return FileFacts(format=Format.TABLE, problems=tuple(self._problems))

    def feed(self, chunk: bytes, /) -> list[Submitted]:
        """Keep the next bytes."""
        if len(self._content) + len(chunk) > LARGEST:
            self._too_large = True
        else:
            self._content += chunk
        return []

    def close(self) -> Iterator[Submitted]:
        """Give the learners, each when it is asked for."""
        if self._too_large:
            self._refuse("The file is larger than 64 MB.", "Send it in parts.")
            return
        try:
            rows = rows_in(bytes(self._content))
            first = next(rows, None)
            if first is None:
                self._refuse("There is nothing in this file.", "Fill in one of the templates.")
                return
            self._heading = read_heading(first[1])
            if self._is_usable(first[0], self._heading):
                yield from _grouped(self._read(row, self._heading) for row in rows)
        except Unreadable as wrong:
            self._refuse(wrong.message, wrong.fix)

    def _refuse(self, message: str, fix: str, *, line: int = 1, field: str = "") -> None:
        self._tell("Unreadable file", message, fix, Weight.REFUSES, line=line, field=field)

    def _tell(
        self, rule: str, message: str, fix: str, weight: Weight, *, line: int = 1, field: str = ""
    ) -> None:
        self._problems.append(
            Problem(line=line, learner=None, field=field, rule=rule, message=message, fix=fix, weight=weight)
        )

    def _is_usable(self, line: int, heading: Heading) -> bool:
        if heading.unknown:
            named = ", ".join(each[:40] for each in heading.unknown[:MOST_NAMED])
            self._tell(
                "Unknown column",
                f"Nothing is read from: {named}.",
                "Leave them, or give them the heads of the template if we should read them.",
                Weight.WARNS,
                line=line,
            )
        for head in heading.twice[:MOST_NAMED]:
            self._tell(
                "Column twice",
                "This column is there twice. Only the first is read.",
                "Leave out the other.",
                Weight.WARNS,
                line=line,
                field=head[:40],
            )
        if heading.missing:
            named = ", ".join(column.head for column in heading.missing)
            self._refuse(
                f"As “{heading.kind.title}”, which it is most like, the first line lacks: {named}.",
                "Use a template: its first line names every column.",
                line=line,
            )
        return not heading.missing

    def _read(self, row: Row, heading: Heading) -> SubmittedLearner:
        line, cells = row
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for place, column in heading.places.items():
            cell = _bare(cells[place]) if place < len(cells) else ""
            if not cell:
                if column.required:
                    problems.append(self._missing(line, heading.heads[place]))
                continue
            try:
                values[column.field] = column.read(cell, self._reading)
            except CellInvalid as wrong:
                weight = Weight.REFUSES if column.refuses else Weight.WARNS
                left_out = "" if column.refuses else " It was not used."
                problems.append(
                    _problem(line, heading.heads[place], f"{wrong.message}{left_out}", wrong.fix, weight)
                )
        return self._learner(line, heading, values, problems)

    def _missing(self, line: int, head: str) -> Problem:
        return _problem(line, head, "This is missing.", "Fill it in.", Weight.REFUSES, rule="Missing")

    def _learner(
        self, line: int, heading: Heading, values: Values, problems: list[Problem]
    ) -> SubmittedLearner:
        refused = any(problem.weight is Weight.REFUSES for problem in problems)
        told = None if refused else heading.kind.tells(values, line, self._reading.today)
        if told and told.wrong:
            field, message, fix = told.wrong
            problems.append(_problem(line, heading.head_of(field), message, fix, Weight.REFUSES))
        reference = values.get("reference") or f"Line {line}"
        who: dict[str, Any] = {field: values.get(field) for field in _WHO if field != "reference"}
        return SubmittedLearner(
            line=line,
            reference=reference,
            **who,
            spells=told.spells if told else (),
            milestones=told.milestones if told else (),
            circumstances=told.circumstances if told else (),
            problems=tuple(_of(problem, reference) for problem in problems),
        )


def _bare(cell: str) -> str:
    """A cell without the apostrophe that our own CSV puts before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_UNESCAPED) else cell


def _problem(
    line: int, head: str, message: str, fix: str, weight: Weight, *, rule: str = "Wrong value"
) -> Problem:
    return Problem(line=line, learner=None, field=head, rule=rule, message=message, fix=fix, weight=weight)


def _of(problem: Problem, reference: str) -> Problem:
    return Problem(
        line=problem.line,
        learner=reference,
        field=problem.field,
        rule=problem.rule,
        message=problem.message,
        fix=problem.fix,
        weight=problem.weight,
    )


def _grouped(learners: Iterator[SubmittedLearner]) -> Iterator[SubmittedLearner]:
    """Rows of one learner that follow each other are one learner with all they tell, if nothing refuses them."""
    waiting: list[SubmittedLearner] = []
    for learner in learners:
        if waiting and not _is_same(waiting[0], learner):
            yield _together(waiting)
            waiting = []
        waiting.append(learner)
    if waiting:
        yield _together(waiting)


def _is_same(one: SubmittedLearner, other: SubmittedLearner) -> bool:
    if one.refused or other.refused or one.reference != other.reference:
        return False
    return all(getattr(one, field) == getattr(other, field) for field in _SAME)


def _together(rows: list[SubmittedLearner]) -> SubmittedLearner:
    first = rows[0]
    if len(rows) == 1:
        return first
    who: dict[str, Any] = {
        field: next((told for row in rows if (told := getattr(row, field)) is not None), None)
        for field in _WHO
    }
    return SubmittedLearner(
        line=first.line,
        **who,
        spells=tuple(chain.from_iterable(row.spells for row in rows)),
        milestones=tuple(chain.from_iterable(row.milestones for row in rows)),
        circumstances=tuple(chain.from_iterable(row.circumstances for row in rows)),
        problems=tuple(chain.from_iterable(row.problems for row in rows)),
    )
