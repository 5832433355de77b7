"""the young person's own record: links, browsers let in, requests to correct

Revision: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
ASKING = "(select nullif(current_setting('app.agency', true), '')::uuid)"
SEEN = "exists (select from learner_access a where a.learner_id = {table}.learner_id and a.agency_id = " + ASKING + ")"


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    _links()
    _let_in()
    _requests()


def _links() -> None:
    op.create_table(
        "own_link",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > made_at", name=op.f("ck_own_link_ends_after_it_is_made")),
        sa.CheckConstraint("failed >= 0", name=op.f("ck_own_link_failed_so_often")),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_own_link")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_own_link_code_hash")),
    )
    _protect("own_link", "select, insert, update")
    op.execute("create trigger no_delete before delete on own_link for each row execute function refuse_change()")


def _let_in() -> None:
    op.create_table(
        "let_in",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_let_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_let_in_token_hash")),
    )
    op.create_index(op.f("ix_let_in_seen_at"), "let_in", ["seen_at"])
    _protect("let_in", "select")
    op.execute(f"grant insert, update, delete on let_in to {REGISTER}")  # the door asks as the register


def _requests() -> None:
    op.create_table(
        "correction_request",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("about", _choice("about", "fact", "identity", "circumstance", "other"), nullable=False),
        sa.Column("fact_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("outcome", _choice("outcome", "put_right", "left"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(answered_at is null) = (answered_by is null)",
            name=op.f("ck_correction_request_answered_at_with_answered_by"),
        ),
        sa.CheckConstraint(
            "(answered_at is null) = (outcome is null)", name=op.f("ck_correction_request_answered_at_with_outcome")
        ),
        sa.CheckConstraint(
            "(answered_at is null) = (answer is null)", name=op.f("ck_correction_request_answered_at_with_answer")
        ),
        sa.CheckConstraint("words <> '' and answer <> ''", name=op.f("ck_correction_request_has_words")),
        sa.CheckConstraint(
            "(about = 'fact') = (fact_id is not null)", name=op.f("ck_correction_request_names_the_fact_it_is_about")
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_correction_request")),
    )
    op.create_index(
        "ix_correction_request_open",
        "correction_request",
        ["agency_id"],
        postgresql_where=sa.text("answered_at is null"),
    )
    _protect("correction_request", "select, insert, update")
    op.execute(
        "create trigger no_delete before delete on correction_request for each row execute function refuse_change()"
    )


def _protect(table: str, rights: str) -> None:
    seen = SEEN.format(table=table)
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy {table}_in_scope on {table} to {APP} using ({seen}) with check ({seen})")
    op.execute(f"create policy {table}_register on {table} to {REGISTER} using (true) with check (true)")
    op.execute(f"grant {rights} on {table} to {APP}, {REGISTER}")


def downgrade() -> None:
    for table in ("correction_request", "let_in", "own_link"):
        op.drop_table(table)
