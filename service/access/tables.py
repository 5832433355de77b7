"""Which agency may see which learner: one plain table, read by every policy of row-level security."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.access.rows import Reason
from service.kit.columns import Privacy, column


class LearnerAccessTable(SQLModel, table=True):
    """One agency may see one learner."""

    __tablename__ = "learner_access"
    __table_args__ = (sa.Index(None, "agency_id", "learner_id"),)

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    agency_id: UUID = column(Privacy.KEY, primary_key=True)
    reason: Reason = column(Privacy.PATHWAY, choices=Reason)
