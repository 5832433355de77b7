"""whoever records about a learner looks at them again, and must not take a referral of others for none

Until now the policy showed a referral to its sender alone. A provider that recorded something closed the alert about it.
Which referrals an agency's pages show is asked by name, as the register (`referrals.queries`).

Revision: 0027
Revises: 0026
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ASKING = "(select nullif(current_setting('app.agency', true), '')::uuid)"


def _policy(sender: str, offset: str) -> None:
    knows = f"a.learner_id = referral.learner_id and a.agency_id = {ASKING}{offset}"
    seen = f"({sender}exists (select from learner_access a where {knows}))"
    op.execute(f"alter policy referral_in_scope on referral using ({seen}) with check ({seen})")


def upgrade() -> None:
    """Show a referral to whoever may see the learner, as everything the rules read."""
    _policy("", " offset 0")


def downgrade() -> None:
    """Show it to its sender alone."""
    _policy(f"from_agency_id = {ASKING} and ", "")
