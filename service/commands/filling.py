"""Putting something into the register: the beginning, the demo, a population, a file."""

import argparse
import secrets
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from service.access.rows import WHOLE_REGISTER
from service.accounts.operations import add_account
from service.accounts.rows import Person, Role
from service.agencies import queries as agencies
from service.agencies.operations import add_agency, add_map, agency_called
from service.agencies.rows import AreaKind
from service.commands.opening import CommandFailed, with_database
from service.demo import places
from service.demo.simulate import hear_from_everybody
from service.demo.simulate import simulate as simulate_population
from service.demo.surroundings import PEOPLE
from service.demo.town import seed_town
from service.imports import queries as submissions
from service.imports.operations import accept, begin_acceptance, check, discard, receive
from service.imports.operations.problems import all_problems
from service.imports.rows import AcceptMode, Tally
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY
from service.settings import Settings

PIECE = 1024 * 1024
AROUND = PEOPLE  # who lives around the demo town, unless asked otherwise


def set_up(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will add the councils, the map of Greater Essex and the first administrator, once."""
    password = secrets.token_urlsafe(15)

    async def begin(database: Database, now: datetime, today: date) -> dict[str, Any]:
        async with database.transaction(REGISTER) as session:
            known = {agency.code: agency.id for agency in await agencies.agencies(session)}
            for council in places.councils():
                if council.code not in known:
                    await add_agency(session, agency=council, by=By(agency_id=NOBODY), now=now)
                    known[council.code] = council.id
            if not await agencies.areas(session, AreaKind.DISTRICT, on=today):
                drawn = places.greater_essex(known)
                await add_map(session, areas=drawn.areas, councils=drawn.councils, postcodes=drawn.postcodes)
            council_id = (await agency_called(session, code=given.council)).id
            person = Person(agency_id=council_id, role=Role.ADMINISTRATOR, name=given.name, email=given.email)
            await add_account(
                session,
                person=person,
                password=password,
                service_name=settings.service_name,
                by=By(agency_id=council_id),
                now=now,
            )
        return {"administrator": given.email, "first_password": password}

    return with_database(settings, given, begin)


def seed(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will make the demo town, once."""

    async def make(database: Database, now: datetime, today: date) -> dict[str, Any]:
        town = await seed_town(database, settings=settings, now=now, today=today, surroundings=given.around)
        return {"accounts": [account.email for account in town.accounts], "password": town.password}

    return with_database(settings, given, make)


def simulate(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will make an invented population."""

    if settings.production:
        raise CommandFailed("Invented people have no place beside real ones: not in production.")

    async def make(database: Database, now: datetime, today: date) -> dict[str, Any]:
        watched = await simulate_population(
            database,
            learners=given.learners,
            years=given.years,
            seed=given.seed,
            now=now,
            today=today,
            say=lambda line: None if given.json else print(line, flush=True),  # noqa: T201 - progress of a command
        )
        await hear_from_everybody(database, now=now, today=today)
        return {"learners": given.learners, "alerts_raised": watched.raised}

    return with_database(settings, given, make)


def import_file(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will check a file and, with `--accept`, record it."""

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
