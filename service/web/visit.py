"""Who is asking, what they may see and when it is: fixed once for a request, handed to every handler."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request

from service.access.rows import NO_LEARNER, Scope
from service.access.rules import scope_of
from service.accounts.rows import Actor
from service.kit.audit import By
from service.kit.database import Context
from service.kit.ids import NOBODY
from service.settings import Settings
from service.vocabulary.day import london_day
from service.web.state import AppState

PageRequest = Request[Actor | None, None, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request's actor, reach and time."""

    actor: Actor | None
    scope: Scope
    now: datetime
    settings: Settings

    @property
    def today(self) -> date:
        """The day it is in London."""
        return london_day(self.now)

    @property
    def by(self) -> By:
        """Whom the audit trail names."""
        if self.actor is None:
            return By(agency_id=NOBODY)
        return By(agency_id=self.actor.agency_id, account_id=self.actor.account_id)

    @property
    def who(self) -> Actor:
        """The actor of a guarded route; there is always one."""
        if self.actor is None:
            raise AssertionError("a guarded route was reached without an actor")
        return self.actor

    @property
    def account_id(self) -> UUID:
        """The signed-in person's account."""
        return self.who.account_id or NOBODY

    @property
    def context(self) -> Context:
        """The reach, as row-level security repeats it."""
        return Context(agency_id=self.scope.agency_id)


def visit_of(request: PageRequest) -> Visit:
    """Fix who asks and when, from what authentication found."""
    state: AppState = request.app.state.service
    actor: Actor | None = request.scope.get("user")
    return Visit(
        actor=actor,
        scope=scope_of(actor) if actor else NO_LEARNER,
        now=state.clock.now(),
        settings=state.settings,
    )
