"""Everything wrong in a file, in its order."""

import msgspec

from service.imports import queries
from service.imports.rows import Problem, Submission, Tally
from service.kit.database import Session

PAGE = 500


async def all_problems(session: Session, submission: Submission, *, limit: int = 1_000_000) -> list[Problem]:
    """List the problems of a checked file: of the file as a whole first, then by learner."""
    preview = msgspec.json.decode(submission.preview, type=Tally) if submission.preview else Tally()
    problems = list(preview.file_problems)
    after = 0
    while len(problems) < limit:
        found = await queries.problem_rows(session, submission.id, after=after, limit=PAGE)
        problems += [each for _, text in found for each in msgspec.json.decode(text, type=list[Problem])]
        if len(found) < PAGE:
            break
        after = found[-1][0]
    return problems[:limit]
