"""Checks who a learner is: without a name or a date of birth nobody can be found or given an indicator."""

from datetime import date
from typing import Any, Final

import msgspec

from service.imports.readers.ilr.fields import Collection, DayUnreadable, read_day
from service.imports.readers.ilr.problems import ProblemList
from service.learners.rows import Sex
from service.vocabulary.academic_year import age
from service.vocabulary.ni_number import NiNumberInvalid, parse_ni_number
from service.vocabulary.postcode import PostcodeInvalid, parse_postcode
from service.vocabulary.uln import TEMPORARY_ULN, UlnInvalid, parse_uln

LONGEST_REFERENCE: Final = 12
LONGEST_NAME: Final = 100
LONGEST_EMAIL: Final = 254
OLDEST: Final = 115  # DateOfBirth_04
_MARKS_IN_NO_NAME: Final = frozenset('0123456789\r\n\t|"')  # the XSD's pattern of FamilyName and GivenNames


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who the learner is, as far as the file tells it usably."""

    given_names: str | None
    family_name: str | None
    date_of_birth: date | None
    sex: Sex | None
    postcode: str | None
    uln: str | None
    ni_number: str | None
    email: str | None


def check_identity(texts: dict[str, str], at: Any, problems: ProblemList, collection: Collection) -> Identity:
    """The learner's identity, normalised; reports every field that is missing or wrong."""
    check_reference(texts, at, problems)
    return Identity(
        given_names=_name(texts, "GivenNames", at, problems),
        family_name=_name(texts, "FamilyName", at, problems),
        date_of_birth=_date_of_birth(texts, at, problems, collection),
        sex=_sex(texts, at, problems),
        postcode=_postcode(texts, at, problems),
        uln=check_uln(texts, at, problems),
        ni_number=_ni_number(texts, at, problems),
        email=_email(texts),
    )


def check_reference(texts: dict[str, str], at: Any, problems: ProblemList) -> None:
    """Report a learner reference number that is missing, too long or of the wrong characters."""
    reference = texts.get("LearnRefNumber", "")
    if not reference:
        problems.add("FD_LearnRefNumber_MA", at)
    elif len(reference) > LONGEST_REFERENCE:
        problems.add("FD_LearnRefNumber_AL", at)
    elif not (reference.isascii() and reference.replace(" ", "").isalnum()):
        problems.add("FD_LearnRefNumber_AP", at)


def _name(texts: dict[str, str], field: str, at: Any, problems: ProblemList) -> str | None:
    text = texts.get(field, "")
    if not text.isalpha() and not any(character.isalpha() for character in text):
        problems.add(f"{field}_01", at)
        return None
    if len(text) > LONGEST_NAME:
        problems.add(f"FD_{field}_AL", at)
        return None
    if not _MARKS_IN_NO_NAME.isdisjoint(text):
        problems.add(f"FD_{field}_AP", at)
    return " ".join(text.split())


def _date_of_birth(
    texts: dict[str, str], at: Any, problems: ProblemList, collection: Collection
) -> date | None:
    text = texts.get("DateOfBirth")
    if text is None:
        problems.add("DateOfBirth_01", at)
        return None
    try:
        born_on = read_day(text)
    except DayUnreadable:
        problems.add("Unreadable date of birth", at)
        return None
    if born_on >= collection.starts_on or born_on > collection.today:
        problems.add("DateOfBirth_27", at)
        return None
    if age(born_on, on=collection.starts_on) >= OLDEST:
        problems.add("DateOfBirth_04", at)
        return None
    return born_on


def _sex(texts: dict[str, str], at: Any, problems: ProblemList) -> Sex | None:
    text = texts.get("Sex")
    if text is None:
        problems.add("FD_Sex_MA", at)
        return None
    if text not in ("F", "M"):
        problems.add("Sex_01", at)
        return None
    return Sex(text)


def _postcode(texts: dict[str, str], at: Any, problems: ProblemList) -> str | None:
    text = texts.get("Postcode")
    if text is None:
        problems.add("FD_Postcode_MA", at)
        return None
    try:
        return parse_postcode(text)
    except PostcodeInvalid:
        problems.add("Postcode_15", at)
        return None


def _ni_number(texts: dict[str, str], at: Any, problems: ProblemList) -> str | None:
    try:
        return parse_ni_number(texts.get("NINumber", ""))
    except NiNumberInvalid:
        problems.add("FD_NINumber_AP", at)
        return None


def _email(texts: dict[str, str]) -> str | None:
    """Used where it is one; it only supports what else is known, so that a wrong one is not worth a word."""
    text = texts.get("Email", "").strip()
    return text if "@" in text and len(text) <= LONGEST_EMAIL else None


def check_uln(texts: dict[str, str], at: Any, problems: ProblemList) -> str | None:
    """The ULN; None, reported, where it is missing or wrong; None, unreported, for the temporary ULN."""
    text = texts.get("ULN")
    if text is None:
        problems.add("FD_ULN_MA", at)
        return None
    if text == TEMPORARY_ULN:
        return None
    try:
        return parse_uln(text)
    except UlnInvalid:
        is_number = len(text) == len(TEMPORARY_ULN) and text.isdecimal() and text.isascii() and text[0] != "0"
        problems.add("ULN_04" if is_number else "FD_ULN_AR", at)
        return None
