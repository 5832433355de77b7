"""What the guarantee does: open a record with a reason, take down wishes, recommend, offer, answer."""

from service.guarantee.operations.enquirer import Enquirer
from service.guarantee.operations.offering import (
    Answer,
    OfferAnswered,
    OfferUnknown,
    PlaceGone,
    answer_offer,
    make_offer,
)
from service.guarantee.operations.opening import (
    Nobody,
    NotOpen,
    Reason,
    Sought,
    open_record,
    openings_to_review,
    require_open,
    review_opening,
)
from service.guarantee.operations.recommending import (
    Minimum,
    WayBack,
    read_minimum,
    take_wishes,
    way_back,
)

__all__ = [
    "Answer",
    "Enquirer",
    "Minimum",
    "Nobody",
    "NotOpen",
    "OfferAnswered",
    "OfferUnknown",
    "PlaceGone",
    "Reason",
    "Sought",
    "WayBack",
    "answer_offer",
    "make_offer",
    "open_record",
    "openings_to_review",
    "read_minimum",
    "require_open",
    "review_opening",
    "take_wishes",
    "way_back",
]
