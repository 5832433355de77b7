"""Every kind of circumstance as data: what it may hold, its lawful basis, who sees it and what it is for.

Sources: NCCIS management information requirement 2019/20 (characteristics IC01, level of need CA13, ethnicity YP27,
September Guarantee SG02); ILR specification (prior attainment, employment status, learner funding and monitoring);
Education and Skills Act 2008, sections 10 to 14 and 68. The September Guarantee's and the intended destinations' codes
are kept as they are: no public list says what they mean.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from service.accounts.rows import ADVISERS, Role
from service.circumstances.rows import Basis, Definition, Kind
from service.circumstances.rules.lists import (
    CHARACTERISTICS,
    DESTINATIONS,
    EMPLOYMENT,
    ETHNICITIES,
    GRADES,
    GUARANTEE,
    LEVELS_OF_NEED,
    PRIOR_ATTAINMENT,
)

EVERYBODY: Final = frozenset({Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER})
COUNCIL: Final = frozenset({*ADVISERS, Role.DATA_OFFICER})
DATA: Final = frozenset({Role.DATA_OFFICER})
YES: Final = MappingProxyType({"yes": "Yes", "no": "No"})
ONLY_YES: Final = MappingProxyType({"yes": "Yes"})
LONGEST: Final = 300

DEFINITIONS: Final[Mapping[Kind, Definition]] = MappingProxyType(
    {
        Kind.ATTENDANCE: Definition(
            words="Attendance in a week",
            hint="Sessions planned, attended and missed without permission: 10/8/1. The day is that week's Monday.",
            pattern=r"(\d{1,2})/(\d{1,2})/(\d{1,2})",
            later=Basis.TASK,
            seen_by=EVERYBODY,
            used_for="Alerts about attendance; risk of NEET",
        ),
        Kind.PRIOR_ATTAINMENT: Definition(
            words="Highest level achieved before",
            hint="Before the present course.",
            choices=PRIOR_ATTAINMENT,
            later=Basis.TASK,
            seen_by=EVERYBODY,
            used_for="Where to re-enter; duty to participate",
        ),
        Kind.ENGLISH: Definition(
            words="English",
            hint="The best result so far.",
            choices=GRADES,
            later=Basis.TASK,
            seen_by=EVERYBODY,
            used_for="Where to re-enter; condition of funding",
        ),
        Kind.MATHS: Definition(
            words="Maths",
            hint="The best result so far.",
            choices=GRADES,
            later=Basis.TASK,
            seen_by=EVERYBODY,
            used_for="Where to re-enter; condition of funding",
        ),
        Kind.LEVEL_3: Definition(
            words="Level 3 reached",
            hint="Whoever has reached it is under no duty to participate.",
            choices=YES,
            later=Basis.TASK,
            seen_by=EVERYBODY,
            used_for="Duty to participate",
        ),
        Kind.EHC_PLAN: Definition(
            words="Education, health and care plan",
            hint="With one the duty lasts until 25.",
            choices=YES,
            special=True,
            seen_by=EVERYBODY,
            used_for="NCCIS return; risk of NEET; alerts",
        ),
        Kind.SEN_SUPPORT: Definition(
            words="SEN support",
            hint="Support at school without a plan.",
            choices=YES,
            special=True,
            seen_by=EVERYBODY,
            used_for="NCCIS return; risk of NEET",
        ),
        Kind.HIGH_NEEDS: Definition(
            words="High needs funding",
            hint="As the funding return says.",
            choices=YES,
            special=True,
            seen_by=EVERYBODY,
            used_for="Where to re-enter",
        ),
        Kind.DISABILITY: Definition(
            words="Disability, health problem or learning difficulty",
            hint="As the learner says on enrolling.",
            choices=YES,
            special=True,
            seen_by=EVERYBODY,
            used_for="Where to re-enter; equality checks",
        ),
        Kind.CHARACTERISTIC: Definition(
            words="Characteristic",
            hint="One at a time. Caring is here too.",
            choices=CHARACTERISTICS,
            several=True,
            special=True,
            seen_by=COUNCIL,
            used_for="NCCIS return; alerts of the vulnerable; risk of NEET",
        ),
        Kind.LEVEL_OF_NEED: Definition(
            words="Level of need",
            hint="How much support the council plans.",
            choices=LEVELS_OF_NEED,
            seen_by=COUNCIL,
            used_for="NCCIS return; caseloads",
        ),
        Kind.FREE_MEALS: Definition(
            words="Free school meals",
            hint="Now or as the funding return says.",
            choices=YES,
            seen_by=COUNCIL,
            used_for="Risk of NEET",
        ),
        Kind.FIRST_LANGUAGE: Definition(
            words="English as an additional language",
            hint="Not the learner's level of English.",
            choices=YES,
            special=True,
            seen_by=COUNCIL,
            used_for="Risk of NEET",
        ),
        Kind.EXCLUSION: Definition(
            words="Exclusion or suspension",
            hint="In this school year or the one before.",
            choices=YES,
            seen_by=COUNCIL,
            used_for="Risk of NEET",
        ),
        Kind.ETHNICITY: Definition(
            words="Ethnicity",
            hint="As the learner says.",
            choices=ETHNICITIES,
            special=True,
            seen_by=DATA,
            used_for="NCCIS return; equality checks of rules",
        ),
        Kind.EMPLOYMENT: Definition(
            words="Employment status",
            hint="As the funding return says.",
            choices=EMPLOYMENT,
            later=Basis.TASK,
            seen_by=EVERYBODY,
            used_for="Where to re-enter",
        ),
        Kind.GUARANTEE: Definition(
            words="September Guarantee status",
            hint="The code of the return.",
            choices=GUARANTEE,
            several=True,
            seen_by=COUNCIL,
            used_for="NCCIS return; alerts about the September Guarantee",
        ),
        Kind.INTENDED_DESTINATION: Definition(
            words="Intended destination in year 11",
            hint="The code of the return.",
            choices=DESTINATIONS,
            seen_by=COUNCIL,
            used_for="NCCIS return",
        ),
        Kind.TRANSITION_PLAN: Definition(
            words="Transition plan",
            hint="Agreed in year 11 with the pupil: what they start in September, and who helps them until then.",
            choices=YES,
            seen_by=EVERYBODY,
            used_for="Alerts about pupils at risk before they leave school",
        ),
        Kind.ADDRESS: Definition(
            words="Address",
            hint="House and street, then the town, with commas between. The postcode is part of the identity.",
            later=Basis.TASK,
            seen_by=COUNCIL,
            used_for="Letters and visits; NCCIS return",
        ),
        Kind.SAFE_CONTACT: Definition(
            words="How to contact safely",
            hint="For example: text only, never call the home number. Write nothing about why.",
            special=True,
            basis=Basis.PROTECTION,
            later=Basis.PROTECTION,
            seen_by=EVERYBODY,
            used_for="Whoever contacts the learner",
        ),
        Kind.PROTECTED_ADDRESS: Definition(
            words="Protected address",
            hint="Address and postcode are then hidden from all but the council's data officers.",
            choices=ONLY_YES,
            special=True,
            basis=Basis.PROTECTION,
            later=Basis.PROTECTION,
            seen_by=EVERYBODY,
            used_for="Hiding where the learner lives",
        ),
        Kind.AGREED_SUPPORT: Definition(
            words="Agreed to support",
            hint="From 18 on, what only the duty allowed may be held while the young person agrees.",
            choices=YES,
            basis=Basis.AGREED,
            later=Basis.AGREED,
            seen_by=EVERYBODY,
            used_for="The ground for holding the rest from 18 on",
        ),
    }
)
"""A kind that is not here cannot be recorded; a test compares the two."""

BASES: Final[Mapping[Basis, str]] = MappingProxyType(
    {
        Basis.DUTY: (
            "Legal duty to identify and support 16 and 17 year olds, and those with an education, health and care "
            "plan until 25 (Education and Skills Act 2008, sections 10, 12, 14 and 68; UK GDPR article 6(1)(c))"
        ),
        Basis.TASK: "Public task of further education and adult skills (UK GDPR article 6(1)(e))",
        Basis.AGREED: "The young person agreed to support (UK GDPR article 6(1)(a))",
        Basis.PROTECTION: (
            "Keeping the young person safe: public task, and safeguarding as a substantial public interest "
            "(UK GDPR articles 6(1)(e) and 9(2)(g))"
        ),
    }
)
SPECIAL: Final = (
    "Special category: substantial public interest (UK GDPR article 9(2)(g)), or the young person's explicit "
    "agreement from 18 on (article 9(2)(a))"
)


class ValueImpossible(ValueError):
    """A kind of circumstance has no such value; the message says what to write."""


def parse_value(kind: Kind, text: str) -> str:
    """Read a value of a kind as it is kept. Raises `ValueImpossible`."""
    told, value = DEFINITIONS[kind], " ".join(text.split())
    if told.choices:
        if value not in told.choices:
            raise ValueImpossible(f"{told.words} has no value like this. Choose one of the list.")
        return value
    if told.pattern is not None:
        return _sessions(told, value)
    if not value or len(value) > LONGEST:
        raise ValueImpossible(f"{told.words} needs words, at most {LONGEST} characters.")
    return value


def _sessions(told: Definition, value: str) -> str:
    found = re.fullmatch(told.pattern or "", value, re.ASCII)
    if found is None:
        raise ValueImpossible("Write sessions planned, attended and missed without permission: 10/8/1.")
    planned, attended, without_leave = (int(part) for part in found.groups())
    if not planned or attended + without_leave > planned:
        raise ValueImpossible(
            "More sessions were attended and missed than were planned. Correct one of the three."
        )
    return f"{planned}/{attended}/{without_leave}"


def say_value(kind: Kind, value: str) -> str:
    """Say a value in words."""
    if kind is Kind.ATTENDANCE:
        planned, attended, without_leave = value.split("/")
        missed = f", {without_leave} missed without permission" if without_leave != "0" else ""
        return f"{attended} of {planned} sessions{missed}"
    return DEFINITIONS[kind].choices.get(value, value)
