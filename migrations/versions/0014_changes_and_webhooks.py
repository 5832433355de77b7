"""what changed about whom, told by triggers in the change's own transaction; and endpoints that are told of it

Revision: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
WHATS = ("pathway", "circumstances", "identity", "joined", "parted", "access_given", "access_withdrawn")

# Invented populations are not told of: `set_config('app.untold', 'on', true)`.
TOLD = "when (current_setting('app.untold', true) is distinct from 'on')"
INTO = "insert into change (transaction, learner_id, what, agency_id, other_id, at)"

TELL_LEARNERS = f"""
create function tell_learners() returns trigger language plpgsql as $$
begin
    {INTO}
    select distinct pg_current_xact_id()::text::bigint, learner_id, tg_argv[0], null::uuid, null::uuid, now() from told
    on conflict do nothing;
    return null;
end
$$
"""
TELL_IDENTITY = f"""
create function tell_identity() returns trigger language plpgsql as $$
begin
    {INTO}
    select distinct pg_current_xact_id()::text::bigint, id, 'identity', null::uuid, null::uuid, now() from told
    on conflict do nothing;
    return null;
end
$$
"""
TELL_ACCESS = f"""
create function tell_access() returns trigger language plpgsql as $$
begin
    {INTO}
    select pg_current_xact_id()::text::bigint, learner_id, tg_argv[0], agency_id, null::uuid, now() from told
    on conflict do nothing;
    return null;
end
$$
"""
TELL_MERGE = f"""
create function tell_merge() returns trigger language plpgsql as $$
begin
    {INTO}
    select pg_current_xact_id()::text::bigint, merged_id, tg_argv[0], null::uuid, survivor_id, now() from told
    where tg_argv[0] = 'joined' or undone_at is not null
    on conflict do nothing;
    return null;
end
$$
"""
FUNCTIONS = ("tell_learners()", "tell_identity()", "tell_access()", "tell_merge()")


def upgrade() -> None:
    change()
    webhooks()
    for function in (TELL_LEARNERS, TELL_IDENTITY, TELL_ACCESS, TELL_MERGE):
        op.execute(function)
    for table, what in (("spell", "pathway"), ("milestone", "pathway"), ("circumstance", "circumstances")):
        tell(table, "insert", f"tell_learners('{what}')")
        tell(table, "update", f"tell_learners('{what}')")
    tell("learner", "update", "tell_identity()")
    tell("learner_access", "insert", "tell_access('access_given')")
    tell("learner_access", "delete", "tell_access('access_withdrawn')")
    tell("merge", "insert", "tell_merge('joined')")
    tell("merge", "update", "tell_merge('parted')")


def tell(table: str, event: str, function: str) -> None:
    """Once a statement, with all its rows: what a file brings costs one more insert, not one a row."""
    rows = "old" if event == "delete" else "new"
    op.execute(
        f"create trigger tell_{event} after {event} on {table} referencing {rows} table as told "
        f"for each statement {TOLD} execute function {function}"
    )


def change() -> None:
    kinds = sa.Enum(*WHATS, name="what_known", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "change",
        sa.Column("transaction", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("what", kinds, nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("transaction", "n", name=op.f("pk_change")),
    )
    op.create_index(
        "uq_change_once_a_transaction",
        "change",
        ["transaction", "learner_id", "what", "agency_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("ix_change_at", "change", ["at"])
    op.create_table(
        "change_floor",
        sa.Column("id", sa.Boolean(), nullable=False),
        sa.Column("transaction", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id", name=op.f("ck_change_floor_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_floor")),
    )
    op.execute("insert into change_floor values (true, 0)")
    op.execute("alter table change enable row level security")
    op.execute("alter table change force row level security")
    op.execute(f"create policy change_told on change to {APP} using (false) with check (true)")
    op.execute(f"create policy change_register on change to {REGISTER} using (true) with check (true)")
    op.execute(f"grant insert on change to {APP}")
    op.execute(f"grant select, insert, delete on change to {REGISTER}")
    op.execute(f"grant select, update on change_floor to {REGISTER}")


def webhooks() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_transaction", sa.BigInteger(), nullable=False),
        sa.Column("told_n", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(disabled_at is null) = (disabled_because is null)",
            name=op.f("ck_webhook_disabled_at_with_disabled_because"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index("ix_webhook_agency_id", "webhook", ["agency_id"])
    states = sa.Enum("waiting", "delivered", "failed", name="deliverystate_known", native_enum=False,
                     create_constraint=True, length=40)
    op.create_table(
        "delivery",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("webhook_id", "id", name=op.f("pk_delivery")),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name=op.f("fk_delivery_webhook_id")),
    )
    op.create_index("ix_delivery_made_at", "delivery", ["made_at"])
    op.execute(f"grant select, insert, update, delete on webhook, delivery to {APP}, {REGISTER}")


def downgrade() -> None:
    for table, events in (
        ("spell", ("insert", "update")),
        ("milestone", ("insert", "update")),
        ("circumstance", ("insert", "update")),
        ("learner", ("update",)),
        ("learner_access", ("insert", "delete")),
        ("merge", ("insert", "update")),
    ):
        for event in events:
            op.execute(f"drop trigger tell_{event} on {table}")
    for function in FUNCTIONS:
        op.execute(f"drop function {function}")
    for table in ("delivery", "webhook", "change_floor", "change"):
        op.drop_table(table)
