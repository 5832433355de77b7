"""Who may do what in the database, read from its catalogue: nothing here trusts the migrations' words."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import Table

from service.kit.columns import Privacy
from service.kit.database import APP_ROLE, REGISTER_ROLE
from service.kit.embedded_postgres import EmbeddedPostgres
from service.tables import metadata
from tests.repository.source import ROOT, listed

SNAPSHOT = ROOT / "tests" / "repository" / "grants.txt"
TABLES = metadata.sorted_tables
ABOUT_LEARNERS = {Privacy.IDENTITY, Privacy.PATHWAY, Privacy.SENSITIVE}
# Tables that tell of learners and have no policy, each with what protects it instead.
OPEN = {
    "audit_entry": "keys, codes and days without a name; the routes that read it are the administrator's",
    "snapshot_count": "the application's role may not even read it",
}

GRANTS = """
select format('%s %s: %s', table_name, grantee, string_agg(lower(privilege_type), ', ' order by privilege_type))
from (
    select table_name, grantee, privilege_type from information_schema.role_table_grants where table_schema = 'public'
    union
    select object_name, grantee, privilege_type from information_schema.role_usage_grants
    where object_schema = 'public' and object_type = 'SEQUENCE'
) as given
where grantee <> 'pathway_owner' group by table_name, grantee order by table_name, grantee
"""
COLUMN_GRANTS = """
select c.table_name || '.' || c.column_name || ' ' || c.grantee from information_schema.role_column_grants c
where c.table_schema = 'public' and c.grantee <> 'pathway_owner' and not exists (
    select from information_schema.role_table_grants t
    where (t.table_name, t.grantee, t.privilege_type) = (c.table_name, c.grantee, c.privilege_type))
"""
ROLES = """
select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin
from pg_roles where rolname like 'pathway%' order by rolname
"""
OWNED = """
select relname from pg_class where relowner in ('pathway_app'::regrole, 'pathway_register'::regrole)
union all
select proname from pg_proc where proowner in ('pathway_app'::regrole, 'pathway_register'::regrole)
"""
SECURED = "select relname, relrowsecurity, relforcerowsecurity from pg_class where relkind = 'r'"
POLICIES = "select tablename, policyname, roles::text[], cmd, permissive from pg_policies where schemaname = 'public'"
VIEWS = """
select relname from pg_class where relnamespace = 'public'::regnamespace
  and ((relkind = 'v' and not coalesce('security_invoker=true' = any(reloptions), false)) or relkind = 'm')
"""
# Functions that act with their maker's rights, where a caller could choose what a name in them means, or anybody calls.
DEFINERS = """
select proname, coalesce(proconfig::text, '') as settings, has_function_privilege('public', oid, 'execute') as anybody
from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
"""


@pytest.fixture(scope="module")
async def catalogue(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(postgres.superuser_url)
    yield connection
    await connection.close()


async def test_nobody_was_given_or_lost_a_privilege_unnoticed(catalogue: asyncpg.Connection) -> None:
    now = {row[0] for row in await catalogue.fetch(GRANTS)}
    kept = set(SNAPSHOT.read_text(encoding="utf-8").splitlines())
    changed = [f"- {each}" for each in sorted(kept - now)] + [f"+ {each}" for each in sorted(now - kept)]
    assert not changed, listed(["grants.txt is to be changed on purpose:", *changed])
    assert [row[0] for row in await catalogue.fetch(COLUMN_GRANTS)] == []


async def test_no_role_of_the_application_can_step_over_the_policies(catalogue: asyncpg.Connection) -> None:
    found = {row["rolname"]: row for row in await catalogue.fetch(ROLES)}
    assert found.keys() == {"pathway_app", "pathway_owner", "pathway_register"}
    for role in found.values():
        assert list(role)[1:6] == [False] * 5, role["rolname"]
    assert found[APP_ROLE]["rolcanlogin"]
    assert not found[REGISTER_ROLE]["rolcanlogin"], "the whole register is taken up, never signed in to"
    assert [row[0] for row in await catalogue.fetch(OWNED)] == []
    assert not await catalogue.fetchval("select pg_has_role('pathway_app', 'pathway_owner', 'member')")
    inherits = "select pg_has_role('pathway_app', 'pathway_register', 'usage')"
    assert not await catalogue.fetchval(inherits), "the register's policies would be the application's"


async def test_nothing_can_be_made_in_the_schema_by_the_application(catalogue: asyncpg.Connection) -> None:
    for role in (APP_ROLE, REGISTER_ROLE, "public"):
        assert not await catalogue.fetchval("select has_schema_privilege($1, 'public', 'create')", role), role


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(table, id=table.name)
        for table in TABLES
        if table.name not in OPEN
        and (
            "learner_id" in table.columns
            or any(each.info.get("privacy") in ABOUT_LEARNERS for each in table.columns)
        )
    ],
)
async def test_a_table_about_learners_has_row_level_security_for_both_roles(
    table: Table, catalogue: asyncpg.Connection
) -> None:
    secured = {name: (on, forced) for name, on, forced in await catalogue.fetch(SECURED)}
    assert secured[table.name] == (True, True)
    policies = [row for row in await catalogue.fetch(POLICIES) if row["tablename"] == table.name]
    for role in (APP_ROLE, REGISTER_ROLE):
        assert [row["cmd"] for row in policies if row["roles"] == [role]] == ["ALL"], role
    assert len(policies) == 2, "a second permissive policy would widen the first"


async def test_tables_without_policies_are_open_for_a_reason(catalogue: asyncpg.Connection) -> None:
    secured = {name for name, on, _ in await catalogue.fetch(SECURED) if on}
    assert OPEN.keys() <= {table.name for table in TABLES} - secured
    assert not await catalogue.fetchval(
        "select has_table_privilege($1, 'snapshot_count', 'select')", APP_ROLE
    )
    kinds = {each.info["privacy"] for each in metadata.tables["audit_entry"].columns}
    assert not kinds & {Privacy.IDENTITY, Privacy.SENSITIVE, Privacy.SECRET}


async def test_no_view_shows_what_its_maker_sees(catalogue: asyncpg.Connection) -> None:
    assert [row[0] for row in await catalogue.fetch(VIEWS)] == []


async def test_a_function_with_its_makers_rights_fixes_its_names_and_is_not_anybodys(
    catalogue: asyncpg.Connection,
) -> None:
    found = await catalogue.fetch(DEFINERS)
    assert {row["proname"] for row in found} == {"audit_append"}
    for function in found:
        assert "search_path=public, pg_temp" in function["settings"]
        assert not function["anybody"]
