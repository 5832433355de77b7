"""a corrected month says why its figures changed

Revision: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep, with a second edition, what had come in since the first."""
    op.add_column("snapshot", sa.Column("changed", sa.Text(), nullable=True))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("snapshot", "changed")
