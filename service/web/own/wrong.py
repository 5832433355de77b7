"""“This is wrong”: what a young person wants put right becomes somebody's task, with a day by which it is answered."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect

from service.kit.database import Session
from service.kit.errors import Invalid, TooMany
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.own_record.operations import LONGEST, Wrong, ask_to_correct, own_pathway
from service.own_record.rows import About
from service.vocabulary.day import say_day
from service.web.errors import FormRefused
from service.web.guards import OWN_RECORD
from service.web.own.reader import reader_of
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.timeline import timeline
from service.web.visit import PageRequest, Visit

TEMPLATE, TITLE = "own/wrong.html", "Say what is wrong"
ELSEWHERE = [
    (About.IDENTITY.value, "Who I am: my name, date of birth, address or numbers"),
    (About.CIRCUMSTANCE.value, "My circumstances"),
    (About.OTHER.value, "Something else"),
]
IN_FORM = 30  # lines of the pathway offered in the form, the latest


@dataclass(frozen=True, kw_only=True)
class WrongPage:
    """The form."""

    lines: list[tuple[str, str]]
    elsewhere: list[tuple[str, str]]
    longest: int
    errors: dict[str, str]
    values: dict[str, str]


class WrongForm(Form):
    """What is wrong: a line of the pathway by its key, or a part of the record; and how it should be."""

    about: str = asked("Choose what is wrong", max_length=40)
    words: str = asked("Say what is wrong and how it should be", max_length=LONGEST)


@get("/my-pathway/wrong", guards=[OWN_RECORD])
async def show_wrong(
    request: PageRequest,
    session: NamedDependency[Session],
    about: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Response[str]:
    """The form, with the line somebody came from chosen."""
    content = await _content(request, session, {}, {"about": about} if about else {})
    return page(request, TEMPLATE, content, title=TITLE)


@post("/my-pathway/wrong", guards=[OWN_RECORD])
async def ask(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Makes it a task of whoever said it."""
    values = await posted(request)
    try:
        form = read_form(WrongForm, values, today=visit.today)
        await ask_to_correct(session, wrong=_wrong(form), reader=reader_of(request), now=visit.now)
    except (FormInvalid, Invalid, TooMany) as wrong:
        content = await _content(request, session, errors_of(wrong, field="words"), values)
        raise FormRefused(TEMPLATE, content, title=TITLE) from None
    return see_other("/my-pathway?done=asked")


def _wrong(form: WrongForm) -> Wrong:
    if form.about in {value for value, _ in ELSEWHERE}:
        return Wrong(about=About(form.about), words=form.words)
    try:
        return Wrong(about=About.FACT, words=form.words, fact_id=UUID(form.about))
    except ValueError:
        raise Invalid("Choose what is wrong.", field="about") from None


async def _content(
    request: PageRequest, session: Session, errors: dict[str, str], values: dict[str, str]
) -> WrongPage:
    own = await own_pathway(session, reader=reader_of(request))
    items = [each for each in timeline(own.said, [], own.names) if each.line_id is not None]
    return WrongPage(
        lines=[
            (str(each.line_id), f"{each.title}, {say_day(each.on)} ({each.by})") for each in items[:IN_FORM]
        ],
        elsewhere=ELSEWHERE,
        longest=LONGEST,
        errors=errors,
        values=values,
    )


ROUTES = [show_wrong, ask]
