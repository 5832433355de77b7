"""the matcher: keys to look people up by, other names, lasting rulings, claims that say whom they weighed

Revision: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
ASKING = "(select nullif(current_setting('app.agency', true), '')::uuid)"


def upgrade() -> None:
    learners()
    claims()
    reviews()
    new_tables()
    guards()


def learners() -> None:
    op.add_column("learner", sa.Column("ni_number", sa.Text(), nullable=True))
    op.add_column("learner", sa.Column("email", sa.Text(), nullable=True))
    op.add_column("learner", sa.Column("described_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update learner set described_at = registered_at")
    op.alter_column("learner", "described_at", nullable=False)
    op.create_index(
        "uq_learner_ni_number", "learner", ["ni_number"], unique=True, postgresql_where=sa.text("merged_into is null")
    )
    for name in ("uln", "upn", "ni_number"):
        op.create_index(
            f"ix_learner_merged_{name}", "learner", [name], postgresql_where=sa.text("merged_into is not null")
        )
    op.create_index(
        "ix_learner_merged_into", "learner", ["merged_into"], postgresql_where=sa.text("merged_into is not null")
    )
    op.create_check_constraint(
        op.f("ck_learner_ni_number_is_well_formed"), "learner", "ni_number ~ '^[A-Z]{2}[0-9]{6}$'"
    )
    op.drop_constraint("ck_learner_no_empty_text", "learner")
    op.create_check_constraint(
        op.f("ck_learner_no_empty_text"),
        "learner",
        "postcode <> '' and folded_family <> '' and family_name <> '' and email <> ''",
    )


def claims() -> None:
    """What a review kept of its candidates moves to its claim: keys only, as they can be looked at again."""
    op.alter_column("claim", "rule_version", new_column_name="model_version")
    op.add_column("claim", sa.Column("reason", sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("candidates", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.execute("update claim set reason = 'before reasons', candidates = '[]'")
    op.execute(
        "update claim c set candidates = (select coalesce(jsonb_agg(jsonb_build_object("
        "'learner_id', each->>'learner_id', 'described_by', each->>'learner_id', 'bits', 0, 'relation', 'stranger', 'sentence', '', 'weights', '{}'::jsonb)), '[]') "
        "from jsonb_array_elements(r.candidates) as each) from review r where r.claim_id = c.id"
    )
    op.alter_column("claim", "reason", nullable=False)
    op.alter_column("claim", "candidates", nullable=False)
    op.drop_column("review", "candidates")


def reviews() -> None:
    """What needs a person is no longer only a claim, and somebody works on it."""
    op.add_column("review", sa.Column("kind", kind("reviewkind", "claim", "duplicate", "number", "fact"), nullable=True))
    op.add_column("review", sa.Column("sentence", sa.Text(), nullable=True))
    op.execute("update review r set kind = 'claim', sentence = (select sentence from claim c where c.id = r.claim_id)")
    op.alter_column("review", "kind", nullable=False)
    op.alter_column("review", "sentence", nullable=False)
    op.alter_column("review", "claim_id", nullable=True)
    op.alter_column("review", "presented", nullable=True)
    for name in ("about_id", "other_id", "assigned_to"):
        op.add_column("review", sa.Column(name, sa.Uuid(), nullable=True))
    op.add_column("review", sa.Column("bits", sa.REAL(), nullable=True))
    op.add_column("review", sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column("review", sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint("ck_review_decided_at_with_learner_id", "review")
    op.drop_constraint("ck_review_reviewdecision_known", "review")
    decisions = "'this_learner', 'new_learner', 'merged', 'different', 'relative', 'taken', 'left', 'gone'"
    for name, check in {
        "reviewdecision_known": f"decision in ({decisions})",
        "assigned_to_with_assigned_at": "(assigned_to is null) = (assigned_at is null)",
        "a_claim_where_there_is_one": "(kind = 'claim') = (claim_id is not null)",
        "details_where_a_claim_is": "(kind = 'claim') = (presented is not null)",
        "about_a_learner_where_no_claim_is": "(kind = 'claim') = (about_id is null)",
        "a_pair_is_two": "(kind = 'duplicate') = (other_id is not null)",
        "each_pair_once": "about_id < other_id",
        "a_claim_decided_has_its_learner": "decision not in ('this_learner', 'new_learner') or learner_id is not null",
    }.items():
        op.create_check_constraint(op.f(f"ck_review_{name}"), "review", check)
    op.create_index(
        "uq_review_pair",
        "review",
        ["about_id", "other_id"],
        unique=True,
        postgresql_where=sa.text("decided_at is null and kind = 'duplicate'"),
    )


def kind(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=40)


def new_tables() -> None:
    op.create_table(
        "other_name",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_other_name_no_empty_text")),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_other_name")),
        sa.UniqueConstraint("learner_id", "name", name=op.f("uq_other_name_learner_id_name")),
    )
    op.create_table(
        "learner_key",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("signature", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "learner_id", name=op.f("pk_learner_key"), postgresql_include=["signature"]),
    )
    op.create_table(
        "name_count",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("learners", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('given', 'family')", name=op.f("ck_name_count_kind_known")),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_name_count")),
    )
    op.create_table(
        "register_count",
        sa.Column("one_row", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learners", sa.Integer(), nullable=False),
        sa.CheckConstraint("one_row", name=op.f("ck_register_count_one_row")),
        sa.PrimaryKeyConstraint("one_row", name=op.f("pk_register_count")),
    )
    op.create_table(
        "claim_ruling",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("ruling", kind("rulingkind", "same", "different", "relative"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("learner_id", "fingerprint", name=op.f("pk_claim_ruling")),
    )
    op.create_index(op.f("ix_claim_ruling_fingerprint_learner_id"), "claim_ruling", ["fingerprint", "learner_id"])
    op.create_table(
        "pair_ruling",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("ruling", kind("rulingkind", "same", "different", "relative"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("learner_id < other_id", name=op.f("ck_pair_ruling_each_pair_once")),
        sa.PrimaryKeyConstraint("learner_id", "other_id", name=op.f("pk_pair_ruling")),
    )
    op.create_table(
        "review_note",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_review_note_no_empty_text")),
        sa.PrimaryKeyConstraint("review_id", "id", name=op.f("pk_review_note")),
    )


def guards() -> None:
    """Keys, counts and rulings are matching's own. A hidden name is no one agency's to see."""
    for table in ("learner_key", "claim_ruling", "pair_ruling"):
        protect(table, "false")
    protect("review_note", "exists (select from review r where r.id = review_note.review_id)")
    op.execute(f"grant select on review_note to {APP}")
    protect(
        "other_name",
        "not hidden and exists (select from learner_access a where a.learner_id = other_name.learner_id "
        f"and a.agency_id = {ASKING})",
    )
    op.execute(f"grant select on other_name to {APP}")
    for table in (
        "learner_key",
        "claim_ruling",
        "pair_ruling",
        "other_name",
        "review_note",
        "name_count",
        "register_count",
    ):
        op.execute(f"grant select, insert, update, delete on {table} to {REGISTER}")
    op.execute(f"grant truncate on learner_key to {REGISTER}")  # derived; `pathway keys rebuild` makes it anew


def protect(table: str, seen: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy {table}_in_scope on {table} to {APP} using ({seen}) with check ({seen})")
    op.execute(f"create policy {table}_register on {table} to {REGISTER} using (true) with check (true)")


def downgrade() -> None:
    """What reviews said of their candidates was moved and cannot be moved back; restore a backup instead."""
    raise NotImplementedError("0006 cannot be undone; restore a backup made before it")
