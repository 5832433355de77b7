"""coming back from a break, and the wish to return of somebody who left

Revision: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KINDS = (
    "offered",
    "accepted",
    "started",
    "attendance",
    "achieved",
    "progressed",
    "break",
    "at_risk",
    "withdrew",
    "completed",
    "job_started",
    "job_confirmed",
    "job_ended",
    "re_engaged",
    "re_entered",
    "destination",
)


def _kinds(*more: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in (*KINDS, *more))
    op.drop_constraint(op.f("ck_milestone_milestonekind_known"), "milestone")
    op.create_check_constraint(op.f("ck_milestone_milestonekind_known"), "milestone", f"kind in ({named})")


def upgrade() -> None:
    op.add_column("milestone", sa.Column("wishes_to_return", sa.Boolean(), nullable=True))
    _kinds("returned")


def downgrade() -> None:
    op.execute("alter table milestone disable trigger user")
    op.execute("update milestone set kind = 'progressed' where kind = 'returned'")
    op.execute("alter table milestone enable trigger user")
    _kinds()
    op.drop_column("milestone", "wishes_to_return")
