"""Indexes set aside while very many rows go in, and built again at the end: much faster than keeping them in step.

For filling tables that are empty and nobody uses. Whoever kills it half-way is left without the indexes: drop the
database and start again.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from service.kit.database import Database

# A primary key that others refer to cannot go, nor an index that is needed on the way.
_INDEXES = """
select i.indexrelid::regclass::text as name, i.indrelid::regclass::text as table, c.conname,
       case when c.conname is null then pg_get_indexdef(i.indexrelid)
            else format('alter table %s add constraint %I %s', i.indrelid::regclass, c.conname,
                        pg_get_constraintdef(c.oid))
       end as build
from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
where i.indrelid::regclass::text = any($1) and not i.indexrelid::regclass::text = any($2)
order by 1
"""
MEMORY = "1GB"


@asynccontextmanager
async def indexes_set_aside(
    owner: Database, tables: Sequence[str], *, kept: Sequence[str] = ()
) -> AsyncIterator[None]:
    """Drop the indexes of some tables but for those kept, and build them again at the end; as the tables' owner."""
    driver = await owner.connect()
    try:
        found = await driver.fetch(_INDEXES, list(tables), list(kept))
        for each in found:
            constraint = (
                each["conname"] and f'alter table {each["table"]} drop constraint "{each["conname"]}"'
            )
            await driver.execute(constraint or f"drop index {each['name']}")
        try:
            yield
        finally:
            await driver.execute(f"set maintenance_work_mem = '{MEMORY}'")
            for each in found:
                await driver.execute(each["build"])
            for table in tables:
                await driver.execute(f"vacuum (analyse) {table}")
    finally:
        await driver.close()
