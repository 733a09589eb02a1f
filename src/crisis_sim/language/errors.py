"""What is said to an author whose text cannot be read: one line, and where in the text."""

from collections.abc import Iterable
from difflib import get_close_matches


class LanguageError(Exception):
    """A mistake in a text. `message` is one line for people; `column` is the offset within the text, from 0."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


def shown(word: str) -> str:
    """A word of the text, short enough for a message of one line."""
    return word if len(word) <= 40 else f"{word[:37]}..."


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ " (did you mean tension?)" or nothing, to be put behind a message."""
    # Sorted, so that the answer never depends on the order in which names are kept.
    close = get_close_matches(word, sorted(set(known)), n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else ""
