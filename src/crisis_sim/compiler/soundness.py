"""Whether a Program is sound: every row as long as it should be, every number of the right type and within its range.

Lists in plain Python notice most of what is wrong; the compiled kernel would read foreign memory, and go on. So tests
check here that whatever the compiler makes is sound.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from crisis_sim.language import Tree, places
from crisis_sim.terms import codes
from crisis_sim.terms.codes import NONE
from crisis_sim.terms.rows import Places, Program

MOST_SEATS = 16


class Within(NamedTuple):
    """Whole numbers from `low` to before `end`; or, with `none`, NONE."""

    low: int
    end: int
    none: bool = False

    def holds(self, one: object) -> bool:
        return type(one) is int and (self.low <= one < self.end or (self.none and one == NONE))


class Real(NamedTuple):
    """Floats from `low` to `high`."""

    low: float = -sys.float_info.max
    high: float = sys.float_info.max

    def holds(self, one: object) -> bool:
        return type(one) is float and self.low <= one <= self.high


@dataclass(frozen=True, slots=True)
class Begins:
    """Where each owner's rows begin, and the end: one more than there are owners, never falling, from 0 to `end`."""

    end: int


Range = Within | Real | Begins


def check_program(program: Program, trees: Sequence[Tree] = ()) -> list[str]:
    """What is wrong with a program, a line each; nothing if it is sound. `trees`: of its formulas.

    Sizes come first, then rows, then what rows mean together: each step only where the one before found nothing.
    """
    return (
        list(_wrong_sizes(program))
        or [fault for part, fields in _table(program).items() for fault in _wrong_fields(program, part, fields)]
        or [*_wrong_effects(program), *_wrong_amounts(program), *_wrong_slots(program), *_wrong_trees(program, trees)]
    )


