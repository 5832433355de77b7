"""The three hundred of the demo town, chosen from the invented population so that every page has something to
show.

Most live around Chelmsford, where the four providers of the demo are; a few live in the rest of Greater
Essex. One training provider has been silent since September: nothing it would have said since then is
told.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import msgspec

from service.demo.places import DISTRICTS, SOUTHEND, THURROCK
from service.demo.population import people
from service.demo.providers import AGENCIES, APPRENTICES, COLLEGE, SIXTH_FORM, TRAINER
from service.demo.rows import Invented, InventedSpell, as_first_told
from service.demo.turns import with_turns
from service.vocabulary.academic_year import AcademicYear, academic_age

SEED, YEARS, ASKED = 1_912, 2, 4_000
LEARNERS = 300
SILENT_FOR = timedelta(days=45)  # at least, so that the silence is noticed whenever the town is made
SAID_TO_TRAIN = 12  # college learners whom the town has with the silent provider instead

_AROUND_CHELMSFORD = frozenset({"Chelmsford", "Braintree", "Maldon", "Brentwood"})
_ROOM = {"around": 220, SOUTHEND: 20, THURROCK: 20, "beyond": 40}
_INSTEAD = {
    "marconi-fields-school": SIXTH_FORM,
    "thorndon-hill-school": SIXTH_FORM,
    "weald-lane-academy": SIXTH_FORM,
    "stour-mill-academy": SIXTH_FORM,
    "heybridge-basin-school": SIXTH_FORM,
    "bright-quay": APPRENTICES,
    "first-rung": APPRENTICES,
}
_PROVIDERS = {agency.code: agency.name for agency in AGENCIES}
_NAMES = {district.code: district.name for district in DISTRICTS}


def townsfolk(today: date) -> list[Invented]:
    """The same three hundred for the same day."""
    chosen = list(_chosen(today))
    return with_turns(_with_silence(chosen, silent_since(today)), today)


def newcomers(today: date, *, count: int) -> list[Invented]:
    """Others of 16 and 17 around Chelmsford whom nobody has told of: for files that are still to be taken."""
    strangers = people(ASKED, 1, SEED + 1, today)
    young = (p for p in strangers if _part(p) == "around" and 16 <= _age(p, today) <= 17)
    return [person for person, _ in zip(young, range(count), strict=False)]


def silent_since(today: date) -> date:
    """10 September, or in early autumn a day long enough ago."""
    september = AcademicYear.of(today).starts_on + timedelta(days=9)
    return min(september, today - SILENT_FOR)


def _chosen(today: date) -> Iterator[Invented]:
    """In the order they were invented; of those of 20 and over every second."""
    taken: Counter[str] = Counter()
    for person in people(ASKED, YEARS, SEED, today):
        part = _part(person)
        is_wanted = _age(person, today) < 20 or person.number % 2
        if taken[part] < _ROOM[part] and is_wanted and (person.spells or person.milestones):
            taken[part] += 1
            yield _gathered(person) if part == "around" else person
        if taken.total() == LEARNERS:
            return


def _gathered(person: Invented) -> Invented:
    """Those around Chelmsford go to the demo's own providers rather than to others like them."""
    spells = tuple(
        msgspec.structs.replace(
            each, reporter=_INSTEAD[each.reporter], provider_name=_PROVIDERS[_INSTEAD[each.reporter]]
        )
        if each.reporter in _INSTEAD
        else each
        for each in person.spells
    )
    milestones = tuple(
        msgspec.structs.replace(each, reporter=_INSTEAD.get(each.reporter, each.reporter))
        for each in person.milestones
    )
    return msgspec.structs.replace(person, spells=spells, milestones=milestones)


def _part(person: Invented) -> str:
    if person.district in (SOUTHEND, THURROCK):
        return person.district
    return "around" if _NAMES[person.district] in _AROUND_CHELMSFORD else "beyond"


def _age(person: Invented, today: date) -> int:
    return academic_age(person.claim.date_of_birth, on=today)


def _with_silence(chosen: list[Invented], since: date) -> list[Invented]:
    told, moved = [], 0
    for person in chosen:
        now = person
        if moved < SAID_TO_TRAIN and _may_train(person, since):
            now, moved = _to_the_trainer(person, since), moved + 1
        told.append(_unsaid_since(now, since))
    return told


def _may_train(person: Invented, since: date) -> bool:
    last = person.spells[-1] if person.spells else None
    return last is not None and last.reporter == COLLEGE and last.ended_on is None and last.started_on < since


def _to_the_trainer(person: Invented, since: date) -> Invented:
    """The course of today becomes work-based learning with the trainer, last told of before it fell silent."""
    last = person.spells[-1]
    course = msgspec.structs.replace(
        last,
        reporter=TRAINER,
        activity=410,
        provider_name=_PROVIDERS[TRAINER],
        recorded_at=_noon(max(last.started_on, since - timedelta(days=1))),
        first_recorded_at=None,
    )
    milestones = tuple(
        msgspec.structs.replace(each, reporter=TRAINER, recorded_at=course.recorded_at)
        if each.spell_key == last.key
        else each
        for each in person.milestones
    )
    return msgspec.structs.replace(person, spells=(*person.spells[:-1], course), milestones=milestones)


def _unsaid_since(person: Invented, since: date) -> Invented:
    """Leaves out what the trainer would have said since; a spell first told before stays as it was told."""
    spells = tuple(kept for each in person.spells if (kept := _as_told(each, since)) is not None)
    keys = {spell.key for spell in spells}
    milestones = tuple(
        each
        for each in person.milestones
        if (each.reporter != TRAINER or each.recorded_at.date() <= since)
        and (each.spell_key is None or each.spell_key in keys)
    )
    return msgspec.structs.replace(person, spells=spells, milestones=milestones)


def _as_told(spell: InventedSpell, since: date) -> InventedSpell | None:
    if spell.reporter != TRAINER or spell.recorded_at.date() <= since:
        return spell
    if spell.first_recorded_at is None or spell.first_recorded_at.date() > since:
        return None
    return as_first_told(spell)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, 0, tzinfo=UTC)
