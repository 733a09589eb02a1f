"""For those who see little, use no mouse, or listen: what axe-core finds, the keyboard, small and large screens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, Route, expect

from tests.classroom.browser.browsing import LAPTOP, LARGE, SMALL_PHONE, browser, join, lead, part
from tests.classroom.wire import codes, facilitator, pupil, serving

VIEWS = ("Brief", "Situation", "Orders", "Talk", "News", "Notes")
CONTROL_VIEWS = ("Tables", "People", "Injects", "Messages", "Questions", "Log", "Codes and files")
SMALLEST = 32
"""Pixels of anything to be tapped, in the direction in which it is smaller."""


def found(page: Page) -> list[dict[str, Any]]:
    """What axe-core calls serious or critical."""
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        {one["id"]: [node["html"][:200] for node in one["nodes"]]}
        for one in violations
        if one["impact"] in ("serious", "critical")
    ]


def small(page: Page) -> list[str]:
    """Buttons and fields in sight that a thumb would miss."""
    names: list[str] = page.evaluate(
        """least => [...document.querySelectorAll('button, a.button, select, textarea, input:not([type=checkbox])')]
        .filter(one => one.checkVisibility() && one.offsetHeight && Math.min(one.offsetHeight, one.offsetWidth) < least)
        .map(one => one.outerHTML.slice(0, 120))""",
        SMALLEST,
    )
    return names


def sticking_out(page: Page) -> list[str]:
    """What is wider than the page, if the page can be pushed sideways."""
    names: list[str] = page.evaluate(
        """() => { const room = document.documentElement.clientWidth;
        return document.documentElement.scrollWidth <= room + 1 ? [] : [...document.querySelectorAll('body *')]
        .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > room + 1)
        .map(one => one.outerHTML.slice(0, 120)); }"""
    )
    return names


def is_well(page: Page) -> None:
    problems = found(page)
    assert not problems, problems
    assert small(page) == []
    assert sticking_out(page) == []


@pytest.mark.parametrize(("size", "dark"), [(SMALL_PHONE, True), (LAPTOP, False), (LARGE, True)])
def test_axe_finds_nothing_serious_on_any_page(tmp_path: Path, size: tuple[int, int], dark: bool) -> None:
    with serving(tmp_path, "--rehearse", scenario="new_years_eve") as process, browser() as browsing:
        teacher = facilitator(process)
        seats = codes(teacher)["seats"]["1"]
        page = browsing.page(size, dark=dark)
        for address in ("", "join", "control"):
            page.goto(f"{process.url}/{address}")
            expect(page.get_by_role("heading").first).to_contain_text("Eve")
            is_well(page)
        join(page, process.url, process.join_code)
        expect(page.locator("#waiting")).to_contain_text("seat")
        is_well(page)
        team = join(browsing.page(size, dark=dark), process.url, seats["us"])
        others = {seat: pupil(process, seats[seat]) for seat in ("ir", "iq", "mi")}
        control = lead(browsing.page(size, dark=dark), process.url, process.control_code)
        screen = join(browsing.page(size, dark=dark), process.url, codes(teacher)["screen"]["1"])
        for shown in (team, control, screen):
            is_well(shown)
        teacher.must("phase", to="brief")
        teacher.must("phase", to="turns")
        others["ir"].must("message", to=["us"], text="a word")
        others["iq"].must("statement", text="all shall hear it")
        others["mi"].must("ask", text="may we?")
        expect(team.locator("#moment")).to_contain_text("Turn 1")
        team.locator("#actions .order-it[aria-disabled=false]").first.click()
        expect(team.locator("#draft .proposal")).to_have_count(1)
        for view in VIEWS:
            part(team, view)
            is_well(team)
        part(team, "Orders")
        team.get_by_role("button", name=re.compile("^Commit")).click()
        expect(team.locator("#otherwise")).to_contain_text("Committed")
        is_well(team)
        for view in CONTROL_VIEWS:
            part(control, view)
            is_well(control)
        part(control, "Tables")
        control.get_by_role("button", name="See what US sees at table 1").click()
        expect(control.get_by_role("dialog")).to_contain_text("Can order now")
        is_well(control)
        is_well(screen)
        control.goto(control.url + "print")
        expect(control.get_by_role("article")).to_have_count(4)
        is_well(control)
        teacher.must("phase", to="debrief")
        team.get_by_role("link", name="Look back together").click()
        expect(team.get_by_role("heading", name="Questions to talk about")).to_be_visible()
        is_well(team)
        is_well(screen)
        screen.get_by_role("link", name="Look back").click()
        expect(screen.get_by_role("heading", name="Questions to talk about")).to_be_visible()
        is_well(screen)


def walk(page: Page, name: str | re.Pattern[str], role: str = "button") -> None:
    """Goes with the Tab key alone to something, and stands on it."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    expect(wanted).to_be_visible()
    for _ in range(200):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not get to {name}")


