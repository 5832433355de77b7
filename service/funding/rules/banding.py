"""The risk band a course is paid by: as it stood at the start, from what was known soon after."""

from datetime import date, datetime, time, timedelta
from typing import Final

import msgspec

from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules import risk_of
from service.funding.rows import Band, Picture
from service.vocabulary.activity import Group, activity
from service.vocabulary.day import London

KNOWN_WITHIN: Final = timedelta(days=42)
"""What is recorded later changes no price. SOURCE: our own policy, after the ILR's day 42, which settles a start."""
_TELLS: Final = frozenset(
    {
        *(Kind.ATTENDANCE, Kind.CHARACTERISTIC, Kind.FIRST_LANGUAGE, Kind.EHC_PLAN, Kind.SEN_SUPPORT),
        *(Kind.EXCLUSION, Kind.FREE_MEALS),
    }
)


def band_at(picture: Picture, started_on: date) -> Band:
    """The band of the risk of NEET on the day a course began, by what was recorded within six weeks of it.

    A band of its own where nothing that the risk is made of was known. SOURCE: `circumstances.rules.risk`; that the
    band is the one at the start, and not moved by how it went, is practice 3.4's guard against creaming and parking.
    """
    known_by = datetime.combine(started_on + KNOWN_WITHIN, time.min, tzinfo=London)
    known = [
        msgspec.structs.replace(each, superseded_at=None)
        for each in picture.circumstances
        if each.kind in _TELLS and _counted(each, known_by)
    ]
    in_custody = any(
        activity(each.spell.activity).group is Group.CUSTODY
        and each.spell.started_on <= started_on <= (each.spell.ended_on or date.max)
        for each in picture.spells
    )
    if not known and not in_custody:
        return Band.NOT_ASSESSED
    return Band(risk_of(known, in_custody=in_custody, on=started_on).band.value)


def _counted(said: Circumstance, moment: datetime) -> bool:
    return said.recorded_at < moment and (said.superseded_at is None or said.superseded_at >= moment)
