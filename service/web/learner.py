"""A learner's page: who, where they are now and by whose word, what is open, and everything recorded so far."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from service.accounts.rows import ADVISERS, Role
from service.agencies import queries as agencies
from service.alerts import queries as alerts
from service.alerts.queries import CardRow
from service.caseloads import queries as caseloads
from service.kit.database import Session
from service.learners import queries as learners
from service.learners.rows import Learner, LrsChecked
from service.merging import queries as merging
from service.merging.rows import Merge
from service.pathways import queries as pathways
from service.pathways.rows import Milestone, Spell
from service.pathways.rules import Situation, as_known, counting, disagreement, situation
from service.vocabulary.academic_year import age
from service.vocabulary.activity import Group, activity
from service.vocabulary.day import end_of_day, say_day
from service.vocabulary.indicator import spoken
from service.web.about import NOTHING, About, about
from service.web.guards import requires
from service.web.known_day import Known, known_day
from service.web.page import page
from service.web.reading import read_learner
from service.web.timeline import Item, part_of_timeline
from service.web.visit import PageRequest, Visit

PAGE = 20  # lines of a timeline
STAFF = (Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER)
BANNERS = {
    "issued": "A new indicator was issued. Print the card for the learner.",
    "found": "This person was registered already. This is their record.",
    "milestone": "Recorded. It is on the timeline below.",
    "corrected": "Corrected. The timeline says what it was before, and why.",
    "taken-back": "Taken back. The timeline keeps it, and says why.",
    "contact": "The contact is logged.",
    "concern": "The contact is logged, and the duty lead is called. Phone them too: today, before you go.",
    "settled": "Decided.",
    "joined": "The two records are joined. Both indicators lead here.",
    "parted": "The two records are parted. Each has its own indicator again.",
    "decided": "Decided. What the file said about this learner is on the timeline below.",
}


@dataclass(frozen=True, kw_only=True)
class LearnerPage:
    """Everything on a learner's page."""

    learner: Learner
    age: int
    sentence: str
    contradiction: str | None
    alerts: list[CardRow]
    items: list[Item]
    about: About
    lines: int
    current: int
    merges: list[Merge]
    lrs: LrsChecked | None
    may_record: bool
    may_contact: bool
    may_join: bool
    is_unknown: bool
    known: Known

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.lines // PAGE))


@dataclass(frozen=True, kw_only=True)
class CardPage:
    """The learner's card."""

    learner: Learner
    spoken: str


@get("/learners/{learner_id:uuid}", guards=[requires(*STAFF)])
async def show_learner(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
    known_on: Annotated[str, QueryParameter(max_length=40)] = "",
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=10_000)] = 1,
) -> Response[str]:
    """The timeline page, as it is or as it was known at the end of a past day."""
    learner = await read_learner(session, visit, learner_id, why="timeline")
    known = known_day(known_on, visit.today)
    content = await _content(session, visit, learner, known, page_number)
    status = 422 if known.error else 200
    return page(
        request,
        "learner/timeline.html",
        content,
        title=learner.full_name,
        banner=BANNERS.get(done),
        status=status,
    )


async def _content(
    session: Session, visit: Visit, learner: Learner, known: Known, number: int
) -> LearnerPage:
    said = await pathways.everything_said(session, learner.id, within=visit.scope)
    contacts = (await caseloads.contacts_of(session, [learner.id], within=visit.scope)).get(learner.id, [])
    if known.on:
        at = end_of_day(known.on)
        said, contacts = as_known(said, at=at), [each for each in contacts if each.recorded_at <= at]
    facts: list[Spell | Milestone] = [*said.spells, *said.milestones]
    names = await agencies.agency_names(session, {each.agency_id for each in (*facts, *contacts)})
    found = await alerts.alerts_of(session, learner.id, within=visit.scope)
    may_join = visit.who.role is Role.DATA_OFFICER
    spells = list(counting(said).spells)
    now_in = situation(spells, today=visit.today).group
    over = NOTHING if known.on else await _about(session, visit, learner, now_in)
    reader, part = None if known.on else visit.by.agency_id, slice((number - 1) * PAGE, number * PAGE)
    items, lines = part_of_timeline(said, contacts, names, reader=reader, part=part)
    return LearnerPage(
        learner=learner,
        age=age(learner.date_of_birth, on=known.on or visit.today),
        sentence=where_sentence(spells, names, known.on or visit.today),
        contradiction=_contradiction(spells, names, known.on or visit.today),
        alerts=[] if known.on else [alert for alert in found if alert.closed_on is None],
        about=over,
        items=items,
        lines=lines,
        current=number,
        merges=await merging.merges_of(session, learner.id) if may_join else [],
        lrs=await learners.last_check(session, learner.id, within=visit.scope) if may_join else None,
        may_join=may_join,
        may_record=visit.who.role is not Role.DATA_OFFICER,
        may_contact=visit.who.role in ADVISERS,
        is_unknown=now_in is Group.NOT_KNOWN,
        known=known,
    )


@get("/learners/{learner_id:uuid}/card", guards=[requires(*STAFF)])
async def show_card(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Response[str]:
    """The learner's card, to print."""
    learner = await read_learner(session, visit, learner_id, why="card")
    content = CardPage(learner=learner, spoken=spoken(learner.indicator))
    return page(request, "learner/card.html", content, title="Learner's card")


async def _about(session: Session, visit: Visit, learner: Learner, now_in: Group) -> About:
    in_custody = now_in is Group.CUSTODY
    return await about(session, visit, learner.id, learner.date_of_birth, in_custody=in_custody)


def _contradiction(spells: list[Spell], names: dict[UUID, str], today: date) -> str | None:
    """What the agencies say that contradicts each other, where they do."""
    found = disagreement(spells, today=today)
    if found is None:
        return None
    told = {spell.id: spell for spell in spells}
    said = [
        f"{names.get(told[key].agency_id, 'an agency')} says {activity(told[key].activity).label.lower()}"
        for key in found.spell_ids
    ]
    return f"Two agencies contradict each other about what began on {say_day(found.started_on)}: {', '.join(said)}."


def where_sentence(spells: list[Spell], names: dict[UUID, str], today: date) -> str:
    """One sentence of where the learner is now, since when and according to whom."""
    now = situation(spells, today=today)
    said_by = {spell.id: names.get(spell.agency_id, "an agency") for spell in spells}
    return _where(now, said_by.get(now.spell_id) if now.spell_id else None)


def _where(now: Situation, said_by: str | None) -> str:
    label = activity(now.activity).label
    if now.since_on is None:
        return "Nothing has been recorded about where this learner is."
    if now.lapsed:
        return f"Not known since {say_day(now.since_on)}: what {said_by} last said is no longer current."
    at = f" at {now.provider_name}" if now.provider_name and said_by != now.provider_name else ""
    by = f", according to {said_by}" if said_by and now.activity != 810 else ""
    return f"{label}{at} since {say_day(now.since_on)}{by}."


ROUTES = [show_learner, show_card]
