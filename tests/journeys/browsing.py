"""A browser with somebody's eyes: on every page it stops at, it looks for what is wrong and takes a picture."""

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Download,
    Error,
    Locator,
    Page,
    Request,
    Response,
    async_playwright,
    expect,
)

from tests.journeys.town import ROOT, ServedTown

SCREENSHOTS = ROOT / "screenshots"
ON_PATH = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TITLE = re.compile(r"(Error: )?(?P<page>\S.*) – Youth skills pathway")
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
PATIENCE = 30_000  # milliseconds
AXE_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}  # WCAG 2.2, 2.5.8
_OVERFLOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return null;
  const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 1
    && !e.closest('.app-scroll') && !e.closest('.govuk-visually-hidden'));
  return `${document.documentElement.scrollWidth} in ${room}: ` + wide.slice(0, 3).map(e => e.outerHTML.slice(0, 90));
}"""

_TWICE = """() => {
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place).join(', ');
}"""


class Kind(StrEnum):
    """How somebody comes: at a desk, with a small phone, or with a browser that runs no script."""

    WIDE = "wide"
    PHONE = "phone"
    PLAIN = "no-js"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in CSS pixels; 320 is what WCAG 2.2, 1.4.10 asks for."""
        return (320, 640) if self is Kind.PHONE else (1280, 900)


class NoBrowser(RuntimeError):
    """No Chromium on this machine."""


@asynccontextmanager
async def opened_browser() -> AsyncIterator[Browser]:
    """Open the machine's own Chromium, or else the one Playwright brought. Raises `NoBrowser`."""
    path = next((found for name in ON_PATH if (found := shutil.which(name))), None)
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        except Error as error:
            raise NoBrowser(f"No Chromium can be started: {error.message.splitlines()[0]}") from None
        yield browser
        await browser.close()


class Visited:
    """The addresses looked at so far, and which of them each title stands for.

    Two pages with one title cannot be told apart in a list of tabs. Pages of two learners are one address.
    """

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}
        self._seen: set[tuple[Kind, str]] = set()

    def clash(self, title: str, path: str) -> str | None:
        """Another address that has this title."""
        shape = KEY.sub("*", path)
        first = self._addresses.setdefault(title, shape)
        return None if first == shape else first

    def add(self, kind: "Kind", path: str) -> None:
        """An address was looked at."""
        self._seen.add((kind, KEY.sub("*", path)))

    def has(self, kind: "Kind", path: str) -> bool:
        """Whether an address was looked at in this kind of window."""
        return (kind, KEY.sub("*", path)) in self._seen


