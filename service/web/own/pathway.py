"""My pathway: where I am by whose word, what comes next, everything recorded, and what I said is wrong."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.guarantee.rows import Offer
from service.kit.database import Session
from service.own_record.operations import OwnPathway, own_learner, own_pathway
from service.own_record.rows import CorrectionRequest, Outcome
from service.pathways.rows import Spell
from service.pathways.rules import counting, situation
from service.vocabulary.day import say_day
from service.vocabulary.indicator import spoken
from service.web.guards import OWN_RECORD
from service.web.learner import CardPage, where_sentence
from service.web.own.reader import reader_of
from service.web.page import page
from service.web.timeline import Item, timeline
from service.web.visit import PageRequest, Visit

TITLE = "My pathway"
BANNERS = {
    "said": "Thank you. It is in your pathway, as your own word.",
    "asked": "You asked for something to be put right. The answer will be on this page.",
}


@dataclass(frozen=True, kw_only=True)
class PathwayPage:
    """The page a young person sees first."""

    name: str
    sentence: str
    has_something: bool
    next_step: str
    place: Offer | None
    adviser: str | None
    council: str | None
    items: list[Item]
    requests: list[tuple[CorrectionRequest, str]]


@get("/my-pathway", guards=[OWN_RECORD])
async def show_pathway(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """The page."""
    own = await own_pathway(session, reader=reader_of(request))
    content = _content(own, visit.today)
    return page(request, "own/pathway.html", content, title=TITLE, banner=BANNERS.get(done))


@get("/my-pathway/card", guards=[OWN_RECORD])
async def show_own_card(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """The card, to show or to print."""
    learner = await own_learner(session, reader_of(request))
    content = CardPage(learner=learner, spoken=spoken(learner.indicator))
    return page(request, "own/card.html", content, title="My card")


def _content(own: OwnPathway, today: date) -> PathwayPage:
    spells = list(counting(own.said).spells)
    return PathwayPage(
        name=own.learner.given_names,
        sentence=where_sentence(spells, own.names, today),
        has_something=bool(spells),
        next_step=_next_step(own, spells, today),
        place=own.place,
        adviser=own.adviser,
        council=own.council,
        items=timeline(own.said, [], own.names),
        requests=[(each, _became(each)) for each in own.requests],
    )


def _next_step(own: OwnPathway, spells: list[Spell], today: date) -> str:
    """What comes next, from what is recorded; never a promise nobody made."""
    if own.place is not None and own.place.starts_on >= today:
        return f"You have a place: {own.place.title}, from {say_day(own.place.starts_on)}."
    ahead = min((each for each in spells if each.started_on > today), key=_began, default=None)
    if ahead is not None:
        where = f" at {ahead.provider_name}" if ahead.provider_name else ""
        return f"You start something{where} on {say_day(ahead.started_on)}."
    ends = situation(spells, today=today).planned_end_on
    if ends is not None and ends >= today:
        return f"What you do now is planned until {say_day(ends)}. Talk about what follows well before that."
    return "Nothing is planned yet. Your adviser can look for something with you."


def _began(spell: Spell) -> date:
    return spell.started_on


def _became(asked: CorrectionRequest) -> str:
    if asked.outcome is None:
        return f"Waiting. You get an answer by {say_day(asked.due_on)}."
    return "Put right" if asked.outcome is Outcome.PUT_RIGHT else "Left as it is"


ROUTES = [show_pathway, show_own_card]
