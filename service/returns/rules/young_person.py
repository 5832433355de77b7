"""One young person as an NCCIS return tells them: identity, needs and the activity of the period's last day.

Source: NCCIS management information requirement 2019/20, as far as it is public (structure, codes and error texts).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules import holding, value_of, values_of
from service.pathways.rows import Spell
from service.pathways.rules import (
    NOT_KNOWN,
    Situation,
    Stretch,
    lapses_on,
    situation_of,
    stretches,
    verified_on,
)
from service.returns.rows import CohortStatus, Doing, Head, Resident, YoungPerson
from service.vocabulary.academic_year import academic_age
from service.vocabulary.activity import Group, activity
from service.vocabulary.activity import Kind as ActivityKind
from service.vocabulary.day import london_day

REVIEWED = frozenset({260, 290, 350, 616, 710})
"""Activities with a review day where others have an expected end (error 262)."""
FIRST_AGE, LAST_AGE, LAST_AGE_WITH_PLAN = 15, 17, 24
"""Academic ages of the cohort: year 11 (September Guarantee), 16 and 17, with a plan to 24 (errors 9, 10, 40)."""
WITHHELD, NOWHERE = "Address withheld", "ZZ99 9ZZ"
_LEARNING = frozenset(
    {ActivityKind.SCHOOL, ActivityKind.EDUCATION, ActivityKind.TRAINING, ActivityKind.RE_ENGAGEMENT}
)
_FLAGS = {"yes": "Y", "no": "N", None: ""}
_DAY = timedelta(days=1)


def expects_end(code: int) -> bool:
    """Whether an activity is returned with the day it is expected to end (error 259)."""
    return activity(code).kind in _LEARNING and code not in REVIEWED


def is_in_cohort(born_on: date, said: Iterable[Circumstance], *, on: date) -> bool:
    """Whether a council returns somebody on a day, by academic age and plan."""
    years = academic_age(born_on, on=on)
    if years <= LAST_AGE:
        return years >= FIRST_AGE
    return years <= LAST_AGE_WITH_PLAN and value_of(holding(said, on=on), Kind.EHC_PLAN) == "yes"


def young_person(
    who: Resident,
    spells: Sequence[Spell],
    said: Iterable[Circumstance],
    head: Head,
    ukprns: Mapping[UUID, str],
) -> YoungPerson:
    """Write somebody's record from what was known of them at the end of the period.

    `ukprns` are the UKPRNs of the providers among the agencies that reported.
    """
    held = holding(said, on=head.period_ends_on)
    protected = value_of(held, Kind.PROTECTED_ADDRESS) == "yes"
    address = value_of(held, Kind.ADDRESS) or ""
    return YoungPerson(
        learner_id=who.learner_id,
        number=f"{head.la_code}{who.number:010d}",
        previous=f"{head.la_code}{who.previous:010d}" if who.previous else "",
        status=CohortStatus.TRANSFERRED if who.moved_to else CohortStatus.PRIMARY,
        given_names=who.given_names,
        family_name=who.family_name,
        address=(WITHHELD,) if protected else tuple(part for part in address.split(", ") if part),
        postcode=NOWHERE if protected else who.postcode or "",
        gender=who.sex or "U",
        born_on=who.date_of_birth,
        ethnicity=value_of(held, Kind.ETHNICITY) or "",
        lead_la=head.la_code,
        transferred_to=who.moved_to or "",
        uln=who.uln or "",
        upn=who.upn or "",
        guarantees=tuple(sorted(_guarantees(held))),
        level_of_need=value_of(held, Kind.LEVEL_OF_NEED) or "",
        send=_FLAGS[value_of(held, Kind.EHC_PLAN)],
        sen_support=_FLAGS[value_of(held, Kind.SEN_SUPPORT)],
        characteristics=tuple(sorted(values_of(held, Kind.CHARACTERISTIC))),
        intended_destination=value_of(held, Kind.INTENDED_DESTINATION) or "",
        doing=_doing(who, spells, head, ukprns),
    )


def _guarantees(held: Iterable[Circumstance]) -> Iterable[tuple[str, str]]:
    for each in values_of(held, Kind.GUARANTEE):
        year, _, status = each.partition(":")
        yield year, status


def _doing(who: Resident, spells: Sequence[Spell], head: Head, ukprns: Mapping[UUID, str]) -> Doing:
    line = [each for each in stretches(spells) if each.started_on <= head.period_ends_on]
    now = situation_of(line, today=head.period_ends_on)
    if line and (now.activity != NOT_KNOWN or now.lapsed):
        return _known(line[-1], now, head, ukprns)
    # Nothing was reported, or what was has ended.
    since = now.since_on or min(london_day(who.registered_at), head.period_ends_on)
    return Doing(activity=NOT_KNOWN, started_on=since, ascertained_on=since, verified_on=since)


def _known(stretch: Stretch, now: Situation, head: Head, ukprns: Mapping[UUID, str]) -> Doing:
    fact, code, group = stretch.fact, stretch.activity.code, stretch.activity.group
    verified = min(verified_on(fact), head.period_ends_on)
    return Doing(
        activity=code,
        started_on=stretch.started_on,
        ascertained_on=max(stretch.started_on, min(london_day(fact.recorded_at), verified)),
        verified_on=verified,
        review_on=fact.planned_end_on if code in REVIEWED else None,
        lapses_on=lapses_on(fact),
        lapsed=now.lapsed,
        establishment=fact.provider_name or "",
        ukprn=ukprns.get(fact.agency_id, "") if group is Group.EET else "",
        neet_since_on=now.neet_since_on,
        expected_end_on=fact.planned_end_on if expects_end(code) else None,
    )
