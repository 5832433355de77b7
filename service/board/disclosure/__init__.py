"""Statistical disclosure control, rule SDC-1: the one way from exact counts to what the board may see.

What comes out are texts. Whether a cell is hidden is decided for the whole month at once, over every table in
which a count takes part, because a figure hidden in one table must not be worked out from another.

SOURCE: our rule SDC-1, made from the ONS "10-5 rule" (suppress below 10, round the rest to 5) with secondary
suppression; the symbols are DfE's ("c" confidential, "z" not applicable).
"""

from service.board.disclosure.marking import closed, primary
from service.board.disclosure.protecting import CannotBeProtected, Edition, protected
from service.board.disclosure.recovery import FEWEST, AuditUnfinished, exposed
from service.board.disclosure.saying import disclose, joined, mean, texts
from service.board.rules.rounding import THRESHOLD, rounded

__all__ = [
    "FEWEST",
    "THRESHOLD",
    "AuditUnfinished",
    "CannotBeProtected",
    "Edition",
    "closed",
    "disclose",
    "exposed",
    "joined",
    "mean",
    "primary",
    "protected",
    "rounded",
    "texts",
]
