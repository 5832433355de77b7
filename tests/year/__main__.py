"""`python -m tests.year [--learners 2000] [--days 365] [--from 2026-01-01] [--seed 1]`: simulates, checks, prints."""

import argparse
import asyncio
import tempfile
from datetime import date
from pathlib import Path

from service.kit.database import open_database
from service.kit.embedded_postgres import FORGETFUL, EmbeddedPostgres
from service.kit.migrations import migrate
from tests.year.figures import Figures, printed
from tests.year.year import Plan, simulate_year


def main() -> None:
    """Simulates a year and prints its figures; ends with the first violated invariant, if there is one."""
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--learners", type=int, default=2_000, help="how many young people (2000)")
    parser.add_argument("--days", type=int, default=365, help="how many days (365)")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=date(2026, 1, 1))
    parser.add_argument("--seed", type=int, default=1, help="another seed is another year (1)")
    given = parser.parse_args()
    plan = Plan(learners=given.learners, first=given.first, days=given.days, seed=given.seed)
    with tempfile.TemporaryDirectory(prefix="pathway-year-") as folder:
        Path(folder).chmod(0o755)  # the server may run as another account
        with EmbeddedPostgres(Path(folder) / "postgres", options=FORGETFUL) as server:
            migrate(server.owner_url)
            print(printed(asyncio.run(_simulate(server.app_url, plan))), flush=True)


async def _simulate(url: str, plan: Plan) -> Figures:
    database = open_database(url)
    try:
        return await simulate_year(database, plan, say=lambda said: print(said, flush=True))
    finally:
        await database.close()


if __name__ == "__main__":
    main()
