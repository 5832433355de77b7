"""the guarantee: opportunities, journeys, wishes, offers, opened records; offers declined; agencies' workers

Revision: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
ASKING = "(select nullif(current_setting('app.agency', true), '')::uuid)"
SEEN = "exists (select from learner_access a where a.learner_id = {table}.learner_id and a.agency_id = " + ASKING + ")"
KINDS = ("re_engagement", "course", "placement", "supported_internship", "apprenticeship", "job")
MILESTONES = (
    "offered accepted started attendance achieved progressed break at_risk withdrew completed job_started "
    "job_confirmed job_ended re_engaged re_entered destination returned placement"
).split()
FAMILIES = (
    "whereabouts next_step provider contact review attendance training start place sustain handover"
).split()
OWNERS = "adviser provider tracking lead data_manager".split()
REASONS = ["registered", "resident"]
ROLES = "provider_staff youth_adviser data_officer board_member administrator".split()


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=40)


def _among(table: str, column: str, kind: str, values: list[str]) -> None:
    named = ", ".join(f"'{value}'" for value in values)
    op.drop_constraint(op.f(f"ck_{table}_{kind}_known"), table)
    op.create_check_constraint(op.f(f"ck_{table}_{kind}_known"), table, f"{column} in ({named})")


def upgrade() -> None:
    _provision()
    _wishes()
    _offers()
    _openings()
    _among("milestone", "kind", "milestonekind", [*MILESTONES, "declined"])
    _among("alert", "family", "family", [*FAMILIES[:-1], "guarantee", FAMILIES[-1]])
    _among("alert", "owner", "owner", [*OWNERS, "coordinator"])
    _among("account", "role", "role", [*ROLES, "agency_worker"])
    _among("learner_access", "reason", "reason", [*REASONS, "placed"])


def _provision() -> None:
    op.create_table(
        "opportunity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("kind", _choice("kind", *KINDS), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("needs_level", sa.Text(), nullable=True),
        sa.Column("needs_english", sa.Boolean(), nullable=False),
        sa.Column("needs_maths", sa.Boolean(), nullable=False),
        sa.Column("teaches_english_maths", sa.Boolean(), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=False),
        sa.Column("age_until", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("supports", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("listed_until_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("taken between 0 and places", name=op.f("ck_opportunity_no_more_than_the_places")),
        sa.CheckConstraint("age_from <= age_until", name=op.f("ck_opportunity_ages_in_order")),
        sa.CheckConstraint("hours between 1 and 60", name=op.f("ck_opportunity_hours_of_a_week")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_opportunity_has_a_title")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_opportunity_agency_id")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_opportunity_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity")),
    )
    op.create_index("uq_opportunity_agency_id_source_key", "opportunity", ["agency_id", "source_key"], unique=True)
    op.create_index(
        "ix_opportunity_listed", "opportunity", ["listed_until_on"], postgresql_where=sa.text("withdrawn_at is null")
    )
    op.create_table(
        "journey",
        sa.Column("from_area_id", sa.Uuid(), nullable=False),
        sa.Column("to_area_id", sa.Uuid(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("minutes between 0 and 600", name=op.f("ck_journey_minutes_of_a_journey")),
        sa.ForeignKeyConstraint(["from_area_id"], ["area.id"], name=op.f("fk_journey_from_area_id")),
        sa.ForeignKeyConstraint(["to_area_id"], ["area.id"], name=op.f("fk_journey_to_area_id")),
        sa.PrimaryKeyConstraint("from_area_id", "to_area_id", name=op.f("pk_journey")),
    )
    op.execute("alter table opportunity enable row level security")
    op.execute("alter table opportunity force row level security")
    op.execute(f"create policy opportunity_read on opportunity for select to {APP} using (true)")
    op.execute(f"create policy opportunity_add on opportunity for insert to {APP} with check (agency_id = {ASKING})")
    op.execute(
        f"create policy opportunity_change on opportunity for update to {APP} "
        f"using (agency_id = {ASKING}) with check (agency_id = {ASKING})"
    )
    op.execute(f"create policy opportunity_register on opportunity to {REGISTER} using (true) with check (true)")
    op.execute(f"grant select, insert, update on opportunity to {APP}, {REGISTER}")
    op.execute(f"grant select on journey to {APP}")
    op.execute(f"grant select, insert, delete on journey to {REGISTER}")


def _wishes() -> None:
    op.create_table(
        "reentry_wish",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("sectors", sa.Text(), nullable=False),
        sa.Column("route", _choice("route", "either", "learning", "work"), nullable=False),
        sa.Column("readiness", sa.Integer(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("travel_minutes", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("free_on", sa.Date(), nullable=False),
        sa.Column("may_repeat", sa.Boolean(), nullable=False),
        sa.Column("repeat_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("readiness between 0 and 3", name=op.f("ck_reentry_wish_readiness_of_four")),
        sa.CheckConstraint("travel_minutes between 0 and 600", name=op.f("ck_reentry_wish_minutes_of_a_journey")),
        sa.CheckConstraint("hours between 1 and 60", name=op.f("ck_reentry_wish_hours_of_a_week")),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_reentry_wish")),
    )
    _protect("reentry_wish", "select, insert")
    op.execute(f"grant update on reentry_wish to {REGISTER}")  # moved where two records are joined
    op.execute("create trigger only_move before update on reentry_wish for each row execute function only_move()")
    op.execute("create trigger no_delete before delete on reentry_wish for each row execute function refuse_change()")


def _offers() -> None:
    op.create_table(
        "offer",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _choice("kind", *KINDS), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("recommended", JSONB(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("state", _choice("offerstate", "made", "accepted", "refused", "withdrawn"), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column(
            "refusal",
            _choice(
                "refusal",
                *"not_the_sector not_the_level too_far wrong_time health caring found_other other".split(),
            ),
            nullable=True,
        ),
        sa.Column("refusal_note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(answered_at is null) = (answered_by is null)", name=op.f("ck_offer_answered_at_with_answered_by")
        ),
        sa.CheckConstraint(
            "(state = 'made') = (answered_at is null)", name=op.f("ck_offer_answered_once_no_longer_made")
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (refusal is not null)", name=op.f("ck_offer_a_refusal_has_its_reason")
        ),
        sa.CheckConstraint("override_reason <> ''", name=op.f("ck_offer_no_empty_reason")),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_offer")),
    )
    op.create_index("ix_offer_opportunity_id", "offer", ["opportunity_id"])
    _protect("offer", "select, insert, update")
    op.execute("create trigger no_delete before delete on offer for each row execute function refuse_change()")


def _openings() -> None:
    op.create_table(
        "opening",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("reason", _choice("openingreason", "here_now", "phoned", "referred", "outreach"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(reviewed_at is null) = (reviewed_by is null)", name=op.f("ck_opening_reviewed_at_with_reviewed_by")
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_opening_has_words")),
        sa.CheckConstraint("closes_at > opened_at", name=op.f("ck_opening_closes_after_it_opens")),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_opening")),
    )
    op.create_index("ix_opening_account_id", "opening", ["account_id", "closes_at"])
    op.create_index(
        "ix_opening_unreviewed", "opening", ["opened_at"], postgresql_where=sa.text("reviewed_at is null")
    )
    _protect("opening", "select, insert, update")
    op.execute("create trigger no_delete before delete on opening for each row execute function refuse_change()")


def _protect(table: str, rights: str) -> None:
    seen = SEEN.format(table=table)
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy {table}_in_scope on {table} to {APP} using ({seen}) with check ({seen})")
    op.execute(f"create policy {table}_register on {table} to {REGISTER} using (true) with check (true)")
    op.execute(f"grant {rights} on {table} to {APP}, {REGISTER}")


def downgrade() -> None:
    """What the schema before cannot tell: offers declined become offers; workers of agencies may no longer sign in."""
    for table in ("opening", "offer", "reentry_wish", "journey", "opportunity"):
        op.drop_table(table)
    op.execute("alter table milestone disable trigger user")
    op.execute("update milestone set kind = 'offered' where kind = 'declined'")
    op.execute("alter table milestone enable trigger user")
    op.execute(
        "update alert set family = 'review', owner = 'lead', closed_on = coalesce(closed_on, current_date), "
        "closed_because = coalesce(closed_because, 'The rule was taken out.') where family = 'guarantee'"
    )
    op.execute(
        "update account set role = 'provider_staff', disabled_at = coalesce(disabled_at, now()) "
        "where role = 'agency_worker'"
    )
    op.execute("update learner_access set reason = 'registered' where reason = 'placed'")
    _among("learner_access", "reason", "reason", REASONS)
    _among("account", "role", "role", ROLES)
    _among("alert", "owner", "owner", OWNERS)
    _among("alert", "family", "family", FAMILIES)
    _among("milestone", "kind", "milestonekind", MILESTONES)
