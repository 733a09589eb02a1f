"""The few colours there are, for a dark and for a light terminal. What they say is said by words or signs as well."""

import os

from rich.terminal_theme import TerminalTheme
from textual.theme import Theme

NIGHT, DAY = "night", "day"

THEMES = (
    Theme(
        name=NIGHT,
        dark=True,
        primary="#7fb2d6",
        secondary="#9aa7b2",
        accent="#d9b26a",
        foreground="#d5d9dd",
        background="#13171c",
        surface="#13171c",
        panel="#1b2129",
        success="#8dbb8f",
        warning="#d9b26a",
        error="#e5827c",
        variables={"rule": "#3a4550", "quiet": "#8b97a3", "cursor": "#25303b", "footer-background": "#1b2129"},
    ),
    Theme(
        name=DAY,
        dark=False,
        primary="#1d5c86",
        secondary="#59646e",
        accent="#7d5200",
        foreground="#21262b",
        background="#faf8f3",
        surface="#faf8f3",
        panel="#f0ece2",
        success="#2b6836",
        warning="#7d5200",
        error="#a3302b",
        variables={"rule": "#c4beb0", "quiet": "#656d75", "cursor": "#e4ebf0", "footer-background": "#f0ece2"},
    ),
)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def by_name(theme: Theme) -> TerminalTheme:
    """What `red`, `green`, `yellow` and `blue` look like, which the view-model's lines are styled with."""
    plain = [theme.background, theme.error, theme.success, theme.accent, theme.primary, theme.secondary,
             theme.primary, theme.foreground]  # fmt: skip
    shown = [_rgb(colour or "#000000") for colour in plain]
    return TerminalTheme(_rgb(theme.background or "#000000"), _rgb(theme.foreground or "#ffffff"), shown, shown)


def first_theme() -> str:
    """The light one on terminals that say that they are light; most say nothing."""
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return DAY if background in {"7", "15"} else NIGHT
