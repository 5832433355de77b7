"""What can be done with the board's months."""

from service.board.operations.check import Recounted, recount
from service.board.operations.freeze import (
    MonthClosed,
    MonthInvalid,
    MonthNotOver,
    freeze_last_month,
    freeze_month,
)
from service.board.operations.handing import hand_out
from service.board.operations.publish import MonthNotSafe

__all__ = [
    "MonthClosed",
    "MonthInvalid",
    "MonthNotOver",
    "MonthNotSafe",
    "Recounted",
    "freeze_last_month",
    "freeze_month",
    "hand_out",
    "recount",
]
