"""The circumstances an ILR tells of a learner: what they bring, what they need, what they did before.

The ILR is a year's return: what it says without a day holds from the start of its teaching year. Sources: DfE, ILR
specification (Ethnicity, LLDDHealthProb, LearnFAMType, EmpStat, PriorLevel, EngGrade and MathGrade).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from service.circumstances.rows import Kind
from service.circumstances.rules import DEFINITIONS
from service.imports.readers import circumstances
from service.imports.readers.ilr.fields import Collection, DayUnreadable, read_day
from service.imports.readers.ilr.names import local_name
from service.imports.readers.ilr.problems import ProblemList
from service.imports.rows import SubmittedCircumstance

NEEDS: Final = MappingProxyType(
    {
        ("EHC", "1"): Kind.EHC_PLAN,
        ("SEN", "1"): Kind.SEN_SUPPORT,
        ("HNS", "1"): Kind.HIGH_NEEDS,
        ("FME", "1"): Kind.FREE_MEALS,
        ("FME", "2"): Kind.FREE_MEALS,
    }
)
"""(LearnFAMType, LearnFAMCode); the other types are about money or say nothing that rules need."""

ETHNICITIES: Final = MappingProxyType(
    {
        "31": "WBRI",
        "32": "WIRI",
        "33": "WROM",
        "34": "WOTH",
        "35": "MWBC",
        "36": "MWBA",
        "37": "MWAS",
        "38": "MOTH",
        "39": "AIND",
        "40": "APKN",
        "41": "ABAN",
        "42": "CHNE",
        "43": "AOTH",
        "44": "BAFR",
        "45": "BCRB",
        "46": "BOTH",
        "47": "OARA",
        "98": "OOTH",
        "99": "NOBT",
    }
)
"""ILR Ethnicity to the NCCIS list; the two divide people alike."""

_DISABILITY: Final = {"1": "yes", "2": "no"}
_LEVEL_2: Final = frozenset({"9", "8", "7", "6", "5", "4", "A*", "A", "B", "C"})
_LEVEL_1: Final = frozenset({"3", "2", "1", "D", "E", "F", "G"})
_NONE: Final = frozenset({"U", "NONE"})
_GRADES: Final = (("EngGrade", Kind.ENGLISH), ("MathGrade", Kind.MATHS))


def circumstances_of(
    texts: dict[str, str], groups: Iterable[Any], element: Any, problems: ProblemList, collection: Collection
) -> tuple[SubmittedCircumstance, ...]:
    """Read them from a learner's texts and groups."""
    prefix, line = f"ilr:{problems.learner or ''}", element.sourceline or 0
    found = {}
    for kind, value, on in (*_plain(texts, collection), *_grouped(groups, problems, collection)):
        if made := circumstances.state(prefix, kind, value, on=on, line=line):
            found[made.key] = made
    return tuple(found.values())


def _plain(texts: dict[str, str], collection: Collection) -> Iterator[tuple[Kind, str, date]]:
    since = collection.starts_on
    if ethnicity := ETHNICITIES.get(texts.get("Ethnicity", "")):
        yield Kind.ETHNICITY, ethnicity, since
    if disability := _DISABILITY.get(texts.get("LLDDHealthProb", "")):
        yield Kind.DISABILITY, disability, since
    for field, kind in _GRADES:
        if grade := grade_of(texts.get(field, "")):
            yield kind, grade, since


def grade_of(text: str) -> str | None:
    """Give a GCSE grade as the level it is worth: "2", "1", "0"; None where there is none or it is not known."""
    grade = text.strip().upper()
    if grade not in _LEVEL_2 | _LEVEL_1 | _NONE:
        grade = grade[: len(grade) // 2].rstrip("-")  # of a double award the first
    if grade in _LEVEL_2:
        return "2"
    if grade in _LEVEL_1:
        return "1"
    return "0" if grade in _NONE else None


def _grouped(
    groups: Iterable[Any], problems: ProblemList, collection: Collection
) -> Iterator[tuple[Kind, str, date]]:
    for group in groups:
        texts = {local_name(child.tag): (child.text or "").strip() for child in group}
        name = local_name(group.tag)
        if name == "LearnerFAM":
            if kind := NEEDS.get((texts.get("LearnFAMType", ""), texts.get("LearnFAMCode", ""))):
                yield kind, "yes", collection.starts_on
        elif name == "PriorAttain":
            level = texts.get("PriorLevel") or (group.text or "").strip()
            yield Kind.PRIOR_ATTAINMENT, level, _day(texts, "DateLevelApp", group, problems, collection)
        elif name == "LearnerEmploymentStatus":
            status = texts.get("EmpStat", "")
            if status not in DEFINITIONS[Kind.EMPLOYMENT].choices:
                problems.add("EmpStat_05", group)
            yield Kind.EMPLOYMENT, status, _day(texts, "DateEmpStatApp", group, problems, collection)


def _day(
    texts: dict[str, str], field: str, group: Any, problems: ProblemList, collection: Collection
) -> date:
    """The day a group holds from; the start of the year where it says none that can be."""
    text = texts.get(field)
    if not text:
        return collection.starts_on
    try:
        day = read_day(text)
    except DayUnreadable:
        problems.add(
            "Unreadable date",
            group,
            field=field,
            of=local_name(group.tag),
            effect="The start of the year was used.",
        )
        return collection.starts_on
    if day > collection.ends_on:
        problems.add("DateEmpStatApp_01", group, field=field, day=day)
    return min(day, collection.prepared_on)
