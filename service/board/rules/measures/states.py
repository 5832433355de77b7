"""Where young people are on the month's last day: the shares that DfE publishes too."""

from collections.abc import Mapping
from types import MappingProxyType

from service.board.rows import Age
from service.board.rules.measures.definition import Definition

_EVERYBODY = "Young people of the age on the register who live in the area, wherever they learn."
_DAY = "The month's last day, by what was known when it ended."
_CUSTODY = "Young people in custody."
_DFE = "DfE, NEET statistics annual brief, 2024, and the technical notes of its local authority dashboard."
_ALL = "Young people"


def _state(
    code: str, name: str, numerator: str, exclusions: str, source: str, *, good: bool = False
) -> Definition:
    return Definition(
        code=code,
        version=1,
        name=name,
        counted=_ALL,
        numerator=numerator,
        denominator=_EVERYBODY,
        window=_DAY,
        exclusions=exclusions,
        source=source,
        ages=tuple(Age),
        good=good,
    )


STATES: Mapping[str, Definition] = MappingProxyType(
    {
        each.code: each
        for each in (
            _state(
                "participating",
                "Participating",
                "Those in full-time education or training, an apprenticeship, or work with study for a qualification.",
                f"{_CUSTODY} Re-engagement, gap years and starts agreed are not yet participation.",
                "DfE's participation figures; Education and Skills Act 2008, section 2.",
                good=True,
            ),
            _state(
                "neet",
                "NEET",
                "Those not in education, employment or training, whether available for it or not.",
                f"{_CUSTODY} Whoever is not known is not counted as NEET.",
                _DFE,
            ),
            _state(
                "not-known",
                "Not known",
                "Those of whom nobody has said, or lately confirmed, what they do.",
                _CUSTODY,
                _DFE,
            ),
            _state(
                "neet-or-not-known",
                "NEET or not known",
                "Those NEET and those not known, together. DfE's headline is the mean of a winter: see Places.",
                f"{_CUSTODY} Nobody is both.",
                _DFE,
            ),
        )
    }
)
"""By code, in the order pages list them. The name is the column of the table of places."""
