"""How a game ends and what is made of it afterwards, in English: ends, outcome classes, flags, targets and hindcast."""

from collections.abc import Iterator

from crisis_sim.compiler.explain_standing import sources, written
from crisis_sim.compiler.phrases import formula, percent
from crisis_sim.compiler.program import Compiled
from crisis_sim.language import Tree, Truth, english, settle
from crisis_sim.language.english import joined, show
from crisis_sim.scenario.targets import Foreseen, Target

_KINDS = {
    "calibration": "calibration: the scenario was fitted to it, so that meeting it shows nothing",
    "partly": "independent in part: some of the numbers were set with it in view",
    "independent": "independent: no number was set by it",
}


def explain_ends(compiled: Compiled, name: str) -> Iterator[str]:
    """The English of an outcome class, end condition, flag, target or event of the hindcast; nothing, if none is so."""
    scenario = compiled.scenario
    for known, told in (
        (scenario.outcomes, _outcome),
        (scenario.ends, _end),
        (scenario.flags, _flag),
        (scenario.targets, _target),
        (_foreseen(compiled), _event),
    ):
        if name in known:
            yield from told(compiled, name)


def ends(compiled: Compiled) -> Iterator[tuple[str, dict[str, str]]]:
    """What there is of it: a title, and what each name stands for."""
    scenario = compiled.scenario
    yield "Outcome classes, tried in this order", {name: outcome.name for name, outcome in scenario.outcomes.items()}
    yield "What ends a game early", {name: end.what for name, end in scenario.ends.items()}
    yield "Flags", {name: flag.what for name, flag in scenario.flags.items()}
    yield "Targets", {name: f"{target.check}, {target.what}" for name, target in scenario.targets.items()}
    yield "Events of the hindcast", {name: event.what for name, event in _foreseen(compiled).items()}


def _foreseen(compiled: Compiled) -> dict[str, Foreseen]:
    hindcast = compiled.scenario.hindcast
    return {} if hindcast is None else hindcast.events


# At the end of one game


def _outcome(compiled: Compiled, name: str) -> Iterator[str]:
    outcome, names = compiled.scenario.outcomes[name], compiled.names
    row = names.classes.row(name)
    yield f"{name}: {outcome.name}"
    yield f"  {' '.join(outcome.what.split())}"
    yield (
        f"  Outcome class {row + 1} of {len(names.classes)}. Classes are tried in order when the game is over, however "
        "it ended; the first that holds is its outcome (rulebook 17.3)."
    )
    if row == len(names.classes) - 1:
        yield "  It always holds: it is the outcome where no class before it is."
    else:
        yield f"  It holds if {formula(compiled, compiled.program.classes[row])}."
    yield f"  As written: {written(outcome.when)}"
    if row:
        yield f"  Only if none of these holds: {joined(names.classes[:row], 'or')}."
    after = names.classes[row + 1 :]
    if after:
        yield f"  Where it holds, these are not looked at: {joined(after, 'and')}."


def _end(compiled: Compiled, name: str) -> Iterator[str]:
    end, row = compiled.scenario.ends[name], compiled.names.ends.row(name)
    told = formula(compiled, compiled.program.ends[row])
    yield f"{name}: {end.what}"
    yield f"  End condition {row + 1} of {len(compiled.names.ends)}: it ends the game before its horizon."
    yield (
        "  End conditions are looked at after everything that is settled and whenever the hour strikes; the first that "
        "holds ends the game (rulebook 17.1). What the outcome is then, the outcome classes say."
    )
    yield f"  It {'never holds, as the parameters are set' if told == 'never' else f'holds if {told}'}."
    yield f"  As written: {written(end.when)}"


def _flag(compiled: Compiled, name: str) -> Iterator[str]:
    flag, row = compiled.scenario.flags[name], compiled.names.flags.row(name)
    yield f"{name}: {flag.what}"
    yield "  A flag: told of a finished game beside its outcome, whatever that is. It moves nothing in the game."
    yield f"  It is set if, at the end, {formula(compiled, compiled.flags[row])}."
    yield f"  As written: {written(flag.when)}"


# Over many games


def _rule(compiled: Compiled, tree: Tree) -> str:
    """What is asked of a finished game, with the parameters in force."""
    places, start = compiled.program.places, compiled.program.start
    known = {place: start[place] for place in range(places.parameters, places.traits)}
    return english(settle(tree, known))


def _target(compiled: Compiled, name: str) -> Iterator[str]:
    target, asked = compiled.scenario.targets[name], compiled.questions.targets[name]
    yield f"{name}: {target.what}"
    yield f"  A target of check {target.check}, worked out over many games by bots. It moves nothing in a game."
    yield f"  {_statistic(target)} {_rule(compiled, asked.value)}."
    yield f"  As written: {written(target.value)}"
    if asked.given == Truth(True):
        yield "  All games count."
    else:
        yield f"  Games count in which {_rule(compiled, asked.given)}."
        yield f"  As written: {written(target.given)}"
    yield f"  {_band(target)}"
    yield f"  {_KINDS[target.kind].capitalize()}."
    yield from sources(compiled, target.source, None, target.caveat)


def _statistic(target: Target) -> str:
    unit = f", in {target.unit}," if target.unit else ""
    match target.statistic:
        case "share":
            return "The share of games at whose end"
        case "quantile":
            assert target.at is not None
            return f"What {percent(target.at)} of the games stay below{unit} of:"
        case "dispersion":
            return "The variance over the mean, game by game, of:"
        case _:
            return f"The {target.statistic}{unit} over games of:"


def _band(target: Target) -> str:
    if target.band is None:
        return "It has no band: it is told and not judged."
    low, high = target.band
    if target.statistic == "share":
        return f"It should lie between {percent(low)} and {percent(high)}."
    unit = f" {target.unit}" if target.unit and target.statistic != "dispersion" else ""
    return f"It should lie between {show(low)} and {show(high)}{unit}."


def _event(compiled: Compiled, name: str) -> Iterator[str]:
    event, hindcast = _foreseen(compiled)[name], compiled.scenario.hindcast
    assert hindcast is not None
    yield f"{name}: {event.what}"
    yield (
        f"  An event of the hindcast: games leave the recorded line at {hindcast.begins} and go on by bots. "
        "It moves nothing in a game."
    )
    yield f"  It has come to pass if, at the end, {_rule(compiled, compiled.questions.foreseen[name])}."
    yield f"  As written: {written(event.when)}"
    yield f"  In fact it {'happened' if event.happened else 'did not happen'}; by base rates, {percent(event.base)}."
    yield from sources(compiled, event.source, None, event.note)
