"""A file, its counts and its problems."""

from uuid import UUID

import msgspec

from service.imports.rows import AcceptMode, State, Weight
from service.web.api.shapes.instant import Instant


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What a file comes to. found, issued, review, out_of_age and refused add up to learners."""

    learners: int
    found: int
    issued: int
    review: int
    out_of_age: int
    refused: int
    spells_new: int
    spells_changed: int
    spells_unchanged: int
    milestones_new: int
    milestones_changed: int
    milestones_unchanged: int
    circumstances_new: int
    circumstances_changed: int
    circumstances_unchanged: int
    circumstances_left_out: int
    problems: int


class ProblemShape(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong in a file; `learner` is your own reference for the learner."""

    line: int
    learner: str | None
    field: str
    rule: str
    message: str
    fix: str
    weight: Weight


class SubmissionShape(msgspec.Struct, frozen=True, kw_only=True):
    """A file and where it stands. `preview` is what taking it would do, `receipt` what taking it did."""

    id: UUID
    state: State
    file_name: str
    size_bytes: int
    received_at: Instant
    checked_at: Instant | None
    accepted_at: Instant | None
    undone_at: Instant | None
    mode: AcceptMode | None
    learners: int
    done: int
    preview: Counts | None
    receipt: Counts | None
    failure: str | None
    problems: list[ProblemShape]


class ProblemsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The problems of a file in its own order. `next` is the cursor of what follows, or null."""

    problems: list[ProblemShape]
    next: str | None
