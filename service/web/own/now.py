"""“Are you still on your course?”: what a young person does now, in their own word."""

from dataclasses import dataclass
from typing import TypeAlias

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from pydantic import Field

from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.own_record.operations import recorded_now, say_now
from service.own_record.rules import Now, Said
from service.pathways.rows import Spell
from service.vocabulary.activity import activity
from service.vocabulary.day import say_day
from service.web.errors import FormRefused
from service.web.guards import OWN_RECORD
from service.web.own.reader import reader_of
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.visit import PageRequest, Visit

TEMPLATE, TITLE = "own/now.html", "What are you doing now?"
Choices: TypeAlias = "list[tuple[str, str]]"
CHOICES: Choices = [
    (Now.SCHOOL, "School sixth form"),
    (Now.COLLEGE, "College"),
    (Now.UNIVERSITY, "University"),
    (Now.APPRENTICESHIP, "Apprenticeship"),
    (Now.TRAINING, "Training"),
    (Now.JOB, "Job"),
    (Now.LOOKING, "Looking for something to do"),
    (Now.NOT_NOW, "I cannot work or learn just now"),
    (Now.OTHER, "None of these"),
]


@dataclass(frozen=True, kw_only=True)
class NowPage:
    """The question; `before` is what is recorded, in words, None for nothing."""

    before: str | None
    choices: Choices
    errors: dict[str, str]
    values: dict[str, str]


class NowForm(Form):
    """What they do now; the rest matters only where it has changed."""

    now: Now = asked("Choose what you are doing now")
    stopped_on: Day | None = None
    finished: bool = False
    where: str | None = Field(default=None, max_length=200)
    started_on: Day | None = None


@get("/my-pathway/now", guards=[OWN_RECORD])
async def show_now(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The question."""
    before = await recorded_now(session, reader=reader_of(request), today=visit.today)
    return page(request, TEMPLATE, _content(before, {}, {}), title=TITLE)


@post("/my-pathway/now", guards=[OWN_RECORD])
async def tell_now(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Records the answer; the safety net looks at once."""
    values, reader = await posted(request), reader_of(request)
    before = await recorded_now(session, reader=reader, today=visit.today)
    try:
        form = read_form(NowForm, values, today=visit.today)
        _require_end(form, before)
        await say_now(session, said=_said(form), reader=reader, now=visit.now, today=visit.today)
    except (FormInvalid, Invalid) as wrong:
        content = _content(before, errors_of(wrong, field="now"), values)
        raise FormRefused(TEMPLATE, content, title=TITLE) from None
    return see_other("/my-pathway?done=said")


def _require_end(form: NowForm, before: Spell | None) -> None:
    if before is not None and form.now is not Now.STILL and form.stopped_on is None:
        raise Invalid(f"Say when you stopped: {_words(before)}. About is enough.", field="stopped_on")


def _said(form: NowForm) -> Said:
    return Said(
        now=form.now,
        stopped_on=form.stopped_on,
        finished=form.finished,
        started_on=form.started_on,
        where=form.where,
    )


def _content(before: Spell | None, errors: dict[str, str], values: dict[str, str]) -> NowPage:
    still = [(Now.STILL.value, f"Yes, still: {_words(before)}")] if before else []
    return NowPage(
        before=_words(before) if before else None, choices=still + CHOICES, errors=errors, values=values
    )


def _words(spell: Spell) -> str:
    label = spell.title or activity(spell.activity).label
    at = f" at {spell.provider_name}" if spell.provider_name else ""
    return f"{label}{at}, since {say_day(spell.started_on)}"


ROUTES = [show_now, tell_now]
