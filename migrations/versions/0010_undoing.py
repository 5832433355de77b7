"""a submission undone as a whole; when a spell was said; agencies that contradict each other

Revision: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATES = ("received", "checking", "checked", "accepting", "accepted", "refused", "discarded")


def _states(*more: str) -> None:
    named = ", ".join(f"'{state}'" for state in (*STATES, *more))
    op.drop_constraint(op.f("ck_submission_state_known"), "submission")
    op.create_check_constraint(op.f("ck_submission_state_known"), "submission", f"state in ({named})")


REASONS = (
    "wrong_day",
    "wrong_detail",
    "learnt_more",
    "never_happened",
    "recorded_twice",
    "wrong_person",
    "other",
    "undone",
)


def _reasons(*more: str) -> None:
    named = ", ".join(f"'{reason}'" for reason in (*REASONS, *more))
    for table in ("spell", "milestone"):
        op.drop_constraint(op.f(f"ck_{table}_because_known"), table)
        op.create_check_constraint(op.f(f"ck_{table}_because_known"), table, f"because in ({named})")


def upgrade() -> None:
    _reasons("follows")
    op.add_column("spell", sa.Column("said_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("submission", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("submission", sa.Column("undone_by", sa.Uuid(), nullable=True))
    op.add_column("submission", sa.Column("undoing", JSONB(), nullable=True))
    op.add_column("situation", sa.Column("conflict_since_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_situation_in_conflict",
        "situation",
        ["learner_id"],
        postgresql_where=sa.text("conflict_since_on is not null"),
    )
    _states("undoing", "undone")
    op.create_check_constraint(
        op.f("ck_submission_undone_says_what_it_did"), "submission", "undone_at is null or undoing is not null"
    )
    op.create_check_constraint(
        op.f("ck_submission_undone_at_some_time"), "submission", "(state = 'undone') = (undone_at is not null)"
    )


def downgrade() -> None:
    op.execute("alter table milestone disable trigger user")
    op.execute("update milestone set because = 'learnt_more' where because = 'follows'")
    op.execute("alter table milestone enable trigger user")
    _reasons()
    op.execute("update submission set undone_at = null, state = 'accepted' where state in ('undoing', 'undone')")
    for name in ("undone_at_some_time", "undone_says_what_it_did"):
        op.drop_constraint(op.f(f"ck_submission_{name}"), "submission")
    _states()
    for name in ("undoing", "undone_by", "undone_at"):
        op.drop_column("submission", name)
    op.drop_column("situation", "conflict_since_on")
    op.drop_column("spell", "said_at")
