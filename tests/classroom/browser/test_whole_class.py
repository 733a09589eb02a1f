"""A class in real browsers: a facilitator, four teams, two of them at phones, from the door to looking back."""

from __future__ import annotations

import re
import socket
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.classroom.browser.browsing import (
    LARGE,
    PHONE,
    SMALL_PHONE,
    Browsing,
    browser,
    join,
    lead,
    order,
    part,
    say_yes,
    table_code,
)
from tests.classroom.wire import Process, serving

NAME = socket.gethostname()
PASSWORD = "the river is wide"
LOOKED_BACK_AT = (
    "How it ended", "What mattered most", "Who knew what when", "Promises and threats", "Questions to talk about",
)  # fmt: skip
NAMES = ("Amber Heron", "Quiet Otter", "Silver Wren", "Merry Seal", "Late Lark")


def test_a_class_from_the_door_to_looking_back(tmp_path: Path) -> None:
    options = ("--minutes", "30", "--lan")
    with (
        serving(tmp_path, *options, scenario="new_years_eve", typed=f"{PASSWORD}\n") as process,
        browser(f"--host-resolver-rules=MAP {NAME} 127.0.0.1") as browsing,
    ):
        # By the machine's name, as from another one: plain http, where browsers hold back what they call powerful.
        process.url = f"http://{NAME}:{process.port}"
        desk, laptop = browsing.window(), browsing.window()
        screen = desk.new_page()
        control = lead(desk.new_page(), process.url, process.control_code, PASSWORD)
        assert not control.evaluate("isSecureContext")
        teams = [laptop.new_page(), browsing.page(), browsing.page(PHONE, finger=True),
                 browsing.page(SMALL_PHONE, finger=True)]  # fmt: skip
        for page, name in zip(teams, NAMES, strict=False):
            join(page, process.url, process.join_code, name)
            expect(page.locator("#waiting")).to_contain_text(name)
        _onto_the_wall(screen, control, process)
        _places(control)
        by_seat = {page.locator("#who .seat").inner_text().lower(): page for page in teams}
        assert set(by_seat) == {"us", "ir", "iq", "mi"}

        control.get_by_role("button", name="Start the brief").click()
        for page in teams:
            expect(page.locator("#moment")).to_have_text("Read your brief")
            expect(page.locator("#brief")).to_contain_text("You are")
        control.get_by_role("button", name="Begin turn 1").click()
        for page in teams:
            expect(page.locator("#moment")).to_contain_text("Turn 1 of 5")
            expect(page.locator("#time")).to_have_text(re.compile(r"^\d:\d\d$"))
            expect(page.locator("#otherwise")).to_contain_text("If time runs out: your side holds")

        _first_turn(control, by_seat)
        _words(control, screen, by_seat)
        _late_and_absent(browsing, control, process, by_seat)
        _undone(control, by_seat)
        _to_the_end(control, by_seat)
        _looking_back(control, screen, by_seat)


def _onto_the_wall(screen: Page, control: Page, process: Process) -> None:
    """The screen is another tab of the facilitator's browser: tabs are several people."""
    screen.set_viewport_size({"width": LARGE[0], "height": LARGE[1]})
    screen.goto(f"{process.url}/join#{table_code(control, 'a screen on the wall')}")
    screen.bring_to_front()
    screen.get_by_role("button", name="Join").click()
    expect(screen.get_by_role("heading", name="Welcome")).to_be_visible()
    control.bring_to_front()


def _places(control: Page) -> None:
    part(control, "People")
    expect(control.locator("#people")).to_contain_text("4 without a seat")
    control.get_by_role("button", name="Give everybody a seat").click()
    expect(control.locator("#people")).to_contain_text("4 pupils; 0 without a seat")
    part(control, "Tables")


def _first_turn(control: Page, by_seat: dict[str, Page]) -> None:
    for page in by_seat.values():
        name = order(page)
        expect(page.locator("#draft")).to_contain_text(name)
        expect(page.locator("#otherwise")).to_contain_text("1 approved order is given")
    row = control.get_by_role("row", name=re.compile("^ir "))
    expect(row).to_contain_text("1 approved")
    for page in by_seat.values():
        page.get_by_role("button", name="Commit 1 order").click()
        expect(page.locator("#otherwise")).to_contain_text("Committed")
    expect(row).to_contain_text("submitted 1 order")
    by_seat["ir"].get_by_role("button", name="Change it after all").click()
    expect(row).to_contain_text("1 approved")
    control.get_by_role("button", name="End this turn").click()
    say_yes(control, "End the turn")
    for page in by_seat.values():
        expect(page.locator("#moment")).to_contain_text("Turn 2 of 5")
        expect(page.locator("#draft .proposal")).to_have_count(0)


