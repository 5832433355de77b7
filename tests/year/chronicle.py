"""What is kept of each day, for the figures at the end: who became NEET when, and what ended it; how much was open."""

from collections import Counter
from datetime import date
from uuid import UUID

import msgspec

from tests.year.looking import Evening
from tests.year.reasons import Reason

ENGAGED = frozenset({"eet", "re_engagement"})


class Entry(msgspec.Struct, kw_only=True):
    """One time of somebody being NEET that was first seen within the year; `ended_as` is the group that followed."""

    learner_id: UUID
    since_on: date
    seen_on: date
    ended_on: date | None = None
    ended_as: str | None = None


class Chronicle:
    """The year as it went."""

    def __init__(self) -> None:
        self.days = 0
        self.most_open, self.most_open_on = 0, date.min
        self.learner_days: Counter[tuple[str, Reason]] = Counter()
        self.entries: list[Entry] = []
        self.back: set[UUID] = set()
        self._now: dict[UUID, Entry] = {}

    def note(self, evening: Evening, reasons: Counter[tuple[str, Reason]], *, is_first: bool) -> None:
        """Keep a day. Who is NEET on the first one became so before."""
        self.days += 1
        self.learner_days += reasons
        if len(evening.open) > self.most_open:
            self.most_open, self.most_open_on = len(evening.open), evening.today
        there = set()
        for who in evening.everybody:
            there.add(who.id)
            if who.activity_group == "neet":
                self._is_neet(who.id, who.neet_since_on or evening.today, evening.today, is_first=is_first)
            elif who.id in self._now:
                self._ended(who.id, who.activity_group or "", evening.today)
        for learner_id in self._now.keys() - there:
            del self._now[learner_id]  # joined with another record

    def _is_neet(self, learner_id: UUID, since_on: date, today: date, *, is_first: bool) -> None:
        if learner_id in self._now:
            self._now[learner_id].since_on = since_on
            return
        entry = Entry(learner_id=learner_id, since_on=since_on, seen_on=today)
        self._now[learner_id] = entry
        if not is_first:
            self.entries.append(entry)

    def _ended(self, learner_id: UUID, group: str, today: date) -> None:
        entry = self._now.pop(learner_id)
        entry.ended_on, entry.ended_as = today, group
        if group in ENGAGED:
            self.back.add(learner_id)
