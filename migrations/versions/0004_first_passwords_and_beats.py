"""passwords to be changed at the first sign-in; signs of life of workers

Revision: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default is for the accounts there are, whose passwords are their own; from now on every row says it.
    op.add_column(
        "account", sa.Column("password_to_change", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.alter_column("account", "password_to_change", server_default=None)
    op.create_table(
        "worker_beat",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_worker_beat")),
    )
    # Any transaction of the application's own login may be the worker's; there is nothing to hide.
    op.execute("grant select, insert, update, delete on worker_beat to pathway_app, pathway_register")


def downgrade() -> None:
    op.drop_table("worker_beat")
    op.drop_column("account", "password_to_change")
