"""families of the rules about contact, reviews, agreed starts, places at risk, jobs that last, and handing over

Revision: 0016
Revises: 0015
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FAMILIES = ("whereabouts", "next_step", "provider")
MORE = ("contact", "review", "attendance", "training", "start", "place", "sustain", "handover")


def _families(*named: str) -> None:
    listed = ", ".join(f"'{each}'" for each in named)
    op.drop_constraint(op.f("ck_alert_family_known"), "alert")
    op.create_check_constraint(op.f("ck_alert_family_known"), "alert", f"family in ({listed})")


def upgrade() -> None:
    _families(*FAMILIES, *MORE)


def downgrade() -> None:
    """Alerts of these families cannot be told in the schema before: they are closed as it goes back."""
    listed = ", ".join(f"'{each}'" for each in MORE)
    op.execute(
        "update alert set family = 'next_step', closed_on = coalesce(closed_on, current_date), "
        f"closed_because = coalesce(closed_because, 'The rule was taken out.') where family in ({listed})"
    )
    _families(*FAMILIES)
