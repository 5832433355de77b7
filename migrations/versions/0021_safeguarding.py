"""safeguarding out of band: concerns, who is on duty; alerts about contradictions

Revision: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

REGISTER = "pathway_register"
APP = "pathway_app"
BEFORE = (
    "whereabouts next_step provider contact review attendance training start place sustain guarantee"
).split()
AFTER = "referral move handover".split()


def _families(*more: str) -> None:
    named = ", ".join(f"'{family}'" for family in (*BEFORE, *more, *AFTER))
    op.drop_constraint(op.f("ck_alert_family_known"), "alert")
    op.create_check_constraint(op.f("ck_alert_family_known"), "alert", f"family in ({named})")


def upgrade() -> None:
    op.create_table(
        "concern",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_words", sa.Text(), nullable=True),
        sa.CheckConstraint("(closed_at is null) = (closed_by is null)", name=op.f("ck_concern_closed_at_with_closed_by")),
        sa.CheckConstraint(
            "(closed_at is null) = (closed_words is null)", name=op.f("ck_concern_closed_at_with_closed_words")
        ),
        sa.CheckConstraint("words <> '' and closed_words <> ''", name=op.f("ck_concern_has_words")),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_concern")),
    )
    op.create_index("ix_concern_open", "concern", ["agency_id"], postgresql_where=sa.text("closed_at is null"))
    op.create_table(
        "duty",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_duty")),
    )
    op.execute("alter table concern enable row level security")
    op.execute("alter table concern force row level security")
    op.execute(f"create policy concern_nobody on concern to {APP} using (false) with check (false)")
    op.execute(f"create policy concern_register on concern to {REGISTER} using (true) with check (true)")
    op.execute(f"grant select, insert, update on concern, duty to {REGISTER}")
    op.execute("create trigger no_delete before delete on concern for each row execute function refuse_change()")
    _families("contradiction", "safeguarding")


def downgrade() -> None:
    op.execute(
        "update alert set family = 'review', closed_on = coalesce(closed_on, current_date), "
        "closed_because = coalesce(closed_because, 'The rule was taken out.') where family = 'contradiction'"
    )
    _families()
    op.drop_table("duty")
    op.drop_table("concern")
