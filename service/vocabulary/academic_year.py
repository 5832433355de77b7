"""The academic year, 1 September to 31 August, and how old somebody is in it."""

from datetime import date
from typing import Self

import msgspec

_FIRST_MONTH = 9
_COMPULSORY_UNTIL = 16  # years of age


class AcademicYear(msgspec.Struct, frozen=True, order=True):
    """One academic year, named by the calendar year it begins in: AcademicYear(2025) is 2025/26."""

    start: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The academic year the day falls in."""
        return cls(day.year if day.month >= _FIRST_MONTH else day.year - 1)

    @property
    def label(self) -> str:
        """As people write it: "2025/26"."""
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def starts_on(self) -> date:
        """1 September."""
        return date(self.start, _FIRST_MONTH, 1)

    @property
    def ends_on(self) -> date:
        """31 August of the following calendar year."""
        return date(self.start + 1, 8, 31)

    def next(self) -> Self:
        """The academic year after this one."""
        return type(self)(self.start + 1)

    def previous(self) -> Self:
        """The academic year before this one."""
        return type(self)(self.start - 1)


def age(born: date, *, on: date) -> int:
    """Whole years of age on a day; negative before birth, so a wrong birth date is outside every age range.

    Source: Family Law Reform Act 1969, section 9(1): an age is attained at the commencement of the
    anniversary of the birth. The Act names no day for those born on 29 February in a year without one. We
    read it, as is usual in England, as 1 March: by then the 365 days of the year have passed in full.
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def last_compulsory_year(born: date) -> AcademicYear:
    """The academic year in which they turn 16: Year 11, for those taught with their own age; 1 September begins it.

    Source: Education Act 1996, section 8 (see `is_in_last_compulsory_year`).
    """
    return AcademicYear(AcademicYear.of(born).start + _COMPULSORY_UNTIL)


def academic_age(born: date, *, on: date) -> int:
    """Age on the 31 August before the academic year of `on` starts; it changes for everybody on 1 September.

    Source: DfE, "NEET statistics annual brief", 2024; the NCCIS cohort is of academic age 16 and 17.
    """
    return age(born, on=AcademicYear.of(on).previous().ends_on)


def is_in_last_compulsory_year(born: date, *, on: date) -> bool:
    """Whether they turn 16 within the academic year of `on`: Year 11, for those taught with their own age.

    Source: Education Act 1996, section 8: compulsory school age ends on the last Friday in June of the school
    year in which one turns 16.
    """
    return academic_age(born, on=on) == _COMPULSORY_UNTIL - 1
