"""Importing a file: received, checked and, where asked for, recorded; as the pages do it, in one go."""

import argparse
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from service.access.rows import WHOLE_REGISTER
from service.agencies.operations import agency_called
from service.commands.errors import CommandFailed
from service.commands.opening import with_database
from service.imports import queries as submissions
from service.imports.operations import accept, begin_acceptance, check, discard, receive
from service.imports.operations.problems import all_problems
from service.imports.rows import AcceptMode, Tally
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.settings import Settings

PIECE = 1024 * 1024


def import_file(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Check a file and, with `--accept`, record it."""

    async def take(database: Database, now: datetime, today: date) -> dict[str, Any]:
        async with database.transaction(REGISTER) as session:
            agency = await agency_called(session, code=given.agency)
        by = By(agency_id=agency.id)
        submission_id = await _receive(database, settings, given.file, by=by, now=now, today=today)
        tally = await check(database, submission_id=submission_id, now=now, looking_up=not given.accept)
        if given.accept:
            mode = AcceptMode(given.accept)
            await _begin(database, submission_id, mode, by=by, now=now)
            tally = await accept(database, submission_id=submission_id, now=now)
        shown = await _told(database, submission_id, tally)
        if not given.accept:
            async with database.transaction(REGISTER) as session:
                await discard(session, submission_id=submission_id, by=by, now=now)
        return shown

    return with_database(settings, given, take)


async def _receive(
    database: Database, settings: Settings, path: Path, *, by: By, now: datetime, today: date
) -> UUID:
    async with database.transaction(REGISTER) as session:
        return await receive(
            session,
            file_name=path.name,
            pieces=_pieces(path),
            limit=settings.upload_limit_bytes,
            by=by,
            now=now,
            today=today,
        )


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}.") from None


async def _begin(database: Database, submission_id: UUID, mode: AcceptMode, *, by: By, now: datetime) -> None:
    async with database.transaction(REGISTER) as session:
        await begin_acceptance(
            session, submission_id=submission_id, mode=mode, within=WHOLE_REGISTER, by=by, now=now
        )


async def _told(database: Database, submission_id: UUID, tally: Tally) -> dict[str, Any]:
    async with database.transaction(REGISTER) as session:
        submission = await submissions.submission(session, submission_id, within=WHOLE_REGISTER)
        problems = await all_problems(session, submission) if submission else []
    counts = ("learners", "found", "issued", "review", "out_of_age", "refused")
    return {
        **{name: getattr(tally, name) for name in counts},
        "spells": tally.spells,
        "milestones": tally.milestones,
        "problems": [
            {
                "line": each.line,
                "learner": each.learner,
                "field": each.field,
                "rule": each.rule,
                "message": each.message,
                "fix": each.fix,
            }
            for each in problems
        ],
        "alerts_raised": tally.alerts_raised,
        "alerts_closed": tally.alerts_closed,
        "failed": submission is not None and submission.failure is not None,
    }