def test_the_keyboard_is_enough_from_the_door_to_a_committed_turn(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        page, control = browsing.page(), browsing.page()
        page.goto(process.url)
        walk(page, "Join with a code", "link")
        page.keyboard.press("Enter")
        walk(page, "Code", "textbox")
        page.keyboard.type(process.join_code)
        page.keyboard.press("Tab")
        page.keyboard.type("Amber Heron")
        page.keyboard.press("Enter")
        expect(page.locator("#waiting")).to_contain_text("Amber Heron")

        control.goto(f"{process.url}/control#{process.control_code}")
        walk(control, "People")
        control.keyboard.press("Enter")
        expect(control.get_by_role("heading", name="People", exact=True)).to_be_focused()
        walk(control, "Give everybody a seat")
        control.keyboard.press("Enter")
        expect(page.locator("#who")).to_contain_text("Head")
        walk(control, "Start the brief")
        control.keyboard.press("Space")
        walk(control, "Begin turn 1")
        control.keyboard.press("Enter")
        walk(control, "Begin, with bots there")
        control.keyboard.press("Enter")

        expect(page.locator("#moment")).to_contain_text("Turn 1")
        action = page.locator("#actions .order-it[aria-disabled=false]").first
        name = str(action.get_attribute("aria-label"))
        walk(page, name)
        page.keyboard.press("Enter")
        expect(page.locator("#draft .proposal")).to_have_count(1)
        # Whoever ordered is where they were, and not thrown to the top.
        expect(page.get_by_role("button", name=name)).to_be_focused()
        page.keyboard.press("Home")
        walk(page, "Talk")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Talk", exact=True)).to_be_focused()
        walk(page, "Words", "textbox")
        page.keyboard.type("A word.")
        walk(page, re.compile("^Send$"))
        page.keyboard.press("Enter")
        expect(page.locator("#talk")).to_contain_text("A word.")
        walk(page, re.compile("^Commit"))
        page.keyboard.press("Enter")
        expect(page.locator("#otherwise")).to_contain_text("Committed")


def test_whoever_types_is_not_interrupted_by_a_slow_network(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        page, held = browsing.page(), list[Route]()
        page.route("**/api/lobby", lambda route: held.append(route))  # noqa: PLW0108  (builtins cannot be marked)
        page.goto(f"{process.url}/join")
        page.get_by_label("Code").fill(process.join_code)
        page.keyboard.press("Tab")
        page.keyboard.type("Amber ")
        held[0].continue_()
        expect(page.locator("#title")).to_have_text("Standoff on the river")
        page.keyboard.type("Heron")
        page.keyboard.press("Enter")
        expect(page.locator("#waiting")).to_contain_text("Amber Heron")


def test_those_who_listen_are_told_what_changed_and_not_the_clock(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        teacher = facilitator(process)
        seats = codes(teacher)["seats"]["1"]
        page = join(browsing.page(), process.url, seats["ar"])
        other = pupil(process, seats["bo"])
        expect(page.locator("#who")).to_contain_text("Arland")
        heard = page.evaluate_handle(
            "(() => { const heard = []; new MutationObserver(() => heard.push(announced.textContent))"
            ".observe(announced, {childList: true}); return heard; })()"
        )
        teacher.must("phase", to="brief")
        teacher.must("phase", to="turns")
        other.must("message", to=["ar"], text="psst")
        other.must("statement", text="hear, hear")
        said = page.get_by_role("status").filter(has_text=re.compile("Turn 1 of 8 has begun|new message"))
        expect(said.first).to_be_attached()
        expect(page.locator("#announced")).to_contain_text("new message")
        told: list[str] = heard.json_value()
        assert len(told) <= 4, told
        assert not any(re.search(r"\d:\d\d", line) for line in told), told
        for part_of_page in ("banner", "navigation", "main", "timer"):
            expect(page.get_by_role(part_of_page)).to_have_count(1)


def test_the_room_is_used_from_a_phone_to_a_wall(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        seats = codes(facilitator(process))["seats"]["1"]
        page = join(browsing.page(), process.url, seats["ar"])
        part(page, "Orders")
        for width, parts in ((360, 1), (768, 1), (1280, 5), (1600, 5)):
            page.set_viewport_size({"width": width, "height": 800})
            expect(page.locator("main > section:visible")).to_have_count(parts)
            assert sticking_out(page) == [], width


def test_the_last_minute_fits_a_small_phone(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        teacher = facilitator(process)
        page = join(browsing.page(SMALL_PHONE, finger=True), process.url, codes(teacher)["seats"]["1"]["ar"], "Z" * 40)
        teacher.must("phase", to="practice", fill=True)
        expect(page.locator("#time")).to_contain_text("last minute")
        assert sticking_out(page) == []
        teacher.must("clock", do="pause")
        expect(page.locator("#time")).to_contain_text("paused")
        assert sticking_out(page) == []


def test_a_wall_forgets_that_nothing_was_known(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        teacher = facilitator(process)
        screen = join(browsing.page(LARGE), process.url, codes(teacher)["screen"]["1"])
        expect(screen.locator("#welcome")).to_contain_text(process.join_code)
        teacher.must("phase", to="brief")
        teacher.must("phase", to="turns", fill=True)
        expect(screen.locator("#no-news")).to_be_visible()
        while not screen.locator("#news li").count():
            teacher.must("clock", do="step")
        expect(screen.locator("#no-news")).to_be_hidden()


def test_two_tables_beside_each_other_fit_a_laptop(tmp_path: Path) -> None:
    with serving(tmp_path, "--tables", "2", scenario="new_years_eve") as process, browser() as browsing:
        teacher = facilitator(process)
        control = lead(browsing.page(), process.url, process.control_code)
        us = pupil(process, codes(teacher)["seats"]["2"]["us"])
        teacher.must("phase", to="brief")
        teacher.must("phase", to="turns", fill=True)
        us.must("propose", action="us.condemn")
        teacher.must("clock", do="step")
        expect(control.get_by_role("row", name=re.compile("^us .*Condemn.*table 2"))).to_be_visible()
        wider = "places => places.map(place => place.scrollWidth - place.clientWidth)"
        assert control.locator("#tables .scroll").evaluate_all(wider) == [0, 0]
