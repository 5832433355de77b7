"""Checks what sort of aim it is: aim type, funding model and programme type."""

from collections.abc import Container
from typing import Final

import msgspec

from service.imports.readers.ilr.fields import UNREADABLE, read_code
from service.imports.readers.ilr.problems import Report
from service.imports.readers.ilr.translate import (
    ACTIVITIES_BY_FUND_MODEL,
    AIM_OF_ITS_OWN,
    AIM_TYPES,
    NON_FUNDED,
    PROGRAMME_AIM,
    PROGRAMME_TYPES_OF_NO_ACTIVITY,
    PROGRAMMES,
)

STANDARD: Final = 25  # ProgType: apprenticeship standard
T_LEVEL: Final = 31
BOOTCAMP: Final = 32


class AimKind(msgspec.Struct, frozen=True, kw_only=True):
    """What sort of aim it is, after the codes have passed their own checks."""

    reference: str
    aim_type: int
    fund_model: int
    prog_type: int | None

    @property
    def awaits_assessment(self) -> bool:
        """An apprenticeship standard's programme aim ends its learning before it ends (CompStatus_02)."""
        return self.prog_type == STANDARD and self.aim_type == PROGRAMME_AIM

    @property
    def counts_outcomes_its_own_way(self) -> bool:
        """Apprenticeship standards and Skills Bootcamps are left out of CompStatus_05 and CompStatus_06."""
        return self.prog_type in (STANDARD, BOOTCAMP)


def check_kind(texts: dict[str, str], reference: str, report: Report) -> AimKind:
    """The aim's codes. An unknown one is reported and read as the one that claims least."""
    prog_type = read_code(texts["ProgType"]) if "ProgType" in texts else None
    if (
        prog_type not in PROGRAMMES
        and prog_type not in PROGRAMME_TYPES_OF_NO_ACTIVITY
        and prog_type is not None
    ):
        report("ProgType_03", code=texts["ProgType"])
        prog_type = None
    return AimKind(
        reference=reference,
        aim_type=_code(texts, "AimType", AIM_TYPES, AIM_OF_ITS_OWN, report),
        fund_model=_code(texts, "FundModel", ACTIVITIES_BY_FUND_MODEL, NON_FUNDED, report),
        prog_type=prog_type,
    )


def _code(texts: dict[str, str], field: str, known: Container[int], otherwise: int, report: Report) -> int:
    text = texts.get(field)
    code = read_code(text) if text else UNREADABLE
    if code in known:
        return code
    report(f"{field}_01" if text else f"FD_{field}_MA", code=text)
    return otherwise
