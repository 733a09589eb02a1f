"""Time that runs, stands still, and is added to: on the exercise's clock, in milliseconds."""

from dataclasses import dataclass


@dataclass(slots=True)
class Timer:
    """Either it runs (`ends_at`), or it stands with something `left`, or neither: nothing is timed."""

    ends_at: int | None = None
    left: int | None = None

    @property
    def running(self) -> bool:
        """Whether it will end by itself."""
        return self.ends_at is not None

    def set(self, length: int, at: int, go: bool) -> None:
        """Begins anew."""
        self.ends_at, self.left = (at + length, None) if go else (None, length)

    def go(self, at: int) -> None:
        """Runs with what is left."""
        if self.left is not None:
            self.ends_at, self.left = at + self.left, None

    def pause(self, at: int) -> None:
        """Stands still, and keeps what is left."""
        if self.ends_at is not None:
            self.left, self.ends_at = max(0, self.ends_at - at), None

    def extend(self, more: int, at: int) -> None:
        """More time, or less; never less than none."""
        if self.ends_at is not None:
            self.ends_at = max(at, self.ends_at + more)
        elif self.left is not None:
            self.left = max(0, self.left + more)

    def clear(self) -> None:
        """Nothing is timed."""
        self.ends_at = self.left = None
