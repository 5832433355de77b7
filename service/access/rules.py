"""Which roles reach learners at all."""

from service.access.rows import NO_LEARNER, Scope
from service.accounts.rows import ADVISERS, Actor, Role

REACH_LEARNERS = frozenset({Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER})


def scope_of(actor: Actor) -> Scope:
    """Say which learners an actor may see: its agency's, or none at all.

    A board member sees disclosed tables and an administrator sees people and agencies; neither sees a learner. An
    agency's system (role None) sees what its agency sees.
    """
    if actor.role is None or actor.role in REACH_LEARNERS:
        return Scope(actor.agency_id)
    return NO_LEARNER
