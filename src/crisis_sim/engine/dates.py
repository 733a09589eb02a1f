"""The game's minutes as dates: local time and UTC."""

from datetime import UTC, datetime, timedelta

from crisis_sim.scenario.errors import printable
from crisis_sim.terms.records import WrongUse

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Dates:
    """Counts from the scenario's first minute, `2019-12-27T19:20+03:00`."""

    def __init__(self, starts: datetime) -> None:
        self._starts = starts

    def local(self, minute: int) -> str:
        """ISO 8601 with the scenario's own offset: 2019-12-29T11:00+03:00."""
        return (self._starts + timedelta(minutes=minute)).isoformat(timespec="minutes")

    def utc(self, minute: int) -> str:
        """ISO 8601: 2019-12-29T08:00Z."""
        at = (self._starts + timedelta(minutes=minute)).astimezone(UTC)
        return at.replace(tzinfo=None).isoformat(timespec="minutes") + "Z"

    def spoken(self, minute: int) -> str:
        """For reading, the same in every locale: 29 Dec 2019, 11:00."""
        at = self._starts + timedelta(minutes=minute)
        return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"

    def minute(self, text: str) -> int:
        """The minute of a date and time, local unless it says otherwise; or of hours since the beginning: `+36`."""
        asked = text.strip()
        try:
            if asked.startswith("+"):
                return round(float(asked[1:].removesuffix("h")) * 60)
            at = datetime.fromisoformat(asked)
        except (ValueError, OverflowError):
            written = f"write {self.local(0)[:16]}, or +36 for hours since then"
            raise WrongUse(f"{printable(text[:40])} is no time: {written}") from None
        if at.tzinfo is None:
            at = at.replace(tzinfo=self._starts.tzinfo)
        return (at - self._starts) // timedelta(minutes=1)
