"""R03 NO_OFFER: their year ends this summer, and nobody has offered them a place for the time after it."""

from datetime import date
from typing import NamedTuple

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import ENGAGED, NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.circumstances.rows import Kind
from service.circumstances.rules import values_of
from service.pathways.rows import Milestone, MilestoneKind
from service.pathways.rules import Stretch, verified_on
from service.vocabulary.academic_year import AcademicYear
from service.vocabulary.activity import Group
from service.vocabulary.activity import Kind as ActivityKind
from service.vocabulary.day import london_day, say_day
from service.vocabulary.working_day import add_working_days, working_days_before

_OFFERS = frozenset({MilestoneKind.OFFERED, MilestoneKind.ACCEPTED})
_YEARS = 2  # 11 and 12
_SEVERITIES = (Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)


class _Leaving(NamedTuple):
    """The year that ends for them, as a school counts it (11 or 12), and as it is dated."""

    number: int
    year: AcademicYear

    @property
    def summer(self) -> int:
        """The calendar year it ends in."""
        return self.year.start + 1


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody whose year 11 or 12 ends without an offer for the autumn.

    Looked at on 31 May (Medium), 31 July (High) and 30 September (Critical), with 20, 10 and 5 working days; over on
    31 October. Year 11 and 12 go by age alone; of year 12 only those whose place ends by 31 August, or who are in
    nothing. An offer is one made or accepted and not declined; education, employment or training that lasts beyond 31
    August; or a status of the September Guarantee that says so. An intended destination is none. A school has until
    the end of June, then it is the adviser's. In custody R20 looks after it.

    SOURCE: practice table R03 (September Guarantee: an offer by the end of September for every leaver of years 11 and
    12; Staffordshire reports from the end of May to the end of October).
    """
    leaving = _leaving(picture, today, settings)
    if leaving is None:
        return NOTHING
    looked_at = [day.of(leaving.summer) for day in settings.no_offer_on]
    turns = (*looked_at, settings.no_offer_until.of(leaving.summer) + days(1))
    reached = sum(day <= today for day in looked_at)
    if (
        not reached
        or picture.situation.group is Group.CUSTODY
        or _has_offer(picture, leaving, today, settings)
    ):
        return Ruling(None, turns)
    return Ruling(_finding(picture, leaving, reached - 1, settings), turns)


def _leaving(picture: Picture, today: date, settings: AlertSettings) -> _Leaving | None:
    """Year 11 until its autumn is over, then year 12; None for everybody older, and at once."""
    if today.year > picture.year_11.start + _YEARS:
        return None
    for leaving in (_Leaving(11, picture.year_11), _Leaving(12, picture.year_11.next())):
        if today <= settings.no_offer_until.of(leaving.summer):
            return leaving
    return None


def _has_offer(picture: Picture, leaving: _Leaving, today: date, settings: AlertSettings) -> bool:
    codes = {f"{leaving.number}:{code}" for code in settings.guarantee_offers}
    if codes & values_of(picture.held, Kind.GUARANTEE):
        return True
    from_on = settings.no_offer_on[0].of(leaving.summer)
    if any(each.kind in _OFFERS and _is_for(each, leaving, from_on) for each in picture.milestones):
        return True
    return any(_lasts(each, leaving, today) for each in picture.line)


def _is_for(offer: Milestone, leaving: _Leaving, from_on: date) -> bool:
    """Whether a place is for this autumn: it starts from 31 May on, or names no day and was offered in the year."""
    if offer.planned_start_on is not None:
        return offer.planned_start_on >= from_on
    return offer.occurred_on >= leaving.year.starts_on


def _lasts(stretch: Stretch, leaving: _Leaving, today: date) -> bool:
    """Whether it is a place beyond 31 August, as far as is known; school itself never is."""
    if stretch.activity.group is not Group.EET or stretch.activity.kind is ActivityKind.SCHOOL:
        return False
    ends_on = leaving.year.ends_on
    planned_on = stretch.fact.planned_end_on
    if planned_on is not None and planned_on < verified_on(stretch.fact):
        planned_on = None  # it had passed when it was still reported: it says nothing any more
    is_believed = stretch.until_on >= min(today, ends_on)
    return is_believed and (stretch.ended_on or planned_on or date.max) > ends_on


def _finding(picture: Picture, leaving: _Leaving, place: int, settings: AlertSettings) -> Finding:
    looked_on = settings.no_offer_on[place].of(leaving.summer)
    raised_for = _known_on(picture, looked_on)
    deadline_on = add_working_days(raised_for, settings.no_offer_working_days[place])
    advisers_on, school = settings.no_offer_advisers_from.of(leaving.summer), picture.taught_by
    is_schools = school is not None and raised_for < advisers_on
    if is_schools:
        deadline_on = max(raised_for, min(deadline_on, working_days_before(advisers_on, 1)))
    fact = picture.stretch.fact if picture.stretch else None
    # Who is in something hears one thing about what comes next, with R16; who is in nothing hears it with where they
    # are (R05, R07): never two alerts about one autumn. To be in nothing now is new evidence: what somebody closed
    # while they were still in something does not keep it silent.
    family = Family.NEXT_STEP if picture.situation.group in ENGAGED else Family.WHEREABOUTS
    return NO_OFFER.finding(
        Found(
            severity=_SEVERITIES[place],
            raised_for_on=raised_for,
            deadline_on=deadline_on,
            owners=(Owner.PROVIDER, Owner.ADVISER) if is_schools else (Owner.ADVISER, Owner.LEAD),
            sentence=f"Year {leaving.number} ends, and by {say_day(looked_on)} no offer for the autumn is recorded.",
            evidence=(words.of_spell(fact),) if fact else (),
            steps=(
                "Ask them and the school where they have applied, and record the offer",
                "Offer a place that starts in September",
                "Agree what help they need to apply",
            ),
            closes_when="An offer, an acceptance or what they start in autumn is recorded",
            about=(leaving.summer, looked_on, family),
            family=family,
        )
    )


def _known_on(picture: Picture, looked_on: date) -> date:
    """From when the days count: looked at, registered, an offer declined, or the last place at its end."""
    told = [looked_on, picture.case.registered_on]
    declined = [each for each in picture.case.milestones if each.kind is MilestoneKind.DECLINED]
    told += [
        max(each.occurred_on, london_day(each.recorded_at)) for each in declined if each.superseded_at is None
    ]
    stretch, since = picture.stretch, picture.situation.since_on
    if picture.situation.group not in ENGAGED and stretch is not None and since is not None:
        told += [since, london_day(stretch.fact.recorded_at)]
    return max(told)


NO_OFFER = Rule(
    id="R03",
    name="NO_OFFER",
    version=1,
    family=Family.NEXT_STEP,
    title="No offer for September",
    description="Year 11 or 12 ends, and no offer for the autumn is recorded: Medium on 31 May, High on 31 July, "
    "Critical on 30 September. The school has until the end of June, then it is the adviser's.",
    judge=judge,
    for_pupils=True,
)
