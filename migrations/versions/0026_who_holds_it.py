"""an alert knows who holds its learner, not only whether somebody does: an adviser's list is one look into one index

Revision: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

HOLDER = """
create function holder_of(p_learner uuid, p_agency uuid) returns uuid language sql stable as $$
    select h.account_id from holding h
    where h.learner_id = p_learner and h.agency_id = p_agency and h.ended_on is null
$$
"""
OF_ALERT = """
create or replace function alert_held() returns trigger language plpgsql as $$
begin
    if new.closed_on is null then
        new.holder_id := case when new.agency_id is not null then holder_of(new.learner_id, new.agency_id) end;
    end if;
    return new;
end
$$
"""
OF_HOLDING = """
create or replace function holding_held() returns trigger language plpgsql as $$
begin
    update alert set holder_id = holder_of(new.learner_id, new.agency_id)
    where learner_id = new.learner_id and agency_id = new.agency_id and closed_on is null;
    if tg_op = 'UPDATE' and old.learner_id <> new.learner_id then
        update alert set holder_id = holder_of(old.learner_id, old.agency_id)
        where learner_id = old.learner_id and agency_id = old.agency_id and closed_on is null;
    end if;
    return null;
end
$$
"""
IS_HELD = """
create function is_held(p_learner uuid, p_agency uuid) returns boolean language sql stable as $$
    select exists (
        select from holding h where h.learner_id = p_learner and h.agency_id = p_agency and h.ended_on is null)
$$
"""


def _fill(assignment: str) -> None:
    """Say it of every open alert that somebody holds, past row-level security."""
    for table in ("alert", "holding"):
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        f"update alert al set {assignment} from holding h where h.learner_id = al.learner_id "
        "and h.agency_id = al.agency_id and h.ended_on is null and al.closed_on is null"
    )
    for table in ("alert", "holding"):
        op.execute(f"alter table {table} force row level security")


def _asked_on(columns: str) -> None:
    """Say on which changes of an alert it is asked anew who holds its learner."""
    op.execute("drop trigger held on alert")
    op.execute(
        f"create trigger held before insert or update of {columns} on alert for each row execute function alert_held()"
    )


def upgrade() -> None:
    """Keep who holds an alert's learner beside it."""
    op.add_column("alert", sa.Column("holder_id", sa.Uuid(), nullable=True))
    _fill("holder_id = h.account_id")
    for function in (HOLDER, OF_ALERT, OF_HOLDING):
        op.execute(function)
    _asked_on("learner_id, agency_id, closed_on")  # parting two learners opens what their merge has closed
    op.create_index(
        "ix_alert_holder", "alert", ["agency_id", "holder_id"], postgresql_where=sa.text("closed_on is null")
    )
    op.drop_index("ix_alert_nobodys", "alert")
    op.execute("drop function is_held(uuid, uuid)")
    op.drop_column("alert", "held")


def downgrade() -> None:
    """Keep only whether somebody does."""
    op.add_column("alert", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    _fill("held = true")
    for function in (IS_HELD, _as_flag(OF_ALERT), _as_flag(OF_HOLDING)):
        op.execute(function)
    _asked_on("learner_id, agency_id")
    op.create_index(
        "ix_alert_nobodys", "alert", ["agency_id"], postgresql_where=sa.text("closed_on is null and not held")
    )
    op.drop_index("ix_alert_holder", "alert")
    op.execute("drop function holder_of(uuid, uuid)")
    op.drop_column("alert", "holder_id")


def _as_flag(function: str) -> str:
    """Write a trigger's function as it was."""
    case = "case when new.agency_id is not null then holder_of(new.learner_id, new.agency_id) end"
    flagged = function.replace(case, "new.agency_id is not null and is_held(new.learner_id, new.agency_id)")
    return flagged.replace("holder_of(", "is_held(").replace("holder_id", "held")
