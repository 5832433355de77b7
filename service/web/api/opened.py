"""A learner's record opened by a system to change it: held against others, with the version it then has."""

from uuid import UUID

import msgspec

from service.accounts.rows import TokenScope
from service.kit.database import Session
from service.pathways import queries
from service.pathways.rows import Facts
from service.web.api.conditions import etag_of
from service.web.guards import requires_scope
from service.web.reading import read_learner
from service.web.visit import Visit

GUARD = requires_scope(TokenScope.PATHWAY)
CONDITIONAL = {"conditional": True}


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A learner's record, held against other systems until the end of the transaction."""

    learner_id: UUID
    said: Facts
    etag: str


async def open_record(session: Session, visit: Visit, learner_id: UUID, *, why: str) -> Opened:
    """Hold and read a learner's record. Raises where there is no such learner in scope."""
    await queries.hold_facts(session, [learner_id])
    learner = await read_learner(session, visit, learner_id, why=why)
    said = await queries.everything_said(session, learner.id, within=visit.scope)
    version = await queries.version_of(session, learner.id, within=visit.scope)
    return Opened(learner_id=learner.id, said=said, etag=etag_of(version))
