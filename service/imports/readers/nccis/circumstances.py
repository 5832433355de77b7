"""The circumstances of one young person of an NCCIS return: address, ethnicity, needs, characteristics, offers."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from service.circumstances.rows import Kind
from service.imports.readers import circumstances
from service.imports.readers.nccis.parts import Telling, child_of, local_name, texts_of
from service.imports.rows import SubmittedCircumstance

_LINES: Final = ("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "Town", "County")
_FLAGS: Final = {"Y": "yes", "N": "no"}
_OF_NEED: Final = (
    ("LevelOfNeedCode", Kind.LEVEL_OF_NEED, "NCCIS 101"),
    ("SENDFlag", Kind.EHC_PLAN, "NCCIS 102"),
    ("SENSupportFlag", Kind.SEN_SUPPORT, "NCCIS 304"),
)


def read_circumstances(
    record: Any, details: Mapping[str, str], telling: Telling, *, reference: str, on: date
) -> tuple[SubmittedCircumstance, ...]:
    """Read what a record tells as of a day; what has no value of the list is told and left out."""
    reading = _Reading(f"nccis:{reference}", record.sourceline or 0, on, telling)
    found = [*reading.details(details), *reading.needs(record), *reading.offers(record)]
    return tuple(each for each in found if each is not None)


class _Reading:
    """One record while it is read."""

    def __init__(self, prefix: str, line: int, on: date, telling: Telling) -> None:
        self._prefix, self._line, self._on, self._telling = prefix, line, on, telling

    def details(self, details: Mapping[str, str]) -> Iterator[SubmittedCircumstance | None]:
        if address := ", ".join(text for name in _LINES if (text := details.get(name))):
            yield self._state(Kind.ADDRESS, address[:300], "NCCIS 31")
        if ethnicity := details.get("Ethnicity"):
            yield self._state(Kind.ETHNICITY, ethnicity.upper(), "NCCIS 7")

    def needs(self, record: Any) -> Iterator[SubmittedCircumstance | None]:
        element = child_of(record, "LevelOfNeed")
        texts = texts_of(element)
        for name, kind, rule in _OF_NEED:
            if text := texts.get(name):
                yield self._state(kind, _FLAGS.get(text.upper(), text), rule)
        for code in child_of(element, "Characteristics"):
            if local_name(code) == "CharacteristicCode" and (text := (code.text or "").strip()):
                yield self._held(Kind.CHARACTERISTIC, text, "NCCIS 104")

    def offers(self, record: Any) -> Iterator[SubmittedCircumstance | None]:
        guarantee = child_of(record, "SeptemberGuarantee")
        for year in ("11", "12"):
            if status := texts_of(child_of(guarantee, f"Year{year}")).get("GuaranteeStatus"):
                yield self._held(Kind.GUARANTEE, f"{year}:{status}", "NCCIS 27")
        intended = texts_of(child_of(record, "IntendedDestination")).get("IntendedDestinationYr11")
        if intended:
            yield self._state(Kind.INTENDED_DESTINATION, intended, "NCCIS 302")

    def _state(self, kind: Kind, value: str, rule: str) -> SubmittedCircumstance | None:
        made = circumstances.state(self._prefix, kind, value, on=self._on, line=self._line)
        return self._told(made, rule)

    def _held(self, kind: Kind, value: str, rule: str) -> SubmittedCircumstance | None:
        made = circumstances.held(self._prefix, kind, value, on=self._on, line=self._line)
        return self._told(made, rule)

    def _told(self, made: SubmittedCircumstance | None, rule: str) -> SubmittedCircumstance | None:
        if made is None:
            self._telling.tell(rule, self._line)
        return made