class Walk:
    """One person's way through the service in one browser. `problems` is what was wrong on the way."""

    def __init__(self, page: Page, town: ServedTown, kind: Kind, journey: str, visited: Visited) -> None:
        self.page, self.town, self.kind, self.journey = page, town, kind, journey
        self.problems: list[str] = []
        self._visited, self._status = visited, 0
        self._script: CDPSession | None = None
        page.set_default_timeout(PATIENCE)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._wrong(f"script failed: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    async def without_script(self) -> None:
        """Runs no script from here on. Not Playwright's own switch: that one would stop axe's timers too."""
        self._script = await self.page.context.new_cdp_session(self.page)
        await self._script.send("Emulation.setScriptExecutionDisabled", {"value": True})

    async def open(self, path: str) -> None:
        """Goes to an address of the service."""
        await self.page.goto(self.town.address + path)

    async def sign_in(self, email: str, *, password: str = "") -> None:
        """Gives address and password on the sign-in page, and comes to the first page of whoever it is."""
        await self.open("/sign-in")
        await self.fill("Email address", email)
        await self.fill("Password", password or self.town.password)
        async with self.page.expect_navigation():
            await self.press("Sign in")

    async def sign_out(self) -> None:
        """Presses the button at the top of every page."""
        await self.press("Sign out")

    async def press(self, name: str) -> None:
        """Presses a button."""
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def follow(self, name: str, *, exact: bool = True) -> None:
        """Follows the first link of that name on the page itself."""
        await self.page.get_by_role("main").get_by_role("link", name=name, exact=exact).first.click()

    async def navigate(self, name: str) -> None:
        """Follows a link of the navigation, opening it first where a phone folds it away."""
        await self._settled()
        link = self.page.get_by_label("Main", exact=True).get_by_role("link", name=name, include_hidden=True)
        if not await link.is_visible():
            await self.page.get_by_role("button", name="Menu", exact=True).click()
        await link.click()

    async def fill(self, label: str, text: str) -> None:
        """Types into a field."""
        await self.page.get_by_label(label, exact=True).fill(text)

    async def choose(self, label: str) -> None:
        """Chooses a radio button or ticks a box, by the words beside it."""
        await self.page.get_by_label(label, exact=True).check()

    async def download(self, name: str) -> str:
        """Follows a link to a file and reads it."""
        async with self.page.expect_download() as coming:
            await self.follow(name, exact=False)
        got: Download = await coming.value
        return Path(await got.path()).read_text(encoding="utf-8-sig")

    async def select(self, label: str, option: str) -> None:
        """Selects from a list by its words."""
        await self.page.get_by_label(label, exact=True).select_option(label=option, timeout=PATIENCE // 6)

    async def said(self, *texts: str) -> None:
        """Waits until the page says each of these."""
        for text in texts:
            await expect(self.page.locator("main")).to_contain_text(text, timeout=PATIENCE)

    async def see(self, step: str, *, status: int = 200) -> None:
        """Looks at the page as it stands: everything that is wrong joins `problems`; takes its picture."""
        await self._settled()
        if self._status != status:
            self._wrong(f"answered {self._status}, not {status}", step)
        await self._check_title(step)
        headings = await self.page.locator("h1").count()
        if headings != 1:
            self._wrong(f"{headings} h1", step)
        if overflow := await self.page.evaluate(_OVERFLOW):
            self._wrong(f"scrolls sideways: {overflow}", step)
        if twice := await self.page.evaluate(_TWICE):
            self._wrong(f"more than one element has the id {twice}", step)
        await self._check_access(step)
        self._visited.add(self.kind, urlsplit(self.page.url).path)
        await self.picture(step)

    async def picture(self, step: str) -> None:
        """Keeps the whole page as an image."""
        path = SCREENSHOTS / self.journey / f"{step}-{self.kind}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=path, full_page=True, animations="disabled")

    async def _settled(self) -> None:
        await self.page.wait_for_load_state("load")
        ready = "document.documentElement.dataset.ready"
        if self._script is None:
            await self.page.wait_for_function(f"{ready} === '1'")
        elif await self.page.evaluate(ready):
            raise AssertionError("script ran where none should")

    async def _check_title(self, step: str) -> None:
        found = TITLE.fullmatch(title := await self.page.title())
        if not found:
            self._wrong(f"title {title!r}", step)
        elif found[1]:
            return
        elif other := self._visited.clash(title, urlsplit(self.page.url).path):
            self._wrong(f"title {title!r} is also that of {other}", step)

    async def _check_access(self, step: str) -> None:
        if self._script is not None:
            await self._script.send("Emulation.setScriptExecutionDisabled", {"value": False})
        results = await Axe().run(self.page, options=AXE_OPTIONS)
        if self._script is not None:
            await self._script.send("Emulation.setScriptExecutionDisabled", {"value": True})
        for each in results.response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in each["nodes"][:3])
            self._wrong(f"axe {each['id']} ({each['impact']}), {len(each['nodes'])} nodes: {nodes}", step)

    def _wrong(self, what: str, step: str = "") -> None:
        self.problems.append(f"{step or '(between)'} [{self.kind}] {urlsplit(self.page.url).path}: {what}")

    def _heard(self, message: ConsoleMessage) -> None:
        """A status of 400 and up is also written to the console; `see` says which status is right."""
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self._wrong(f"console: {message.text[:200]}")

    def _failed(self, request: Request) -> None:
        """Leaving a page, or a download, ends a request without harm."""
        if request.failure != "net::ERR_ABORTED":
            self._wrong(f"request failed: {urlsplit(request.url).path} {request.failure}")

    def _answered(self, response: Response) -> None:
        path = urlsplit(response.url).path
        if response.request.is_navigation_request():
            self._status = response.status
        elif response.status >= 400:
            self._wrong(f"{path} answered {response.status}")
        if response.status >= 500:
            self._wrong(f"{path} answered {response.status}")


async def table_cells(table: Locator) -> list[list[str]]:
    """Read a table, its headings first, also where it is folded away."""
    rows = [await row.locator("th, td").all_text_contents() for row in await table.locator("tr").all()]
    return [[cell.strip() for cell in row] for row in rows]


async def new_context(browser: Browser, kind: Kind) -> BrowserContext:
    """Make a browser window that knows nobody."""
    width, height = kind.size
    return await browser.new_context(
        viewport={"width": width, "height": height},
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
        is_mobile=kind is Kind.PHONE,
        has_touch=kind is Kind.PHONE,
    )


def in_ci() -> bool:
    """Whether this runs where a missing browser is a fault and not a circumstance."""
    return os.environ.get("CI", "").lower() == "true"
