"""Working past statements out again from the facts as known before their cut-off: they come to the same pence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from service.funding import queries
from service.funding.operations.declare import BATCH, Grounds, grounds_of, judged, pictures_of
from service.funding.operations.prepare import Quarter
from service.funding.queries import KnownLine, MadeRun, Standing
from service.funding.rows import ClaimKey, Drawn, Due, Given, LineKind, Owed, Run, Verdict
from service.funding.rules import lines_of, share_in
from service.kit.database import Session, as_register
from service.kit.ids import new_id


class Said(NamedTuple):
    """What a line says, by keys that outlast corrections: two statements with the same lines are the same."""

    provider_id: UUID
    kind: str
    sector: str | None
    course: UUID | None
    occasion: UUID | None
    outcome: str | None
    pence: int


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A quarter of a fund that does not come to what its statements say; both in pence, and how many lines differ."""

    fund: str
    year: int
    quarter: int
    stated_pence: int
    recalculated_pence: int
    lines: int


async def check_statements(session: Session) -> tuple[int, list[Difference]]:
    """Work every prepared quarter out again; say how many lines there are, and where they differ."""
    async with as_register(session):
        lines, found = 0, []
        for run in await queries.runs(session):
            stated = Counter(map(_stated, await _made(session, run)))
            again = Counter(await recalculated(session, run))
            lines += stated.total()
            if stated != again:
                found.append(_difference(run, stated, again))
    return lines, found


async def recalculated(session: Session, run: MadeRun) -> list[Said]:
    """Work a quarter's lines out again, adjustments left out, from the facts known before its cut-off.

    Allocations and tariffs count as they stood when it was prepared, and earlier statements as they are: they are
    frozen. As the register.
    """
    given = await queries.given(session, run.fund, run.year, by=run.prepared_at)
    grounds = await grounds_of(session, at=run.prepared_at)
    found = _Found()
    providers = sorted({provider_id for provider_id, fund, _ in grounds.allocated if fund == run.fund})
    people = {*await queries.taught(session, providers), *await queries.on_earlier(session, run)}
    everybody = sorted(people)
    for begin in range(0, len(everybody), BATCH):
        some = everybody[begin : begin + BATCH]
        stands = await queries.standing(session, run, some)
        for picture in await pictures_of(session, some, before=run.cut_off_at):
            here = stands.get(picture.learner_id, [])
            keys = {each.key for each in here}
            verdicts = judged(picture, grounds, standing=keys, before=run.cut_off_at)
            found.note(verdicts, run, here)
    return found.said(lines_of(await _run(session, run, given, grounds, found)))


class _Found:
    """What a quarter is due and owed by the facts, and which claim each is."""

    def __init__(self) -> None:
        self.dues: list[Due] = []
        self.owed: list[Owed] = []
        self._claims: dict[UUID, ClaimKey] = {}

    def note(self, verdicts: Sequence[Verdict], run: MadeRun, stands: Sequence[Standing]) -> None:
        """Takes one learner's verdicts."""
        keys = {each.key for each in stands}
        self._due(
            (each for each in verdicts if each.reason is None and each.claim.key not in keys),
            Quarter(run.fund, run.year, run.quarter),
        )
        true = {each.claim.key for each in verdicts if each.is_true}
        for each in stands:
            if each.fund == run.fund and each.key not in true:
                self.owed.append(each.owed)
                self._claims[each.owed.id] = each.key

    def _due(self, verdicts: Iterable[Verdict], of: Quarter) -> None:
        for each in verdicts:
            claim = each.claim
            if claim.fund != of.fund or claim.occurred_on > of.ends_on:
                continue
            due = Due(
                id=new_id(),
                learner_id=claim.learner_id,
                provider_id=claim.provider_id,
                sector=claim.sector,
                kind=claim.kind,
                band=claim.band,
                occurred_on=claim.occurred_on,
                course=claim.course,
                occasion=claim.occasion,
                part=each.part,
                parts=each.parts,
            )
            self.dues.append(due)
            self._claims[due.id] = claim.key

    def said(self, drawn: Iterable[Drawn]) -> list[Said]:
        """Says lines by the keys of their claims."""
        lines = []
        for each in drawn:
            _, course, kind, occasion = (
                self._claims[each.declaration_id] if each.declaration_id else _NO_CLAIM
            )
            said = Said(each.provider_id, each.kind, each.sector, course, occasion, kind, each.pence)
            lines.append(said)
        return lines


_NO_CLAIM = (None, None, None, None)


async def _run(
    session: Session, run: MadeRun, given: Sequence[Given], grounds: Grounds, found: _Found
) -> Run:
    return Run(
        fund=run.fund,
        year=run.year,
        quarter=run.quarter,
        share=share_in(await queries.steps(session, run.scenario), run.fund, run.year),
        given=given,
        tariffs=[each for each in grounds.tariffs if each.tariff.fund == run.fund],
        dues=found.dues,
        owed=found.owed,
        before=await queries.before(session, run.fund, run.year, run.quarter),
        paid_to=await queries.paid_to(session, run.fund, run.year, run.quarter),
    )


async def _made(session: Session, run: MadeRun) -> list[KnownLine]:
    lines = await queries.known_lines(session, run)
    return [each for each in lines if each.kind is not LineKind.ADJUSTMENT]


def _stated(line: KnownLine) -> Said:
    claim = (line.course, line.occasion, line.outcome)
    return Said(line.provider_id, line.kind, line.sector, *claim, line.pence)


def _difference(run: MadeRun, stated: Counter[Said], again: Counter[Said]) -> Difference:
    differ = (stated - again).total() + (again - stated).total()
    return Difference(
        fund=run.fund,
        year=run.year,
        quarter=run.quarter,
        stated_pence=_sum(stated),
        recalculated_pence=_sum(again),
        lines=differ,
    )


def _sum(lines: Counter[Said]) -> int:
    return sum(said.pence * times for said, times in lines.items())
