"""background jobs

Revision: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATES = ("waiting", "running", "done", "failed")


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="jobstate_known", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enqueued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'running') = (leased_until is not null)", name=op.f("ck_job_leased_while_running")
        ),
        sa.CheckConstraint(
            "(state in ('done', 'failed')) = (ended_at is not null)", name=op.f("ck_job_ended_when_over")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index(
        "ix_job_open", "job", ["due_at", "id"], postgresql_where=sa.text("state in ('waiting', 'running')")
    )
    op.create_index("uq_job_serial", "job", ["serial"], unique=True, postgresql_where=sa.text("state = 'running'"))
    # Any transaction may ask for a job, and the worker is the application's own login; there is nothing to hide.
    op.execute("grant select, insert, update, delete on job to pathway_app, pathway_register")


def downgrade() -> None:
    op.drop_table("job")
