"""Invented people as rows: what the features' queries take. Pure but for the keys, new each time."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from service.access.rows import Access, Reason
from service.demo.cast import Cast
from service.demo.rows import Invented, InventedMilestone, InventedSpell
from service.kit.ids import new_id
from service.learners.matching.model import CURRENT
from service.learners.matching.normalise import form
from service.learners.matching.presented import person_of
from service.learners.operations.describing import keys_of
from service.learners.rows import NewClaim, NewKey, NewLearner, Outcome
from service.pathways.rows import Completion, Milestone, Spell
from service.vocabulary.personal_name import fold

_ISSUED = "Nobody in the register resembles these details."
_FOUND = "Same ULN and date of birth."


class Entries(msgspec.Struct, frozen=True, kw_only=True):
    """All rows of some invented people."""

    learners: list[NewLearner]
    keys: list[NewKey]
    claims: list[NewClaim]
    access: list[Access]
    spells: list[Spell]
    milestones: list[Milestone]


def entries(invented: Sequence[Invented], indicators: Sequence[str], cast: Cast, *, seed: int) -> Entries:
    """Make the rows of invented people, each with one of the indicators."""
    made = Entries(learners=[], keys=[], claims=[], access=[], spells=[], milestones=[])
    for person, indicator in zip(invented, indicators, strict=True):
        learner = _learner(person, indicator, cast)
        made.learners.append(learner)
        made.keys.extend(keys_of(learner.id, form(person_of(person.claim))))
        made.access.extend(_access(person, learner, cast))
        made.claims.extend(_claims(person, learner, cast, seed=seed))
        spells = dict(_spells(person, learner.id, cast))
        made.spells.extend(version for versions in spells.values() for version in versions)
        for milestone in person.milestones:
            versions = spells.get(milestone.spell_key or "")
            made.milestones.append(
                _milestone(milestone, learner.id, versions[-1].id if versions else None, cast)
            )
    return made


def facts_of(person: Invented) -> tuple[InventedSpell | InventedMilestone, ...]:
    """List everything told of a person."""
    return (*person.spells, *person.milestones)


def _first(person: Invented) -> tuple[datetime, str]:
    """When somebody was first told of, and by whom; of whom nothing is told, the council knows."""
    told = [(fact.recorded_at, fact.reporter) for fact in facts_of(person)]
    told += [(spell.first_recorded_at, spell.reporter) for spell in person.spells if spell.first_recorded_at]
    return min(
        told, default=(datetime(person.claim.date_of_birth.year + 16, 9, 1, tzinfo=UTC), person.council)
    )


def _reporters(person: Invented) -> list[str]:
    """Who registered them first, then everybody else who told something."""
    first = _first(person)[1]
    return list(dict.fromkeys([first, *(fact.reporter for fact in facts_of(person))]))


def _learner(person: Invented, indicator: str, cast: Cast) -> NewLearner:
    claim, (at, reporter) = person.claim, _first(person)
    return NewLearner(
        id=new_id(),
        indicator=indicator,
        given_names=claim.given_names,
        family_name=claim.family_name,
        folded_given=fold(claim.given_names),
        folded_family=fold(claim.family_name),
        date_of_birth=claim.date_of_birth,
        sex=claim.sex,
        postcode=claim.postcode,
        uln=claim.uln,
        upn=None,
        ni_number=None,
        email=None,
        area_id=cast.districts[person.district] if claim.postcode else None,
        council_id=cast.agencies[person.council],
        registered_at=at,
        registered_by=cast.agencies[reporter],
        described_at=at,
    )


def _access(person: Invented, learner: NewLearner, cast: Cast) -> Iterator[Access]:
    for code in _reporters(person):
        yield Access(learner_id=learner.id, agency_id=cast.agencies[code], reason=Reason.REGISTERED)
    if person.council not in _reporters(person):
        council_id = cast.agencies[person.council]
        yield Access(learner_id=learner.id, agency_id=council_id, reason=Reason.RESIDENT)


def _claims(person: Invented, learner: NewLearner, cast: Cast, *, seed: int) -> Iterator[NewClaim]:
    fingerprint = hashlib.sha256(msgspec.json.encode(person.claim)).digest()
    for place, code in enumerate(_reporters(person)):
        yield NewClaim(
            id=new_id(),
            agency_id=cast.agencies[code],
            client_claim_id=f"demo:{seed}:{person.number}",
            fingerprint=fingerprint,
            outcome=Outcome.FOUND if place else Outcome.ISSUED,
            learner_id=learner.id,
            model_version=CURRENT,
            reason="told",
            sentence=_FOUND if place else _ISSUED,
            candidates=(),
            made_at=learner.registered_at,
            made_by=None,
        )


def _spells(person: Invented, learner_id: UUID, cast: Cast) -> Iterator[tuple[str, tuple[Spell, ...]]]:
    for told in person.spells:
        yield told.key, tuple(spell_versions(told, learner_id, cast))


def spell_versions(told: InventedSpell, learner_id: UUID, cast: Cast) -> Iterable[Spell]:
    """Make a spell as it stands, before it the one it superseded if told twice."""
    stands = Spell(
        learner_id=learner_id,
        id=new_id(),
        activity=told.activity,
        started_on=told.started_on,
        recorded_at=told.recorded_at,
        agency_id=cast.agencies[told.reporter],
        source_key=told.key,
        ended_on=told.ended_on,
        planned_end_on=told.planned_end_on,
        completion=told.completion,
        withdraw_reason=told.withdraw_reason,
        provider_name=told.provider_name,
        title=told.title,
        level=told.level,
        sector=told.sector,
        confidence=told.confidence,
    )
    if told.first_recorded_at is None:
        return (stands,)
    earlier = msgspec.structs.replace(
        stands,
        id=new_id(),
        recorded_at=told.first_recorded_at,
        ended_on=None,
        completion=Completion.CONTINUING,
        withdraw_reason=None,
        superseded_at=told.recorded_at,
    )
    return (earlier, msgspec.structs.replace(stands, supersedes=earlier.id))


def _milestone(told: InventedMilestone, learner_id: UUID, spell_id: UUID | None, cast: Cast) -> Milestone:
    return Milestone(
        learner_id=learner_id,
        id=new_id(),
        kind=told.kind,
        occurred_on=told.occurred_on,
        recorded_at=told.recorded_at,
        agency_id=cast.agencies[told.reporter],
        source_key=told.key,
        spell_id=spell_id,
        planned_start_on=told.planned_start_on,
        level=told.level,
        sector=told.sector,
        detail=told.detail,
    )
