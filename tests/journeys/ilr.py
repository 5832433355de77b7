"""Small ILR files for the journeys, and the way they take. Everybody in them is invented, and in one journey only."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from playwright.async_api import Locator, expect

from service.demo.providers import AGENCIES
from service.vocabulary.academic_year import AcademicYear
from tests.benchmarks.ilr_generator import uln
from tests.imports.ilr_text import aim, header, learner, message
from tests.journeys.browsing import PATIENCE, Kind, Walk

GIVEN = ("Ottoline", "Barnabas", "Persis", "Lysander", "Thomasin", "Evander")


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A file on disk, who left early in it, and how many learners can and cannot be taken."""

    path: Path
    leaver: str
    good: int
    bad: int


def family_name(journey: str) -> str:
    """A family name of the journey's own, and of letters alone: "Filesphonebury"."""
    return "".join(letter for letter in journey if letter.isalpha()).capitalize() + "bury"


def write_ilr(folder: Path, *, provider: str, journey: str, good: int, bad: int, today: date) -> Sent:
    """Write a file of `good` learners, the first of whom left a week ago, and `bad` ones."""
    rng, year = random.Random(journey), AcademicYear.of(today)
    ukprn = next(agency.ukprn for agency in AGENCIES if agency.code == provider)
    code = f"{year.start % 100:02d}{(year.start + 1) % 100:02d}"
    people = [_person(rng, journey, number, today) for number in range(good + bad)]
    texts = [learner(_aim(today, left=number == 0), **person) for number, person in enumerate(people[:good])]
    texts += [learner(_aim(today, left=False), **{**person, "DateOfBirth": None}) for person in people[good:]]
    head = header(Year=code, FilePreparationDate=today.isoformat(), UKPRN=ukprn, provider=ukprn)
    namespace = f"ESFA/ILR/{year.start}-{(year.start + 1) % 100:02d}"
    path = folder / f"ILR-{ukprn}-{code}-{today:%Y%m%d}-094500-01.xml"
    path.write_text(message(*texts, namespace=namespace, head=head), encoding="utf-8")
    leaver = f"{people[0]['GivenNames']} {people[0]['FamilyName']}"
    return Sent(path=path, leaver=leaver, good=good, bad=bad)


def _person(rng: random.Random, journey: str, number: int, today: date) -> dict[str, str | None]:
    born_on = today - timedelta(days=int(17.2 * 365) + rng.randrange(180))
    return {
        "LearnRefNumber": f"{rng.randrange(100000, 999999)}{number:02d}",
        "ULN": uln(rng),
        "GivenNames": GIVEN[number % len(GIVEN)],
        "FamilyName": f"{family_name(journey)}{'-Wyke' * (number >= len(GIVEN))}",
        "DateOfBirth": born_on.isoformat(),
        "Postcode": f"CM{rng.randrange(1, 24)} {rng.randrange(1, 10)}{''.join(rng.choices('ABDEFGHJLN', k=2))}",
    }


def _aim(today: date, *, left: bool) -> str:
    began_on = today - timedelta(days=70)
    dates = {
        "LearnStartDate": began_on.isoformat(),
        "LearnPlanEndDate": (today + timedelta(days=200)).isoformat(),
    }
    if left:
        ended_on = (today - timedelta(days=7)).isoformat()
        dates |= {"LearnActEndDate": ended_on, "CompStatus": "3", "WithdrawReason": "98", "Outcome": "3"}
    return aim(**dates)


async def send(walk: Walk, sent: Sent) -> None:
    """Sends a file in which all is well, and has it recorded."""
    await walk.navigate("Files")
    await upload(walk, sent)
    await until_checked(walk)
    await accept(walk)


async def upload(walk: Walk, sent: Sent) -> None:
    """Sends a file from the page of files."""
    await walk.page.get_by_label("Upload a file").set_input_files(sent.path)
    await walk.press("Upload and check")


async def until_checked(walk: Walk) -> None:
    """Waits until the file may be accepted."""
    await until(walk, walk.page.get_by_role("heading", name="Accept this file"))


async def accept(walk: Walk, button: str = "Accept and record") -> None:
    """Accepts the file that is shown, and waits for its receipt."""
    await walk.press(button)
    await until(walk, walk.page.get_by_role("heading", name="Recorded"))


async def until(walk: Walk, there: Locator) -> None:
    """Waits for the worker: with script the page itself does, without it somebody follows the link."""
    if walk.kind is not Kind.PLAIN:
        await expect(there).to_be_visible(timeout=PATIENCE)
        return
    further = walk.page.get_by_role("main").get_by_role("link", name="Show how far it is now")
    for _ in range(PATIENCE // 250):
        await expect(there.or_(further)).to_be_visible()
        if await there.is_visible():
            return
        await walk.page.wait_for_timeout(250)
        async with walk.page.expect_navigation():
            await further.click()
    raise AssertionError(f"the worker has not come to it: {there}")
