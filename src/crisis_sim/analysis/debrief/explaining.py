"""Why it turned there, in English: what the seat weighed, what came of its orders, and by which of the rules."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crisis_sim.analysis.debrief.decisions import Appeal, Decision
from crisis_sim.analysis.debrief.walking import Story
from crisis_sim.compiler import Compiled
from crisis_sim.compiler.phrases import short
from crisis_sim.engine.counsel import Counsel
from crisis_sim.terms.records import Event, Order

MOST_CAME = 5
MOST_REASONS = 3
MOST_INPUTS = 3
NOT_NEWS = ("order", "cancel", "pin", "message", "override")
SEVERITIES = ("DE", "SQ", "PO", "NV", "VI", "WAR")


class Explained(NamedTuple):
    """`doctrine`: sentences on what the seat's doctrine makes of the moment. `came`: events that go back to the
    orders. `because`: what the rules say of the first of them."""

    doctrine: tuple[str, ...]
    came: tuple[Event, ...]
    because: tuple[str, ...]


def action_name(compiled: Compiled, action: str) -> str:
    """`“Strike five sites”`."""
    return f"“{compiled.told[compiled.names.happenings.row(action)].name}”"


def orders_named(compiled: Compiled, orders: Sequence[Order]) -> str:
    """`ordered “Condemn” and “Strike five sites”`; `did nothing`."""
    given = [action_name(compiled, order.action) for order in orders if not order.cancel]
    taken = [action_name(compiled, order.action) for order in orders if order.cancel]
    parts = [f"ordered {listed(given)}"] if given else []
    parts += [f"took back {listed(taken)}"] if taken else []
    return " and ".join(parts) or "did nothing"


def orders_told(story: Story, orders: Sequence[Order]) -> str:
    """The same, of a story."""
    return orders_named(story.compiled, orders)


def instead_told(story: Story, instead: str) -> str:
    """An alternative for reading, of a story."""
    return instead_named(story.compiled, instead)


def instead_named(compiled: Compiled, instead: str) -> str:
    """An alternative for reading: `doing nothing`, `“Condemn”`."""
    if instead == "do nothing":
        return "doing nothing"
    parts = [part.strip() for part in instead.split(",")]
    named = []
    for part in parts:
        action = part.removeprefix("- ")
        told = action_name(compiled, action) if action in compiled.names.happenings else part
        named.append(f"taking back {told}" if part.startswith("- ") else told)
    return listed(named)


def listed(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return ", ".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def seat_name(story: Story, seat: str) -> str:
    """As in a headline."""
    return short(story.compiled, seat)


def explained(story: Story, decision: Decision, appeal: Appeal) -> Explained:
    """A decision."""
    came = _came(story, decision)
    because: tuple[str, ...] = ()
    if came:
        inputs = story.game.why("control", came[0].number).inputs[:MOST_INPUTS]
        because = tuple(text.replace("_", " ") for text in inputs)
    return Explained(
        tuple(_doctrine(story, decision, appeal)),
        tuple(came[:MOST_CAME]),
        because,
    )


def _came(story: Story, decision: Decision) -> list[Event]:
    """What goes back to these orders: first what was ordered itself, then the gravest."""
    events = story.game.events
    ordered = {order.action for order in decision.orders}
    then = [event for event in events if event.minute == decision.minute and event.kind in ("order", "cancel")]
    roots = {event.number for event in then if event.action in ordered}
    followed = set(roots)
    for event in events:
        if event.cause in followed:
            followed.add(event.number)
    news = [event for event in events if event.number in followed - roots and event.kind not in NOT_NEWS and event.text]
    direct = [event for event in news if event.cause in roots and event.action in ordered]
    rest = sorted((one for one in news if one not in direct), key=lambda one: -SEVERITIES.index(one.severity))
    kept = direct[:MOST_CAME]
    kept += rest[: MOST_CAME - len(kept)]
    return sorted(kept, key=lambda one: one.number)


def _doctrine(story: Story, decision: Decision, appeal: Appeal) -> Iterator[str]:
    first = next((order.action for order in decision.orders if not order.cancel), None)
    own = next((one for one in appeal.ranked if one.action == first), None)
    if not decision.asked:
        yield "It acted between two of its decision points, as the record has it; without that it would have waited."
    elif appeal.share is not None:
        done = "chosen this first" if decision.orders else "done nothing"
        yield f"Its doctrine would have {done} in {per_cent(appeal.share)} of all cases, as it saw things."
    if own is not None and own.reasons:
        yield _reasons(own)
    best = next((one for one in appeal.ranked if one.share > 0.0 and one.action != first), None)
    if best is not None and decision.asked:
        told = "doing nothing" if best.action is None else action_name(story.compiled, best.action)
        yield f"What its doctrine liked best beside that was {told} ({per_cent(best.share)})."


def _reasons(one: Counsel) -> str:
    """`For it spoke that ...; against it, that ...`"""
    weighed = one.reasons[:MOST_REASONS]
    parts = []
    for word, told in (
        ("for it spoke", [reason.text for reason in weighed if reason.weight > 0]),
        ("against it", [reason.text for reason in weighed if reason.weight <= 0]),
    ):
        if told:
            parts.append(f"{word} that {'; that '.join(told)}")
    text = ", and ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def per_cent(share: float) -> str:
    """`12 %`; of what is rare, `under 1 %`."""
    if 0.0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1.0 else f"{100 * share:.0f} %"
