"""Writes small ILR texts for the reader's tests. Everybody in them is invented."""

from datetime import date

from service.imports.readers.ilr import IlrReader, read_ilr
from service.imports.rows import Submitted, SubmittedDestination, SubmittedLearner

TODAY = date(2026, 1, 15)
FILE_NAME = "ILR-10099999-2526-20251106-094500-01.xml"

LEARNER = {
    "LearnRefNumber": "A1",
    "ULN": "9276308686",
    "FamilyName": "Fenn",
    "GivenNames": "Zoë",
    "DateOfBirth": "2008-09-25",
    "Sex": "F",
    "Postcode": "CM1 1AA",
}
AIM = {
    "LearnAimRef": "60325999",
    "AimType": "4",
    "AimSeqNumber": "1",
    "LearnStartDate": "2025-09-03",
    "LearnPlanEndDate": "2026-07-10",
    "FundModel": "25",
    "CompStatus": "1",
}
PLACEMENT = {
    "WorkPlaceStartDate": "2025-11-03",
    "WorkPlaceEndDate": "2025-11-28",
    "WorkPlaceHours": "70",
    "WorkPlaceMode": "2",
    "WorkPlaceEmpId": "123456789",
}
OUTCOME = {"OutType": "EMP", "OutCode": "1", "OutStartDate": "2023-09-01", "OutCollDate": "2023-10-01"}
HEADER = {"Year": "2526", "FilePreparationDate": "2025-11-06", "UKPRN": "10099999", "provider": "10099999"}
OF_2023 = {"Year": "2324", "FilePreparationDate": "2023-11-06"}
NAMESPACE_2023 = "ESFA/ILR/2023-24"
NAME_2023 = "ILR-10099999-2324-20231106-094500-01.xml"


def group(name: str, fields: dict[str, str | None], *inside: str) -> str:
    """An element with one line for each field; a field of None is left out."""
    lines = [f"<{field}>{text}</{field}>" for field, text in fields.items() if text is not None]
    return "\n".join([f"<{name}>", *lines, *inside, f"</{name}>"])


def aim(**changes: str | None) -> str:
    """A LearningDelivery: a full-time course that goes on, with changes."""
    return group("LearningDelivery", {**AIM, **changes})


def aim_with(*groups: str, **changes: str | None) -> str:
    """The same with groups inside."""
    return group("LearningDelivery", {**AIM, **changes}, *groups)


def placement(**changes: str | None) -> str:
    """A work placement of four weeks that is over, with changes."""
    return group("LearningDeliveryWorkPlacement", {**PLACEMENT, **changes})


def learner(*aims: str, **changes: str | None) -> str:
    """A Learner who can be taken as she is, with changes; one aim where none is given."""
    return group("Learner", {**LEARNER, **changes}, *(aims or (aim(),)))


def destination(*outcomes: str, **changes: str | None) -> str:
    """A LearnerDestinationandProgression of the usual learner; one outcome where none is given."""
    keys = {"LearnRefNumber": "A1", "ULN": "9276308686", **changes}
    return group("LearnerDestinationandProgression", keys, *(outcomes or (outcome(),)))


def outcome(**changes: str | None) -> str:
    """A DPOutcome: paid work, with changes."""
    return group("DPOutcome", {**OUTCOME, **changes})


def header(**changes: str | None) -> str:
    """Header and LearningProvider (whose UKPRN is `provider`)."""
    told = {**HEADER, **changes}
    details = group("CollectionDetails", {key: told[key] for key in ("Year", "FilePreparationDate")})
    source = group("Source", {"UKPRN": told["UKPRN"]})
    return (
        group("Header", {}, details, source) + "\n" + group("LearningProvider", {"UKPRN": told["provider"]})
    )


def message(*inside: str, namespace: str = "ESFA/ILR/2025-26", head: str | None = None) -> str:
    """A whole file as text, its usual Header included unless another is given."""
    lines = [f'<Message xmlns="{namespace}">', header() if head is None else head, *inside, "</Message>"]
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"


def message_of_2023(*inside: str) -> str:
    """A whole file of the last year with destinations."""
    return message(*inside, namespace=NAMESPACE_2023, head=header(**OF_2023))


def read(
    text: str | bytes, *, file_name: str = FILE_NAME, today: date = TODAY
) -> tuple[list[Submitted], IlrReader]:
    """Every record of a file, and the reader with its facts and counts."""
    content = text.encode() if isinstance(text, str) else text
    file = read_ilr([content], file_name=file_name, today=today)
    return list(file), file.reader


def read_learner(*inside: str, today: date = TODAY) -> SubmittedLearner:
    """The first learner of a usual file."""
    records, _ = read(message(*inside), today=today)
    first = records[0]
    assert isinstance(first, SubmittedLearner)
    return first


def read_destination(*inside: str) -> SubmittedDestination:
    """The destinations in a file of 2023-24 with the usual learner before them."""
    records, _ = read(message_of_2023(learner(), *inside), file_name=NAME_2023)
    last = records[-1]
    assert isinstance(last, SubmittedDestination)
    return last


def rules(record: Submitted) -> list[str]:
    """The rules a record breaks, in the order they were reported."""
    return [problem.rule for problem in record.problems]
