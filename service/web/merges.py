"""Records that were joined: by whom and why, and parting them again."""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.accounts.rows import Role
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid, Refused
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.merging import queries
from service.merging.operations import MergeUnknown, unmerge
from service.merging.rows import Merge
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

DECIDER = requires(Role.DATA_OFFICER)
TITLE = "Part two records that were joined"


class PartForm(Form):
    """Why they are two people."""

    because: str = asked("Enter why they are two people", max_length=500)


@dataclass(frozen=True, kw_only=True)
class MergePage:
    """One joining, and the form to undo it."""

    merge: Merge
    errors: dict[str, str]


@get("/merges/{merge_id:uuid}", guards=[DECIDER])
async def show_merge(
    request: PageRequest, session: NamedDependency[Session], merge_id: FromPath[UUID]
) -> Response[str]:
    """One joining."""
    content = MergePage(merge=await _merge(session, merge_id), errors={})
    return page(request, "merges/merge.html", content, title=TITLE)


@post("/merges/{merge_id:uuid}/parting", guards=[DECIDER])
async def part(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    merge_id: FromPath[UUID],
) -> Redirect:
    """Parts them."""
    found = await _merge(session, merge_id)
    try:
        form = read_form(PartForm, dict(await request.form()), today=visit.today)
        done = await unmerge(
            session, merge_id=merge_id, because=form.because, by=visit.by, now=visit.now, today=visit.today
        )
    except (FormInvalid, Invalid, Refused, Conflict) as wrong:
        errors = wrong.errors if isinstance(wrong, FormInvalid) else {"because": wrong.sentence}
        content = MergePage(merge=found, errors=errors)
        raise FormRefused("merges/merge.html", content, title=TITLE) from None
    return see_other(f"/learners/{done.survivor_id}?done=parted")


async def _merge(session: Session, merge_id: UUID) -> Merge:
    """Seen by whoever may see one of the two; row-level security has the word."""
    found = await queries.merge(session, merge_id)
    if found is None:
        raise MergeUnknown("There is no such joining of two records that your council has access to.")
    return found


ROUTES = [show_merge, part]
