-- After roles.sql, on the first start of an empty server: the passwords come from the secrets' files.
-- A changed secret: run this file again, with psql as the superuser inside the container.
\set owner_password `cat /run/secrets/database_owner_password`
\set app_password `cat /run/secrets/database_app_password`
alter role pathway_owner password :'owner_password';
alter role pathway_app password :'app_password';
