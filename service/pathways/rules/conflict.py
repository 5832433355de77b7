"""Conflicts: different activities reported with one start. The line follows one of them, and a person should look.

SOURCE: FFT Education Datalab's rule for NCCIS records that several statuses with one start are a data conflict, not a
status (`fft.nccis_spells.sql`).
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from service.pathways.rows import Spell
from service.pathways.rules.main_spells import Stretch, rivals


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Different activities reported with one start, the one the line follows first. `until_on`: both are believed."""

    started_on: date
    until_on: date
    spell_ids: tuple[UUID, ...]


def conflicts(spells: Iterable[Spell]) -> tuple[Conflict, ...]:
    """Every start for which different activities are reported; oldest first."""
    return tuple(_conflict(group) for group in rivals(spells))


def disagreement(spells: Iterable[Spell], *, today: date) -> Conflict | None:
    """The latest conflict in which agencies contradict each other about today; None where none does.

    What an agency reports twice itself, and what has ended or lapsed, contradicts nobody.
    """
    told = list(spells)
    if len({spell.agency_id for spell in told}) < 2:
        return None
    live = ([each for each in group if each.started_on <= today <= each.until_on] for group in rivals(told))
    between = [group for group in live if len({each.fact.agency_id for each in group}) > 1]
    return _conflict(between[-1]) if between else None


def _conflict(group: list[Stretch]) -> Conflict:
    return Conflict(
        started_on=group[0].started_on,
        until_on=min(each.until_on for each in group),
        spell_ids=tuple(each.fact.id for each in group),
    )
