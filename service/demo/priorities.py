"""What employers ask for in the demo, and what the board made of it. Every figure is invented, as its source says."""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from service.accounts import queries as accounts
from service.board.rules import SUMMARY
from service.demo.replay import in_the_morning
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.pathways.rules.currency import months_after
from service.priorities.operations import decide, enter_figures, evidence_for, require_standing, set_priority
from service.priorities.rows import Entry, Figure, Kind, Verdict
from service.vocabulary.priority_sector import PrioritySector

SURVEY: Final = "Demonstration values: invented survey of employers"
ADVERTS: Final = "Demonstration values: invented count of online adverts"
_OFFICER: Final = "data@demo.invalid"
_PRESENT: Final = "Board meeting: chair, six employers, two college principals, a councillor"
_SURVEYED: Final = {
    PrioritySector.MANUFACTURING: (205, 230),
    PrioritySector.CARE: (610, 655),
    PrioritySector.CONSTRUCTION: (380, 412),
    PrioritySector.FINANCIAL: (110, 95),
    PrioritySector.HEALTH: (170, 180),
    PrioritySector.DIGITAL: (120, 145),
    PrioritySector.LOGISTICS: (290, 310),
}
"""Vacancies half a year ago, and at the end of the last month."""
_ADVERTISED: Final = {
    PrioritySector.CARE: 1_090,
    PrioritySector.CONSTRUCTION: 540,
    PrioritySector.HEALTH: 415,
    PrioritySector.LOGISTICS: 365,
}


class _Said(NamedTuple):
    """A decision in short: looked at again in so many days, resting on a table (empty: on the skills page)."""

    kind: Kind
    words: str
    review_in: int
    planned: int | None = None
    table: str = ""


async def tell_priorities(database: Database, council_id: UUID, *, now: datetime, today: date) -> None:
    """A year of it, in the order it happened: figures, three priorities, what was decided, one review overdue."""
    async with database.transaction(REGISTER) as session:
        officer = await accounts.account_with(session, _OFFICER)
        if officer is None:
            raise ValueError("The demo's data officer has no account yet.")
        telling = _Telling(session, By(agency_id=council_id, account_id=officer.id), now, today)
        await telling.all()


class _Telling:
    """The board's year, each thing on its day."""

    def __init__(self, session: Session, by: By, now: datetime, today: date) -> None:
        self._session, self._by, self._now, self._today = session, by, now, today

    async def all(self) -> None:
        """All of it, the earliest first."""
        await self._survey(months=7, place=0)
        construction = await self._set(
            170,
            PrioritySector.CONSTRUCTION,
            "Sites stand still for want of bricklayers and site carpenters.",
            120,
        )
        care = await self._set(165, PrioritySector.CARE, "Care homes cannot staff their nights.", 90)
        for days_ago, key, verdict in (
            (160, construction, _Said(Kind.ADOPTED, "Adopted. Colleges are to open evening groups.", 90)),
            (160, care, _Said(Kind.ADOPTED, "Adopted, with a review after the summer’s starts.", 139)),
            (
                72,
                construction,
                _Said(Kind.CHANGED, "It goes on, with more places: more sites open.", 130, 160),
            ),
        ):
            await self._decide(days_ago, key, verdict)
        await self._survey(months=1, place=1)
        await self._adverts()
        digital = await self._set(
            2, PrioritySector.DIGITAL, "Small firms look for juniors and find none who can start.", 60
        )
        adopted = _Said(Kind.ADOPTED, "Adopted. Three employers offer placements.", 150, table=SUMMARY)
        await self._decide(1, digital, adopted)

    def _when(self, days_ago: int) -> tuple[datetime, date]:
        day = self._today - timedelta(days=days_ago)
        return in_the_morning(day, self._now), day

    async def _survey(self, *, months: int, place: int) -> None:
        """Of the last day of a month, dated and entered on the next."""
        dated = months_after(self._today.replace(day=1), 1 - months)
        counted_on = dated - timedelta(days=1)
        await self._enter(
            [
                Figure(
                    sector=sector,
                    vacancies=figures[place],
                    as_of_on=counted_on,
                    source=SURVEY,
                    source_on=dated,
                )
                for sector, figures in _SURVEYED.items()
            ],
            "invented-survey.csv",
            days_ago=(self._today - dated).days,
        )

    async def _adverts(self) -> None:
        """All that were advertised in two months, up to a month and a half ago: older than the survey, so not shown."""
        until = months_after(self._today.replace(day=1), -1) - timedelta(days=1)
        await self._enter(
            [
                Figure(
                    sector=sector,
                    vacancies=vacancies,
                    from_on=months_after(until.replace(day=1), -1),
                    as_of_on=until,
                    source=ADVERTS,
                    source_on=until + timedelta(days=1),
                )
                for sector, vacancies in _ADVERTISED.items()
            ],
            "invented-adverts.csv",
            days_ago=3,
        )

    async def _enter(self, figures: list[Figure], file_name: str, *, days_ago: int) -> None:
        now, day = self._when(days_ago)
        await enter_figures(
            self._session, figures=figures, file_name=file_name, by=self._by, now=now, today=day
        )

    async def _set(self, days_ago: int, sector: PrioritySector, reason: str, places: int) -> UUID:
        now, day = self._when(days_ago)
        entry = Entry(sector=sector, reason=reason, planned_places=places, from_on=day)
        return await set_priority(self._session, entry=entry, by=self._by, now=now, today=day)

    async def _decide(self, days_ago: int, priority_id: UUID, said: _Said) -> None:
        now, day = self._when(days_ago)
        verdict = Verdict(
            kind=said.kind,
            words=said.words,
            present=_PRESENT,
            decided_on=day,
            review_on=day + timedelta(days=said.review_in),
            planned_places=said.planned,
            evidence=await self._evidence(priority_id, day, said.table),
        )
        await decide(self._session, priority_id=priority_id, verdict=verdict, by=self._by, now=now, today=day)

    async def _evidence(self, priority_id: UUID, day: date, table: str) -> str:
        """A sentence of a table, or of the skills page where none is named or it is not published."""
        standing = await require_standing(self._session, priority_id=priority_id)
        found = await evidence_for(self._session, standing.priority, today=day)
        return next((key for key, each in found.items() if each.table == table), next(iter(found)))
