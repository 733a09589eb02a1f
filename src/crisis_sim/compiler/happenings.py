"""Happenings, their outcomes and actions: entries -> rows."""

from crisis_sim.compiler import meaning
from crisis_sim.compiler.coding import check_cameo
from crisis_sim.compiler.consequences import afterwards
from crisis_sim.compiler.deeds import DISOBEYED, OVERSHOOT, Written
from crisis_sim.compiler.draft import Draft
from crisis_sim.compiler.effects import add_lines
from crisis_sim.compiler.entries import Entry
from crisis_sim.compiler.scope import ScenarioScope
from crisis_sim.language import Number, Tree, build
from crisis_sim.language.opcodes import ADD, DIVIDE, MULTIPLY, SUBTRACT
from crisis_sim.terms.codes import NONE, SET
from crisis_sim.terms.rows import Actions, Happenings

SMALLEST_SUM = 1e-9


def happening_rows(draft: Draft) -> Happenings:
    """The rows of all happenings, with their outcomes and effects. Reactions are added by `minds.reaction_rows`."""
    rows = Happenings(*([] for _ in Happenings._fields))
    rows.first_outcome.append(0)
    for entry in draft.known.entries:
        _add(draft, rows, entry)
        _add_turns(draft, entry)
        rows.first_outcome.append(len(draft.outcomes.weight))
    return rows


def _add(draft: Draft, rows: Happenings, entry: Entry) -> None:
    names = draft.known.names
    check_cameo(draft, entry)
    rows.kind.append(entry.kind)
    rows.mode.append(entry.mode)
    rows.owner.append(row_or_none(draft, entry.owner))
    rows.seat.append(NONE if entry.side is None else names.seats.row(entry.side))
    rows.target.append(row_or_none(draft, entry.target))
    rows.visibility.append(entry.visibility)
    rows.audience.append(entry.audience)
    rows.silent.append(int(entry.silent))
    rows.noticed.append(draft.formula(draft.share(entry.noticed)))
    rows.publication.append(draft.amount(entry.publication))
    rows.possible.append(draft.condition(draft.truth(entry.possible)))
    rows.rate.append(_rate(draft, entry))
    rows.running.append(NONE if entry.running is None else draft.formula(draft.truth(entry.running)))
    rows.delay.append(draft.amount(entry.delay))
    rows.first.append(draft.amount(entry.first))
    rows.chance.append(draft.chance(entry.chance))
    rows.times.append(entry.times)
    rows.luck.append(draft.luck.of(entry.luck))


def row_or_none(draft: Draft, actor: str | None) -> int:
    """An actor's row. One that does not exist is reported elsewhere."""
    actors = draft.known.names.actors
    return actors.row(actor) if actor is not None and actor in actors else NONE


def _rate(draft: Draft, entry: Entry) -> int:
    if entry.rate is None:
        return NONE
    if entry.rate.path[-1] == "when":
        return draft.formula(draft.truth(entry.rate))
    tree = draft.number(entry.rate)
    if tree.high < 0.0:
        draft.wrong(entry.rate.path, f"a rate cannot be negative, and this is never above {tree.high:g}")
    return draft.formula(tree)


# Outcomes


def _add_turns(draft: Draft, entry: Entry) -> None:
    weights = _weights(draft, entry)
    for turn, weight in zip(entry.turns, weights, strict=True):
        draft.outcomes.weight.append(draft.formula(weight))
        draft.outcomes.done.append(int(turn.id != DISOBEYED))
        if entry.claim is not None:
            _add_figure(draft, entry, entry.claim)
        for lines in turn.lines:
            add_lines(draft, entry, lines)
        draft.outcomes.first_effect.append(len(draft.effects.op))


def _add_figure(draft: Draft, entry: Entry, claim: str) -> None:
    """A claim publishes its figure by setting a gauge of its own."""
    path = (*entry.path, "figure")
    scope = ScenarioScope(draft.known)
    rows = draft.effects
    rows.op.append(SET)
    rows.subject.append(draft.known.names.claim_gauge(claim))
    rows.object.append(1)
    rows.amount.append(draft.amount(Written(draft.known.scenario.claims[claim].figure, path), scope))
    rows.condition.append(NONE)
    rows.luck.append(draft.luck.of(f"effect/{entry.luck}/figure"))


