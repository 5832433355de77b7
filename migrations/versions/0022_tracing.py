"""contacts with an outcome; the ladder of tracing

Revision: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
ASKING = "(select nullif(current_setting('app.agency', true), '')::uuid)"
SEEN = (
    "exists (select from learner_access a where a.learner_id = tracing_step.learner_id and a.agency_id = " + ASKING + ")"
)
OUTCOMES = (
    "agreed thinking no_help_now no_contact_wanted no_answer message_left wrong_details somebody_else"
).split()


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.add_column("contact", sa.Column("outcome", sa.String(40), nullable=True))
    named = ", ".join(f"'{outcome}'" for outcome in OUTCOMES)
    op.create_check_constraint(op.f("ck_contact_outcome_known"), "contact", f"outcome in ({named})")
    op.create_table(
        "tracing_step",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("found", _choice("found", "nothing", "found", "asked", "not_fitting"), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("step <> ''", name=op.f("ck_tracing_step_names_its_step")),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_tracing_step")),
    )
    op.execute("alter table tracing_step enable row level security")
    op.execute("alter table tracing_step force row level security")
    op.execute(f"create policy tracing_step_in_scope on tracing_step to {APP} using ({SEEN}) with check ({SEEN})")
    op.execute(f"create policy tracing_step_register on tracing_step to {REGISTER} using (true) with check (true)")
    op.execute(f"grant select, insert on tracing_step to {APP}, {REGISTER}")
    op.execute(f"grant update on tracing_step to {REGISTER}")  # moved where two records are joined
    op.execute("create trigger only_move before update on tracing_step for each row execute function only_move()")
    op.execute("create trigger no_delete before delete on tracing_step for each row execute function refuse_change()")


def downgrade() -> None:
    op.drop_table("tracing_step")
    op.drop_constraint(op.f("ck_contact_outcome_known"), "contact")
    op.drop_column("contact", "outcome")
