"""Whoever has a young person before them, and when: one value for all that is done in one visit."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.kit.audit import By
from service.kit.ids import NOBODY
from service.vocabulary.day import london_day


class Enquirer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of an agency (`agency` is its name), what they may see anyway, and the moment."""

    agency: str
    within: Scope
    by: By
    now: datetime

    @property
    def today(self) -> date:
        """The day it is in London."""
        return london_day(self.now)

    @property
    def account_id(self) -> UUID:
        """The person's account."""
        return self.by.account_id or NOBODY
