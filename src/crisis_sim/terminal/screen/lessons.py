"""The tutorial on the screen: the same lessons, with the keys of the screen for the words of the plain lines."""

from crisis_sim.terminal.screen.sheet import Row
from crisis_sim.terminal.tutorial import LESSONS, Tutor

KEYS = {
    "Who you are": "b",
    "What you know": "s",
    "A draft": "1",
    "Second thoughts": "u",
    "The odds": "1, then p",
    "Commit": "Space",
    "Why": "w",
    "Advice": "a",
    "Talk": "its number, then Space",
    "Time": "g",
    "What cannot be taken back": "g",
}
"""What to press, by the title of the lesson."""


def title(tutor: Tutor | None) -> str:
    """`3 of 11 · A draft`."""
    if tutor is None or tutor.lesson is None:
        return ""
    return f"{tutor.number + 1} of {len(LESSONS)} · {tutor.lesson.title}"


def rows(tutor: Tutor | None) -> list[Row]:
    """What to try, and the key; nothing, when nothing is left to be taught."""
    if tutor is None or tutor.lesson is None:
        return []
    return [Row(tutor.lesson.says), Row(KEYS[tutor.lesson.title], "Press ", "bold")]
