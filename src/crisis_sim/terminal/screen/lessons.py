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
SAYS = {
    "What you know": (
        "You see what your side can see: some things exactly, some late, some with an error. The page shows which way "
        "each thing moves, and below it what moved it last."
    ),
    "Commit": "Space gives the draft and goes on to your next turn. Orders take time: the boat needs an hour or two.",
    "Why": (
        "Ask why a line of the wire came about: the rule, what went into it, and what it goes back to. It is the last "
        "line, unless you choose another: Tab goes up to the wire."
    ),
    "Time": "You need not stop at every turn: g goes on until you see something happen. z sets what stops you.",
    "What cannot be taken back": (
        "Breaking the door on the rock is grave: it is asked about once, with its odds, and then it is done. You need "
        "not. See the game to its end; every step is saved, and q keeps your place."
    ),
}
"""What is said otherwise than in plain lines, by the title of the lesson."""


def title(tutor: Tutor | None) -> str:
    """`Lesson 3 of 11 · A draft`."""
    if tutor is None or tutor.lesson is None:
        return ""
    return f"Lesson {tutor.number + 1} of {len(LESSONS)} · {tutor.lesson.title}"


def rows(tutor: Tutor | None) -> list[Row]:
    """What to try, and the key; nothing, when nothing is left to be taught."""
    if tutor is None or tutor.lesson is None:
        return []
    lesson = tutor.lesson
    return [Row(SAYS.get(lesson.title, lesson.says)), Row(KEYS[lesson.title], "Press ", "bold")]
