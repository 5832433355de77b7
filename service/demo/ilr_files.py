"""Small ILR files of invented learners, good or with the mistakes that are made in life."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from xml.sax.saxutils import escape

from service.learners.rows import Claim
from service.vocabulary.academic_year import AcademicYear

# Learning aims with the titles they have in the demo; the numbers are of the right shape and nobody's.
_AIMS = ("60399901", "60399902", "60399903")

Fields = Mapping[str, str]


def file_name(ukprn: str, prepared_on: date) -> str:
    """The name the ILR specification wants."""
    return f"ILR-{ukprn}-{_year_code(prepared_on)}-{prepared_on:%Y%m%d}-094500-01.xml"


def ilr_file(ukprn: str, claims: Sequence[Claim], *, prepared_on: date) -> bytes:
    """A file of learners who began full-time courses in September, in the year's own namespace."""
    return _file(ukprn, [learner_fields(claim, n) for n, claim in enumerate(claims, start=1)], prepared_on)


def ilr_file_with_mistakes(ukprn: str, claims: Sequence[Claim], *, prepared_on: date) -> bytes:
    """The same, but every third learner has a mistake: some can be taken all the same, some cannot."""
    learners = [dict(learner_fields(claim, n)) for n, claim in enumerate(claims, start=1)]
    for learner, mistake in zip(learners[::3], _mistakes(prepared_on), strict=False):
        learner.update(mistake)
    return _file(ukprn, learners, prepared_on)


def ilr_file_cut_short(ukprn: str, claims: Sequence[Claim], *, prepared_on: date) -> bytes:
    """A file that broke off while it was sent: nothing of it reads to its end."""
    whole = ilr_file(ukprn, claims, prepared_on=prepared_on)
    return whole[: whole.index(b"<Learner>") + len(b"<Learner>") + 20]


def learner_fields(claim: Claim, number: int) -> Fields:
    """What the file says of a learner, by the ILR's own names; empty means that the field is left out."""
    return {
        "LearnRefNumber": f"D{number:06d}",
        "ULN": claim.uln or "9999999999",
        "FamilyName": claim.family_name,
        "GivenNames": claim.given_names,
        "DateOfBirth": claim.date_of_birth.isoformat(),
        "Sex": claim.sex or "F",
        "Postcode": claim.postcode or "ZZ99 9ZZ",
    }


def _mistakes(prepared_on: date) -> tuple[Fields, ...]:
    """Wrong ULN, no date of birth, one in the future, no family name, a postcode that cannot be, no ULN."""
    return (
        {"ULN": "1234567890"},
        {"DateOfBirth": ""},
        {"DateOfBirth": (prepared_on + timedelta(days=200)).isoformat()},
        {"FamilyName": ""},
        {"Postcode": "CM1"},
        {"ULN": ""},
        {"LearnRefNumber": "D-0-0-0-0-0-0-0-7"},
    )


def _file(ukprn: str, learners: Iterable[Fields], prepared_on: date) -> bytes:
    year = AcademicYear.of(prepared_on)
    details = {"Collection": "ILR", "Year": _year_code(prepared_on), "FilePreparationDate": str(prepared_on)}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<Message xmlns="ESFA/ILR/{year.start}-{(year.start + 1) % 100:02d}">',
        _group("Header", {}, _group("CollectionDetails", details), _group("Source", {"UKPRN": ukprn})),
        _group("LearningProvider", {"UKPRN": ukprn}),
        *(_learner(fields, year) for fields in learners),
        "</Message>",
    ]
    return "\n".join(lines).encode()


def _learner(fields: Fields, year: AcademicYear) -> str:
    aims = [
        _group(
            "LearningDelivery",
            {
                "LearnAimRef": ref,
                "AimType": "5" if n == 1 else "4",
                "AimSeqNumber": str(n),
                "LearnStartDate": (year.starts_on + timedelta(days=2)).isoformat(),
                "LearnPlanEndDate": year.ends_on.replace(month=7, day=10).isoformat(),
                "FundModel": "25",
                "CompStatus": "1",
            },
        )
        for n, ref in enumerate(_AIMS[: 1 + len(fields["LearnRefNumber"]) % 2], start=1)
    ]
    return _group("Learner", fields, *aims)


def _group(name: str, fields: Fields, *inside: str) -> str:
    lines = [f"<{field}>{escape(text)}</{field}>" for field, text in fields.items() if text]
    return "\n".join([f"<{name}>", *lines, *inside, f"</{name}>"])


def _year_code(day: date) -> str:
    start = AcademicYear.of(day).start
    return f"{start % 100:02d}{(start + 1) % 100:02d}"
