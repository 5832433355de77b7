"""Answers of the Learning Records Service, as a CSV with a row a learner: read, and every wrong cell told.

There is no published layout of such a list for anybody but LRS's own portal (docs/glossary.md), so the columns are
ours; the codes are LRS's own. SOURCE: the LRS learner service's response codes, as MoJ's learner records service uses
them.
"""

import csv
import io
from collections.abc import Iterator, Mapping

import msgspec

from service.learners.rows import LrsOutcome
from service.vocabulary.indicator import IndicatorInvalid, parse_indicator
from service.vocabulary.uln import UlnInvalid, parse_uln

COLUMNS = ("Indicator", "ResponseCode", "ULN", "LinkedULNs")
NEEDED = COLUMNS[:2]
CODES = {
    "WSRC0001": LrsOutcome.NONE,
    "WSRC0002": LrsOutcome.TOO_MANY,
    "WSRC0003": LrsOutcome.POSSIBLE,
    "WSRC0004": LrsOutcome.EXACT,
    "WSRC0022": LrsOutcome.LINKED,
    "WSEC0206": LrsOutcome.NOT_SHARED,
    "WSEC0208": LrsOutcome.NOT_VERIFIED,
}
WITH_A_ULN = frozenset({LrsOutcome.EXACT, LrsOutcome.LINKED})
MOST_ROWS = 100_000


class LrsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the LRS answered about a learner. `linked` are other ULNs that it says are theirs."""

    line: int
    indicator: str
    outcome: LrsOutcome
    uln: str | None = None
    linked: tuple[str, ...] = ()


class LrsProblem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong in the list: where, what, and what to do about it."""

    line: int
    field: str
    message: str
    fix: str


class LrsRead(msgspec.Struct, frozen=True, kw_only=True):
    """What a list holds: the rows that can be used, and what is wrong with the others."""

    answers: tuple[LrsAnswer, ...] = ()
    problems: tuple[LrsProblem, ...] = ()


class _Wrong(ValueError):
    def __init__(self, field: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.field, self.message, self.fix = field, message, fix


def read_lrs(content: bytes) -> LrsRead:
    """Read a list. A file that is none is told as one problem of line 1."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused("The file is not a text in UTF-8.", "Save it as CSV UTF-8.")
    rows = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in text.partition("\n")[0] else ","
    )
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        return _refused(f"The column {missing[0]} is missing.", f"The first line names {', '.join(COLUMNS)}.")
    return _read(rows)


def _refused(message: str, fix: str) -> LrsRead:
    return LrsRead(problems=(LrsProblem(line=1, field="file", message=message, fix=fix),))


def _read(rows: "csv.DictReader[str]") -> LrsRead:
    answers: list[LrsAnswer] = []
    problems: list[LrsProblem] = []
    for row in rows:
        if rows.line_num > MOST_ROWS + 1:
            return _refused(f"The file has more than {MOST_ROWS:,} rows.", "Send it in parts.")
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if any(cells.values()):
            try:
                answers.append(_answer(rows.line_num, cells))
            except _Wrong as wrong:
                problems.append(
                    LrsProblem(line=rows.line_num, field=wrong.field, message=wrong.message, fix=wrong.fix)
                )
    return LrsRead(answers=tuple(answers), problems=tuple(problems))


def _answer(line: int, cells: Mapping[str, str]) -> LrsAnswer:
    outcome = CODES.get(cells["ResponseCode"].upper())
    if outcome is None:
        raise _Wrong("ResponseCode", "This is no code of the LRS.", f"Use one of {', '.join(CODES)}.")
    try:
        indicator = parse_indicator(cells["Indicator"])
    except IndicatorInvalid as wrong:
        raise _Wrong("Indicator", str(wrong), "Copy the indicator from the learner's card.") from None
    uln = _uln("ULN", cells["ULN"])
    if outcome in WITH_A_ULN and uln is None:
        raise _Wrong(
            "ULN", "This answer comes with a ULN, and there is none.", "Give the ULN the LRS returned."
        )
    return LrsAnswer(
        line=line, indicator=indicator, outcome=outcome, uln=uln, linked=tuple(_linked(cells["LinkedULNs"]))
    )


def _linked(text: str) -> Iterator[str]:
    for each in text.split():
        if uln := _uln("LinkedULNs", each):
            yield uln


def _uln(field: str, text: str) -> str | None:
    try:
        return parse_uln(text) if text else None
    except UlnInvalid as wrong:
        raise _Wrong(field, str(wrong), "Check the ten digits.") from None
