"""What the worker does by its own timetable each night, without the jobs that need settings of their own."""

from datetime import date

from service.worker import OPERATIONS, TIMETABLE
from tests.year.days import at
from tests.year.world import World

EVERY_NIGHT = tuple(
    each for each in TIMETABLE if each.name in {"find_pairs", "evaluate_due", "watch_providers"}
)
"""Of the timetable, what has to do with who somebody is and with alerts."""


async def run_night(world: World, today: date) -> None:
    """Run the day's jobs, each at its time in London."""
    for each in EVERY_NIGHT:
        await OPERATIONS[each.name](world.database, {}, at(today, each.at))
