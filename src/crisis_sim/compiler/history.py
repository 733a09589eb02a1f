"""What really happened: the recorded orders, by minute, and the values that held then."""

from datetime import datetime, timedelta

from crisis_sim.compiler.deeds import Path
from crisis_sim.compiler.draft import Draft
from crisis_sim.terms.codes import MINUTES_AN_HOUR
from crisis_sim.terms.rows import Script

LOCAL = "%Y-%m-%d %H:%M"


def start_of(draft: Draft) -> datetime:
    """The first minute, local time; noted if there is no such minute."""
    try:
        return datetime.fromisoformat(draft.known.scenario.starts)
    except ValueError:
        draft.wrong(("starts",), f"there is no such time as {draft.known.scenario.starts}")
        return datetime.fromisoformat("2000-01-01T00:00+00:00")


def minute_of(draft: Draft, path: Path, text: str, start: datetime) -> int | None:
    """Minutes from the first minute to a local time; noted if it is not within the game."""
    try:
        at = datetime.strptime(text, LOCAL).replace(tzinfo=start.tzinfo)
    except ValueError:
        draft.wrong(path, f"there is no such time as {text}")
        return None
    minute = (at - start) // timedelta(minutes=1)
    if not 0 <= minute <= draft.known.scenario.horizon * MINUTES_AN_HOUR:
        end = start + timedelta(hours=draft.known.scenario.horizon)
        span = f"{start.strftime(LOCAL)} to {end.strftime(LOCAL)}"
        draft.wrong(path, f"this is not within the game, which goes from {span}")
        return None
    return minute


def script_rows(draft: Draft, start: datetime) -> Script:
    """The recorded orders by minute and seat; at one minute as written."""
    names, history = draft.known.names, draft.known.scenario.history
    lines: list[tuple[int, int, int]] = []
    for number, order in enumerate(history.orders if history else ()):
        path: Path = ("history", "orders", number)
        minute = minute_of(draft, (*path, "at"), order.at, start)
        if order.order not in names.actions:
            draft.unknown((*path, "order"), "action", order.order, names.actions)
        elif minute is not None and (seat := order.order.partition(".")[0]) in names.seats:
            lines.append((minute, names.seats.row(seat), names.actions.row(order.order)))
    lines.sort(key=lambda line: line[:2])
    return Script([line[0] for line in lines], [line[1] for line in lines], [line[2] for line in lines])


def check_parameters(draft: Draft) -> None:
    """The values that held in the historical line."""
    scenario = draft.known.scenario
    for name, value in (scenario.history.parameters if scenario.history else {}).items():
        path: Path = ("history", "parameters", name)
        if name not in scenario.parameters:
            draft.unknown(path, "parameter", name, scenario.parameters, key=True)
            continue
        low, high = scenario.parameters[name].bounds
        if low <= high and not low <= value <= high:
            draft.wrong(path, f"{value:g} lies outside the bounds of {name}, {low:g} to {high:g}")
