"""Invented agencies: who teaches, trains, employs and helps in the demo. None of them exists.

Their UKPRNs begin with 1999, far above those that are given out one after the other (the newest real ones
begin with 1009).
"""

from random import Random

import msgspec

from service.agencies.rows import AgencyKind
from service.demo.places import DISTRICTS, ESSEX, SOUTHEND, THURROCK

_COUNCIL_CODES = {ESSEX: "essex", SOUTHEND: "southend", THURROCK: "thurrock"}


class InventedAgency(msgspec.Struct, frozen=True, kw_only=True):
    """One invented agency: the districts it mostly serves, and the activities it provides."""

    code: str
    name: str
    kind: AgencyKind
    council: str
    ukprn: str | None = None
    districts: frozenset[str] = frozenset()
    activities: frozenset[int] = frozenset()


COLLEGE, SIXTH_FORM, TRAINER, APPRENTICES = (
    "chelmer-valley", "blackwater-sixth", "saltings-training", "estuary-skills"
)  # fmt: skip
"""The four that the demo town is about."""

JOBCENTRE, CHARITY, EMPLOYER = "jobcentre-mid-essex", "open-gate", "harbour-logistics"

_FURTHER = frozenset({230, 250, 310, 410, 450})
_APPRENTICING = frozenset({310, 320, 410})
_PREPARING = frozenset({410, 450, 460, 530})

_COLLEGES = (
    (COLLEGE, "Chelmer Valley College", "Chelmsford Braintree Maldon Brentwood"),
    ("colne-estuary", "Colne Estuary College", "Colchester Tendring"),
    ("thames-gate", "Thames Gate College", "Thurrock Basildon Castle-Point"),
    ("prittle-brook", "Prittle Brook College", "Southend-on-Sea Rochford Castle-Point"),
    ("stort-and-roding", "Stort and Roding College", "Harlow Epping-Forest Uttlesford"),
)
_SIXTH_FORM_COLLEGES = (
    ("hythebridge", "Hythebridge Sixth Form College", "Colchester Tendring Braintree"),
    ("laindon-heath", "Laindon Heath Sixth Form College", "Basildon Thurrock Castle-Point Southend-on-Sea"),
    ("lea-meadows", "Lea Meadows Sixth Form College", "Epping-Forest Harlow Uttlesford"),
    ("can-and-wid", "Can and Wid Sixth Form College", "Chelmsford Brentwood Maldon Rochford"),
)
_TRAINERS = (
    (TRAINER, "Saltings Training", _PREPARING),
    (APPRENTICES, "Estuary Skills Group", _APPRENTICING),
    ("first-rung", "First Rung Training", _APPRENTICING | _PREPARING),
    ("bright-quay", "Bright Quay Apprenticeships", _APPRENTICING),
    ("oakfold", "Oakfold College for Supported Learning", frozenset({280, 460})),
)
_SCHOOLS: dict[str, tuple[str, str]] = {
    "Basildon": ("Nevendon Park School", "Vange Marsh Academy"),
    "Braintree": ("Pods Brook School", "Stour Mill Academy"),
    "Brentwood": ("Thorndon Hill School", "Weald Lane Academy"),
    "Castle Point": ("Hadleigh Ray School", "Winter Gardens Academy"),
    "Chelmsford": ("Blackwater Sixth Form", "Marconi Fields School"),
    "Colchester": ("Roman River School", "Lexden Straight Academy"),
    "Epping Forest": ("Copped Hall School", "Debden Broadway Academy"),
    "Harlow": ("Parndon Wood School", "Latton Green Academy"),
    "Maldon": ("Heybridge Basin School", "Dengie Hundred Academy"),
    "Rochford": ("Hockley Woods School", "Roach Valley Academy"),
    "Tendring": ("Holland Haven School", "Naze Tower Academy"),
    "Uttlesford": ("Saffron Fields School", "Pant Valley Academy"),
    "Southend-on-Sea": ("Chalkwell Ridge School", "Leigh Cliff Academy"),
    "Thurrock": ("Chafford Gorges School", "Mucking Creek Academy"),
}
_BY_NAME = {each.name: each for each in DISTRICTS}
_EVERYWHERE = frozenset(each.code for each in DISTRICTS)
_PER_COUNCIL = {
    code: frozenset(d.code for d in DISTRICTS if d.council_area == code) for code in _COUNCIL_CODES
}


