"""corrections of facts: why, and facts taken back

Revision: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FACTS = ("spell", "milestone")
REASONS = (
    "wrong_day",
    "wrong_detail",
    "learnt_more",
    "never_happened",
    "recorded_twice",
    "wrong_person",
    "undone",
    "other",
)


def upgrade() -> None:
    for table in FACTS:
        reasons = sa.Enum(*REASONS, name="because_known", native_enum=False, create_constraint=True, length=40)
        op.add_column(table, sa.Column("because", reasons, nullable=True))
        op.add_column(table, sa.Column("because_note", sa.Text(), nullable=True))
        op.add_column(table, sa.Column("takes_back", sa.Boolean(), server_default=sa.false(), nullable=False))
        op.alter_column(table, "takes_back", server_default=None)
        op.create_check_constraint(
            op.f(f"ck_{table}_corrects_something"), table, "because is null or supersedes is not null"
        )
        op.create_check_constraint(
            op.f(f"ck_{table}_note_with_a_reason"), table, "because_note is null or because is not null"
        )
        op.create_check_constraint(
            op.f(f"ck_{table}_taking_back_never_counts"),
            table,
            "not takes_back or (because is not null and superseded_at is not null)",
        )
        op.create_index(
            f"ix_{table}_corrected", table, ["learner_id"], postgresql_where=sa.text("because is not null")
        )


def downgrade() -> None:
    for table in FACTS:
        op.drop_index(f"ix_{table}_corrected", table)
        for name in ("takes_back", "because_note", "because"):
            op.drop_column(table, name)
