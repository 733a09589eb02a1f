"""Names and messages that want to be more than text."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.classroom.browser.browsing import LARGE, PHONE, browser, join, lead, part
from tests.classroom.wire import Somebody, codes, facilitator, pupil, serving

HOSTILE = {
    "script": "<script>document.title='owned'</script>",
    "image": "<img src=http://elsewhere.example/x onerror=alert(1)>",
    "frame": "<iframe src='javascript:alert(1)'></iframe>",
    "style": "<style>*{display:none}</style></textarea></title>",
    "link": "javascript:alert(1) http://elsewhere.example/ data:text/html,x",
    "markup": "**bold** [red]x[/red] # {{7*7}} ${7*7} &lt;b&gt; %00",
    "bidi": "\u202egnp.\u2066\u2067evil\u2069 \u200b\u200d\u200f",
    "terminal": "\x1b]0;owned\x07\x1b[31mred\x1b[0m \x9b2J",
    "accents": "Z" + "\u0335\u0301\u0489" * 600 + "end",
    "wide": "W" * 1900,
}


MADE_OF_IT = (
    "script:not([src])", "iframe", "img:not([src='api/qr.svg'])", "style", "a[href^='javascript']", "a[href^='data']",
)  # fmt: skip


def _is_calm(page: Page) -> None:
    """Nothing ran, nothing was made of it, and nothing sticks out of the page."""
    for what in MADE_OF_IT:
        assert page.locator(what).count() == 0, what
    assert "owned" not in page.title()
    out = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert out <= 1, f"{out} pixels stick out"


def _done(who: Somebody, command: str, **body: Any) -> None:
    """Asks for it as often as it is too fast."""
    for _ in range(100):
        status, answer = who.do(command, **body)
        if status != 429:
            assert status == 200, answer
            return
        time.sleep(0.1)
    raise AssertionError("always too fast")


def _all_there(page: Page, place: str, before: str) -> None:
    """Each of the hostile words stands in a place of the page, as text."""
    for kind in HOSTILE:
        expect(page.locator(place)).to_contain_text(f"{before} {_shown(kind)}")
    _is_calm(page)


def test_what_people_type_is_shown_as_text(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        teacher = facilitator(process)
        seats = codes(teacher)["seats"]["1"]
        page = join(browsing.page(PHONE, finger=True), process.url, seats["ar"])
        other = pupil(process, seats["bo"])
        screen = join(browsing.page(LARGE), process.url, codes(teacher)["screen"]["1"])
        control = lead(browsing.page(), process.url, process.control_code)
        teacher.must("phase", to="brief")
        teacher.must("phase", to="turns")
        for number, words in enumerate(HOSTILE.values(), 1):
            mate = pupil(process, seats["ar"], words[:180])
            _done(mate, "note", text=f"noted {words}")
            _done(mate, "ask", text=f"asked {words}")
            _done(teacher, "answer", table=1, seat="ar", question=number, text=f"answered {words}")
            _done(other, "message", to=["ar"], text=f"first {words}")
            _done(other, "statement", text=f"said {words}")
            expect(screen.locator("#statements")).to_contain_text(f"said {_shown(list(HOSTILE)[number - 1])}")
            _is_calm(screen)
        part(page, "Talk")
        _all_there(page, "#talk", "first")
        _all_there(page, "#talk", "said")
        part(page, "Notes")
        _all_there(page, "#notes", "asked")
        _all_there(page, "#notes", "answered")
        assert page.locator("#team-note").input_value().startswith("noted ")
        part(page, "Brief")
        expect(page.locator("#brief aside li")).to_have_count(len(HOSTILE) + 1 + 4)
        _is_calm(page)
        for view, before in (("Messages", "first"), ("Questions", "asked"), ("Log", "“said")):
            part(control, view)
            _all_there(control, f"#{view.lower()}", before)
        for view in ("People", "Tables"):
            part(control, view)
            _is_calm(control)
        teacher.must("phase", to="debrief")
        page.get_by_role("link", name="Look back together").click()
        _all_there(page, "#said", "said")


def _shown(kind: str) -> str:
    """How the words begin, on a page."""
    return {"bidi": "gnp.", "terminal": "]0;owned", "accents": "\u0179", "wide": "WWWW"}.get(kind, HOSTILE[kind])


def test_a_hundred_thousand_accents_are_refused_or_thinned(tmp_path: Path) -> None:
    with serving(tmp_path) as process, browser() as browsing:
        page = browsing.page()
        page.goto(f"{process.url}/join")
        page.get_by_label("Code").fill(process.join_code)
        # A form has a limit, which whoever wants to is past in a moment.
        page.locator("#name").evaluate(
            "field => { field.removeAttribute('maxlength'); field.value = 'Z' + '\\u0335'.repeat(100000); }"
        )
        page.get_by_role("button", name="Join").click()
        expect(page.locator("#wrong")).to_contain_text("at most")
        page.locator("#name").fill("Z" + "\u0335" * 39)
        page.get_by_role("button", name="Join").click()
        expect(page.locator("#who")).to_contain_text("Z")
        height = page.locator("#who").bounding_box()
        assert height is not None
        assert height["height"] < 60
        assert len(page.locator("#who bdi").inner_text()) <= 4
