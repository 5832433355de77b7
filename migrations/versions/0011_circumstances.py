"""circumstances of learners: appended like facts, seen by whoever has access

Revision: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
SEEN = (
    "exists (select from learner_access a where a.learner_id = circumstance.learner_id "
    "and a.agency_id = (select nullif(current_setting('app.agency', true), '')::uuid))"
)
KINDS = (
    "attendance",
    "prior_attainment",
    "english",
    "maths",
    "level_3",
    "ehc_plan",
    "sen_support",
    "high_needs",
    "disability",
    "characteristic",
    "level_of_need",
    "free_meals",
    "first_language",
    "exclusion",
    "ethnicity",
    "employment",
    "guarantee",
    "intended_destination",
    "address",
    "safe_contact",
    "protected_address",
    "agreed_support",
)
CONFIDENCES = ("confirmed", "self_reported", "inferred")
REASONS = (
    "wrong_day",
    "wrong_detail",
    "learnt_more",
    "never_happened",
    "recorded_twice",
    "wrong_person",
    "other",
    "undone",
    "follows",
)


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "circumstance",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", _choice("kind", KINDS), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("confidence", _choice("confidence", CONFIDENCES), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("supersedes", sa.Uuid(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", _choice("because", REASONS), nullable=True),
        sa.Column("because_note", sa.Text(), nullable=True),
        sa.Column("takes_back", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_circumstance_ends_after_start")),
        sa.CheckConstraint(
            "because is null or supersedes is not null", name=op.f("ck_circumstance_corrects_something")
        ),
        sa.CheckConstraint(
            "because_note is null or because is not null", name=op.f("ck_circumstance_note_with_a_reason")
        ),
        sa.CheckConstraint(
            "not takes_back or (because is not null and superseded_at is not null)",
            name=op.f("ck_circumstance_taking_back_never_counts"),
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_circumstance")),
    )
    op.create_index(
        "uq_circumstance_learner_id_agency_id_source_key",
        "circumstance",
        ["learner_id", "agency_id", "source_key"],
        unique=True,
        postgresql_where=sa.text("superseded_at is null"),
    )
    op.create_index("ix_circumstance_submission_id", "circumstance", ["submission_id"])
    op.execute("alter table circumstance enable row level security")
    op.execute("alter table circumstance force row level security")
    op.execute(f"create policy circumstance_in_scope on circumstance to {APP} using ({SEEN}) with check ({SEEN})")
    op.execute(f"create policy circumstance_register on circumstance to {REGISTER} using (true) with check (true)")
    op.execute(f"grant select, insert, update on circumstance to {APP}, {REGISTER}")
    op.execute(
        "create trigger only_supersede before update on circumstance for each row execute function only_supersede()"
    )
    op.execute("create trigger no_delete before delete on circumstance for each row execute function refuse_change()")


def downgrade() -> None:
    op.drop_table("circumstance")