def _table(program: Program) -> dict[str, tuple[int, dict[str, Range]]]:
    """For each part of the program how many rows it has, and for each field what may stand in it."""
    n, at = program.sizes, program.places
    formulas = len(program.formulas)
    outcomes, effects = len(program.outcomes.weight), len(program.effects.op)
    formula, maybe_formula = Within(0, formulas), Within(0, formulas, none=True)
    amount, maybe_amount = Within(0, len(program.amounts.kind)), Within(0, len(program.amounts.kind), none=True)
    seat, maybe_seat = Within(0, n.seats), Within(0, n.seats, none=True)
    maybe_actor = Within(0, n.actors, none=True)
    happening = Within(0, n.happenings)
    mask, flag, luck, count = Within(0, 1 << n.seats), Within(0, 2), Within(1, 1 << 32), Within(0, 1 << 31)
    return {
        "gauges": (
            n.gauges,
            {
                "start": amount, "low": Real(), "high": Real(), "whole": flag, "monotone": flag,
                "relax_to": maybe_formula, "relax_share": maybe_formula, "drift": maybe_formula, "luck": luck,
            },
        ),
        "sights": (
            n.seats * n.gauges,
            {
                "kind": Within(codes.HIDDEN, codes.NOISY + 1), "source": Within(at.gauges, at.facts),
                "noise": maybe_formula, "bias": maybe_formula,
            },
        ),
        "reports": (n.reports, {"gauge": Within(0, n.gauges), "every": Within(1, 1 << 31)}),
        "slots": (
            len(program.slots.kind),
            {
                "kind": Within(0, codes.SLOT_ACTIVE + 1), "source": Within(0, max(n.gauges, n.happenings, n.units)),
                "place": Within(at.slots, at.end),
            },
        ),
        "facts": (n.facts, {"chance": formula, "luck": luck}),
        "units": (
            n.units,
            {
                "owner": maybe_actor, "seat": maybe_seat, "size": count, "starts": Within(0, len(codes.PLACES)),
                "announced": flag, "alert": amount, "transit": amount, "arrival": happening, "departure": happening,
                "luck": luck,
            },
        ),
        "links": (
            n.links,
            {
                "principal": Within(0, n.actors),
                "seat": Within(0, n.seats, none=True),
                "proxy": Within(0, n.actors),
                "lasts": formula,
            },
        ),
        "happenings": (
            n.happenings,
            {
                "kind": Within(0, codes.ARRIVAL + 1), "mode": Within(0, codes.BY_HAND + 1), "owner": maybe_actor,
                "seat": maybe_seat, "target": maybe_actor, "visibility": Within(0, codes.DENIABLE + 1),
                "audience": mask, "silent": flag, "noticed": formula, "publication": amount, "possible": maybe_formula,
                "first_outcome": Begins(outcomes), "first_reaction": Begins(len(program.reactions.seat)),
                "rate": maybe_formula, "running": maybe_formula, "delay": amount, "first": amount,
                "chance": maybe_formula, "times": count, "luck": luck,
            },
        ),
        "outcomes": (outcomes, {"weight": formula, "done": Within(0, 2), "first_effect": Begins(effects)}),
        "effects": (
            effects,
            {
                "op": Within(0, codes.STOP + 1), "subject": Within(0, 1 << 16), "object": Within(-1, 1 << n.seats + 16),
                "amount": maybe_amount, "condition": maybe_formula, "luck": luck,
            },
        ),
        "amounts": (
            len(program.amounts.kind),
            {
                "kind": Within(0, codes.CHOICE + 1), "first": maybe_formula, "second": maybe_formula,
                "third": maybe_formula, "more": Within(0, len(program.choices.value), none=True), "pairs": count,
            },
        ),
        "choices": (len(program.choices.value), {"value": formula, "weight": formula}),
        "actions": (
            n.actions,
            {
                "category": Within(0, max(n.actions, 1)), "requires": maybe_formula, "approval": amount,
                "preparation": amount, "duration": amount, "cancel_until": maybe_formula, "leak": maybe_formula,
                "uses": count, "effort": count, "link": Within(0, n.links, none=True), "stance": Within(-1, 2),
                "afterwards": Within(n.actions, n.happenings, none=True), "appeal": maybe_formula,
            },
        ),
        "reactions": (len(program.reactions.seat), {"seat": seat, "chance": maybe_formula, "within": amount}),
        "seats": (
            n.seats,
            {
                "first_action": Begins(n.actions), "temperature": formula, "hold": formula, "orders": Within(1, 9),
                "first_objective": Begins(len(program.seats.weight)),
            },
        ),
        "commitments": (
            n.commitments,
            {
                "giver": seat, "receiver": maybe_actor, "seen": mask, "called": Within(0, codes.CALLED_AT_ONCE + 1),
                "demand": maybe_formula, "trigger": maybe_formula, "deadline": amount, "grace": amount,
                "first_promised": Begins(len(program.commitments.promised)),
                "first_abstain": Begins(len(program.commitments.abstain)),
                "made": happening, "complied": happening, "kept": happening, "broken": happening, "luck": luck,
            },
        ),
        "agreements": (
            n.agreements,
            {
                "sponsor": seat, "parties": Within(1, 1 << n.seats), "seen": mask,
                "first_commitment": Begins(len(program.agreements.commitment)), "lapses": amount, "agreed": happening,
                "rejected": happening, "breached": happening, "luck": luck,
            },
        ),
        "script": (n.script, {"minute": Within(0, n.horizon + 1), "seat": seat, "action": Within(0, n.actions)}),
        "pins": (
            n.pins,
            {
                "item": Within(0, 1 << 32), "purpose": Within(0, codes.FOR_IMAGINED + 1), "seat": maybe_seat,
                "occurrence": Within(0, 1 << 31, none=True), "value": Real(),
            },
        ),
    }  # fmt: skip


