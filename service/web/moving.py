"""Rows of many tables in words: what moves when two records are joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from service.merging.rows import Row
from service.pathways.rows import MilestoneKind
from service.vocabulary.activity import activity
from service.vocabulary.day import say_day


@dataclass(frozen=True, kw_only=True)
class Moving:
    """One row that moves: of what kind, what it says, and of which day."""

    kind: str
    says: str
    day: str


_KINDS = {
    "spell": "Spell",
    "milestone": "Milestone",
    "contact": "Contact",
    "alert": "Alert",
    "alert_step": "Step of an alert",
    "holding": "Caseload",
    "learner_access": "Agency that may see them",
    "situation": "Where they are now (worked out anew)",
    "main_spell": "Main line (drawn anew)",
}
_DAYS = ("started_on", "occurred_on", "raised_on", "since_on", "at")


def moving(rows: Sequence[Row], names: Mapping[UUID, str]) -> list[Moving]:
    """Put rows into words, in the order given; `names` are those of agencies."""
    return [Moving(kind=_KINDS[each.source], says=_says(each, names), day=_day(each.row)) for each in rows]


def _says(row: Row, names: Mapping[UUID, str]) -> str:
    told = row.row
    if row.source in {"learner_access", "holding"}:
        return names.get(UUID(told["agency_id"]), "An agency")
    if row.source in {"spell", "main_spell", "situation"}:
        where = told.get("provider_name")
        return f"{activity(told['activity']).label}{f', {where}' if where else ''}"
    if row.source == "milestone":
        return str(MilestoneKind(told["kind"])).replace("_", " ").capitalize()
    if row.source == "contact":
        return f"{told['channel']}, {'two-way' if told['two_way'] else 'tried'}".replace(
            "_", " "
        ).capitalize()
    said = str(told.get("sentence") or told.get("step") or "")
    return said[:1].upper() + said[1:]


def _day(told: dict[str, Any]) -> str:
    found = next((told[name] for name in _DAYS if told.get(name)), None)
    return say_day(date.fromisoformat(str(found)[:10])) if found else ""
