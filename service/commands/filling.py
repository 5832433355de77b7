"""Putting something into the register: the beginning, the demo, a population."""

import argparse
import asyncio
import secrets
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from service.accounts.operations import add_account
from service.accounts.rows import Person, Role
from service.agencies import queries as agencies
from service.agencies.operations import add_agency, add_map, agency_called
from service.agencies.rows import AreaKind
from service.commands.errors import CommandFailed
from service.commands.opening import addresses, with_database
from service.demo import places
from service.demo.simulate import hear_from_everybody
from service.demo.simulate import simulate as simulate_population
from service.demo.surroundings import PEOPLE
from service.demo.town import seed_town
from service.demo.whole_register import Filling, fill_register
from service.kit.audit import By
from service.kit.clock import Clock
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY
from service.kit.migrations import migrate
from service.settings import Settings


def set_up(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Add the councils, the map of Greater Essex and the first administrator, once."""
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
                to_change=True,
            )
        return {"administrator": given.email, "first_password": password}

    return with_database(settings, given, begin)


def seed(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Make the demo town, once."""

    async def make(database: Database, now: datetime, today: date) -> dict[str, Any]:
        around = PEOPLE if given.around is None else given.around
        town = await seed_town(database, settings=settings, now=now, today=today, surroundings=around)
        return {"accounts": [account.email for account in town.accounts], "password": town.password}

    return with_database(settings, given, make)


def simulate(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Make an invented population."""

    if settings.production:
        raise CommandFailed("Invented people have no place beside real ones: not in production.")

    say = _nobody if given.json else _print

    if given.register_only:
        return _fill(settings, given, say)

    async def make(database: Database, now: datetime, today: date) -> dict[str, Any]:
        watched = await simulate_population(
            database,
            learners=given.learners,
            years=given.years,
            seed=given.seed,
            now=now,
            today=today,
            say=say,
        )
        await hear_from_everybody(database, now=now, today=today)
        return {"learners": given.learners, "alerts_raised": watched.raised}

    return with_database(settings, given, make)


def _fill(settings: Settings, given: argparse.Namespace, say: Callable[[str], None]) -> dict[str, Any]:
    """Learners alone, millions of them, into an empty register."""
    clock = Clock()
    with addresses(settings) as urls:
        if settings.embedded:
            migrate(urls[1])
        filling = Filling(
            learners=given.learners,
            seed=given.seed,
            processes=given.processes,
            now=clock.now(),
            today=given.today or clock.today(),
        )
        return {"learners": asyncio.run(fill_register(urls, filling, say=say))}


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - progress of a command


def _nobody(_line: str) -> None:
    """JSON is for programs, which want the result alone."""
