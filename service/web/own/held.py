"""What is held about me and on what ground; and who looked at it and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.caseloads.rows import Contact
from service.kit.database import Session
from service.learners.rows import Learner
from service.own_record.operations import LINES, own_held, who_looked
from service.own_record.rows import Looked
from service.own_record.rules import PARTS, Held, Part, say_basis, say_looked
from service.vocabulary.day import say_day
from service.web.caseload import CHANNELS
from service.web.guards import OWN_RECORD
from service.web.own.reader import reader_of
from service.web.page import page
from service.web.visit import PageRequest, Visit

SEXES = {"F": "Female", "M": "Male"}
_CHANNELS = dict(CHANNELS)
WHO = {"own record opened": "You", "correction asked for": "You", "own link refused": "Somebody"}
NOT_HERE = "Not shown on this page: your address is protected"


@dataclass(frozen=True, kw_only=True)
class HeldPage:
    """Everything held, part by part."""

    identity: list[tuple[str, str]]
    plain: list[tuple[str, list[Held]]]
    special: list[tuple[str, list[Held]]]
    contacts: list[tuple[str, str, str]]
    alerts: list[tuple[str, str]]
    basis: str
    parts: Sequence[Part]


@dataclass(frozen=True, kw_only=True)
class LookedPage:
    """Who did what with the record, the latest first."""

    rows: list[tuple[str, str, str]]
    lines: int
    current: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.lines // LINES))


@get("/my-pathway/held", guards=[OWN_RECORD])
async def show_held(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """What is held, from whom, for whom and on what ground."""
    own = await own_held(session, reader=reader_of(request), today=visit.today)
    content = HeldPage(
        identity=_identity(own.learner, hides_address=own.hides_address),
        plain=_by_ground(each for each in own.circumstances if not each.is_special),
        special=_by_ground(each for each in own.circumstances if each.is_special),
        contacts=[_contact(*each) for each in own.contacts],
        alerts=[(title, say_day(since)) for title, since in own.alerts],
        basis=say_basis(own.standing, on=visit.today),
        parts=PARTS,
    )
    return page(request, "own/held.html", content, title="What is held about me")


@get("/my-pathway/who-looked", guards=[OWN_RECORD])
async def show_looked(
    request: PageRequest,
    session: NamedDependency[Session],
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=10_000)] = 1,
) -> Response[str]:
    """Who looked at the record, who wrote in it, when and why."""
    found, lines = await who_looked(session, reader=reader_of(request), page=page_number)
    content = LookedPage(rows=[_row(*each) for each in found], lines=lines, current=page_number)
    return page(request, "own/looked.html", content, title="Who looked at my record")


def _identity(learner: Learner, *, hides_address: bool) -> list[tuple[str, str]]:
    return [
        ("Given names", learner.given_names),
        ("Family name", learner.family_name),
        ("Date of birth", say_day(learner.date_of_birth)),
        ("Sex", SEXES.get(learner.sex or "", "Not recorded")),
        ("Postcode", NOT_HERE if hides_address else learner.postcode or "Not recorded"),
        ("Unique learner number", learner.uln or "Not recorded"),
        ("Unique pupil number", learner.upn or "Not recorded"),
    ]


def _by_ground(held: Iterable[Held]) -> list[tuple[str, list[Held]]]:
    """What is held on one ground together, so that the ground is said once."""
    grouped: dict[str, list[Held]] = {}
    for each in held:
        grouped.setdefault(each.ground, []).append(each)
    return list(grouped.items())


def _contact(contact: Contact, agency: str) -> tuple[str, str, str]:
    spoke = "You were in touch" if contact.two_way else "They tried to reach you"
    return say_day(contact.occurred_on), agency, f"{spoke}: {_CHANNELS[contact.channel].lower()}"


def _row(looked: Looked, agency: str) -> tuple[str, str, str]:
    times = "" if looked.times == 1 else f" ({looked.times} times)"
    whose = WHO.get(looked.act, agency)
    return say_day(looked.on), whose, f"{say_looked(looked)}{times}"


ROUTES = [show_held, show_looked]