def _ukprn(number: int) -> str:
    return str(19_990_000 + number)


def _codes(names: str) -> frozenset[str]:
    return frozenset(_BY_NAME[_plain(name)].code for name in names.split())


def _plain(name: str) -> str:
    return name if name in _BY_NAME else name.replace("-", " ")


def _council_of(districts: frozenset[str]) -> str:
    """The council a provider works with: Essex, unless it serves one of the other two alone."""
    return next((_COUNCIL_CODES[area] for area, own in _PER_COUNCIL.items() if districts <= own), "essex")


def _provider(
    number: int, code: str, name: str, districts: frozenset[str], activities: frozenset[int]
) -> InventedAgency:
    return InventedAgency(
        code=code,
        name=name,
        kind=AgencyKind.PROVIDER,
        council=_council_of(districts),
        ukprn=_ukprn(number),
        districts=districts,
        activities=activities,
    )


def _school(number: int, name: str, district: str) -> InventedAgency:
    code = SIXTH_FORM if name == "Blackwater Sixth Form" else name.lower().replace(" ", "-")
    return _provider(number, code, name, _codes(district.replace(" ", "-")), frozenset({210}))


def _other(code: str, name: str, kind: AgencyKind, council: str, activities: set[int]) -> InventedAgency:
    return InventedAgency(
        code=code,
        name=name,
        kind=kind,
        council=council,
        districts=_EVERYWHERE if council == "essex" else _PER_COUNCIL[_area_of(council)],
        activities=frozenset(activities),
    )


def _area_of(council: str) -> str:
    return next(area for area, code in _COUNCIL_CODES.items() if code == council)


AGENCIES: tuple[InventedAgency, ...] = (
    *(_provider(n, *each[:2], _codes(each[2]), _FURTHER) for n, each in enumerate(_COLLEGES, start=1)),
    *(
        _provider(n, *each[:2], _codes(each[2]), frozenset({220}))
        for n, each in enumerate(_SIXTH_FORM_COLLEGES, start=11)
    ),
    *(_provider(n, *each[:2], _EVERYWHERE, each[2]) for n, each in enumerate(_TRAINERS, start=21)),
    *(
        _school(100 + 10 * place + n, name, district)
        for place, (district, names) in enumerate(_SCHOOLS.items())
        for n, name in enumerate(names)
    ),
    _other(JOBCENTRE, "Jobcentre, Mid Essex", AgencyKind.JOBCENTRE, "essex", {440}),
    _other("jobcentre-southend", "Jobcentre, Southend", AgencyKind.JOBCENTRE, "southend", {440}),
    _other("jobcentre-thurrock", "Jobcentre, Thurrock", AgencyKind.JOBCENTRE, "thurrock", {440}),
    _other(CHARITY, "Open Gate Youth Project", AgencyKind.CHARITY, "essex", {530}),
    _other(EMPLOYER, "Harbour Logistics", AgencyKind.EMPLOYER, "essex", set()),
)

_NEAR = 0.85  # of those who go to somebody who serves their own district


def _by_activity() -> dict[tuple[str, int], tuple[InventedAgency, ...]]:
    codes = {code for each in AGENCIES for code in each.activities}
    found = {
        (district, code): tuple(a for a in AGENCIES if code in a.activities and district in a.districts)
        for district in _EVERYWHERE
        for code in codes
    }
    anywhere = {("", code): tuple(a for a in AGENCIES if code in a.activities) for code in codes}
    return {place: agencies or anywhere["", place[1]] for place, agencies in (found | anywhere).items()}


_OFFERING = _by_activity()


def draw_provider(rng: Random, district: str, activity: int) -> InventedAgency | None:
    """Who provides an activity to somebody of a district, mostly nearby; None where no agency does."""
    near = _OFFERING.get((district, activity))
    if near is None:
        return None
    return rng.choice(near if rng.random() < _NEAR else _OFFERING["", activity])


def jobcentre_of(council: str) -> str:
    """The code of the jobcentre of a council."""
    return JOBCENTRE if council == "essex" else f"jobcentre-{council}"
