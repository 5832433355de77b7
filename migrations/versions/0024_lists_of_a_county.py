"""lists cost what they show: alerts know whether somebody holds their learner; row-level security asks by key

An EXISTS may be answered by hashing every learner the agency has access to, and PostgreSQL takes an agency for an
average one: for a county of 157,000 that took 50 ms a table. With an OFFSET it can only look each row up. CASE and not
COALESCE: row-level security of learner_access takes what COALESCE makes for something that may leak, and then uses no
index for it.

Revision: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ASKING = "(select nullif(current_setting('app.agency', true), '')::uuid)"
KEYS = {
    "learner": "case when learner.merged_into is null then learner.id else learner.merged_into end",
    **{
        table: f"{table}.learner_id"
        for table in (
            *("holding", "alert", "alert_step", "contact", "circumstance"),
            *("situation", "main_spell", "spell", "milestone"),
        )
    },
}


def _policies(offset: str) -> None:
    for table, key in KEYS.items():
        seen = (
            f"exists (select from learner_access a where a.learner_id = {key} and a.agency_id = {ASKING}{offset})"
        )
        op.execute(f"alter policy {table}_in_scope on {table} using ({seen}) with check ({seen})")


IS_HELD = """
create function is_held(p_learner uuid, p_agency uuid) returns boolean language sql stable as $$
    select exists (
        select from holding h where h.learner_id = p_learner and h.agency_id = p_agency and h.ended_on is null)
$$
"""
OF_ALERT = """
create function alert_held() returns trigger language plpgsql as $$
begin
    if new.closed_on is null then
        new.held := new.agency_id is not null and is_held(new.learner_id, new.agency_id);
    end if;
    return new;
end
$$
"""
OF_HOLDING = """
create function holding_held() returns trigger language plpgsql as $$
begin
    update alert set held = is_held(new.learner_id, new.agency_id)
    where learner_id = new.learner_id and agency_id = new.agency_id and closed_on is null;
    if tg_op = 'UPDATE' and old.learner_id <> new.learner_id then
        update alert set held = is_held(old.learner_id, old.agency_id)
        where learner_id = old.learner_id and agency_id = old.agency_id and closed_on is null;
    end if;
    return null;
end
$$
"""


def upgrade() -> None:
    op.add_column("alert", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.execute("alter table alert no force row level security")
    op.execute("alter table holding no force row level security")
    op.execute(
        "update alert al set held = true from holding h where h.learner_id = al.learner_id and "
        "h.agency_id = al.agency_id and h.ended_on is null"
    )
    op.execute("alter table alert force row level security")
    op.execute("alter table holding force row level security")
    for function in (IS_HELD, OF_ALERT, OF_HOLDING):
        op.execute(function)
    op.execute(
        "create trigger held before insert or update of learner_id, agency_id on alert "
        "for each row execute function alert_held()"
    )
    op.execute(
        "create trigger held after insert or update on holding for each row execute function holding_held()"
    )
    op.create_index(
        "ix_alert_nobodys", "alert", ["agency_id"], postgresql_where=sa.text("closed_on is null and not held")
    )
    _policies(" offset 0")


def downgrade() -> None:
    _policies("")
    op.execute("drop trigger held on holding")
    op.execute("drop trigger held on alert")
    op.drop_index("ix_alert_nobodys", "alert")
    for function in ("holding_held()", "alert_held()", "is_held(uuid, uuid)"):
        op.execute(f"drop function {function}")
    op.drop_column("alert", "held")
