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
    """A question to put behind "there is no such name": ` (did you mean tension?)`, or nothing if no name is near."""
    # Sorted, so that the answer never depends on the order in which names are kept.
    by_folded = {name.casefold(): name for name in sorted(set(known))}
    near = get_close_matches(word[:100].casefold(), by_folded, n=1)
    return f" (did you mean {by_folded[near[0]]}?)" if near else ""
