"""merging: two learners joined and parted again, what was before, and what agencies are told

Revision: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
ASKING = "(select nullif(current_setting('app.agency', true), '')::uuid)"

# A fact changes its learner only along a merge that is recorded and named by the transaction, and nothing else changes.
ALONG_A_MERGE = """
create function along_a_merge(one uuid, other uuid) returns boolean language sql stable as $$
    select exists (
        select from merge m
        where m.id = nullif(current_setting('app.merging', true), '')::uuid
          and ((m.survivor_id = one and m.merged_id = other) or (m.survivor_id = other and m.merged_id = one)))
$$
"""

ONLY_SUPERSEDE = """
create or replace function only_supersede() returns trigger language plpgsql as $$
begin
    if old.superseded_at is null and new.superseded_at is not null
       and to_jsonb(new) - 'superseded_at' = to_jsonb(old) - 'superseded_at' then
        return new;
    end if;
    if nullif(current_setting('app.merging', true), '') is not null
       and to_jsonb(new) - 'learner_id' - 'superseded_at' = to_jsonb(old) - 'learner_id' - 'superseded_at'
       and (old.learner_id = new.learner_id and exists (
                select from merge m where m.id = current_setting('app.merging', true)::uuid
                  and old.learner_id in (m.survivor_id, m.merged_id))
            or along_a_merge(old.learner_id, new.learner_id)) then
        return new;
    end if;
    raise exception 'a fact is never edited: record one that supersedes it'
        using errcode = 'integrity_constraint_violation';
end
$$
"""

ONLY_MOVE = """
create function only_move() returns trigger language plpgsql as $$
begin
    if to_jsonb(new) - 'learner_id' = to_jsonb(old) - 'learner_id'
       and along_a_merge(old.learner_id, new.learner_id) then
        return new;
    end if;
    raise exception '% of %: rows of this table are appended, never changed or removed', tg_op, tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$
"""


def upgrade() -> None:
    tables()
    guards()


def tables() -> None:
    op.create_table(
        "merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survivor_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("choices", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_because", sa.Text(), nullable=True),
        sa.CheckConstraint("survivor_id <> merged_id", name=op.f("ck_merge_two_learners")),
        sa.CheckConstraint("reason <> '' and undone_because <> ''", name=op.f("ck_merge_no_empty_text")),
        sa.CheckConstraint(
            "(undone_at is null) = (undone_because is null)", name=op.f("ck_merge_undone_at_with_undone_because")
        ),
        sa.CheckConstraint(
            "undone_by is null or undone_at is not null", name=op.f("ck_merge_whoever_undid_did_at_some_time")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    op.create_index(
        "uq_merge_merged_id", "merge", ["merged_id"], unique=True, postgresql_where=sa.text("undone_at is null")
    )
    op.create_index(op.f("ix_merge_survivor_id"), "merge", ["survivor_id"])
    op.create_table(
        "merge_image",
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "moved",
                "kept",
                "changed",
                name="image_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("row", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("merge_id", "n", name=op.f("pk_merge_image")),
    )
    op.create_table(
        "notice",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "read_by is null or read_at is not null", name=op.f("ck_notice_whoever_read_did_at_some_time")
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_notice")),
    )
    op.create_table(
        "pair_search",
        sa.Column("one_row", sa.Boolean(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("one_row", name=op.f("ck_pair_search_one_row")),
        sa.PrimaryKeyConstraint("one_row", name=op.f("pk_pair_search")),
    )
    op.create_index(op.f("ix_learner_described_at_id"), "learner", ["described_at", "id"])
    op.create_index(
        "ix_notice_unread", "notice", ["agency_id", "told_at"], postgresql_where=sa.text("read_at is null")
    )


def guards() -> None:
    protect(
        "merge",
        "exists (select from learner_access a where a.learner_id in (merge.survivor_id, merge.merged_id) "
        f"and a.agency_id = {ASKING})",
    )
    protect("merge_image", "false")
    protect("notice", f"agency_id = {ASKING}")
    op.execute(f"grant select on merge to {APP}")
    op.execute(f"grant select, update on notice to {APP}")
    op.execute(f"grant select, insert, update on merge to {REGISTER}")
    op.execute(f"grant select, insert on merge_image to {REGISTER}")
    op.execute(f"grant select, insert, update, delete on notice, pair_search to {REGISTER}")
    # Whoever may see the survivor sees who was merged into them: the old number has to lead there.
    op.execute("drop policy learner_in_scope on learner")
    seen = f"""exists (select from learner_access a
        where a.learner_id = coalesce(learner.merged_into, learner.id) and a.agency_id = {ASKING})"""
    op.execute(f"create policy learner_in_scope on learner to {APP} using ({seen}) with check ({seen})")
    op.execute(ALONG_A_MERGE)
    op.execute(ONLY_SUPERSEDE)
    op.execute(ONLY_MOVE)
    op.execute("drop trigger no_update on contact")
    op.execute("create trigger only_move before update on contact for each row execute function only_move()")


def protect(table: str, seen: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy {table}_in_scope on {table} to {APP} using ({seen}) with check ({seen})")
    op.execute(f"create policy {table}_register on {table} to {REGISTER} using (true) with check (true)")


def downgrade() -> None:
    """Merges cannot be kept without their tables; restore a backup instead."""
    raise NotImplementedError("0007 cannot be undone; restore a backup made before it")
