"""A sender's own spreadsheet given back with what is wrong in each row, to be mended and sent again."""

from collections import defaultdict
from collections.abc import Iterator

from service.imports import queries
from service.imports.operations.problems import all_problems
from service.imports.readers.table import ERRORS, rows_in
from service.imports.rows import Format, Problem, Submission, Weight
from service.kit.database import Session
from service.kit.errors import NotFound

Table = list[list[str]]


class NothingKept(NotFound):
    """The file is no spreadsheet, or is no longer kept."""

    code = "nothing_kept"


async def with_errors(session: Session, submission: Submission) -> tuple[Table, bytes]:
    """Give a spreadsheet's rows with one more column, and its first bytes. Raises `NothingKept`.

    The column is not read when it comes back, and one that came with the file is replaced.
    """
    content = await _content(session, submission)
    if submission.format is not Format.TABLE or not content:
        raise NothingKept(
            "This file is no longer kept. Its problems are on its page, and can be downloaded there."
        )
    wrong: dict[int, list[Problem]] = defaultdict(list)
    for problem in await all_problems(session, submission):
        wrong[problem.line].append(problem)
    return [*_marked(content, wrong)], content[:4]


async def _content(session: Session, submission: Submission) -> bytes:
    content, n = bytearray(), 0
    while (piece := await queries.piece(session, submission.id, n)) is not None:
        content += piece
        n += 1
    return bytes(content)


def _marked(content: bytes, wrong: dict[int, list[Problem]]) -> Iterator[list[str]]:
    rows = rows_in(content)
    _, heads = next(rows)
    place = heads.index(ERRORS) if ERRORS in heads else len(heads)
    yield [*heads[:place], *heads[place + 1 :], ERRORS]
    for line, cells in rows:
        kept = [*cells, *[""] * (len(heads) - len(cells))]
        told = " ".join(_sentence(problem) for problem in wrong.get(line, ()))
        yield [*kept[:place], *kept[place + 1 :], told]


def _sentence(problem: Problem) -> str:
    effect = "" if problem.weight is Weight.REFUSES else " (taken all the same)"
    return f"{problem.field}: {problem.message} {problem.fix}{effect}"
