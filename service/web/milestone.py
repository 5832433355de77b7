"""Recording a milestone in under a minute: pick what happened, the day, check, done."""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field

from service.access.rows import Scope
from service.accounts.rows import ADVISERS, Role
from service.alerts.operations import Happening, record_happening
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.rows import Facts, MilestoneKind, Spell
from service.pathways.rules import BEGINS_SPELL, ENDS_SPELL, LEAVING, PAUSES_SPELL, RESUMES_SPELL, SAID
from service.vocabulary.activity import CHOICES as ACTIVITIES
from service.vocabulary.activity import activity
from service.vocabulary.day import say_day
from service.vocabulary.sector import CHOICES as SECTORS
from service.vocabulary.sector import LEVELS, level_name, sector_name
from service.web.api.facts import counting_spell, is_same_happening
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import posted
from service.web.reading import read_learner
from service.web.visit import PageRequest, Visit

RECORDERS = (Role.PROVIDER_STAFF, *ADVISERS)
TITLE = "Record a milestone"
NOT_STARTED = "Nothing starts with this:"
NOBODY_LEFT = "Nobody left early with this: choose “Not given”"
KINDS = [(kind.value, words) for kind, words in SAID.items() if kind is not MilestoneKind.DESTINATION]
WISHES = {None: "", True: "Yes", False: "No"}
LEVEL_CHOICES = [("", "Not given"), *((level, level_name(level)) for level in LEVELS)]
SECTOR_CHOICES = [("", "Not given"), *((code, name) for code, name in SECTORS)]
REASON_CHOICES = [("", "Not given"), *((str(code), words) for code, words in LEAVING.items())]
ACTIVITY_CHOICES = [("", "Not given"), *((str(code), label) for code, label in ACTIVITIES)]


class MilestoneForm(Form):
    """What happened. Which other fields matter depends on the kind; the operation says what is missing."""

    kind: MilestoneKind = asked("Choose what happened")
    occurred_on: Day = asked("Enter the day it happened")
    activity: int | None = None
    spell_id: UUID | None = None
    planned_start_on: Day | None = None
    planned_end_on: Day | None = None
    level: str | None = None
    sector: str | None = None
    detail: str | None = Field(default=None, max_length=200)
    withdraw_reason: int | None = None
    wishes_to_return: bool | None = None
    key: UUID = asked("This form has changed. Open it again.")


@dataclass(frozen=True, kw_only=True)
class MilestonePage:
    """The form, with the agency's own open spells to choose from."""

    learner: Learner
    spells: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]
    key: str
    kinds: list[tuple[str, str]]
    levels: list[tuple[str, str]]
    sectors: list[tuple[str, str]]
    activities: list[tuple[str, str]]
    reasons: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """Check your answers."""

    learner: Learner
    answers: list[tuple[str, str, str | None]]
    values: dict[str, str]


