"""referrals: one agency asks another; a handover when a learner moves; alerts about both

Revision: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
ASKING = "(select nullif(current_setting('app.agency', true), '')::uuid)"
SEEN = (
    "(from_agency_id = "
    + ASKING
    + " and exists (select from learner_access a where a.learner_id = referral.learner_id and a.agency_id = "
    + ASKING
    + "))"
)
FAMILIES = (
    "whereabouts next_step provider contact review attendance training start place sustain guarantee handover"
).split()
REASONS = "registered resident placed".split()


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=40)


def _among(table: str, column: str, kind: str, values: list[str]) -> None:
    named = ", ".join(f"'{value}'" for value in values)
    op.drop_constraint(op.f(f"ck_{table}_{kind}_known"), table)
    op.create_check_constraint(op.f(f"ck_{table}_{kind}_known"), table, f"{column} in ({named})")


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", _choice("kind", "support", "handover"), nullable=False),
        sa.Column(
            "state",
            _choice("state", "to_send", "sent", "accepted", "declined", "attended", "withdrawn"),
            nullable=False,
        ),
        sa.Column("from_agency_id", sa.Uuid(), nullable=False),
        sa.Column("to_agency_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column(
            "decline",
            _choice("decline", "not_for_us", "no_room", "too_far", "wrong_age", "not_here", "other"),
            nullable=True,
        ),
        sa.Column("decline_note", sa.Text(), nullable=True),
        sa.Column("appointment_on", sa.Date(), nullable=True),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("missed_on", sa.Date(), nullable=True),
        sa.Column("attended_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(answered_on is null) = (answered_by is null)", name=op.f("ck_referral_answered_on_with_answered_by")
        ),
        sa.CheckConstraint("from_agency_id <> to_agency_id", name=op.f("ck_referral_between_two_agencies")),
        sa.CheckConstraint(
            "(state = 'to_send') = (sent_on is null)", name=op.f("ck_referral_sent_on_the_day_it_was_sent")
        ),
        sa.CheckConstraint(
            "decline is null or answered_on is not null", name=op.f("ck_referral_declined_by_an_answer")
        ),
        sa.CheckConstraint(
            "(state = 'attended') = (attended_on is not null)", name=op.f("ck_referral_attended_on_a_day")
        ),
        sa.CheckConstraint(
            "missed >= 0 and (missed = 0) = (missed_on is null)", name=op.f("ck_referral_missed_on_a_day")
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_referral_has_words")),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_referral")),
    )
    _indexes()
    op.execute("alter table referral enable row level security")
    op.execute("alter table referral force row level security")
    op.execute(f"create policy referral_in_scope on referral to {APP} using ({SEEN}) with check ({SEEN})")
    op.execute(f"create policy referral_register on referral to {REGISTER} using (true) with check (true)")
    op.execute(f"grant select on referral to {APP}")
    op.execute(f"grant select, insert, update on referral to {REGISTER}")
    op.execute("create trigger no_delete before delete on referral for each row execute function refuse_change()")
    op.execute(f"grant update (council_id) on learner to {REGISTER}")
    _among("alert", "family", "family", [*FAMILIES[:-1], "referral", "move", FAMILIES[-1]])
    _among("learner_access", "reason", "reason", [*REASONS[:-1], "referred", REASONS[-1]])


def _indexes() -> None:
    for column in ("to_agency_id", "from_agency_id"):
        op.create_index(f"ix_referral_{column}", "referral", [column], postgresql_where=sa.text("ended_on is null"))
    op.create_index(
        "uq_referral_handover",
        "referral",
        ["learner_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'handover' and ended_on is null"),
    )


def downgrade() -> None:
    """What the schema before cannot tell: alerts about referrals and moves become reviews that are over."""
    op.execute("delete from learner_access where reason = 'referred'")
    op.execute(
        "update alert set family = 'review', closed_on = coalesce(closed_on, current_date), "
        "closed_because = coalesce(closed_because, 'The rule was taken out.') where family in ('referral', 'move')"
    )
    _among("learner_access", "reason", "reason", REASONS)
    _among("alert", "family", "family", FAMILIES)
    op.drop_table("referral")
