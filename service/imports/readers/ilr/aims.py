"""Checks the aims of one learner and keeps each once."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from itertools import chain
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from service.imports.readers.ilr.dates import AimDates, check_dates
from service.imports.readers.ilr.fields import Collection, read_code, read_fields
from service.imports.readers.ilr.kind import AimKind, check_kind
from service.imports.readers.ilr.placements import Placement, read_placements
from service.imports.readers.ilr.problems import ProblemList, Report
from service.imports.readers.ilr.standing import Standing, check_standing
from service.imports.readers.ilr.translate import COMPONENT_AIM, CORE_AIM, PROGRAMME_AIM, PROGRAMMES

LONGEST_REFERENCE: Final = 8  # FD_LearnAimRef_AL


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """One checked aim. `key` names it for good; AimSeqNumber, which changes, is no part of it."""

    key: str
    line: int
    kind: AimKind
    dates: AimDates
    standing: Standing
    title: str
    placements: tuple[Placement, ...] = ()


def read_aims(
    elements: Iterable[Any],
    *,
    reference: str,
    born_on: date | None,
    problems: ProblemList,
    collection: Collection,
) -> list[Aim]:
    """The learner's aims that can be taken, components of a present programme left out, each once."""
    aims: dict[str, Aim] = {}
    for element in elements:
        aim = _read_aim(element, reference, born_on, problems, collection)
        if aim is None:
            continue
        earlier = aims.get(aim.key)
        aims[aim.key] = aim if earlier is None else _one_of(earlier, aim, problems)
    return _without_components(aims.values(), problems)


def _read_aim(
    element: Any, reference: str, born_on: date | None, problems: ProblemList, collection: Collection
) -> Aim | None:
    texts, groups = read_fields(element, problems)
    label = _label(texts.get("LearnAimRef", ""))
    report = partial(problems.add, at=element, of=label)
    kind = check_kind(texts, _reference(texts, report), report)
    dates = check_dates(texts, kind, born_on, report, collection)
    if dates is None:
        return None
    return Aim(
        key=_key(texts, reference, kind, dates.started_on),
        line=element.sourceline or 0,
        kind=kind,
        dates=dates,
        standing=check_standing(texts, dates=dates, kind=kind, report=report, collection=collection),
        title=_title(texts, kind),
        placements=read_placements(groups, dates.started_on, problems, of=label),
    )


def _reference(texts: dict[str, str], report: Report) -> str:
    reference = texts.get("LearnAimRef", "")
    if not reference:
        report("FD_LearnAimRef_MA")
    elif len(reference) > LONGEST_REFERENCE:
        report("FD_LearnAimRef_AL")
    return reference[:LONGEST_REFERENCE]


def _label(reference: str) -> str:
    return f"Aim {reference[:LONGEST_REFERENCE]}" if reference else "Aim without a reference"


def _key(texts: dict[str, str], reference: str, kind: AimKind, started_on: date) -> str:
    """Stable between monthly files. Frameworks (to 2020-21) have framework and pathway, standards a code."""
    parts = [_number(texts, "ProgType"), _number(texts, "StdCode")]
    if "FworkCode" in texts:
        parts[1] = f"{_number(texts, 'FworkCode')}/{_number(texts, 'PwayCode')}"
    return ":".join(["ilr", reference, kind.reference or "-", *parts, str(started_on)])


def _number(texts: dict[str, str], field: str) -> str:
    return str(read_code(texts[field])) if field in texts else "-"


def _title(texts: dict[str, str], kind: AimKind) -> str:
    programme = PROGRAMMES.get(kind.prog_type or 0)
    if programme is None:
        return f"Learning aim {kind.reference}".strip()
    standard = read_code(texts.get("StdCode", ""))
    return f"{programme.title}, standard {standard}" if standard > 0 else programme.title


def _one_of(earlier: Aim, later: Aim, problems: ProblemList) -> Aim:
    """The same aim twice is one. Where the two differ, the one that has ended counts, or the later."""
    if (earlier.standing, earlier.dates) == (later.standing, later.dates):
        return earlier
    problems.add("Repeated aim", later.line, of=_label(later.kind.reference))
    return earlier if earlier.standing.ended_on and not later.standing.ended_on else later


def _without_components(aims: Iterable[Aim], problems: ProblemList) -> list[Aim]:
    """Aims that stand for themselves: a component of a programme would count the same learning twice."""
    aims = list(aims)
    programmes = {aim.kind.prog_type for aim in aims if aim.kind.aim_type == PROGRAMME_AIM}
    kept = [aim for aim in aims if _stands_for_itself(aim, programmes, problems)]
    parts = [aim for aim in aims if aim.placements and aim not in kept]
    return [_with_placements(aim, parts) for aim in kept] if parts else kept


def _with_placements(aim: Aim, parts: Iterable[Aim]) -> Aim:
    """A programme with the placements of its components."""
    if aim.kind.aim_type != PROGRAMME_AIM:
        return aim
    of_parts = (part.placements for part in parts if part.kind.prog_type in (aim.kind.prog_type, None))
    named = {each.name: each for each in chain(aim.placements, *of_parts)}
    return replace(aim, placements=tuple(named.values()))


def _stands_for_itself(aim: Aim, programmes: set[int | None], problems: ProblemList) -> bool:
    kind = aim.kind
    is_part = kind.aim_type == COMPONENT_AIM or (kind.aim_type == CORE_AIM and kind.prog_type is not None)
    if not is_part:
        return True
    if kind.prog_type in programmes or (kind.prog_type is None and programmes):
        return False
    problems.add("R_30", aim.line, of=_label(kind.reference))
    return True
