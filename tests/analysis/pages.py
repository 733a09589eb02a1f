"""Batches, journals and pages for the tests of reports, and what a page is made of."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from crisis_sim.batch.plan import plan_of
from crisis_sim.batch.running import How, play_plan
from crisis_sim.compiler import compile_scenario
from crisis_sim.scenario.loading import load, load_texts

VOID = {"meta", "link", "br", "hr", "img", "input"}


def batch_in(folder: Path, texts: dict[str, str] | None = None, n: int = 40, until: float | None = None) -> Path:
    """A folder with a batch of the standoff, or of a scenario of these texts."""
    loaded = load("standoff") if texts is None else load_texts(texts)
    whole = loaded.document.texts
    plan, compiled = plan_of("standoff", compile_scenario(loaded), whole, n, seed=3, until_ci=until)
    play_plan(plan, compiled, How(workers=1, folder=folder))
    return folder


class Page(HTMLParser):
    """What stands in a page. `problems`: tags that are closed in the wrong place."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []  # of which tag, name, value
        self.ids: list[str] = []
        self.words: list[str] = []
        self.problems: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.problems += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        """All that can be read, on one line, with plain spaces."""
        return " ".join(" ".join(self.words).split())

    def values(self, name: str) -> list[str]:
        """The values of an attribute, wherever it stands."""
        return [value for _, attribute, value in self.attributes if attribute == name]


def stands_alone(text: str) -> None:
    """Well formed, without scripts, without anything from outside, every figure named for those who cannot see it."""
    page = Page(text)
    assert page.problems == []
    assert len(set(page.ids)) == len(page.ids)
    assert not {"script", "iframe", "object", "embed", "link", "base", "form", "img", "a:href"} & set(page.tags)
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name in {"src", "srcset", "style"}]
    assert all(value.startswith("#") and value[1:] in page.ids for value in page.values("href"))
    assert "://" not in text
    assert "@import" not in text
    assert "url(" not in text
    [policy] = [value for value in page.values("content") if "default-src" in value]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    figures = [value.split() for value in page.values("aria-labelledby")]
    assert figures
    assert page.tags.count("svg") == len(figures)
    assert page.tags.count("title") == len(figures) + 1
    assert all(part in page.ids for figure in figures for part in figure)