def _lists(program: Program) -> list[tuple[str, Sequence[Any], int, Range]]:
    """Rows that are as long as something other than their part."""
    n = program.sizes
    formula = Within(0, len(program.formulas))
    promised, abstain = program.commitments.promised, program.commitments.abstain
    return [
        ("slots.first", program.slots.first, n.seats + 1, Begins(len(program.slots.kind))),
        ("start", program.start, n.values, Real()),
        ("traits", program.traits, n.personas * n.seats * n.traits, Real()),
        ("classes", program.classes, n.classes, formula),
        ("ends", program.ends, n.ends, formula),
        ("facts.belief", program.facts.belief, n.facts * n.seats, Within(0, len(program.formulas), none=True)),
        ("seats.weight", program.seats.weight, len(program.seats.value), Real(0.0, 1.0)),
        ("seats.value", program.seats.value, len(program.seats.weight), formula),
        ("commitments.promised", promised, len(promised), Within(0, n.actions)),
        ("commitments.abstain", abstain, len(abstain), Within(0, n.happenings)),
        (
            "agreements.commitment",
            program.agreements.commitment,
            len(program.agreements.commitment),
            Within(0, n.commitments),
        ),
    ]


def _wrong_fields(program: Program, part: str, table: tuple[int, dict[str, Range]]) -> Iterator[str]:
    length, fields = table
    for field, range_ in fields.items():
        row = getattr(getattr(program, part), field)
        yield from _wrong_row(f"{part}.{field}", row, length + isinstance(range_, Begins), range_)
    if part == "gauges":
        for name, row, wanted, range_ in _lists(program):
            yield from _wrong_row(name, row, wanted, range_)


def _wrong_row(name: str, row: Sequence[Any], length: int, range_: Range) -> Iterator[str]:
    if len(row) != length:
        yield f"{name} has {len(row)} rows, and should have {length}"
        return
    if isinstance(range_, Begins):
        rises = all(type(one) is int for one in row) and list(row) == sorted(row)
        if not rises or row[0] != 0 or row[-1] != range_.end:
            yield f"{name} does not rise from 0 to {range_.end}"
        return
    for number, one in enumerate(row):
        if not range_.holds(one):
            yield f"{name}[{number}] is {one!r}"


def _wrong_sizes(program: Program) -> Iterator[str]:
    """Sizes that cannot be; blocks of the values that are not as long as what lies in them."""
    n, at = program.sizes, program.places
    for name, size in n._asdict().items():
        if type(size) is not int or size < (name in ("seats", "classes", "horizon", "turn", "log")):
            yield f"sizes.{name} is {size!r}"
    if n.seats > MOST_SEATS or n.seats > n.actors or n.actions > n.happenings:
        yield f"there are {n.seats} seats, {n.actors} actors, {n.actions} actions, {n.happenings} happenings"
    if not 0 < n.agenda_reserved < n.agenda or n.values != at.end or n.starts >= codes.MINUTES_A_DAY:
        yield f"agenda {n.agenda} ({n.agenda_reserved} reserved), values {n.values} of {at.end}, starts {n.starts}"
    lengths = (
        at.traits, n.seats * n.traits, n.gauges, n.reports, n.facts, n.facts * n.seats, n.units, n.happenings,
        n.happenings, n.actions, n.commitments, n.agreements, n.links, 1, 1, 1, at.end - at.slots,
    )  # fmt: skip
    starts = [0]
    for length in lengths:
        starts.append(starts[-1] + length)
    if Places(*starts) != at:
        yield f"the blocks of the values are {at}, and should be {Places(*starts)}"


