"""A data officer: two records of one person joined, the old number found, and the two parted again."""

import pytest

from tests.journeys.browsing import Walk
from tests.journeys.conftest import WalkOf
from tests.journeys.presenting import register

pytestmark = pytest.mark.journey


async def test_two_records_are_joined_found_by_either_number_and_parted(walk_as: WalkOf) -> None:
    walk = await walk_as("data@demo.invalid")
    kept = await register(walk, "Ottoline")
    joined = await register(walk, "Persis")
    await walk.fill("Another indicator this person has", "222-222-222")
    await walk.press("Compare the two")
    await walk.see("1-no-such-indicator", status=422)
    await walk.fill("Another indicator this person has", kept)
    await walk.press("Compare the two")
    await walk.said("Are these two one person?", "Different")
    await walk.see("2-side-by-side")
    await _join(walk, kept)

    await walk.navigate("Find someone")
    await walk.fill("Indicator", joined)
    await walk.press("Find by indicator")
    await walk.said("Ottoline", "was joined to")

    await walk.follow("Part them again", exact=False)
    await walk.see("6-part-them")
    await walk.fill("Why are they two people?", "Two papers of two people, as the college says now.")
    await walk.press("Part the two records")
    await walk.said("The two records are parted", "and parted again")
    await walk.see("7-parted")

    await _decided_otherwise(walk, kept, joined)


async def _join(walk: Walk, kept: str) -> None:
    """From side by side to joined, with a reason."""
    await walk.page.get_by_label(f"One person: keep {kept}", exact=False).check()
    await walk.press("Continue")
    await walk.said("What moves to", kept)
    await walk.press("Join the two records")
    await walk.said("Enter why they are one person")
    await walk.see("3-no-reason", status=422)
    await walk.fill("Why are they one person?", "The college has both papers on one desk.")
    await walk.see("4-what-moves", status=422)
    await walk.press("Join the two records")
    await walk.said("The two records are joined", "Ottoline")
    await walk.see("5-joined")


async def _decided_otherwise(walk: Walk, kept: str, joined: str) -> None:
    """Who were parted are two people for good, until somebody withdraws that."""
    await walk.fill("Another indicator this person has", joined)
    await walk.press("Compare the two")
    await walk.page.get_by_label(f"One person: keep {kept}", exact=False).check()
    await walk.press("Continue")
    await walk.said("Somebody has decided that these are two people")
    await walk.see("8-decided-otherwise")
    await walk.press("Withdraw the decision")
    await walk.choose("Twins, or brother and sister")
    await walk.press("Continue")
    await walk.said("Needs a decision")
    await walk.see("9-twins")
