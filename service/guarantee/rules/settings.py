"""The numbers of the way back. SOURCE: practice reference section 3.2 for the horizon; the rest is our own policy."""

from datetime import timedelta
from typing import Final

HORIZON: Final = timedelta(weeks=6)  # what starts later than this, a bridge has to lead to
FARTHEST: Final = timedelta(weeks=26)  # and nothing later than this is recommended at all
MOST_OPTIONS: Final = 3
MOST_NEAR_MISSES: Final = 5
REVIEW_WORKING_DAYS: Final = 10  # of somebody in, or waiting for, re-engagement
OPEN_FOR: Final = timedelta(hours=4)  # how long a record stays open for another agency's worker
