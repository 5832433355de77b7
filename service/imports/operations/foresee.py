"""What each learner of a file would become, told before anything is written."""

from collections.abc import Sequence
from uuid import UUID

from msgspec.structs import replace

from service.circumstances.rows import Recorded as Told
from service.imports.operations.telling import foresee_told, told_of
from service.imports.operations.translate import claim_of, facts_of
from service.imports.rows import Submission, SubmittedLearner, Tally
from service.kit.audit import By
from service.kit.database import Session
from service.learners.operations import foresee_answers
from service.learners.rows import Outcome
from service.learners.rules import is_eligible
from service.pathways.operations import foresee_facts
from service.pathways.rows import Milestone, Recorded, Spell, Written

Foreseen = tuple[str, UUID | None]


async def foresee(
    session: Session, submission: Submission, learners: Sequence[SubmittedLearner]
) -> tuple[list[Foreseen], Tally]:
    """Say, for each learner in order, the outcome to expect; and count."""
    claimed = [learner for learner in learners if outcome_without_claim(learner, submission) is None]
    answers = iter(await foresee_answers(session, claims=[claim_of(learner) for learner in claimed]))
    foreseen: list[Foreseen] = []
    for learner in learners:
        fixed = outcome_without_claim(learner, submission)
        foreseen.append((fixed, None) if fixed else next(answers))
    recorded = await foresee_recording(session, submission, learners, foreseen)
    told = await _foresee_told(session, submission, learners, foreseen)
    counted = _tally(learners, foreseen, recorded)
    return foreseen, replace(counted, circumstances=told.written, groundless=told.groundless)


async def take_as_new(
    _session: Session, submission: Submission, learners: Sequence[SubmittedLearner]
) -> tuple[list[Foreseen], Tally]:
    """Say the same without looking anybody up: all who can be taken count as new."""
    foreseen: list[Foreseen] = [
        (outcome_without_claim(learner, submission) or Outcome.ISSUED, None) for learner in learners
    ]
    return foreseen, _tally(learners, foreseen, Recorded())


def outcome_without_claim(learner: SubmittedLearner, submission: Submission) -> str | None:
    """Name the outcome of a learner about whom no claim is made, or None."""
    if learner.refused or learner.date_of_birth is None:
        return "refused"
    return None if is_eligible(learner.date_of_birth, today=submission.today) else "out_of_age"


async def foresee_recording(
    session: Session,
    submission: Submission,
    learners: Sequence[SubmittedLearner],
    foreseen: Sequence[Foreseen],
) -> Recorded:
    """Compare facts of learners found with what is known; those of new learners are new."""
    spells: list[Spell] = []
    milestones: list[Milestone] = []
    fresh = Recorded()
    for learner, (outcome, learner_id) in zip(learners, foreseen, strict=True):
        if outcome == Outcome.FOUND and learner_id is not None:
            of_spells, of_milestones = facts_of(learner, learner_id, submission, now=submission.uploaded_at)
            spells += of_spells
            milestones += of_milestones
        elif outcome in {Outcome.ISSUED, Outcome.FOUND}:  # found: in this very file
            fresh = _plus_new(fresh, learner)
    by = By(agency_id=submission.agency_id)
    known = await foresee_facts(session, spells=spells, milestones=milestones, by=by)
    return Recorded(spells=known.spells + fresh.spells, milestones=known.milestones + fresh.milestones)


async def _foresee_told(
    session: Session,
    submission: Submission,
    learners: Sequence[SubmittedLearner],
    foreseen: Sequence[Foreseen],
) -> Told:
    known, fresh = [], []
    for learner, (outcome, learner_id) in zip(learners, foreseen, strict=True):
        if outcome == Outcome.FOUND and learner_id is not None:
            known.append((learner, learner_id))
        elif outcome in {Outcome.ISSUED, Outcome.FOUND}:
            fresh.append(learner)
    told = told_of(known, submission, now=submission.uploaded_at)
    return await foresee_told(session, told, fresh, submission)


def _plus_new(counts: Recorded, learner: SubmittedLearner) -> Recorded:
    spells = len({spell.key for spell in learner.spells})
    milestones = len({milestone.key for milestone in learner.milestones})
    return Recorded(
        spells=counts.spells + Written(new=spells), milestones=counts.milestones + Written(new=milestones)
    )


def _tally(learners: Sequence[SubmittedLearner], foreseen: Sequence[Foreseen], recorded: Recorded) -> Tally:
    outcomes = [outcome for outcome, _ in foreseen]
    return Tally(
        learners=len(learners),
        found=outcomes.count("found"),
        issued=outcomes.count("issued"),
        review=outcomes.count("review"),
        out_of_age=outcomes.count("out_of_age"),
        refused=outcomes.count("refused"),
        spells=recorded.spells,
        milestones=recorded.milestones,
        problems=sum(len(learner.problems) for learner in learners),
    )
