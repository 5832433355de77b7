"""When work counts as lasting: one definition for the stage of the way, the board's measures and what is paid.

SOURCE: 13 and 26 weeks are the outcomes of the Work Programme (Hansard, 10 July 2013).
"""

from datetime import timedelta
from typing import Final

SUSTAINED: Final = timedelta(weeks=13)
SUSTAINED_LONG: Final = timedelta(weeks=26)
BREAK: Final = timedelta(days=14)
"""The longest time between two jobs that leaves them one time of work. SOURCE: our own, as alert rule R19 lets 14 days
pass before a job counts as over."""
