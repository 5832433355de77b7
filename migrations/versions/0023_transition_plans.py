"""a circumstance more: the transition plan of a pupil in year 11

Revision: 0023
Revises: 0022
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BEFORE = (
    "attendance prior_attainment english maths level_3 ehc_plan sen_support high_needs disability characteristic "
    "level_of_need free_meals first_language exclusion ethnicity employment guarantee intended_destination"
).split()
AFTER = "address safe_contact protected_address agreed_support".split()


def _kinds(*more: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in (*BEFORE, *more, *AFTER))
    op.drop_constraint(op.f("ck_circumstance_kind_known"), "circumstance")
    op.create_check_constraint(op.f("ck_circumstance_kind_known"), "circumstance", f"kind in ({named})")


def upgrade() -> None:
    _kinds("transition_plan")


def downgrade() -> None:
    """The schema before has no word for transition plans: they are lost as it goes back."""
    op.execute("alter table circumstance disable trigger user")
    op.execute("delete from circumstance where kind = 'transition_plan'")
    op.execute("alter table circumstance enable trigger user")
    _kinds()
