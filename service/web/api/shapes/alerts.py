"""Alerts and what they rest on."""

from datetime import date
from uuid import UUID

import msgspec

from service.alerts.rows import Severity


class EvidenceShape(msgspec.Struct, frozen=True, kw_only=True):
    """One fact an alert rests on."""

    day: date
    words: str
    source: str
    fact_id: UUID | None


class AlertShape(msgspec.Struct, frozen=True, kw_only=True):
    """One open alert: why, by when, whose turn, what to do and what ends it. No name: look the learner up."""

    id: UUID
    learner_id: UUID
    rule: str
    severity: Severity
    status: str
    raised_on: date
    deadline_on: date
    owner: str
    sentence: str
    evidence: list[EvidenceShape]
    next_step: str
    alternatives: list[str]
    closes_when: str


class AlertsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Your agency's open alerts, the oldest first. `next` is the cursor of what follows, or null."""

    alerts: list[AlertShape]
    next: str | None
