"""Skills as one table of texts. The page, the chart, the file and evidence say these and no others."""

from collections.abc import Sequence
from typing import Final

from service.priorities.rows import WHOLE_AREA, Balance, Demand, Skills, SkillsTable
from service.priorities.rules.balance import widest
from service.priorities.rules.mismatch import NOT_AVAILABLE, mismatch
from service.priorities.rules.words import say_period
from service.vocabulary.day import london_day, say_day
from service.vocabulary.priority_sector import PrioritySector

SECTOR, VACANCIES, PLACES = "Sector", "Vacancies", "Places offered"
_MORE: Final = ("Places for vacancies", "Vacancies were", "Source of the vacancies", "Source dated")


def table_of(skills: Skills) -> SkillsTable:
    """Write the table, with a title that says its message and a description of what is drawn."""
    return SkillsTable(
        title=_title(skills),
        description=(
            f"For each sector of {skills.area} two bars: vacancies, dark, and below them places offered, light. "
            "The sector with the most vacancies without a place comes first. Each bar has its figure at its end."
        ),
        coverage=_coverage(skills),
        columns=(SECTOR, VACANCIES, PLACES, *_MORE),
        rows=tuple(_row(each) for each in skills.balances),
    )


def _row(each: Balance) -> tuple[str, ...]:
    figures = (_figure(each.vacancies), _figure(each.places), mismatch(each.places, each.vacancies))
    return (each.sector.said, *figures, *_source(each.demand))


def _source(demand: Demand | None) -> tuple[str, ...]:
    if demand is None:
        return (NOT_AVAILABLE,) * 3
    return say_period(demand), demand.source, say_day(demand.source_on)


def _figure(count: int | None) -> str:
    return NOT_AVAILABLE if count is None else f"{count:,}"


def _title(skills: Skills) -> str:
    where = "" if skills.area == WHOLE_AREA else f" in {skills.area}"
    if not skills.counted:
        return f"Nobody has counted vacancies{where}"
    first = widest(skills.balances)
    if first is None:
        return f"There are places enough for the vacancies that were counted{where}"
    figures = f"{first.vacancies:,} vacancies, {_figure(first.places)} places"
    return f"The gap is widest in {_inside(first.sector)}{where}: {figures}"


def _inside(sector: PrioritySector) -> str:
    """A sector's name inside a sentence; IT stays in capitals."""
    return sector.said if sector is PrioritySector.DIGITAL else sector.said.lower()


def _coverage(skills: Skills) -> str:
    """From how many providers and sources, and how new: a clause after the day."""
    return f"{_places_from(skills)}; {_vacancies_from(skills.counted)}"


def _places_from(skills: Skills) -> str:
    supply = skills.supply
    others = f" and {supply.others} others" if supply.others > 1 else " and 1 other" if supply.others else ""
    newest = f", newest {say_day(london_day(supply.newest_at))}" if supply.newest_at else ""
    return f"places from {supply.providers} of {skills.providers} providers{others}{newest}"


def _vacancies_from(counted: Sequence[Demand]) -> str:
    if not counted:
        return "vacancies for no sector"
    sources = len({each.source.lower() for each in counted})
    newest = say_day(max(each.as_of_on for each in counted))
    named = "1 source" if sources == 1 else f"{sources} sources"
    return f"vacancies for {len(counted)} of {len(PrioritySector)} sectors from {named}, newest {newest}"