def _words(control: Page, screen: Page, by_seat: dict[str, Page]) -> None:
    us, iq, ir = by_seat["us"], by_seat["iq"], by_seat["ir"]
    for page in (us, iq, ir):
        part(page, "Talk")
    us.get_by_role("checkbox", name="Baghdad").check()
    us.locator("#message-text").fill("Keep the gates shut, and we wait.")
    us.get_by_role("button", name="Send", exact=True).click()
    expect(iq.locator("#talk")).to_contain_text("Keep the gates shut, and we wait.")
    us.locator("#statement-text").fill("We want no war.")
    us.get_by_role("button", name="Say it in public").click()
    for page in (iq, ir):
        expect(page.locator("#talk")).to_contain_text("We want no war.")
    expect(screen.locator("#statements")).to_contain_text("We want no war.")
    expect(ir.locator("#talk")).not_to_contain_text("Keep the gates shut")

    part(iq, "Notes")
    iq.locator("#question").fill("May the cordon be armed?")
    iq.get_by_role("button", name="Ask").click()
    part(control, "Questions")
    control.get_by_label("Your answer").fill("It is.")
    control.get_by_role("button", name="Answer").click()
    expect(iq.locator("#notes")).to_contain_text("It is.")

    # What control holds does not arrive before it lets it go.
    part(control, "Messages")
    control.get_by_role("button", name="On the way …").click()
    control.get_by_label("Hold every message until I release it").check()
    say_yes(control, "So be it")
    expect(control.locator("#messages")).to_contain_text("Every message is held")
    # Nobody is ticked any more: the next secret goes to nobody by mistake.
    expect(us.locator("#write input:checked")).to_have_count(0)
    us.get_by_role("checkbox", name="Baghdad").check()
    us.locator("#message-text").fill("Second word.")
    us.get_by_role("button", name="Send", exact=True).click()
    held = control.locator("#messages li").filter(has_text="Second word.")
    expect(held).to_contain_text("held")
    expect(iq.locator("#talk")).not_to_contain_text("Second word.")
    held.get_by_role("button", name="In other words …").click()
    control.get_by_role("dialog").get_by_label("Words", exact=True).fill("Another word.")
    control.get_by_role("dialog").get_by_label("Why").fill("to see whether it is noticed")
    say_yes(control, "Deliver")
    expect(iq.locator("#talk")).to_contain_text("Another word.")

    part(control, "Injects")
    control.get_by_role("button", name="Look ahead").click()
    expect(control.locator(".ahead > *")).not_to_have_count(0)
    control.get_by_role("button", name="An inject of your own …").click()
    dialog = control.get_by_role("dialog")
    dialog.get_by_label("Words").fill("A delegation is on its way.")
    dialog.get_by_label("When").select_option(label="When turn 3 begins")
    dialog.get_by_label("Why").fill("to see who meets it")
    say_yes(control, "Put it in the queue")
    queued = control.locator("#injects .queue li")
    expect(queued).to_contain_text("when turn 3 begins")
    queued.get_by_role("button", name="Send now").click()
    expect(iq.locator("#talk")).to_contain_text("A delegation is on its way.")
    expect(queued).to_have_count(0)


