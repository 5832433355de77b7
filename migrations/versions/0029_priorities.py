"""what employers ask for by sector, the board's priorities and its decisions; all of it appended

Revision: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
SECTORS = ("manufacturing", "care", "construction", "financial", "health", "digital", "logistics", "other")
KINDS = ("adopted", "not_adopted", "continued", "changed", "ended")
TABLES = ("demand_receipt", "demand", "priority", "priority_decision")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    _demand()
    _priorities()
    for table in TABLES:
        op.execute(f"grant select, insert on {table} to {APP}, {REGISTER}")
        op.execute(
            f"create trigger frozen before update or delete on {table} for each row execute function refuse_change()"
        )
        op.execute(
            f"create trigger no_truncate before truncate on {table} for each statement execute function refuse_change()"
        )


def _demand() -> None:
    op.create_table(
        "demand_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_demand_receipt_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_receipt")),
    )
    op.create_table(
        "demand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("sector", _choice("prioritysector", *SECTORS), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("vacancies", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("vacancies >= 0", name=op.f("ck_demand_no_fewer_than_none")),
        sa.CheckConstraint("from_on <= as_of_on", name=op.f("ck_demand_period_in_order")),
        sa.CheckConstraint("as_of_on <= source_on", name=op.f("ck_demand_counted_before_it_is_dated")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_demand_has_a_source")),
        sa.ForeignKeyConstraint(["receipt_id"], ["demand_receipt.id"], name=op.f("fk_demand_receipt_id")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_demand_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand")),
    )
    op.create_index("ix_demand_receipt_id", "demand", ["receipt_id"])


def _priorities() -> None:
    op.create_table(
        "priority",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("sector", _choice("prioritysector", *SECTORS), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("planned_places", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("planned_places >= 0", name=op.f("ck_priority_no_fewer_than_none")),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_priority_days_in_order")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_priority_has_a_reason")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_priority_agency_id")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_priority_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority")),
    )
    op.create_table(
        "priority_decision",
        sa.Column("priority_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("kind", *KINDS), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("planned_places", sa.Integer(), nullable=True),
        sa.Column("evidence_table", sa.Text(), nullable=False),
        sa.Column("evidence_month_on", sa.Date(), nullable=True),
        sa.Column("evidence_edition", sa.Integer(), nullable=True),
        sa.Column("evidence_shown_on", sa.Date(), nullable=False),
        sa.Column("evidence_sentence", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(evidence_month_on is null) = (evidence_edition is null)",
            name=op.f("ck_priority_decision_evidence_month_on_with_evidence_edition"),
        ),
        sa.CheckConstraint("words <> '' and present <> ''", name=op.f("ck_priority_decision_says_what_and_who")),
        sa.CheckConstraint("evidence_sentence <> ''", name=op.f("ck_priority_decision_rests_on_something")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_priority_decision_numbered_from_one")),
        sa.CheckConstraint("planned_places >= 0", name=op.f("ck_priority_decision_no_fewer_than_none")),
        sa.CheckConstraint(
            "(review_on is null) = (kind in ('not_adopted', 'ended'))",
            name=op.f("ck_priority_decision_reviewed_until_it_ends"),
        ),
        sa.CheckConstraint(
            "(planned_places is null) = (kind <> 'changed')",
            name=op.f("ck_priority_decision_a_change_says_how_many_places"),
        ),
        sa.ForeignKeyConstraint(["priority_id"], ["priority.id"], name=op.f("fk_priority_decision_priority_id")),
        sa.PrimaryKeyConstraint("priority_id", "number", name=op.f("pk_priority_decision")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
