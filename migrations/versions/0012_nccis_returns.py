"""a council's monthly return to DfE: its code, numbers of young people, checks, returns made and who was in them

Revision: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
OWN = "council_id = (select nullif(current_setting('app.agency', true), '')::uuid)"
OF_A_RETURN = "exists (select from nccis_return r where r.id = nccis_returned.return_id)"


def _protect(table: str, seen: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy {table}_in_scope on {table} to {APP} using ({seen}) with check ({seen})")
    op.execute(f"create policy {table}_register on {table} to {REGISTER} using (true) with check (true)")


def upgrade() -> None:
    op.add_column("agency", sa.Column("la_code", sa.Text(), nullable=True))
    op.create_check_constraint(op.f("ck_agency_la_code_is_three_digits"), "agency", "la_code ~ '^[0-9]{3}$'")
    op.create_check_constraint(
        op.f("ck_agency_only_councils_have_la_codes"), "agency", "kind = 'council' or la_code is null"
    )
    op.create_index(
        "uq_agency_la_code", "agency", ["la_code"], unique=True, postgresql_where=sa.text("la_code is not null")
    )
    op.create_table(
        "nccis_number",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "council_id", name=op.f("pk_nccis_number")),
        sa.UniqueConstraint("number", name=op.f("uq_nccis_number_number")),
    )
    op.create_table(
        "nccis_check",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period_ends_on", sa.Date(), nullable=False),
        sa.Column("young_people", sa.Integer(), nullable=False),
        sa.Column("faulty", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("council_id", name=op.f("pk_nccis_check")),
    )
    op.create_table(
        "nccis_fault",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "council_id", "code", name=op.f("pk_nccis_fault")),
    )
    op.create_index("ix_nccis_fault_council_id_code", "nccis_fault", ["council_id", "code"])
    op.create_table(
        "nccis_return",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("period_ends_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("young_people", sa.Integer(), nullable=True),
        sa.Column("faulty", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(made_at is null) = (young_people is null)", name=op.f("ck_nccis_return_made_at_with_young_people")),
        sa.CheckConstraint("content is null or made_at is not null", name=op.f("ck_nccis_return_content_once_made")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nccis_return")),
    )
    op.create_index("ix_nccis_return_council_id_period_ends_on", "nccis_return", ["council_id", "period_ends_on"])
    op.create_table(
        "nccis_returned",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("P", "T", name="cohortstatus_known", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("activity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "return_id", name=op.f("pk_nccis_returned")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["nccis_return.id"], name=op.f("fk_nccis_returned_return_id")
        ),
    )
    op.create_index("ix_nccis_returned_return_id", "nccis_returned", ["return_id"])
    for table in ("nccis_number", "nccis_check", "nccis_fault", "nccis_return"):
        _protect(table, OWN)
    _protect("nccis_returned", OF_A_RETURN)
    op.execute(f"grant select on nccis_number, nccis_check, nccis_fault, nccis_returned to {APP}")
    op.execute(f"grant select, insert on nccis_return to {APP}")
    op.execute(
        "grant select, insert, update, delete on nccis_number, nccis_check, nccis_fault, nccis_return, nccis_returned "
        f"to {REGISTER}"
    )


def downgrade() -> None:
    for table in ("nccis_returned", "nccis_return", "nccis_fault", "nccis_check", "nccis_number"):
        op.drop_table(table)
    op.drop_index("uq_agency_la_code", "agency")
    op.drop_constraint(op.f("ck_agency_only_councils_have_la_codes"), "agency")
    op.drop_constraint(op.f("ck_agency_la_code_is_three_digits"), "agency")
    op.drop_column("agency", "la_code")
