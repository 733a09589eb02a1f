"""A connection that comes and goes: nothing is missed, nothing is done twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.classroom.browser.browsing import browser, join, order, part, possible
from tests.classroom.browser.wires import wire
from tests.classroom.wire import Process, Somebody, codes, facilitator, pupil, serving


def _at_the_table(process: Process, page: Page, url: str = "") -> tuple[Somebody, Somebody]:
    """The page becomes the head of Arland, somebody else that of Borland, and the first turn begins."""
    control = facilitator(process)
    seats = codes(control)["seats"]["1"]
    join(page, url or process.url, seats["ar"], "Amber Heron")
    expect(page.locator("#who")).to_contain_text("Amber Heron")
    other = pupil(process, seats["bo"])
    control.must("phase", to="brief")
    control.must("phase", to="turns")
    expect(page.locator("#moment")).to_contain_text("Turn 1")
    return control, other


def test_a_cut_connection_goes_on_without_a_gap(tmp_path: Path) -> None:
    with serving(tmp_path) as process, wire(process.port) as line, browser(line.detour) as browsing:
        page = browsing.page()
        control, other = _at_the_table(process, page, f"http://localhost:{process.port}")
        part(page, "Talk")
        other.must("message", to=["ar"], text="word 0")
        expect(page.locator("#talk")).to_contain_text("word 0")
        for cut in range(3):
            line.cut()
            expect(page.locator("#connection")).to_be_visible()
            for number in range(2):
                other.must("message", to=["ar"], text=f"word {1 + 2 * cut + number}")
            control.must("clock", do="step")
            line.mend()
            expect(page.locator("#connection")).to_be_hidden()
            expect(page.locator("#moment")).to_contain_text(f"Turn {2 + cut}")
        said = [text.split()[-1] for text in page.locator("#talk .typed").all_inner_texts()]
        assert said == [str(number) for number in range(7)]


def test_a_lost_answer_is_asked_for_again_and_done_once(tmp_path: Path) -> None:
    with serving(tmp_path) as process, wire(process.port) as line, browser(line.detour) as browsing:
        page = browsing.page()
        _, other = _at_the_table(process, page, f"http://localhost:{process.port}")
        part(page, "Talk")
        line.lose = b"api/message"
        page.locator("#message-text").fill("Only once.")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("#message-text")).to_have_value("")
        assert line.lost == 1
        talk = other.stream().until(lambda parts: parts["talk"])["talk"]
        assert [one["text"] for one in talk] == ["Only once."]
        part(page, "Orders")
        line.lose = b"api/propose"
        name = order(page)
        assert line.lost == 2
        expect(page.locator("#draft .proposal")).to_have_count(1)
        expect(page.locator("#draft .proposal")).to_contain_text(name)


def test_what_was_not_sent_is_sent_after_a_reload(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        page = browsing.page()
        _, other = _at_the_table(process, page)
        part(page, "Talk")
        page.route("**/api/message", lambda route: route.abort())
        page.locator("#message-text").fill("After all.")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("#notices")).to_contain_text("It is sent again by itself")
        page.unroute("**/api/message")
        page.reload()
        expect(page.locator("#talk")).to_contain_text("After all.")
        talk = other.stream().until(lambda parts: parts["talk"])["talk"]
        assert [one["text"] for one in talk] == ["After all."]


def test_two_tabs_of_one_person_are_of_one_mind(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        window = browsing.window()
        first, second = window.new_page(), window.new_page()
        _at_the_table(process, first)
        second.goto(first.url)
        name = order(first)
        proposal = second.locator("#draft .proposal")
        expect(proposal).to_contain_text(name)
        second.get_by_role("button", name=f"Take back: {name}").click()
        for page in (first, second):
            expect(page.locator("#draft .proposal")).to_have_count(0)


@pytest.mark.parametrize("times", [1, 3])
def test_old_frames_that_come_again_change_nothing(tmp_path: Path, times: int) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        window = browsing.window()

        def again(socket: WebSocketRoute) -> None:
            """Every frame comes again after each new one, older ones too."""
            server, sent = socket.connect_to_server(), list[str | bytes]()

            def passed(frame: str | bytes) -> None:
                socket.send(frame)
                sent.append(frame)
                for _ in range(times):
                    for old in sent[1:]:  # without the greeting
                        socket.send(old)

            server.on_message(passed)

        window.route_web_socket("**/stream*", again)
        page = window.new_page()
        control, other = _at_the_table(process, page)
        part(page, "Talk")
        for number in range(4):
            other.must("message", to=["ar"], text=f"word {number}")
        control.must("clock", do="step")
        expect(page.locator("#moment")).to_contain_text("Turn 2")
        expect(page.locator("#talk .typed")).to_have_text([f"word {number}" for number in range(4)])
        part(page, "Orders")
        expect(possible(page).first).to_be_visible()


def test_whoever_is_sent_away_is_at_the_door_again(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        control = facilitator(process)
        page = join(browsing.page(), process.url, process.join_code, "Amber Heron")
        expect(page.locator("#waiting")).to_contain_text("Amber Heron")
        people = control.stream().until(lambda parts: len(parts.get("people", [])) > 1)["people"]
        person = next(one["id"] for one in people if one["name"] == "Amber Heron")
        control.must("seat", person=person, table=1, seat="bo")
        expect(page.locator("#who")).to_contain_text("Borland")
        control.must("revoke", person=person)
        expect(page).to_have_url(f"{process.url}/join")
