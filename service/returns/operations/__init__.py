"""Making the files handed to others."""

from service.returns.operations.extracts import take_district, take_my_learners
from service.returns.operations.nccis import (
    CONTENT_KEPT,
    Differences,
    ReturnUnknown,
    ask_return,
    check_return,
    check_returns,
    differences,
    forget_old_returns,
    make_return,
    take_return,
)

__all__ = [
    "CONTENT_KEPT",
    "Differences",
    "ReturnUnknown",
    "ask_return",
    "check_return",
    "check_returns",
    "differences",
    "forget_old_returns",
    "make_return",
    "take_district",
    "take_my_learners",
    "take_return",
]
