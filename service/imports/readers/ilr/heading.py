"""Judges the file as a whole: do its name, namespace and Header agree on year and provider?"""

import re
from datetime import date
from typing import Any, Final

from service.imports.readers.ilr.fields import Collection, DayUnreadable, read_day
from service.imports.readers.ilr.names import local_name
from service.imports.readers.ilr.problems import ProblemList
from service.vocabulary.ukprn import is_usual_ukprn

FIRST_YEAR: Final = 2017
LAST_YEAR: Final = 2025  # whose specification this reader was made from; the year under way is read alike
_NAMESPACE: Final = re.compile(r"(?:E?SFA|DFE)/ILR/(20[0-9]{2})-([0-9]{2})", re.IGNORECASE)
_CORRECT_NAME: Final = re.compile(r"ILR-[0-9]{8}-[0-9]{4}-[0-9]{8}-[0-9]{6}-[0-9]{2}\.XML", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"ILR-(?P<ukprn>[0-9]+)-(?P<year>[0-9]{4})(?:-(?P<day>[0-9]{8}))?(?![0-9])", re.IGNORECASE
)
_YEAR: Final = re.compile(r"[0-9]{4}")


class Heading:
    """Gathers what the file says of itself while it is read; `problems` are those of the file as a whole."""

    def __init__(self, *, file_name: str, today: date) -> None:
        self.problems = ProblemList()
        self.ukprn: str | None = None
        self.prepared_on: date | None = None
        self._today = today
        self._year: int | None = None
        self._header_ukprn: str | None = None
        self._header_line: int | None = None
        self._name = _NAMED.match(file_name)
        self._check_name(file_name)

    @property
    def year(self) -> str | None:
        """The collection year as "2025-26"; None where namespace, Header and file name do not tell it."""
        return None if self._year is None else _said(self._year)

    @property
    def _newest_year(self) -> int:
        return max(LAST_YEAR, self._this_year)

    @property
    def _this_year(self) -> int:
        return self._today.year if self._today.month >= 8 else self._today.year - 1

    @property
    def collection(self) -> Collection:
        """What checks of learners need; a file that does not say counts as one of today."""
        year = self._this_year if self._year is None else self._year
        return Collection.of(year, prepared_on=self.prepared_on or self._today, today=self._today)

    def _check_name(self, file_name: str) -> None:
        if not _CORRECT_NAME.fullmatch(file_name):
            self.problems.add("Filename_1", 0)
        if self._name and self._name["day"] and self._name["day"] > f"{self._today:%Y%m%d}":
            self.problems.add("Filename_7", 0)

    def opened(self, root: str, line: int) -> None:
        """Take the year from the root's namespace, which wins over file name and Header."""
        namespace = root[1:].partition("}")[0] if root.startswith("{") else ""
        self._year = _year_of_namespace(namespace)
        if self._year is None:
            told = f"The namespace {namespace} is" if namespace else "There is no namespace, so it is"
            self.problems.add("Namespace Mismatch", line, detail=f"{told} not that of an ILR year.")
        elif not FIRST_YEAR <= self._year <= self._newest_year:
            known = f"known are {_said(FIRST_YEAR)} to {_said(self._newest_year)}"
            detail = f"The namespace is of {self.year}; {known}. It was read all the same."
            self.problems.add("Namespace Mismatch", line, detail=detail)
        if self._name:
            self._compare_year(self._name["year"], "The file name", line)

    def _compare_year(self, code: str, where: str, line: int) -> None:
        """Report a year such as "2526" that disagrees with the namespace, or take it where there is none."""
        year = _year_of_code(code)
        if year is None or year == self._year:
            return
        if self._year is None:
            self._year = year
            return
        detail = f"{where} is of year {code}, the namespace of {self.year}. The namespace counts."
        self.problems.add("Namespace Mismatch", line, detail=detail)

    def header(self, element: Any) -> None:
        """Take the Header: year, day of preparation and UKPRN."""
        texts = _texts(element)
        self._header_line = element.sourceline or 0
        self._compare_year(texts.get("Year", ""), "Year in the Header", self._header_line)
        self._take_preparation(texts.get("FilePreparationDate"), self._header_line)
        self._header_ukprn = texts.get("UKPRN")
        self.ukprn = self.ukprn or self._header_ukprn
        named = self._name["ukprn"] if self._name else self._header_ukprn
        if self._header_ukprn and named != self._header_ukprn:
            self.problems.add("Header_3", self._header_line, named=named, ukprn=self._header_ukprn)

    def _take_preparation(self, text: str | None, line: int) -> None:
        try:
            self.prepared_on = read_day(text or "")
        except DayUnreadable:
            self.problems.add("No header", line, missing="the day it was prepared (FilePreparationDate)")
            return
        if self.prepared_on > self._today:
            self.problems.add("Header_2", line, prepared_on=self.prepared_on)

    def provider(self, element: Any) -> None:
        """Take LearningProvider, whose UKPRN is the one that counts."""
        ukprn = _texts(element).get("UKPRN")
        if not ukprn:
            return
        self.ukprn = ukprn
        if not is_usual_ukprn(ukprn):
            self.problems.add("Unusual UKPRN", element, ukprn=ukprn)
        if self._header_ukprn and ukprn != self._header_ukprn:
            self.problems.add("UKPRN_03", element, provider=ukprn, ukprn=self._header_ukprn)

    def closed(self) -> None:
        """Report at the end what never came."""
        if self._header_line is None:
            self.problems.add("No header", 0, missing="who prepared it and when: it has no Header")
        elif self.ukprn is None:
            self.problems.add("No header", self._header_line, missing="the UKPRN")


def _texts(element: Any) -> dict[str, str]:
    return {local_name(each.tag): (each.text or "").strip() for each in element.iter()}


def _said(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


def _year_of_namespace(namespace: str) -> int | None:
    found = _NAMESPACE.fullmatch(namespace.strip())
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        return None
    return int(found[1])


def _year_of_code(code: str) -> int | None:
    """2025 of "2526"; None for anything else, so that "2024" is not read as a collection of 2020."""
    if not _YEAR.fullmatch(code) or (int(code[:2]) + 1) % 100 != int(code[2:]):
        return None
    return 2000 + int(code[:2])
