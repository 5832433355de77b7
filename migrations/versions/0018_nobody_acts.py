"""alerts climb where nobody acts; how advisers work and who covers for them; leads and managers; digests

Revision: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
ROLES = "provider_staff youth_adviser data_officer board_member administrator agency_worker".split()


RING = """
create function ring_advisers() returns trigger language plpgsql as $$
declare
    council uuid;
begin
    for council in select distinct agency_id from told where agency_id is not null loop
        perform pg_notify('alerts', council::text);
    end loop;
    return null;
end
$$
"""


def _roles(*more: str) -> None:
    named = ", ".join(f"'{role}'" for role in (*ROLES, *more))
    op.drop_constraint(op.f("ck_account_role_known"), "account")
    op.create_check_constraint(op.f("ck_account_role_known"), "account", f"role in ({named})")


def upgrade() -> None:
    op.add_column("alert", sa.Column("rung", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("alert", "rung", server_default=None)
    op.create_check_constraint(op.f("ck_alert_rung_of_four"), "alert", "rung between 0 and 3")
    op.create_index(
        "ix_alert_climbed", "alert", ["agency_id", "rung"], postgresql_where=sa.text("closed_on is null and rung > 0")
    )
    op.create_table(
        "availability",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("away_from_on", sa.Date(), nullable=True),
        sa.Column("away_until_on", sa.Date(), nullable=True),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(away_from_on is null) = (away_until_on is null)",
            name=op.f("ck_availability_away_from_on_with_away_until_on"),
        ),
        sa.CheckConstraint("away_until_on >= away_from_on", name=op.f("ck_availability_ends_after_start")),
        sa.CheckConstraint("cover_id <> account_id", name=op.f("ck_availability_nobody_covers_for_themselves")),
        sa.CheckConstraint("hours between 1 and 60", name=op.f("ck_availability_hours_of_a_week")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_availability")),
    )
    op.create_table(
        "digest",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "sent_on", name=op.f("pk_digest")),
    )
    op.execute(f"grant select, insert on digest to {REGISTER}")
    op.execute(f"grant select, insert, update, delete on availability to {APP}, {REGISTER}")
    op.execute(RING)
    for table in ("alert", "holding"):
        for event, rows in (("insert", "new"), ("update", "new")):
            op.execute(
                f"create trigger ring_{event} after {event} on {table} referencing {rows} table as told "
                "for each statement execute function ring_advisers()"
            )
    _roles("team_lead", "service_manager")


def downgrade() -> None:
    op.execute("update account set role = 'youth_adviser' where role in ('team_lead', 'service_manager')")
    _roles()
    for table in ("alert", "holding"):
        for event in ("insert", "update"):
            op.execute(f"drop trigger ring_{event} on {table}")
    op.execute("drop function ring_advisers()")
    op.drop_table("digest")
    op.drop_table("availability")
    op.drop_index("ix_alert_climbed", "alert")
    op.drop_constraint(op.f("ck_alert_rung_of_four"), "alert")
    op.drop_column("alert", "rung")