def _weights(draft: Draft, entry: Entry) -> list[Tree]:
    """A weight for each outcome. Where a proxy carries it out, whether it obeys comes first."""
    own = [draft.number(turn.weight) for turn in entry.turns if turn.weight is not None]
    if all(weight.high <= 0.0 for weight in own):
        draft.wrong((*entry.path, "outcomes"), "all weights are 0: give an outcome a weight above 0", key=True)
    link = entry.deed.action.through if entry.deed is not None else None
    if link is None:
        return own
    if link not in draft.known.names.links:
        return [Number(1.0)] * len(entry.turns)
    return _weights_through(draft, entry, link, own)


STANCES = {"escalate": 1, "restrain": -1, None: 0}


def _weights_through(draft: Draft, entry: Entry, link: str, own: list[Tree]) -> list[Tree]:
    """As written, with the chance that it is obeyed and not overdone; then those of what the proxy makes of it."""
    assert entry.deed is not None
    zero, one = build.number(0), build.number(1)
    obeys = meaning.obeys(draft.known, link, STANCES[entry.deed.action.stance])
    weights = {DISOBEYED: build.calculate(SUBTRACT, one, obeys)}
    usual = obeys
    if entry.deed.action.overshoot:
        overdone = draft.number(Written(draft.known.scenario.links[link].overshoot, ("links", link, "overshoot")))
        overdone = build.clamp(overdone, zero, one)
        usual = build.calculate(MULTIPLY, obeys, build.calculate(SUBTRACT, one, overdone))
        weights[OVERSHOOT] = build.calculate(MULTIPLY, obeys, overdone)
    usually = [build.calculate(MULTIPLY, usual, share) for share in _shares(own)] if len(own) > 1 else [usual]
    return [*usually, *(weights[turn.id] for turn in entry.turns if turn.weight is None)]


def _shares(weights: list[Tree]) -> list[Tree]:
    """Weights that add up to 1."""
    weights = [build.largest([build.number(0), weight]) for weight in weights]
    total = weights[0]
    for weight in weights[1:]:
        total = build.calculate(ADD, total, weight)
    total = build.largest([total, build.number(SMALLEST_SUM)])
    return [build.calculate(DIVIDE, weight, total) for weight in weights]


# Actions


def action_rows(draft: Draft) -> Actions:
    """What only actions have. Appeals are added by `minds.seat_rows`."""
    names, rows = draft.known.names, Actions(*([] for _ in Actions._fields))
    for entry in draft.known.entries:
        if entry.deed is None:
            continue
        deed, action, path = entry.deed, entry.deed.action, entry.path
        seat = deed.seat if deed.seat in names.seats else names.seats[0]
        view = ScenarioScope(draft.known, seat)
        rows.category.append(names.categories.row(action.category))
        rows.requires.append(draft.condition(build.both(*(draft.truth(part, view) for part in deed.requires))))
        rows.approval.append(draft.amount(Written(action.approval, (*path, "approval")), view))
        rows.preparation.append(draft.amount(Written(action.preparation, (*path, _preparation_key(entry))), view))
        rows.duration.append(draft.amount(Written(action.duration, (*path, "duration"))))
        until = draft.number(Written(action.cancel_until, (*path, "cancel_until")), view)
        rows.cancel_until.append(NONE if until == Number(0.0) else draft.formula(until))
        leak = draft.share(Written(action.leak, (*path, "leak")))
        rows.leak.append(NONE if leak == Number(0.0) else draft.formula(leak))
        rows.uses.append(action.uses or 0)
        rows.effort.append(action.effort)
        through = action.through
        rows.link.append(names.links.row(through) if through is not None and through in names.links else NONE)
        rows.stance.append(STANCES[action.stance])
        follows = afterwards(deed.id)
        rows.afterwards.append(names.happenings.row(follows) if action.afterwards else NONE)
        rows.appeal.append(NONE)
    return rows


def _preparation_key(entry: Entry) -> str:
    return "preparation" if entry.deed is None or entry.deed.agreement is None else "negotiation"
