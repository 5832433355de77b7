-- The roles and the database of the service, for psql as a superuser. Running it again changes nothing.
-- The embedded server and compose.yaml both run this text, so a role means the same in both.
--
--   pathway_owner     owns the database, its tables and its policies; migrates; never serves a request
--   pathway_app       what the service signs in as; owns nothing, passes no policy, sees what a Scope lets it see
--   pathway_register  taken up for one transaction (SET LOCAL ROLE) by work on the whole register; nobody signs in as it

select 'create role ' || name
from unnest(array['pathway_owner', 'pathway_app', 'pathway_register']) as name
where not exists (select from pg_roles where rolname = name)
\gexec

alter role pathway_owner with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role pathway_register with nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
-- NOINHERIT: membership alone gives nothing, neither privileges nor policies, until the role is taken up by name.
alter role pathway_app with login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
-- Since PostgreSQL 16 a grant keeps the inheritance it was made with, so it is made after the line above.
grant pathway_register to pathway_app;

select 'create database pathway owner pathway_owner'
where not exists (select from pg_database where datname = 'pathway')
\gexec

revoke all on database pathway from public;
grant connect on database pathway to pathway_app;
