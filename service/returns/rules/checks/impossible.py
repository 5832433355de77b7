"""The error codes that a return written here cannot break, each with what keeps it so."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_FORMAT: Final = "written in this form"
_NEEDED: Final = "nobody is registered without it"
_LISTED: Final = "recorded by choice from the list, and by nothing else"
_ALWAYS: Final = "always written"
_COHORT: Final = "nobody outside the ages is returned"
_COUNCIL: Final = "the council's own code"

IMPOSSIBLE: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: _FORMAT,
        2: _NEEDED,
        3: _NEEDED,
        4: "U is written where the sex is not known",
        5: _LISTED,
        7: _LISTED,
        8: _NEEDED,
        9: _COHORT,
        10: _COHORT,
        11: _ALWAYS,
        13: "T is written with its code alone",
        14: _ALWAYS,
        15: _COUNCIL,
        19: _COUNCIL,
        24: _COUNCIL,
        25: "both are the council's own code",
        26: _COUNCIL,
        27: _LISTED,
        30: "a ULN that does not check is not kept",
        34: "written with T alone",
        35: "the code of a council that takes part",
        37: _FORMAT,
        38: "a UPN that does not check is not kept",
        40: _COHORT,
        41: "004 is the code of no council",
        42: "two councils never share a code, and who stays is not handed over",
        43: "a postcode that is none is not kept",
        101: _LISTED,
        102: _FORMAT,
        104: _LISTED,
        200: _ALWAYS,
        202: _ALWAYS,
        203: _ALWAYS,
        220: _ALWAYS,
        221: _FORMAT,
        224: "the start of a NEET period follows from the facts",
        226: "written for NEET activities alone",
        228: _FORMAT,
        240: _ALWAYS,
        244: _FORMAT,
        258: _FORMAT,
        261: _COUNCIL,
        302: _LISTED,
        304: _FORMAT,
        902: "a number is given once",
        903: "the number begins with the council's code",
        904: _FORMAT,
        905: "status and code are written together",
        906: "Y is written where there is a status, with its code",
        907: "a ULN belongs to one active learner",
    }
)
