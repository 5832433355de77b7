"""The audit trail, as an administrator reads it: every agency's, by key, never with a learner's name or pathway."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.accounts.rows import Role
from service.agencies import queries as agencies
from service.agencies.rows import Agency
from service.kit import audit
from service.kit.audit import Act, Entry, Head, Place
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.ids import NOBODY
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest, Visit

PAGE = 25
FAULTS_SHOWN = 100
OF_THE_HOUSE = frozenset({"account", "agency", "token", "audit"})
"""Subjects whose details are shown. Those of others tell of a learner's pathway, which is not for administrators."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry in words."""

    at: datetime
    act: str
    subject: str
    who: str
    agency: str
    seq: int
    detail: str


@dataclass(frozen=True, kw_only=True)
class TrailPage:
    """The trail, the newest first. `older`: where the next 25 are."""

    lines: list[Line]
    agencies: list[Agency]
    agency: str
    acts: list[str]
    act: str
    begun: bool
    older: str | None


@dataclass(frozen=True, kw_only=True)
class ChainLine:
    """How one agency's chain stands."""

    agency: str
    entries: int
    end: str
    faults: list[str]


@dataclass(frozen=True, kw_only=True)
class VerifiedPage:
    """What walking the chains found."""

    chains: list[ChainLine]
    at: datetime

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong anywhere."""
        return not any(chain.faults for chain in self.chains)


@get("/audit", guards=[requires(Role.ADMINISTRATOR)])
async def show_trail(
    request: PageRequest,
    session: NamedDependency[Session],
    agency: Annotated[str, QueryParameter(max_length=36)] = "",
    act: Annotated[str, QueryParameter(max_length=100)] = "",
    after: Annotated[str, QueryParameter(max_length=120)] = "",
) -> Response[str]:
    """What was done and seen, the newest first."""
    known, acts = await agencies.agencies(session), await audit.acts_recorded(session)
    chosen = next((each.id for each in known if str(each.id) == agency), None)
    wanted = act if act in acts else None
    entries = await audit.trail(
        session, agency_id=chosen, act=wanted, after=place_in(after) if after else None, limit=PAGE + 1
    )
    content = TrailPage(
        lines=await _lines(session, entries[:PAGE], known),
        agencies=known,
        agency=str(chosen or ""),
        acts=acts,
        act=wanted or "",
        begun=bool(after),
        older=_older(entries, chosen, wanted),
    )
    return page(request, "audit/trail.html", content, title="Audit")


@post("/audit/verification", guards=[requires(Role.ADMINISTRATOR)], status_code=200)
async def verify(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """Walks every chain now, and notes in the trail that it was done and what it found."""
    heads = await audit.heads(session)
    names = await agencies.agency_names(session, {head.agency_id for head in heads})
    chains = [await _chain(session, head, names) for head in heads]
    faults = sum(len(chain.faults) for chain in chains)
    detail = {"chains": len(chains), "faults": faults}
    done = Act(act="audit verified", subject_kind="audit", subject_id=None, detail=detail)
    await audit.record(session, done, by=visit.by, now=visit.now)
    return page(
        request, "audit/verified.html", VerifiedPage(chains=chains, at=visit.now), title="Audit verified"
    )


def place_in(text: str) -> Place:
    """Read a place in the trail out of an address. Raises `Invalid`."""
    try:
        at, agency_id, seq = text.split("_")
        place = Place(datetime.fromisoformat(at), UUID(agency_id), int(seq))
    except ValueError:
        raise Invalid("This address is not whole. Open the audit trail again.") from None
    if place.at.tzinfo is None or not 0 <= place.seq < 2**63:
        raise Invalid("This address is not whole. Open the audit trail again.")
    return place


def _older(entries: list[Entry], agency: UUID | None, act: str | None) -> str | None:
    if len(entries) <= PAGE:
        return None
    last = entries[PAGE - 1]
    after = f"{last.at.isoformat()}_{last.agency_id}_{last.seq}"
    return "/audit?" + urlencode({"agency": agency or "", "act": act or "", "after": after})


async def _lines(session: Session, entries: list[Entry], known: list[Agency]) -> list[Line]:
    names = {agency.id: agency.name for agency in known}
    people = await agencies.names_of(session, [entry.account_id for entry in entries if entry.account_id])
    return [_line(entry, names, people) for entry in entries]


def _line(entry: Entry, names: dict[UUID, str], people: dict[UUID, str]) -> Line:
    told = entry.detail if entry.subject_kind in OF_THE_HOUSE else {}
    return Line(
        at=entry.at,
        act=entry.act,
        subject=f"{entry.subject_kind} {entry.subject_id or ''}".strip(),
        who=people.get(entry.account_id, "a former account") if entry.account_id else "no account",
        agency=_agency_name(entry.agency_id, names),
        seq=entry.seq,
        detail=", ".join(f"{name} {value}" for name, value in sorted(told.items())),
    )


def _agency_name(agency_id: UUID, names: dict[UUID, str]) -> str:
    return names.get(agency_id, "the service itself" if agency_id == NOBODY else "a former agency")


async def _chain(session: Session, head: Head, names: dict[UUID, str]) -> ChainLine:
    faults: list[str] = []
    async for seq, wrong in audit.broken_links(session, head):
        faults.append(f"Entry {seq}: {wrong}.")
        if len(faults) == FAULTS_SHOWN:
            break
    return ChainLine(
        agency=_agency_name(head.agency_id, names), entries=head.seq, end=head.hash.hex(), faults=faults
    )


ROUTES = [show_trail, verify]
