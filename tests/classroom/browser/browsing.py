"""People at real browsers: pages that are watched for everything they must not do."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Playwright, expect, sync_playwright

PATIENCE = 30_000
"""Milliseconds until a test that waits gives up; no promise about speed."""
LAPTOP, PHONE, SMALL_PHONE, LARGE = (1280, 800), (390, 844), (360, 640), (1600, 900)
REMARKS = "Failed to load resource|WebSocket connection to |The Cross-Origin-Opener-Policy header has been ignored"
"""What the browser notes by itself of refusals, lost connections, plain http; what pages make of it is tested."""
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "this test needs a browser: apt-get install chromium, or name one with CHROMIUM=/path/to/it"


def found() -> str | None:
    """Where a browser is on this machine."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def chromium() -> str:
    """The browser; fails on a machine that has none."""
    path = found()
    assert path, MISSING
    return path


@contextmanager
def browser(*options: str) -> Iterator[Browsing]:
    """A browser without a screen; at its end, nothing of what it showed may have gone wrong."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browsing = Browsing(playwright, *options)
        try:
            yield browsing
        except Exception as failed:
            failed.add_note(f"The browser says: {browsing.wrong}")
            raise
        finally:
            browsing.close()
    browsing.check()


class Browsing:
    """One browser, and what its pages did that they must not."""

    def __init__(self, playwright: Playwright, *options: str) -> None:
        self._browser: Browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage", *options]
        )
        self.wrong: list[str] = []
        self.hosts: set[str] = set()

    def window(self, size: tuple[int, int] = LAPTOP, *, dark: bool = False, finger: bool = False) -> BrowserContext:
        """A window with cookies of its own."""
        width, height = size
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=finger,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective));"
        )
        context.on("page", self._watch)
        return context

    def page(self, size: tuple[int, int] = LAPTOP, *, dark: bool = False, finger: bool = False) -> Page:
        """A page in a window of its own."""
        return self.window(size, dark=dark, finger=finger).new_page()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("console", lambda line: self.wrong.append(line.text) if line.type in ("error", "warning") else None)
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob"):
            self.hosts.add(parts.netloc)

    def close(self) -> None:
        self._browser.close()

    def check(self) -> None:
        """No script failed, no policy was violated, no other machine was asked."""
        serious = [line for line in self.wrong if not re.match(REMARKS, line)]
        assert not serious, serious
        assert len(self.hosts) <= 1, self.hosts


def join(page: Page, url: str, code: str, name: str = "") -> Page:
    """Types a code and a name, and is in."""
    page.goto(f"{url}/join")
    page.get_by_label("Code").fill(code)
    page.get_by_label("A name for today").fill(name)
    page.get_by_role("button", name="Join").click()
    try:
        page.wait_for_url(re.compile("/s/"))
    except Error as failed:
        failed.add_note(f"The page says: {page.locator('body').inner_text()}")
        raise
    return page


def lead(page: Page, url: str, code: str, password: str = "") -> Page:
    """The facilitator comes in by the link that the server printed; with a password, if it is asked for."""
    page.goto(f"{url}/control#{code}")
    if password:
        page.get_by_label("The facilitator’s password").fill(password)
        page.get_by_role("button", name="Go in").click()
    page.wait_for_url(re.compile("/s/"))
    expect(page.get_by_role("list", name="Where the exercise stands")).to_be_visible()
    return page


def part(page: Page, name: str) -> None:
    """Goes to a part of a team's or of the facilitator's page."""
    page.get_by_role("navigation").get_by_role("button", name=re.compile(f"^{name}")).click()


def table_code(control: Page, what: str) -> str:
    """A code from the facilitator's list."""
    part(control, "Codes and files")
    row = control.get_by_role("row", name=re.compile(re.escape(what)))
    return row.get_by_role("link").inner_text()


def possible(page: Page) -> Locator:
    """The buttons of what can be ordered now."""
    return page.locator("#actions .order-it[aria-disabled=false]")


def order(page: Page) -> str:
    """Orders, or proposes, the first thing that is possible and not grave; its name."""
    action = page.locator("#actions .action:not(.closed)").filter(has_not_text="grave").first
    name = action.get_by_role("heading").inner_text()
    action.locator(".order-it").click()
    expect(page.locator("#draft .proposal").filter(has_text=name)).to_be_visible()
    return name


def say_yes(page: Page, button: str) -> None:
    """Says yes to a question on top of the page."""
    page.get_by_role("dialog").get_by_role("button", name=button).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
