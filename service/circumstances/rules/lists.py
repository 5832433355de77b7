"""Code lists of circumstances: the codes of the returns, in plain words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CHARACTERISTICS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "110": "Looked after or in care",
        "120": "Caring for their own child",
        "130": "Refugee or asylum seeker",
        "140": "Carer of somebody else",
        "150": "Substance misuse",
        "160": "Care leaver",
        "170": "Supervised by a youth offending team",
        "180": "Pregnant",
        "190": "Parent not caring for their own child",
        "200": "Alternative provision",
        "210": "Mental health",
    }
)
"""SOURCE: NCCIS IC01; 210 came later (DfE's local authority dashboard)."""

VULNERABLE: Final = frozenset({"110", "130", "140", "150", "160", "170", "190", "200", "210"})
"""SOURCE: DfE's vulnerable group (local authority NEET dashboard)."""

LEVELS_OF_NEED: Final[Mapping[str, str]] = MappingProxyType(
    {"1": "Intensive support", "2": "Extra support", "3": "Minimum support"}
)
"""SOURCE: NCCIS CA13."""

ETHNICITIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "WBRI": "White British",
        "WIRI": "White Irish",
        "WROM": "Gypsy or Roma",
        "WOTH": "Other white background",
        "MWBC": "White and black Caribbean",
        "MWBA": "White and black African",
        "MWAS": "White and Asian",
        "MOTH": "Other mixed background",
        "AIND": "Indian",
        "APKN": "Pakistani",
        "ABAN": "Bangladeshi",
        "CHNE": "Chinese",
        "AOTH": "Other Asian background",
        "BCRB": "Black Caribbean",
        "BAFR": "Black African",
        "BBRI": "Black British",
        "BOTH": "Other black background",
        "OARA": "Arab",
        "OOTH": "Other background",
        "REFU": "Prefers not to say",
        "NOBT": "Not obtained",
    }
)
"""SOURCE: NCCIS YP27, error 7; BBRI since 2020/21."""

GUARANTEE: Final[Mapping[str, str]] = MappingProxyType(
    {
        f"{year}:{code}": f"Year {year}, code {code}"
        for year, codes in (
            ("11", "110 120 122 123 124 140 150 151 153 154 159"),
            ("12", "110 114 115 120 122 123 124 140 150 151 153 154 159"),
        )
        for code in codes.split()
    }
)
"""SOURCE: NCCIS SG02 and SG11, error 27; what the codes mean is not published."""

DESTINATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {code: f"Code {code}" for code in ["111", "121", "211", "311", "321", "411", "511", "611"]}
)
"""SOURCE: NCCIS ID01, error 302; what the codes mean is not published."""

PRIOR_ATTAINMENT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "9": "Entry level",
        "7": "Other, below level 1",
        "1": "Level 1",
        "2": "Full level 2",
        "3": "Full level 3",
        "10": "Level 4",
        "11": "Level 5",
        "12": "Level 6",
        "13": "Level 7 or above",
        "97": "Other, level not known",
        "98": "Not known",
        "99": "No qualifications",
    }
)
"""SOURCE: ILR PriorAttain, by its codes."""
LEVEL_3_AND_ABOVE: Final = frozenset({"3", "10", "11", "12", "13"})

GRADES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "2": "Grade 4 to 9, or level 2",
        "1": "Grade 1 to 3, or level 1",
        "E": "Entry level",
        "0": "None yet",
    }
)

EMPLOYMENT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "10": "In paid employment",
        "11": "Not in paid employment, looking for work",
        "12": "Not in paid employment, not looking for work",
        "98": "Not known",
    }
)
"""SOURCE: ILR EmpStat."""
