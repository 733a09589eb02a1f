"""What a teacher found in a whole lesson: what must not happen by mistake, and what a phone and a wall must show."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.classroom.browser.browsing import LARGE, PHONE, browser, join, lead, order, part, say_yes
from tests.classroom.wire import Somebody, codes, facilitator, pupil, serving

LONG = "word and word again " * 95


def _begin(teacher: Somebody) -> None:
    teacher.must("phase", to="brief")
    teacher.must("phase", to="turns", fill=True)


def test_a_turn_of_a_table_ends_only_when_that_is_meant(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        teacher = facilitator(process)
        page = join(browsing.page(), process.url, codes(teacher)["seats"]["1"]["ar"])
        control = lead(browsing.page(), process.url, process.control_code)
        _begin(teacher)
        expect(page.locator("#moment")).to_contain_text("Turn 1")
        control.get_by_role("button", name="End turn", exact=True).click()
        say_yes(control, "No, go back")
        expect(control.locator("#tables .moment")).to_contain_text("turn 1 of")
        control.get_by_role("button", name="End turn", exact=True).click()
        say_yes(control, "End the turn")
        expect(page.locator("#moment")).to_contain_text("Turn 2")
        control.get_by_role("button", name="More for the whole exercise").click()
        control.get_by_role("button", name="Undo a turn at all tables").click()
        expect(control.get_by_role("dialog")).to_contain_text("What the teams have drafted is gone")
        say_yes(control, "Undo the turn")
        expect(page.locator("#notices")).to_contain_text("The facilitator took a turn back: it is turn 1 again.")


def test_a_phone_and_a_wall_show_their_table(tmp_path: Path) -> None:
    with serving(tmp_path, "--tables", "2") as process, browser() as browsing:
        teacher = facilitator(process)
        phone = join(browsing.page(PHONE, finger=True), process.url, codes(teacher)["seats"]["2"]["ar"])
        laptop = join(browsing.page(), process.url, codes(teacher)["seats"]["2"]["ar"])
        wall = join(browsing.page(LARGE), process.url, codes(teacher)["screen"]["2"])
        expect(phone.get_by_text("T2", exact=False)).to_be_visible()
        expect(laptop.get_by_text("table 2")).to_be_visible()
        expect(laptop.get_by_text("T2")).to_be_hidden()
        expect(wall.locator("#title")).to_contain_text("Table 2")


def test_nobody_is_idle_where_nobody_is(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        teacher = facilitator(process)
        seats = codes(teacher)["seats"]["1"]
        page = join(browsing.page(), process.url, seats["ar"])
        pupil(process, seats["bo"])  # who has joined, and looks at nothing
        control = lead(browsing.page(), process.url, process.control_code)
        _begin(teacher)
        expect(control.locator("[data-seat=ar] .idle")).to_have_text("active")
        expect(control.locator("[data-seat=bo] .idle")).to_have_text("nobody here")
        page.close()
        expect(control.locator("[data-seat=ar] .idle")).to_have_text("nobody here")


def test_whoever_gets_another_seat_begins_with_its_brief(tmp_path: Path) -> None:
    with serving(tmp_path, scenario="new_years_eve") as process, browser() as browsing:
        teacher = facilitator(process)
        page = join(browsing.page(), process.url, codes(teacher)["seats"]["1"]["us"])
        _begin(teacher)
        expect(page.locator("#moment")).to_contain_text("Turn 1")
        part(page, "Talk")
        page.get_by_role("checkbox", name="Baghdad").check()
        page.locator("#message-text").fill("between us")
        page.locator("#team-note").fill("our aims")
        page.reload()
        part(page, "Talk")
        expect(page.get_by_role("checkbox", name="Baghdad")).to_be_checked()
        expect(page.locator("#message-text")).to_have_value("between us")
        teacher.must("swap", table=1, seats=["us", "mi"])
        expect(page.locator("#notices")).to_contain_text("You now play the militias: read your brief.")
        expect(page.locator("#brief")).to_be_visible()
        part(page, "Talk")
        expect(page.locator("#write input:checked")).to_have_count(0)
        expect(page.locator("#message-text")).to_have_value("")
        expect(page.locator("#team-note")).to_have_value("")
        page.reload()
        expect(page.locator("#talk")).to_be_visible()
        expect(page.locator("#notices")).to_be_empty()

        late = join(browsing.page(PHONE, finger=True), process.url, process.join_code, "Late Lark")
        expect(late.locator("#waiting")).to_contain_text("Late Lark")
        teacher.must("allocate")
        expect(late.locator("#notices")).to_contain_text("You now play")
        expect(late.locator("#brief")).to_be_visible()


def test_somebody_elses_proposal_is_turned_down(tmp_path: Path) -> None:
    with serving(tmp_path, scenario="new_years_eve") as process, browser() as browsing:
        teacher = facilitator(process)
        seats = codes(teacher)["seats"]["1"]
        page = join(browsing.page(), process.url, seats["us"], "Amber Heron")
        mate = pupil(process, seats["us"], "Quiet Otter")
        _begin(teacher)
        mate.must("propose", action="us.condemn")
        own = order(page)
        theirs = page.locator("#draft .proposal").filter(has_text="Quiet Otter")
        expect(theirs).to_contain_text("effort")
        page.get_by_role("button", name=f"Take back: {own}").click()
        theirs.get_by_role("button", name="Turn down").click()
        expect(page.locator("#draft .proposal")).to_have_count(0)
        teacher.must("bot", table=1, seat="us", agent="dove")
        expect(page.locator("#actions .why-not").first).to_have_text("A bot decides for your side now.")


def test_a_long_statement_leaves_room_on_the_wall(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        teacher = facilitator(process)
        speaker = pupil(process, codes(teacher)["seats"]["1"]["ar"])
        wall = join(browsing.page((1280, 720)), process.url, codes(teacher)["screen"]["1"])
        _begin(teacher)
        for _ in range(2):
            speaker.must("statement", text=LONG)
        said = wall.locator("#statements blockquote")
        expect(said).to_have_count(2)
        lines = said.first.evaluate("one => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)")
        assert 5 <= lines <= 7
        expect(said.last).to_be_in_viewport(ratio=0.8)


def test_grave_news_stands_where_no_change_is_sure(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        teacher = facilitator(process)
        page = join(browsing.page(PHONE, finger=True), process.url, codes(teacher)["seats"]["1"]["ar"])
        _begin(teacher)
        expect(page.locator("#moment")).to_contain_text("Turn 1")
        told = page.evaluate(
            """async (news) => {
                const { drawSituation } = await import("/pages/team_situation.js");
                const lists = ["orders", "beliefs", "commitments", "forces", "links", "claims", "agreements"];
                const situation = { minute: 2880, local_time: "2019-12-29T20:20", score: 50, gauges: {} };
                for (const name of lists) situation[name] = [];
                const parts = { book: { gauges: {}, seats: [], place: "there" }, situation, stage: { hours: 24 } };
                const place = document.createElement("div");
                return [news, news.slice(0, 2)].map((news) => {
                    drawSituation(place, { ...parts, news }, { post: null });
                    return place.querySelector(".movers").textContent;
                });
            }""",
            [_news(minute, severity) for minute, severity in ((100, "WAR"), (1500, "DE"), (1600, "VI"), (2880, "NV"))],
        )
        assert told[0].endswith("VI at 1600")
        assert told[1].endswith("Nothing that you could be sure of.")


def _news(minute: int, severity: str) -> dict[str, object]:
    return {
        "minute": minute,
        "severity": severity,
        "local_time": "2019-12-29T20:20",
        "text": f"{severity} at {minute}",
    }


def test_looking_back_fits_a_phone(tmp_path: Path) -> None:
    with serving(tmp_path, scenario="new_years_eve") as process, browser() as browsing:
        teacher = facilitator(process)
        page = join(browsing.page(PHONE, finger=True), process.url, codes(teacher)["seats"]["1"]["mi"])
        _begin(teacher)
        expect(page.locator("#moment")).to_contain_text("Turn 1")
        teacher.must("clock", do="step")
        teacher.must("phase", to="debrief")
        page.get_by_role("link", name="Look back together").click()
        expect(page.get_by_role("heading", name="Turn by turn")).to_be_visible()
        pushed = "tables => tables.map(one => one.parentElement.scrollWidth - one.parentElement.clientWidth)"
        assert set(page.locator("table.cards").evaluate_all(pushed)) == {0}
        sight = page.locator(".sights tr:not(.group)").nth(1).locator("td")
        assert sight.evaluate_all("all => all.slice(0, 2).map(one => one.dataset.head)") == ["In truth", "Militias saw"]
        page.get_by_label("Also what all knew at once").check()
        first = page.locator("#knowledge tbody tr").first
        for cell in first.locator("td[data-head]").all():
            assert cell.inner_text()[0] in "✓✕"
            cell.scroll_into_view_if_needed()
            expect(cell).to_be_in_viewport(ratio=0.9)


def test_after_the_end_nothing_can_be_asked_or_saved(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        teacher = facilitator(process)
        page = join(browsing.page(), process.url, codes(teacher)["seats"]["1"]["ar"])
        _begin(teacher)
        expect(page.locator("#moment")).to_contain_text("Turn 1")
        part(page, "Notes")
        expect(page.get_by_role("button", name="Ask")).to_be_enabled()
        teacher.must("phase", to="end")
        expect(page.locator("#moment")).to_have_text("The exercise has ended")
        for name in ("Ask", "Save for the team"):
            expect(page.get_by_role("button", name=name)).to_be_disabled()
        process.end()
        expect(page.locator("#connection")).to_contain_text("The exercise has ended")
