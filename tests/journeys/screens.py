"""Takes the README's pictures: `python -m tests.journeys.screens --out docs/images` makes a town and visits it.

Pictures are 1200 pixels wide and end where the page has said what it is about; none may be larger than 250 kB.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize

from tests.journeys.browsing import Kind, Visited, Walk, new_context, opened_browser
from tests.journeys.links import make_link
from tests.journeys.town import ServedTown, served_town

WIDTH, TALLEST, MARGIN = 1200, 1700, 2  # pixels
LARGEST = 250_000  # bytes
LOOKED_AT = 12  # learners, to find one with a timeline worth a picture


async def take_pictures(town: ServedTown, out: Path) -> None:
    """Write every picture into the folder `out`."""
    async with opened_browser() as browser:
        adviser = await _signed_in(browser, town, "adviser@demo.invalid")
        await _keep(adviser.page, out / "today.png", until=".app-card:nth-of-type(2) .app-card__evidence")
        await _open_a_full_timeline(adviser)
        await _keep(adviser.page, out / "timeline.png", until=".moj-timeline__item:nth-of-type(5)")
        await _find_a_way_back(adviser)
        await _keep(adviser.page, out / "way-back.png", until=".app-card")
        young = await _let_in(browser, town, adviser)
        await _keep(young.page, out / "own-record.png", until=".moj-timeline__item:nth-of-type(2)")
        await adviser.navigate("Referrals")
        await _keep(adviser.page, out / "referrals.png", until="main table")
        lead = await _signed_in(browser, town, "lead@demo.invalid")
        await _keep(lead.page, out / "team.png", until="main tbody tr:nth-of-type(5)")
        provider = await _signed_in(browser, town, "college@demo.invalid")
        await _open_a_file(provider, "Checked")
        await _keep(provider.page, out / "file-preview.png", until="main tbody tr:nth-of-type(3)")
        await _open_a_file(provider, "Recorded")
        await _keep(provider.page, out / "receipt.png", until="main ul")
        officer = await _signed_in(browser, town, "data@demo.invalid")
        await officer.navigate("NCCIS return")
        await _keep(officer.page, out / "nccis.png", until="main table")
        await adviser.navigate("Alert rules")
        await _keep(adviser.page, out / "rules.png", until="main tbody tr:nth-of-type(9)")
        board = await _signed_in(browser, town, "board@demo.invalid")
        await _keep(board.page, out / "board.png", until=".app-figure")
        await board.navigate("Places")
        await _keep(board.page, out / "places.png", until=".app-figure")
        await board.open("/board/providers")
        await _keep(board.page, out / "providers.png", until=".app-figure")
        await board.navigate("Skills")
        await _keep(board.page, out / "skills.png", until=".app-figure")
        await board.navigate("Priorities")
        await _keep(board.page, out / "priorities.png", until="main table")
        commissioner = await _signed_in(browser, town, "commissioner@demo.invalid")
        await _keep(commissioner.page, out / "pool.png", until="main table")


async def _signed_in(browser: Browser, town: ServedTown, email: str) -> Walk:
    walk = await _window(browser, town)
    await walk.sign_in(email)
    await walk.page.wait_for_load_state("load")
    return walk


async def _window(browser: Browser, town: ServedTown) -> Walk:
    context = await new_context(browser, Kind.WIDE)
    walk = Walk(await context.new_page(), town, Kind.WIDE, "screens", Visited())
    await walk.page.set_viewport_size(ViewportSize(width=WIDTH, height=TALLEST))
    return walk


async def _let_in(browser: Browser, town: ServedTown, adviser: Walk) -> Walk:
    """A young person who opens the link their adviser has just made."""
    await adviser.open("/today")
    await _open_a_full_timeline(adviser)
    await adviser.follow("Let them see their own record")
    link, born = await make_link(adviser)
    young = await _window(browser, town)
    await young.open("/my-pathway/open")
    await young.fill("Code", link.partition("#")[2])
    await young.fill("Date of birth", born)
    await young.press("Open my record")
    await young.said("this is your pathway")
    return young


async def _open_a_full_timeline(walk: Walk) -> None:
    links = await walk.page.locator(".app-card__who a").all()
    paths = [await link.get_attribute("href") or "" for link in links[:LOOKED_AT]]
    lengths = {}
    for path in paths:
        await walk.open(path)
        lengths[path] = await walk.page.locator(".moj-timeline__item").count()
    await walk.open(max(lengths, key=lambda path: lengths[path]))


async def _find_a_way_back(walk: Walk) -> None:
    """With somebody of the caseload who wants to build."""
    await walk.open("/today")
    neet = walk.page.locator(".app-card", has_text="Not in education").nth(1)
    await neet.locator(".app-card__who a").click()
    await walk.follow("Find a way back")
    asked = walk.page.get_by_role("button", name="Ask what they want")
    if await asked.count():
        await asked.click()
    else:
        await walk.follow("Change what they want")
    await walk.choose("Either")
    await walk.choose("Ready to learn, not yet for work")
    await walk.choose("Construction, planning and the built environment")
    await walk.select("Longest journey one way", "60 minutes")
    await walk.press("Find a way back")
    await walk.said("The way back")
    await walk.open(walk.page.url.removeprefix(walk.town.address).split("?")[0])


async def _open_a_file(walk: Walk, state: str) -> None:
    await walk.open("/files")
    await walk.page.locator("tbody tr", has_text=state).first.get_by_role("link").click()
    await walk.page.wait_for_load_state("load")


async def _keep(page: Page, path: Path, *, until: str) -> None:
    """The page from its top to the end of the first element that `until` selects."""
    end = await page.locator(until).first.bounding_box()
    height = TALLEST if end is None else min(TALLEST, round(end["y"] + end["height"]) + MARGIN)
    await page.screenshot(
        path=path,
        full_page=True,
        animations="disabled",
        clip={"x": 0, "y": 0, "width": WIDTH, "height": height},
    )
    if path.stat().st_size > LARGEST:
        raise SystemExit(f"{path.name} is larger than {LARGEST // 1000} kB: let it end earlier")


def main() -> None:
    """Makes the town in a folder of its own, takes the pictures, and leaves nothing else behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pathway-screens-") as folder:
        Path(folder).chmod(0o755)
        with served_town(Path(folder), around=20_000) as town:
            asyncio.run(take_pictures(town, out))
    for path in sorted(out.glob("*.png")):
        print(f"{path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
