"""How long journeys between the districts take in the demo.

SOURCE: our own estimate: the straight line between the main towns, at the pace of a bus with a wait. A council that
goes live replaces it by its own figures (`provision.queries.replace_journeys`).
"""

from collections.abc import Iterator, Mapping
from math import cos, hypot, radians
from typing import Final
from uuid import UUID

from service.demo.places import DISTRICTS
from service.kit.database import Session
from service.provision import queries
from service.provision.rows import Journey

SOURCE: Final = "demo: estimated from the distance of the main towns"
_TOWNS: Final = {
    "Basildon": (51.576, 0.489),
    "Braintree": (51.878, 0.553),
    "Brentwood": (51.620, 0.301),
    "Castle Point": (51.556, 0.563),
    "Chelmsford": (51.736, 0.469),
    "Colchester": (51.892, 0.901),
    "Epping Forest": (51.649, 0.073),
    "Harlow": (51.772, 0.103),
    "Maldon": (51.732, 0.676),
    "Rochford": (51.586, 0.605),
    "Tendring": (51.790, 1.153),
    "Uttlesford": (52.023, 0.242),
    "Southend-on-Sea": (51.539, 0.714),
    "Thurrock": (51.476, 0.327),
}
_KM_A_DEGREE: Final = 111.2
_WAIT, _MINUTES_A_KM, _NEAREST = 15, 1.5, 5


async def add_journeys(session: Session, districts: Mapping[str, UUID]) -> None:
    """Say how long it takes between every two districts, and within each; as the register."""
    await queries.replace_journeys(session, list(_journeys(districts)), source=SOURCE)


def _journeys(districts: Mapping[str, UUID]) -> Iterator[Journey]:
    for one in DISTRICTS:
        for other in DISTRICTS:
            yield Journey(
                from_area_id=districts[one.code],
                to_area_id=districts[other.code],
                minutes=minutes_between(one.name, other.name),
                source=SOURCE,
            )


def minutes_between(one: str, other: str) -> int:
    """Minutes between two districts' main towns, to the nearest five."""
    (north, east), (other_north, other_east) = _TOWNS[one], _TOWNS[other]
    across = (other_east - east) * cos(radians(north))
    km = hypot(other_north - north, across) * _KM_A_DEGREE
    return max(20, _NEAREST * round((_WAIT + _MINUTES_A_KM * km) / _NEAREST))
