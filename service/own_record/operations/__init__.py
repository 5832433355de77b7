"""What can be done with one's own record: give the link, enter, read, say what is wrong or what is so now."""

from service.own_record.operations.links import (
    Entered,
    LinkRefused,
    MadeLink,
    enter,
    forget_let_in,
    leave,
    let_in_by,
    make_link,
)
from service.own_record.operations.reading import (
    LINES,
    OwnHeld,
    OwnPathway,
    RecordGone,
    own_held,
    own_learner,
    own_pathway,
    who_looked,
)
from service.own_record.operations.requests import (
    LONGEST,
    RequestAnswered,
    RequestUnknown,
    Wrong,
    answer_request,
    ask_to_correct,
    require_request,
    said_of,
)
from service.own_record.operations.telling import recorded_now, say_now

__all__ = [
    "LINES",
    "LONGEST",
    "Entered",
    "LinkRefused",
    "MadeLink",
    "OwnHeld",
    "OwnPathway",
    "RecordGone",
    "RequestAnswered",
    "RequestUnknown",
    "Wrong",
    "answer_request",
    "ask_to_correct",
    "enter",
    "forget_let_in",
    "leave",
    "let_in_by",
    "make_link",
    "own_held",
    "own_learner",
    "own_pathway",
    "recorded_now",
    "require_request",
    "said_of",
    "say_now",
    "who_looked",
]
