"""The keys that can be pressed now: in one line at the foot of a screen, where they can be clicked, and as a page."""

from collections.abc import Iterator
from typing import Any

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from crisis_sim.terminal.screen.sheet import Row

WIDE = 100
"""Columns from which on there is more room between two keys."""


def keys_of(screen: Screen[Any]) -> Iterator[Binding]:
    """The keys that a screen says something about, those of the more general screens first."""
    for kind in reversed(type(screen).__mro__):
        if issubclass(kind, Screen) and kind.__module__.startswith("crisis_sim"):
            for bound in vars(kind).get("BINDINGS", ()):
                if isinstance(bound, Binding) and bound.description:
                    yield bound


def key_rows(screen: Screen[Any]) -> Iterator[Row]:
    """All of them, one below the other."""
    for bound in keys_of(screen):
        yield Row(bound.description, f"{_name(bound):>7}  ", lead_style="bold")


class Keys(Widget):
    """The foot of a screen. A single widget: what is below everything must not cost anything."""

    def render(self) -> Content:
        """The keys, and what they do."""
        gap = "   " if self.size.width >= WIDE else " "
        return Content(gap).join(
            Content.assemble((_name(bound), "bold $primary"), " ", bound.description) for bound in self._shown()
        )

    async def on_click(self, event: events.Click) -> None:
        """What the key does that was clicked."""
        at, gap = event.x - self.styles.padding.left, 3 if self.size.width >= WIDE else 1
        for bound in self._shown():
            at -= len(_name(bound)) + 1 + len(bound.description)
            if at < 0:
                await self.app.run_action(bound.action, self.screen)
                return
            at -= gap

    def _shown(self) -> list[Binding]:
        return [bound for bound in keys_of(self.screen) if bound.show]


def _name(bound: Binding) -> str:
    return bound.key_display or {"escape": "Esc", "enter": "Enter"}.get(bound.key, bound.key)
