"""Greater Essex as dated data: three council areas, the fourteen districts in them, who answers for which.

No invented person is in here: a first home in Essex would load this too (with the councils it already has)
through `agencies.operations.add_map`. Only the postcodes are approximate and have to be replaced by the
ONS lookup.

SOURCE: the ONS codes, and which district is in which council area, DfE's geography hierarchy (`dfeR`,
OGL). Days: the districts are those of the Local Government Act 1972, in force from 1 April 1974; Southend-
on-Sea and Thurrock answer for themselves, and Essex for the rest, from 1 April 1998. The fifteen councils
are about to be replaced: end these rows then and add others, never change them.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from service.agencies.rows import Agency, AgencyArea, AgencyKind, Area, AreaKind, PostcodeArea
from service.kit.ids import new_id

DISTRICTS_SINCE = date(1974, 4, 1)
COUNCILS_SINCE = date(1998, 4, 1)
APPROXIMATE = "demo: approximate, replace with the ONS lookup"

ESSEX, SOUTHEND, THURROCK = "E10000012", "E06000033", "E06000034"


class Council(msgspec.Struct, frozen=True):
    """A council that answers for young people: its own short code, name, its area's ONS code and name, its DfE code."""

    code: str
    name: str
    area: str
    area_name: str
    la_code: str


COUNCILS = (
    Council("essex", "Essex County Council", ESSEX, "Essex", "881"),
    Council("southend", "Southend-on-Sea City Council", SOUTHEND, "Southend-on-Sea", "882"),
    Council("thurrock", "Thurrock Council", THURROCK, "Thurrock", "883"),
)


class District(msgspec.Struct, frozen=True):
    """A district: its ONS code and name, the ONS code of its council area, and the postcodes that lie in it.

    `postcodes` are outward codes, or an outward code with the first figure after the space ("CO7 9").
    """

    code: str
    name: str
    council_area: str
    postcodes: tuple[str, ...]


def _district(code: str, name: str, council_area: str, outcodes: str, *sectors: str) -> District:
    return District(code, name, council_area, (*outcodes.split(), *sectors))


DISTRICTS = (
    _district("E07000066", "Basildon", ESSEX, "SS11 SS12 SS13 SS14 SS15 SS16 CM11 CM12"),
    _district("E07000067", "Braintree", ESSEX, "CM7 CM8 CM77 CO9"),
    _district("E07000068", "Brentwood", ESSEX, "CM4 CM13 CM14 CM15"),
    _district("E07000069", "Castle Point", ESSEX, "SS7 SS8"),
    _district("E07000070", "Chelmsford", ESSEX, "CM1 CM2 CM3"),
    _district("E07000071", "Colchester", ESSEX, "CO1 CO2 CO3 CO4 CO5 CO6", "CO7 9"),
    _district("E07000072", "Epping Forest", ESSEX, "CM5 CM16 EN9 IG7 IG9 IG10 RM4"),
    _district("E07000073", "Harlow", ESSEX, "CM17 CM18 CM19 CM20"),
    _district("E07000074", "Maldon", ESSEX, "CM0 CM9"),
    _district("E07000075", "Rochford", ESSEX, "SS4 SS5 SS6"),
    _district("E07000076", "Tendring", ESSEX, "CO7 CO11 CO12 CO13 CO14 CO15 CO16"),
    _district("E07000077", "Uttlesford", ESSEX, "CB10 CB11 CM6 CM22 CM24"),
    _district(SOUTHEND, "Southend-on-Sea", SOUTHEND, "SS0 SS1 SS2 SS3 SS9"),
    _district(THURROCK, "Thurrock", THURROCK, "RM15 RM16 RM17 RM18 RM19 RM20 SS17"),
)


class Map(msgspec.Struct, frozen=True, kw_only=True):
    """What `agencies.operations.add_map` takes."""

    areas: tuple[Area, ...]
    councils: tuple[AgencyArea, ...]
    postcodes: tuple[PostcodeArea, ...]


def councils() -> tuple[Agency, ...]:
    """The three councils as agencies to be added."""
    return tuple(
        Agency(id=new_id(), kind=AgencyKind.COUNCIL, name=each.name, code=each.code, la_code=each.la_code)
        for each in COUNCILS
    )


def greater_essex(council_ids: Mapping[str, UUID]) -> Map:
    """The map of Greater Essex, wider areas first; `council_ids` gives each council's agency by its code."""
    wide = {each.area: _council_area(each) for each in COUNCILS}
    answering = {each.area: council_ids[each.code] for each in COUNCILS}
    areas, answers, postcodes = list(wide.values()), [], []
    answers += [_answer(answering[code], area) for code, area in wide.items()]
    for district in DISTRICTS:
        area = _district_area(district, wide[district.council_area])
        areas.append(area)
        answers.append(_answer(answering[district.council_area], area))
        postcodes += [_postcode_area(each, area) for each in district.postcodes]
    return Map(areas=tuple(areas), councils=tuple(answers), postcodes=tuple(postcodes))


def _council_area(council: Council) -> Area:
    return Area(
        id=new_id(),
        kind=AreaKind.COUNCIL_AREA,
        code=council.area,
        name=council.area_name,
        started_on=COUNCILS_SINCE,
    )


def _district_area(district: District, within: Area) -> Area:
    return Area(
        id=new_id(),
        kind=AreaKind.DISTRICT,
        code=district.code,
        name=district.name,
        started_on=DISTRICTS_SINCE,
        within_id=within.id,
    )


def _answer(council_id: UUID, area: Area) -> AgencyArea:
    return AgencyArea(agency_id=council_id, area_id=area.id, started_on=COUNCILS_SINCE)


def _postcode_area(postcodes: str, area: Area) -> PostcodeArea:
    """An outward code gets its space, so that "CM1 " is not the beginning of CM11 and CM12 too."""
    prefix = postcodes if " " in postcodes else f"{postcodes} "
    return PostcodeArea(prefix=prefix, area_id=area.id, started_on=COUNCILS_SINCE, source=APPROXIMATE)
