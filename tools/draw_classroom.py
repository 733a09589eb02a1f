"""Draws the pictures of a class in docs/teaching.md, from a class of four that plays two turns: a few PNG files.

    .venv/bin/python -m tools.draw_classroom

It needs Chromium. After a change of a page that is meant, run this, and look at all of them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.classroom.browser.browsing import PHONE, browser, join, lead, order, part, say_yes, table_code
from tests.classroom.wire import serving

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
PUPILS = {"United States": "Amber Heron", "Iran": "Quiet Otter", "of Iraq": "Silver Wren", "militias": "Merry Seal"}
DESK, WALL = (1120, 680), (1280, 720)
LIMIT = 150_000
"""Bytes of a picture."""


def main() -> None:
    """Draws all of them."""
    with (
        tempfile.TemporaryDirectory() as store,
        serving(Path(store), scenario="new_years_eve") as process,
        browser() as browsing,
    ):
        control = lead(browsing.page(WALL), process.url, process.control_code)
        wall = join(browsing.page(WALL), process.url, table_code(control, "a screen on the wall"))
        teams = [browsing.page(PHONE, finger=True), *(browsing.page(DESK) for _ in range(3))]
        for page, (seat, name) in zip(teams, PUPILS.items(), strict=True):
            join(page, process.url, table_code(control, seat), name)
        _play(control, teams)
        phone, laptop = teams[:2]
        _shoot(phone, "classroom_phone")
        _shoot(laptop, "classroom_team")
        _shoot(control, "classroom_facilitator")
        _shoot(wall, "classroom_wall")
        control.get_by_role("button", name="On to the debrief").click()
        say_yes(control, "End the turns")
        laptop.get_by_role("link", name="Look back together").click()
        expect(laptop.get_by_role("heading", name="Turn by turn")).to_be_visible()
        laptop.get_by_role("link", name="Turn by turn").click()
        expect(laptop.locator(".scrubber")).to_be_in_viewport()
        _shoot(laptop, "classroom_debrief")


def _play(control: Page, teams: list[Page]) -> None:
    """To the middle of the second turn: one side has committed, one talks, two draft."""
    part(control, "Tables")
    control.get_by_role("button", name="Start the brief").click()
    control.get_by_role("button", name="Begin turn 1").click()
    us, ir, iq, mi = teams
    for page in teams:
        expect(page.locator("#moment")).to_contain_text("Turn 1")
        order(page)
    control.get_by_role("button", name="End this turn").click()
    say_yes(control, "End the turn")
    for page in teams:
        expect(page.locator("#moment")).to_contain_text("Turn 2")
    part(iq, "Talk")
    iq.get_by_role("checkbox", name="Iran").check()
    iq.locator("#message-text").fill("Keep them away from the gates, and we speak to Washington for you.")
    iq.get_by_role("button", name="Send", exact=True).click()
    iq.locator("#statement-text").fill("Whoever fires on a base fires on Iraq.")
    iq.get_by_role("button", name="Say it in public").click()
    expect(ir.locator("#talk")).to_contain_text("Whoever fires")
    order(us)
    order(ir)
    mi.get_by_role("button", name="Commit: hold this turn").click()
    expect(control.locator("#tables")).to_contain_text("1 of 4 submitted")


def _shoot(page: Page, name: str) -> None:
    page.bring_to_front()
    page.mouse.move(0, 0)
    if "debrief" not in name:
        page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(300)  # until what was new has faded
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, scale="css")
    size = path.stat().st_size
    if size > LIMIT:
        raise SystemExit(f"{path}: {size} bytes are more than {LIMIT}")
    print(f"{name}: {size // 1000} kB")


if __name__ == "__main__":
    main()
