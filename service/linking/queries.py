"""The statements of linking: who meets whom in either engine, and the register read through.

Both engines have the same tables: `left_rows`, `right_rows` (the sides made ready; one and the same where a file is
linked with itself), `right_keys` and `right_sure` (key, n). DuckDB's statements come first, Spark's are the same but
for its words for unnesting.
"""

from uuid import UUID

from service.kit import database
from service.kit.database import Row, Session

RIGHT_FROM = 1 << 40
"""Added to the numbers of the right side where both sides are in one table."""

_COARSE = "given, family, given_sound, family_sound, born, born_year, born_day, postcode, district, sex, words, sure"

# -- DuckDB ---------------------------------------------------------------------------------------------------------

CROWDED = """
create or replace table crowded as
select key from (select unnest(keys) as key from right_rows) as every group by key having count(*) > $1
"""

RIGHT_KEYS = """
create or replace table right_keys as
select every.key, every.n from (select n, unnest(keys) as key from right_rows) as every
anti join crowded on every.key = crowded.key
"""

RIGHT_SURE = """
create or replace table right_sure as
select key, n from (select n, unnest(list_append(sure, whole)) as key from right_rows) as every
where key is not null
"""

READY = "create table ready as select 1 as yes"
IS_READY = "select count(*) from duckdb_tables() where table_name = 'ready'"

# A row that has its double in everything that matters needs no search: whoever else fits cannot fit better, unless
# by a number, and those are looked up with it.
SETTLED = """
create or replace table settled as
select l.n from left_rows as l semi join right_sure as k on l.whole = k.key
where $4 and l.n >= $1 and l.n < $2 and l.n % $3 = 0
"""

SETTLED_PAIRS = """
create or replace table chosen as
select distinct asked.n as l, k.n as r
from (
    select l.n, unnest(list_append(l.sure, l.whole)) as key
    from left_rows as l semi join settled as s on l.n = s.n where l.n >= $1 and l.n < $2
) as asked
join right_sure as k on k.key = asked.key
"""

ASKED = """
create or replace table asked as
select l.n, unnest(l.keys) as key from left_rows as l anti join settled as s on l.n = s.n
where l.n >= $1 and l.n < $2 and l.n % $3 = 0
"""

MET = """
create or replace table met as
select l, r from (
    select l, r, row_number() over (partition by l order by keys desc, r) as place
    from (
        select asked.n as l, k.n as r, count(*) as keys
        from asked join right_keys as k on k.key = asked.key
        where case $2 when 'two' then true when 'one' then k.n > asked.n else k.n <> asked.n end
        group by asked.n, k.n
    ) as pairs
) as placed
where place <= $1
"""

EMPTY_MET = "create or replace table met as select 0::bigint as l, 0::bigint as r where false"

PEOPLE = f"""
create or replace table people as
select n as unique_id, {_COARSE} from left_rows where n in (select l from met)
union all
select n + {RIGHT_FROM} as unique_id, {_COARSE} from right_rows where n in (select r from met)
"""

BLOCKED = f"""
create or replace table blocked as
select '0' as match_key, l as join_key_l, r + {RIGHT_FROM} as join_key_r from met
"""

CHOSEN = f"""
insert into chosen
select l, r from (
    select unique_id_l as l, unique_id_r - {RIGHT_FROM} as r, match_weight,
           row_number() over (partition by unique_id_l order by round(match_weight, 4) desc, unique_id_r) as place
    from weighed
) as ranked
where place <= $1 and (place <= $2 or match_weight >= $3)
"""

FOUND = """
select c.l, c.r, a.id as left_id, b.id as right_id, a.form as left_form, b.form as right_form
from chosen as c join left_rows as a on a.n = c.l join right_rows as b on b.n = c.r
order by c.l, c.r
"""

TWICE = """
select min(first), min_by(last, first), sum(rows) from (
    select min(n) + 1 as first, max(n) + 1 as last, count(*) as rows from rows_read group by id having count(*) > 1
) as twice
having count(*) > 0
"""

WITHOUT_ID = "select min(n) + 1 from rows_read where id = ''"

# -- Spark ----------------------------------------------------------------------------------------------------------

SPARK_RIGHT_KEYS = """
select key, n from (select key, n, count(*) over (partition by key) as rows from (
    select n, explode(keys) as key from right_rows) as every) as counted
where rows <= :crowd
"""

SPARK_RIGHT_SURE = """
select key, n from (select n, explode(array_append(sure, whole)) as key from right_rows) as every
where key is not null
"""

SPARK_SETTLED = """
select l.n from left_rows as l left semi join right_sure as k on l.whole = k.key
where :best and l.n >= :first and l.n < :last and l.n % :step = 0
"""

SPARK_SETTLED_PAIRS = """
select distinct asked.n as l, k.n as r
from (
    select l.n, explode(array_append(l.sure, l.whole)) as key
    from left_rows as l left semi join settled as s on l.n = s.n
) as asked
join right_sure as k on k.key = asked.key
"""

SPARK_ASKED = """
select l.n, explode(l.keys) as key from left_rows as l left anti join settled as s on l.n = s.n
where l.n >= :first and l.n < :last and l.n % :step = 0
"""

SPARK_MET = """
select l, r from (
    select l, r, row_number() over (partition by l order by keys desc, r) as place
    from (
        select asked.n as l, k.n as r, count(*) as keys
        from asked join right_keys as k on k.key = asked.key
        where case :sides when 'two' then true when 'one' then k.n > asked.n else k.n <> asked.n end
        group by asked.n, k.n
    ) as pairs
) as placed
where place <= :most
"""

SPARK_EMPTY_MET = "select 0L as l, 0L as r from right_rows where false"

SPARK_PEOPLE = f"""
select n as unique_id, {_COARSE} from left_rows where n in (select l from met)
union all
select n + {RIGHT_FROM} as unique_id, {_COARSE} from right_rows where n in (select r from met)
"""

SPARK_BLOCKED = f"select '0' as match_key, l as join_key_l, r + {RIGHT_FROM} as join_key_r from met"

SPARK_CHOSEN = f"""
select l, r from settled_pairs
union all
select l, r from (
    select unique_id_l as l, unique_id_r - {RIGHT_FROM} as r, match_weight,
           row_number() over (partition by unique_id_l order by round(match_weight, 4) desc, unique_id_r) as place
    from weighed
) as ranked
where place <= :most and (place <= :always or match_weight >= :floor)
"""

SPARK_FOUND = """
select c.l, c.r, a.id as left_id, b.id as right_id, a.form as left_form, b.form as right_form
from chosen as c join left_rows as a on a.n = c.l join right_rows as b on b.n = c.r
"""

# -- The register ---------------------------------------------------------------------------------------------------

_LEARNERS = """
select l.id, l.indicator, l.given_names, l.family_name, l.date_of_birth, l.sex, l.postcode, l.uln, l.upn, l.ni_number,
       l.email,
       (select string_agg(o.name, ';' order by o.id) from other_name o where o.learner_id = l.id) as previous_names
from learner l where l.id > $1 and coalesce(l.merged_into, l.id) = l.id order by l.id limit $2
"""

FIRST = UUID(int=0)


async def learners_after(session: Session, after: UUID, *, limit: int) -> list[Row]:
    """Read the next learners in the order of their keys, merged ones left out."""
    return await database.rows(session, _LEARNERS, after, limit)
