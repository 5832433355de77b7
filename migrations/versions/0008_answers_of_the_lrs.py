"""answers of the Learning Records Service about learners

Revision: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
SEEN = (
    "exists (select from learner_access a where a.learner_id = lrs_check.learner_id "
    "and a.agency_id = (select nullif(current_setting('app.agency', true), '')::uuid))"
)
OUTCOMES = ("none", "too_many", "possible", "exact", "linked", "not_shared", "not_verified")


def upgrade() -> None:
    kinds = sa.Enum(*OUTCOMES, name="lrsoutcome_known", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "lrs_check",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("outcome", kinds, nullable=False),
        sa.Column("uln", sa.Text(), nullable=True),
        sa.Column("linked", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "outcome not in ('exact', 'linked') or uln is not null", name=op.f("ck_lrs_check_found_with_its_uln")
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_lrs_check")),
    )
    op.execute("alter table lrs_check enable row level security")
    op.execute("alter table lrs_check force row level security")
    op.execute(f"create policy lrs_check_in_scope on lrs_check to {APP} using ({SEEN}) with check ({SEEN})")
    op.execute(f"create policy lrs_check_register on lrs_check to {REGISTER} using (true) with check (true)")
    op.execute(f"grant select on lrs_check to {APP}")
    op.execute(f"grant select, insert, update, delete on lrs_check to {REGISTER}")


def downgrade() -> None:
    op.drop_table("lrs_check")