@get("/learners/{learner_id:uuid}/milestones/new", guards=[requires(*RECORDERS)])
async def show_form(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Response[str]:
    """The form."""
    learner = await _learner(session, visit, learner_id)
    content = await _form(session, visit, learner, {}, {})
    return page(request, "learner/milestone.html", content, title=TITLE)


@post("/learners/{learner_id:uuid}/milestones/check", guards=[requires(*RECORDERS)], status_code=200)
async def check(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Response[str]:
    """Check your answers; nothing is written yet."""
    learner = await _learner(session, visit, learner_id)
    values = await posted(request)
    form = await _read(session, visit, learner, values)
    said = await pathways.everything_said(session, learner.id, within=visit.scope)
    spell = _own_spell(said, form.spell_id, visit)
    if errors := misfits(form, spell):
        raise await _refused(session, visit, learner, errors, values)
    checked = CheckPage(learner=learner, answers=_answers(form, spell), values=values)
    return page(request, "learner/milestone_check.html", checked, title="Check before you record it")


@post("/learners/{learner_id:uuid}/milestones", guards=[requires(*RECORDERS)])
async def record_it(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Redirect:
    """Records it. Sent twice it is recorded once: the form's own key names the fact."""
    learner = await _learner(session, visit, learner_id)
    values = await posted(request)
    form = await _read(session, visit, learner, values)
    await pathways.hold_facts(session, [learner.id])  # so that of two sent at once the second sees the first
    said = await pathways.everything_said(session, learner.id, within=visit.scope)
    spell = _own_spell(said, form.spell_id, visit)
    if errors := misfits(form, spell):
        raise await _refused(session, visit, learner, errors, values)
    told = _happening(learner.id, form, spell, visit)
    if not is_same_happening(said, told, visit.by.agency_id):
        await _record(session, visit, learner, told, values)
    return see_other(f"/learners/{learner.id}?done=milestone")


async def _record(
    session: Session, visit: Visit, learner: Learner, told: Happening, values: dict[str, str]
) -> None:
    try:
        await record_happening(
            session, happening=told, within=visit.scope, by=visit.by, now=visit.now, today=visit.today
        )
    except Invalid as wrong:
        errors = {wrong.field or "kind": wrong.sentence}
        raise await _refused(session, visit, learner, errors, values) from None


def misfits(form: MilestoneForm, spell: Spell | None) -> dict[str, str]:
    """Say, field by field, what does not go with this kind of milestone; as for programs.

    `spell` is the agency's own spell that `spell_id` names, None where it names none.
    """
    begins = form.kind in BEGINS_SPELL
    resumes, leaves = form.kind in RESUMES_SPELL, form.kind is MilestoneKind.WITHDREW
    needs_spell = resumes or form.kind in ENDS_SPELL or form.kind in PAUSES_SPELL
    checks = (
        (begins and form.activity is None, "activity", "Choose what was started"),
        (not begins and form.activity is not None, "activity", f"{NOT_STARTED} choose “Not given”"),
        (needs_spell and form.spell_id is None, "spell_id", "Choose which course or job this is about"),
        (begins and form.spell_id is not None, "spell_id", "This is something new: choose “None of these”"),
        (form.spell_id is not None and spell is None, "spell_id", "Choose a course or job from the list"),
        (
            not (begins or resumes) and form.planned_end_on,
            "planned_end_on",
            f"{NOT_STARTED} leave this empty",
        ),
        (resumes and not form.planned_end_on, "planned_end_on", "Enter when the course is to end now"),
        (leaves and form.withdraw_reason is None, "withdraw_reason", "Choose why they left"),
        (
            form.withdraw_reason is not None and form.withdraw_reason not in LEAVING,
            "withdraw_reason",
            "Choose a reason from the list",
        ),
        (not leaves and form.withdraw_reason is not None, "withdraw_reason", NOBODY_LEFT),
        (not leaves and form.wishes_to_return is not None, "wishes_to_return", NOBODY_LEFT),
    )
    errors: dict[str, str] = {}
    for wrong, field, sentence in checks:
        if wrong:
            errors.setdefault(field, sentence)
    return errors


async def _learner(session: Session, visit: Visit, learner_id: UUID) -> Learner:
    return await read_learner(session, visit, learner_id, why="recording a milestone")


async def _read(session: Session, visit: Visit, learner: Learner, values: dict[str, str]) -> MilestoneForm:
    try:
        return read_form(MilestoneForm, values, today=visit.today)
    except FormInvalid as wrong:
        raise await _refused(session, visit, learner, wrong.errors, values) from None


async def _refused(
    session: Session, visit: Visit, learner: Learner, errors: dict[str, str], values: dict[str, str]
) -> FormRefused:
    content = await _form(session, visit, learner, errors, values)
    return FormRefused("learner/milestone.html", content, title=TITLE)


async def _form(
    session: Session, visit: Visit, learner: Learner, errors: dict[str, str], values: dict[str, str]
) -> MilestonePage:
    spells = await _own_spells(session, visit, learner.id)
    return MilestonePage(
        learner=learner,
        spells=[("", "None of these"), *((str(spell.id), _spell_words(spell)) for spell in spells)],
        errors=errors,
        values=values,
        key=values.get("key") or str(new_id()),
        kinds=KINDS,
        levels=LEVEL_CHOICES,
        sectors=SECTOR_CHOICES,
        activities=ACTIVITY_CHOICES,
        reasons=REASON_CHOICES,
    )


async def _own_spells(session: Session, visit: Visit, learner_id: UUID) -> list[Spell]:
    within: Scope = visit.scope
    facts = (await pathways.facts_of(session, [learner_id], within=within))[learner_id]
    return [
        spell for spell in facts.spells if spell.agency_id == visit.by.agency_id and spell.ended_on is None
    ]


def _own_spell(said: Facts, spell_id: UUID | None, visit: Visit) -> Spell | None:
    """The agency's own spell of this name, as it counts today: it may have been corrected since the form was shown."""
    spell = counting_spell(said, spell_id)
    return spell if spell and spell.agency_id == visit.by.agency_id else None


def _spell_words(spell: Spell) -> str:
    named = f", {spell.title}" if spell.title else ""
    return f"{activity(spell.activity).label}{named}, since {say_day(spell.started_on)}"


def _answers(form: MilestoneForm, spell: Spell | None) -> list[tuple[str, str, str | None]]:
    rows = [
        ("What happened", SAID[form.kind]),
        ("Day", say_day(form.occurred_on)),
        ("What was started", activity(form.activity).label if form.activity else ""),
        ("Which course or job", _spell_words(spell) if spell else ""),
        ("Level", level_name(form.level) if form.level else ""),
        ("Sector", sector_name(form.sector) if form.sector else ""),
        ("Planned end", say_day(form.planned_end_on) if form.planned_end_on else ""),
        (
            "Expected back" if form.kind in PAUSES_SPELL else "Planned start",
            say_day(form.planned_start_on) if form.planned_start_on else "",
        ),
        ("Why they left", LEAVING[form.withdraw_reason] if form.withdraw_reason else ""),
        ("Would like to return", WISHES[form.wishes_to_return]),
        ("Note", form.detail or ""),
    ]
    return [(label, value, None) for label, value in rows if value]


def _happening(learner_id: UUID, form: MilestoneForm, spell: Spell | None, visit: Visit) -> Happening:
    given = form.model_dump(exclude={"key", "spell_id"})
    return Happening(
        learner_id=learner_id,
        source_key=f"page:{form.key}",
        spell_id=spell.id if spell else None,
        provider_name=visit.who.agency_name,
        **given,
    )


ROUTES = [show_form, check, record_it]
