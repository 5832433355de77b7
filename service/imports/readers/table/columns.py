"""The columns of spreadsheets: one table from which come the check, the guidance and the templates."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from service.imports.readers.table import cells
from service.imports.readers.table.cells import Reading
from service.imports.readers.table.telling import Told, Values


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column. `head` stands in templates, `also` are heads that mean the same; case, spaces and marks never matter.

    `decides`: a value that cannot be read refuses the learner; else it is left out, and the sender told.
    """

    field: str
    head: str
    means: str
    example: str
    read: Callable[[str, Reading], Any]
    also: tuple[str, ...] = ()
    required: bool = False
    decides: bool = False

    @property
    def refuses(self) -> bool:
        """Whether a wrong value keeps the row from being taken."""
        return self.required or self.decides


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A table: `tells` turns a row that is right by itself into facts."""

    name: str
    title: str
    means: str
    columns: tuple[Column, ...]
    tells: Callable[[Values, int, date], Told]

    @property
    def needed(self) -> tuple[Column, ...]:
        """The columns that have to be there."""
        return tuple(column for column in self.columns if column.required)


REFERENCE = Column(
    field="reference",
    head="Learner reference",
    also=("LearnRefNumber", "Student ID", "Student number", "Learner ID", "Admission number"),
    means="Your own number of the learner. It has to stay the same in your next file.",
    example="S01234",
    read=cells.reference,
    required=True,
)
IDENTITY: tuple[Column, ...] = (
    REFERENCE,
    Column(
        field="family_name",
        head="Family name",
        also=("FamilyName", "Surname", "Last name"),
        means="As on the birth certificate or passport, if you know it.",
        example="Quill",
        read=cells.name,
        required=True,
    ),
    Column(
        field="given_names",
        head="Given names",
        also=("GivenNames", "Forename", "Forenames", "First name", "First names", "Given name"),
        means="All of them, if you know them.",
        example="Ida May",
        read=cells.name,
        required=True,
    ),
    Column(
        field="date_of_birth",
        head="Date of birth",
        also=("DateOfBirth", "DOB", "Birth date"),
        means="Day, month, year.",
        example="25/09/2008",
        read=cells.birthday,
        required=True,
    ),
    Column(
        field="uln",
        head="ULN",
        also=("Unique Learner Number",),
        means="Ten figures. It makes sure that we find the right person.",
        example="9276308686",
        read=cells.uln,
    ),
    Column(field="sex", head="Sex", also=("Gender",), means="F or M.", example="F", read=cells.sex),
    Column(
        field="postcode",
        head="Postcode",
        also=("Post code", "Home postcode"),
        means="Where the learner lives.",
        example="CM1 1AA",
        read=cells.postcode,
    ),
    Column(
        field="ni_number",
        head="National Insurance number",
        also=("NINumber", "NI number", "NINO"),
        means="Only if you have it anyway.",
        example="AB 12 34 56 C",
        read=cells.ni_number,
    ),
    Column(
        field="email",
        head="Email",
        also=("E-mail", "Email address"),
        means="The learner's own.",
        example="ida@example.org",
        read=cells.email,
    ),
)
TITLE = Column(
    field="title",
    head="Course",
    also=("Course title", "Programme", "Course name", "Qualification"),
    means="What it is called. It has to stay the same in your next file.",
    example="Bricklaying",
    read=cells.text,
    required=True,
)
LEVEL = Column(field="level", head="Level", means="E, or 1 to 8.", example="2", read=cells.level)
SECTOR = Column(
    field="sector",
    head="Sector",
    also=("Sector subject area", "SSA"),
    means="The sector subject area, if you know it.",
    example="5.2",
    read=cells.sector,
)
