"""What whoever re-engages a young person sees: the least of the record, and the way back, put into words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.accounts.rows import Role
from service.alerts.rules import Clock
from service.guarantee import rules
from service.guarantee.operations import Enquirer, Minimum, WayBack, read_minimum, way_back
from service.guarantee.rows import Offer, OfferState, Option, Readiness, Wishes
from service.kit.database import Session
from service.pathways.rules import Situation, Stage
from service.provision.rows import Listed
from service.provision.rules import KINDS, SUPPORTS
from service.vocabulary.academic_year import age
from service.vocabulary.activity import activity
from service.vocabulary.day import say_day
from service.vocabulary.sector import LEVELS, SECTORS, level_name
from service.vocabulary.working_day import working_days_between
from service.web.visit import Visit

STAGES = {
    Stage.RE_ENGAGEMENT: "first steps back",
    Stage.ENTRY_OR_LEVEL_1: "entry level or level 1",
    Stage.LEVEL_2: "level 2",
    Stage.LEVEL_3: "level 3",
    Stage.LEVEL_4_OR_ABOVE: "level 4 or above, or work",
    Stage.JOB_WITH_TRAINING: "a job with training",
}


@dataclass(frozen=True, kw_only=True)
class Way:
    """One option as the page shows it; `then` the dated place it leads to."""

    option: Option
    listed: Listed | None
    then: Listed | None

    @property
    def heading(self) -> str:
        """What it is, in a few words."""
        if self.listed is None:
            return "Re-engagement with the adviser"
        return self.listed.opportunity.title

    @property
    def said(self) -> str:
        """Kind, level, provider and place in one line."""
        return said_of(self.listed) if self.listed else "Meet them, and look again on the day below"


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """The least of a record, and the way back."""

    minimum: Minimum
    age: int
    where: str
    achieved: list[tuple[str, str]]
    wishes: list[tuple[str, str]]
    clock: str | None
    target: str | None
    why: tuple[str, ...]
    ways: list[Way]
    near: list[tuple[Listed, str]]
    live: list[Offer]
    has_a_place: bool
    past: list[tuple[Offer, str]]
    refusals: list[tuple[str, str]]
    may_open: bool
    today: date
    errors: dict[str, str]
    values: dict[str, str]


async def person_page(
    session: Session,
    visit: Visit,
    learner_id: UUID,
    errors: dict[str, str] | None = None,
    values: dict[str, str] | None = None,
) -> PersonPage:
    """Put the page together. Raises what `read_minimum` raises."""
    least = await read_minimum(session, learner_id=learner_id, asker=asker_of(visit))
    way = None
    has_a_place = any(each.state is OfferState.ACCEPTED for each in least.offers)
    if least.wishes is not None and not has_a_place:
        way = await way_back(session, learner=least.learner, wishes=least.wishes, today=visit.today)
    live = [each for each in least.offers if each.state in {OfferState.MADE, OfferState.ACCEPTED}]
    return PersonPage(
        minimum=least,
        age=age(least.learner.date_of_birth, on=visit.today),
        where=_where(least.where),
        achieved=_achieved(least),
        wishes=wishes_said(least.wishes) if least.wishes else [],
        clock=_clock(least.clock, visit.today),
        target=STAGES[way.recommendation.target] if way else None,
        why=way.recommendation.why if way else (),
        ways=_ways(way) if way else [],
        near=[(way.listed[each.opportunity_id], each.because) for each in way.recommendation.near_misses]
        if way
        else [],
        live=live,
        has_a_place=has_a_place,
        past=[(each, _became(each)) for each in least.offers if each not in live],
        refusals=[(refusal.value, words) for refusal, words in rules.REFUSALS.items()],
        may_open=least.opening is None and visit.who.role is not Role.AGENCY_WORKER,
        today=visit.today,
        errors=errors or {},
        values=values or {},
    )


def asker_of(visit: Visit) -> Enquirer:
    """Whoever has the young person before them."""
    return Enquirer(agency=visit.who.agency_name, within=visit.scope, by=visit.by, now=visit.now)


def _where(now: Situation) -> str:
    label = activity(now.activity).label
    return (
        f"{label} since {say_day(now.since_on)}."
        if now.since_on
        else "Nothing is recorded of where they are."
    )


def _achieved(least: Minimum) -> list[tuple[str, str]]:
    known = least.achieved
    highest = level_name(LEVELS[known.highest]) if known.highest >= 0 else "None yet"
    rows = [
        ("Highest level", highest if known.is_known else "Nothing is recorded: ask what they have"),
        ("English at grade 4", "Yes" if known.english else "Not yet, or not recorded"),
        ("Maths at grade 4", "Yes" if known.maths else "Not yet, or not recorded"),
    ]
    for left in known.unfinished[:2]:
        named = left.title or level_name(LEVELS[left.rank])
        rows.append(("Begun and left", f"{named}: {left.weeks} weeks, until {say_day(left.ended_on)}"))
    return rows


def wishes_said(wishes: Wishes) -> list[tuple[str, str]]:
    """What somebody wishes, line by line, in the order of the form."""
    return [
        ("Sectors", "; ".join(SECTORS[each] for each in sorted(wishes.sectors, key=int)) or "Any"),
        ("Learning or work", rules.ROUTES[wishes.route]),
        ("How ready they are", rules.READINESS[Readiness(wishes.readiness)]),
        (
            "Cannot start without",
            "; ".join(SUPPORTS[each] for each in SUPPORTS if each in wishes.needs) or "–",
        ),
        ("Longest journey", f"{wishes.travel_minutes} minutes" if wishes.travel_minutes else "No limit"),
        ("Most hours a week", str(wishes.hours) if wishes.hours else "No limit"),
        ("Free from", say_day(wishes.free_on)),
        ("A level again", wishes.repeat_reason or "Yes" if wishes.may_repeat else "No"),
    ]


def _clock(clock: Clock | None, today: date) -> str | None:
    if clock is None:
        return None
    begun = f"Re-engaged on {say_day(clock.re_engaged.occurred_on)}."
    if clock.met is not None:
        return f"{begun} A dated place was accepted, or refused with a reason, on {say_day(clock.met.occurred_on)}."
    if clock.ends_on < today:
        return f"{begun} A dated place was due by {say_day(clock.ends_on)}: it is late."
    left = working_days_between(today, clock.ends_on)
    return f"{begun} A dated place is due by {say_day(clock.ends_on)}, {left} working days from today."


def _ways(way: WayBack) -> list[Way]:
    return [
        Way(
            option=option,
            listed=way.listed.get(option.opportunity_id) if option.opportunity_id else None,
            then=way.listed.get(option.then.opportunity_id)
            if option.then and option.then.opportunity_id
            else None,
        )
        for option in way.recommendation.options
    ]


def _became(offer: Offer) -> str:
    if offer.refusal is not None:
        return f"Refused: {rules.REFUSALS[offer.refusal].lower()}"
    return "Withdrawn"


def said_of(listed: Listed) -> str:
    """Kind, level, provider and place of an opportunity in one line."""
    opportunity = listed.opportunity
    parts = [
        KINDS[opportunity.kind],
        level_name(opportunity.level) if opportunity.level else None,
        listed.provider,
        listed.district or ("Online" if opportunity.postcode is None else None),
        f"{opportunity.hours} hours a week",
    ]
    return ", ".join(part for part in parts if part)