def _wrong_effects(program: Program) -> Iterator[str]:
    """What the subject and object of an effect are depends on what it does."""
    n, rows = program.sizes, program.effects
    mask, nothing = Within(1, 1 << n.seats), Within(NONE, 0)
    gauges, facts = Within(0, n.gauges), Within(0, n.facts)
    wanted: dict[int, tuple[Within, Within, bool]] = {
        codes.SET: (gauges, Within(1, 2), True),
        codes.ADD: (gauges, Within(-1, 2), True),
        codes.SCALE: (gauges, Within(1, 2), True),
        codes.DEPLOY: (Within(0, n.units), nothing, False),
        codes.RECALL: (Within(0, n.units), nothing, False),
        codes.EVIDENCE: (facts, mask, True),
        codes.REPORTED: (facts, mask, True),
        codes.TEACH: (facts, mask, False),
        codes.BEGIN: (Within(n.actions, n.happenings), nothing, False),
        codes.CANCEL: (Within(0, n.seats), Within(0, n.actions, none=True), False),
        codes.ALERT_SEAT: (Within(0, n.seats), nothing, False),
        codes.COMMIT: (Within(0, n.commitments), nothing, False),
        codes.RELEASE: (Within(0, n.commitments), nothing, False),
        codes.PROPOSE: (Within(0, n.agreements), Within(0, n.seats), False),
        codes.ACCEPT: (Within(0, n.agreements), Within(0, n.seats), False),
        codes.REJECT: (Within(0, n.agreements), Within(0, n.seats), False),
        codes.INSTRUCT: (Within(0, n.links), Within(-1, 2), False),
        codes.STOP: (Within(0, n.actions), nothing, False),
    }
    for row, op in enumerate(rows.op):
        subject, other, needs_amount = wanted[op]
        for name, value, within in (("subject", rows.subject[row], subject), ("object", rows.object[row], other)):
            if not (within.low <= value < within.end or (within.none and value == NONE)):
                yield f"effects.{name}[{row}] is {value!r}, for op {op}"
        if needs_amount and rows.amount[row] == NONE:
            yield f"effects.amount[{row}] is missing, for op {op}"


def _wrong_amounts(program: Program) -> Iterator[str]:
    """A distribution has its arguments; a choice has its pairs."""
    rows = program.amounts
    arguments = {
        codes.CONSTANT: 1, codes.UNIFORM: 2, codes.TRIANGULAR: 3, codes.NORMAL: 2, codes.LOGNORMAL: 2,
        codes.EXPONENTIAL: 1, codes.GAMMA: 2, codes.BETA: 2, codes.POISSON: 1, codes.NEGATIVE_BINOMIAL: 2,
        codes.BERNOULLI: 1, codes.CHOICE: 0,
    }  # fmt: skip
    for row, kind in enumerate(rows.kind):
        given = [rows.first[row], rows.second[row], rows.third[row]]
        if [one != NONE for one in given] != [at < arguments[kind] for at in range(3)]:
            yield f"amounts[{row}], of kind {kind}, has the arguments {given}"
        last = rows.more[row] + rows.pairs[row]
        if kind == codes.CHOICE and (rows.pairs[row] < 1 or last > len(program.choices.value)):
            yield f"amounts[{row}] has {rows.pairs[row]} choices from {rows.more[row]} on"


def _wrong_slots(program: Program) -> Iterator[str]:
    """What a slot shows depends on its kind."""
    n, rows = program.sizes, program.slots
    ends = {codes.SLOT_GAUGE: n.gauges, codes.SLOT_FORCE: n.units, codes.SLOT_ACTIVE: n.actions}
    for row, kind in enumerate(rows.kind):
        if rows.source[row] >= ends.get(kind, n.happenings):
            yield f"slots.source[{row}] is {rows.source[row]}, for kind {kind}"


def _wrong_trees(program: Program, trees: Sequence[Tree]) -> Iterator[str]:
    if trees and len(trees) != len(program.formulas):
        yield f"there are {len(program.formulas)} formulas, and {len(trees)} trees"
    for row, tree in enumerate(trees):
        outside = [place for place in places(tree) if not 0 <= place < program.sizes.values]
        if outside:
            yield f"formula {row} reads place {outside[0]}, outside of the values"