def _late_and_absent(browsing: Browsing, control: Page, process: Process, by_seat: dict[str, Page]) -> None:
    code = table_code(control, "Iran")
    late = join(browsing.page(), process.url, code, NAMES[4])
    expect(late.locator("#who")).to_contain_text("Diplomat")
    part(late, "Orders")
    name = order(late)
    proposal = by_seat["ir"].locator("#draft .proposal").filter(has_text=name)
    part(by_seat["ir"], "Orders")
    expect(proposal).to_contain_text(NAMES[4])
    proposal.get_by_role("button", name=f"Approve: {name}").click()
    expect(late.locator("#draft")).to_contain_text("approved")

    part(control, "Tables")
    mi = control.get_by_role("row", name=re.compile("^mi "))
    mi.get_by_role("button", name=re.compile("Who plays")).click()
    control.get_by_label("Played by").select_option("dove")
    say_yes(control, "Hand over")
    expect(mi).to_contain_text("bot: dove")
    expect(by_seat["mi"].locator("#otherwise")).to_contain_text("A bot plays your side")
    mi.get_by_role("button", name=re.compile("Who plays")).click()
    control.get_by_label("Played by").select_option("human")
    say_yes(control, "Hand over")
    expect(by_seat["mi"].locator("#otherwise")).to_contain_text("If time runs out")

    control.get_by_role("button", name="See what Iran sees at table 1").click()
    expect(control.get_by_role("dialog")).to_contain_text(name)
    control.keyboard.press("Escape")
    control.get_by_role("button", name="More …").click()
    control.get_by_role("button", name="Override a value …").click()
    dialog = control.get_by_role("dialog")
    dialog.get_by_label("What").select_option(label="The price of Brent oil")
    dialog.get_by_label("Shall be").fill("99")
    dialog.get_by_label("Why").fill("a tanker burns")
    say_yes(control, "Override")
    part(control, "Log")
    expect(control.locator("#log")).to_contain_text("a tanker burns")


def _undone(control: Page, by_seat: dict[str, Page]) -> None:
    part(control, "Tables")
    control.get_by_role("button", name="Undo a turn").click()
    say_yes(control, "Undo the turn")
    for page in by_seat.values():
        expect(page.locator("#moment")).to_contain_text("Turn 1 of 5")
        expect(page.locator("#notices")).to_contain_text("took a turn back: it is turn 1 again")
        expect(page.locator("#time")).to_contain_text("paused")
    expect(control.locator("#tables")).to_contain_text("1 branch kept")
    control.locator("#tables").get_by_role("button", name="Go on").click()
    expect(by_seat["us"].locator("#time")).not_to_contain_text("paused")


def _to_the_end(control: Page, by_seat: dict[str, Page]) -> None:
    part(control, "Codes and files")
    control.get_by_label("End a turn as soon as all teams have committed").check()
    for turn in range(1, 6):
        for page in by_seat.values():
            part(page, "Orders")
            expect(page.locator("#moment")).to_have_text(re.compile(f"^Turn {turn} of 5|^The last turn is over"))
        if by_seat["us"].locator("#moment").inner_text().startswith("The last"):
            break  # luck is free here, and a story may be over before the turns are
        for page in by_seat.values():
            page.get_by_role("button", name="Commit: hold this turn").click()
    for page in by_seat.values():
        expect(page.locator("#moment")).to_contain_text("The last turn is over")


def _looking_back(control: Page, screen: Page, by_seat: dict[str, Page]) -> None:
    control.get_by_role("button", name="On to the debrief").click()
    expect(screen.get_by_role("heading", name="Looking back together")).to_be_visible()
    for page in by_seat.values():
        page.get_by_role("link", name="Look back together").click()
        for title in LOOKED_BACK_AT:
            expect(page.get_by_role("heading", name=title)).to_be_visible()
    us = by_seat["us"]
    expect(us.locator(".scrubber output")).to_contain_text("Turn 1 of ")
    us.get_by_role("button", name="Next turn").click()
    expect(us.locator(".scrubber output")).to_contain_text("Turn 2 of ")
    us.get_by_role("slider", name="Turn").press("End")
    expect(us.locator(".scrubber output")).to_contain_text(re.compile(r"Turn (\d) of \1"))
    expect(us.locator(".sights .truth").first).to_be_visible()

    control.get_by_role("button", name="End the exercise").click()
    say_yes(control, "End it")
    us.goto(us.url.removesuffix("debrief"))
    expect(us.locator("#moment")).to_have_text("The exercise has ended")
    part(control, "Codes and files")
    with control.expect_download() as taken:
        control.get_by_role("link", name="Who took part (CSV)").click()
    assert NAMES[0] in taken.value.path().read_text("utf-8-sig")
    control.get_by_role("button", name="Delete this exercise …").click()
    name = control.get_by_role("dialog").locator("label").inner_text().removeprefix("Type its name: ")
    control.get_by_role("dialog").get_by_role("textbox").fill(name)
    control.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(control.get_by_role("main")).to_contain_text("The exercise is deleted")
