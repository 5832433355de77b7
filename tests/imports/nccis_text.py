"""Writes small NCCIS returns for the reader's tests. Everybody in them is invented."""

DETAILS = {
    "YoungPersonsID": "8810000000001",
    "CohortStatus": "P",
    "GivenName": "Perla",
    "MiddleName": "May",
    "FamilyName": "Despres",
    "Postcode": "CM1 1AA",
    "Gender": "F",
    "DOB": "2008-06-10",
    "UniqueLearnerNo": "9276308686",
    "UniquePupilNumber": "",
}
ACTIVITY = {
    "ActivityCode": "330",
    "StartDate": "2025-06-02",
    "DateAscertained": "2025-06-10",
    "DateVerified": "2025-12-01",
    "ReviewDate": "",
    "DueToLapseDate": "2026-06-01",
    "CurrencyLapsed": "N",
    "EstablishmentName": "Haven Road Warehouse",
    "NEETStartDate": "",
    "PredictedEndDate": "",
}


def group(name: str, fields: dict[str, str | None]) -> str:
    """An element with one line for each field; a field of None is left out."""
    inside = "".join(f"<{field}>{text}</{field}>\n" for field, text in fields.items() if text is not None)
    return f"<{name}>\n{inside}</{name}>\n"


def cohort(code: str = "330", **changes: str | None) -> str:
    """One activity."""
    return group("Cohort", {**ACTIVITY, "ActivityCode": code, **changes})


def person(*cohorts: str, **changes: str | None) -> str:
    """One young person; a job where no activity is given."""
    details = group("PersonalDetails", {**DETAILS, **changes})
    activities = f"<Activities>{''.join(cohorts or (cohort(),))}</Activities>"
    return f"<YoungPersonsRecord>\n{details}{activities}</YoungPersonsRecord>\n"


def nccis_of(*people: str, period_end: str = "2025-12-31") -> str:
    """A whole return, with the document type that real ones have."""
    header = group("FileHeader", {"DateOfSend": period_end, "PeriodEnd": period_end})
    return f'<?xml version="1.0" standalone="no"?><!DOCTYPE NCCIS2019>\n<NCCIS>\n{header}{"".join(people)}</NCCIS>\n'
