"""An NCCIS return as XML, record by record, in the structure of 2019/20."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from lxml import etree

from service.returns.rows import Head, YoungPerson

SUPPLIER: Final = "Pathway"
_BEGINNING: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!DOCTYPE NCCIS2019>\n<NCCIS>\n'
END: Final = b"</NCCIS>\n"
_LINES: Final = 4
Fields = tuple[tuple[str, str | date | None], ...]


def beginning(head: Head) -> bytes:
    """Write what stands before the records."""
    return _BEGINNING + _bytes(_header(head))


def records(people: Iterable[YoungPerson], head: Head) -> bytes:
    """Write some of the records, one after the other."""
    return b"".join(_bytes(record_of(who, head)) for who in people)


def record_of(who: YoungPerson, head: Head) -> Any:
    """Write one young person."""
    record = etree.Element("YoungPersonsRecord")
    _fill(etree.SubElement(record, "PersonalDetails"), _details(who, head))
    guarantee = etree.SubElement(record, "SeptemberGuarantee")
    for year, status in who.guarantees:
        fields = (("GuaranteeStatus", status), ("LEACode", head.la_code))
        _fill(etree.SubElement(guarantee, f"Year{year}"), fields)
    need = etree.SubElement(record, "LevelOfNeed")
    _fill(need, _needs(who))
    if who.characteristics:
        codes = etree.SubElement(need, "Characteristics")
        _fill(codes, tuple(("CharacteristicCode", code) for code in who.characteristics))
    _fill(etree.SubElement(etree.SubElement(record, "Activities"), "Cohort"), _cohort(who, head))
    intended = etree.SubElement(record, "IntendedDestination")
    _fill(intended, (("IntendedDestinationYr11", who.intended_destination),))
    return record


def _header(head: Head) -> Any:
    header = etree.Element("FileHeader")
    _fill(etree.SubElement(header, "Databases"), (("DatabaseID", head.la_code),))
    _fill(etree.SubElement(header, "SourceLEAs"), (("LEACode", head.la_code),))
    _fill(
        header,
        (
            ("DateOfSend", head.sent_on),
            ("PeriodEnd", head.period_ends_on),
            ("SupplierName", SUPPLIER),
            ("SupplierXMLVersion", "1.0"),
            ("XMLSchemaVersion", "1.0"),
        ),
    )
    return header


def _details(who: YoungPerson, head: Head) -> Fields:
    given, _, middle = who.given_names.partition(" ")
    lines, town = (who.address[:-1], who.address[-1]) if len(who.address) > 1 else (who.address, "")
    lines = (*lines[: _LINES - 1], ", ".join(lines[_LINES - 1 :]))
    lines += ("",) * (_LINES - len(lines))
    return (
        ("YoungPersonsID", who.number),
        ("CohortStatus", who.status),
        ("GivenName", given),
        ("MiddleName", middle),
        ("FamilyName", who.family_name),
        *((f"AddressLine{n}", line) for n, line in enumerate(lines, start=1)),
        ("Town", town),
        ("County", ""),
        ("Postcode", who.postcode),
        ("Gender", who.gender),
        ("DOB", who.born_on),
        ("Ethnicity", who.ethnicity),
        ("LeadLEA", who.lead_la),
        ("EducatedLEA", head.la_code),
        ("TransferredToLACode", who.transferred_to),
        ("LEACodeAtYear11", head.la_code),
        ("UniqueLearnerNo", who.uln),
        ("UniquePupilNumber", who.upn),
        ("GuaranteeStatusIndicator", "Y" if who.guarantees else "N"),
        ("PreviousYPIDIdentifier", who.previous),
    )


def _needs(who: YoungPerson) -> Fields:
    return (
        ("LevelOfNeedCode", who.level_of_need),
        ("SENDFlag", who.send),
        ("SENSupportFlag", who.sen_support),
    )


def _cohort(who: YoungPerson, head: Head) -> Fields:
    return (
        ("ActivityCode", str(who.doing.activity)),
        ("StartDate", who.doing.started_on),
        ("DateAscertained", who.doing.ascertained_on),
        ("DateVerified", who.doing.verified_on),
        ("ReviewDate", who.doing.review_on),
        ("DueToLapseDate", who.doing.lapses_on),
        ("CurrencyLapsed", "Y" if who.doing.lapsed else "N"),
        ("EstablishmentNumber", f"{head.la_code}9999"),
        ("EstablishmentName", who.doing.establishment),
        ("UKProviderReferenceNumber", who.doing.ukprn),
        ("NEETStartDate", who.doing.neet_since_on),
        ("PredictedEndDate", who.doing.expected_end_on),
    )


def _fill(element: Any, fields: Fields) -> None:
    for name, value in fields:
        etree.SubElement(element, name).text = value.isoformat() if isinstance(value, date) else value


def _bytes(element: Any) -> bytes:
    text: bytes = etree.tostring(element, encoding="UTF-8", pretty_print=True)
    return text
