"""What every test may ask for: a migrated PostgreSQL, a session that is rolled back, a fixed day, a noisy register."""

import os
import signal
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
import pytest
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from service.kit.clock import StandingClock
from service.kit.database import Context, Database, Session, open_database
from service.kit.embedded_postgres import FORGETFUL, EmbeddedPostgres
from service.kit.migrations import migrate
from service.settings import Mode, Settings
from tests.connections import rolled_back
from tests.noise import Noise, make_noise

hypothesis_settings.register_profile("shared machine", deadline=None, print_blob=True)
hypothesis_settings.load_profile("shared machine")

# Started in the background, a shell has us ignore Ctrl-C, and whatever tests start would ignore it too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The suite must also pass in another academic year: PATHWAY_TEST_YEAR=2027 moves every fixed day.
YEAR = int(os.environ.get("PATHWAY_TEST_YEAR", "2026"))
TODAY = date(YEAR, 11, 3)
NOW = datetime(YEAR, 11, 3, 9, 30, tzinfo=UTC)


class ByFile(LoadScopeScheduling):
    """A file's tests stay on one worker, and all journeys on one: they share a served town that is dear to make."""

    def _split_scope(self, nodeid: str) -> str:
        return "journeys" if nodeid.startswith("tests/journeys/") else nodeid.split("::", 1)[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    """Which worker runs what; xdist's own grouping by mark is ignored under this pytest (pytest-xdist issue 1386)."""
    return ByFile(config, log)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """One server for each worker: started in half a second, thrown away at the end."""
    state = tmp_path_factory.mktemp("postgres")
    for folder in (state, *state.parents[:2]):
        folder.chmod(0o755)
    with EmbeddedPostgres(state, options=FORGETFUL) as server:
        migrate(server.owner_url)
        yield server


@pytest.fixture(scope="module")
async def own_database(postgres: EmbeddedPostgres, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The name of a database of the module's own, for what has to be committed to be seen."""
    name = "own_" + request.path.stem.removeprefix("test_")
    superuser = await asyncpg.connect(postgres.superuser_url)
    await superuser.execute(f"create database {name} template pathway owner pathway_owner")
    yield name
    await superuser.execute(f"drop database {name} with (force)")
    await superuser.close()


@pytest.fixture(scope="module")
async def committed(postgres: EmbeddedPostgres, own_database: str) -> AsyncIterator[Database]:
    """The application's way into `own_database`: what a test commits stays until the module ends."""
    database = open_database(postgres.url("pathway_app", own_database), pool_size=20)
    yield database
    await database.close()


@pytest.fixture
def settings(postgres: EmbeddedPostgres, tmp_path: Path) -> Settings:
    """Settings of a test: its own database, everything else as by default."""
    return Settings(
        mode=Mode.TEST,
        database_url=postgres.app_url,
        owner_database_url=postgres.owner_url,
        state_dir=tmp_path,
        secret="a-secret-of-the-tests-alone-0123456789",
    )


@pytest.fixture
async def database(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """One connection for the test and the application alike; everything is rolled back at the end."""
    async with rolled_back(postgres.app_url) as database:
        yield database


@pytest.fixture
async def session(database: Database) -> AsyncIterator[Session]:
    """A transaction on the whole register, for tests of operations; narrow it with `database.transaction`."""
    async with database.transaction(Context(register=True)) as session:
        yield session


@pytest.fixture
async def noise(session: Session) -> Noise:
    """Other people in the register, so that no test passes because the database is otherwise empty."""
    return await make_noise(session, now=NOW)


@pytest.fixture(autouse=True)
def _among_others(request: pytest.FixtureRequest) -> None:
    """Tests of statements (`test_queries*.py`) always happen among others; the rest may ask for `noise`."""
    if request.path.name.startswith("test_queries") and "session" in request.fixturenames:
        request.getfixturevalue("noise")


@pytest.fixture
def clock() -> StandingClock:
    """A clock that stands at `NOW`."""
    return StandingClock(NOW)


@pytest.fixture
def today() -> date:
    """The London day of `NOW`."""
    return TODAY


@pytest.fixture
def now() -> datetime:
    """The instant tests happen at."""
    return NOW
