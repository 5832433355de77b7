"""work placements: a milestone of the course they belong to

Revision: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"
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
    "returned",
)


def _kinds(*more: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in (*KINDS, *more))
    op.drop_constraint(op.f("ck_milestone_milestonekind_known"), "milestone")
    op.create_check_constraint(op.f("ck_milestone_milestonekind_known"), "milestone", f"kind in ({named})")


def upgrade() -> None:
    _kinds("placement")


def downgrade() -> None:
    op.execute("alter table milestone disable trigger user")
    op.execute("update milestone set kind = 'progressed' where kind = 'placement'")
    op.execute("alter table milestone enable trigger user")
    _kinds()
