"""A small scope, as a compiler would give it, for the tests of this room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crisis_sim.language import NUMBER, Kind, Reading, Tree, build, check, closure, interpret, opcodes, parse_expression
from crisis_sim.language import table_code as write_table_code

READINGS = {
    "tension": Reading(0, "tension", 0.0, 100.0),
    "siege": Reading(1, "the siege", 0.0, 1.0, truth=True),
    "oil": Reading(2, "the price of oil", 20.0, 200.0),
    "balance": Reading(3, "the balance", -1.0, 1.0),
    "mechanism.rally": Reading(4, "rallying", 0.0, 1.0, truth=True),
    "us.approval": Reading(5, "approval of the president", 0.0, 100.0),
    "warned": Reading(6, "Iran was warned", 0.0, 1.0, truth=True, denial="Iran was not warned"),
}
SINCE = 7
WIDTH = 8
ROW = (62.0, 1.0, 70.0, 0.0, 0.0, 44.0, 1.0, 180.0)


@dataclass(frozen=True)
class Declared:
    """Names with their readings, and one thing function: hours since something was done, from a row of minutes."""

    readings: Mapping[str, Reading] = field(default_factory=lambda: READINGS)
    functions: Mapping[str, int] = field(default_factory=lambda: {"since": 1, "broken": 1, "now": 0, "link": 2})

    def read(self, name: str) -> Reading | None:
        return self.readings.get(name)

    def names(self) -> Iterable[str]:
        return self.readings

    def thing_functions(self) -> Mapping[str, int]:
        return self.functions

    def things(self, function: str) -> Iterable[str]:
        return ["us.strike_militia", "us.evacuate"] if function == "since" else []

    def call(self, function: str, names: tuple[str, ...]) -> Tree | None:
        if function == "broken":
            return build.calculate(opcodes.LOG, build.number(0.0), column=99)
        if function == "now":
            return build.named("the hour", build.number(7.0))
        if function == "since" and names == ("us.strike_militia",):
            minutes = build.value(SINCE, "minutes since the airstrikes", 0.0, 1e6)
            return build.named(
                "hours since the airstrikes", build.calculate(opcodes.DIVIDE, minutes, build.number(60.0))
            )
        return None


SCOPE = Declared()


def tree_of(text: str | float, kind: Kind | None = None) -> Tree:
    return check(parse_expression(text), SCOPE, kind)


def number_of(text: str, row: Sequence[float] = ROW) -> float:
    """The value of a text on a row, once in both back ends."""
    tree = tree_of(text, NUMBER)
    result = closure(tree)(row)
    assert repr(interpreted(tree, row)) == repr(result)
    return result


def interpreted(tree: Tree, row: Sequence[float]) -> float:
    table = write_table_code([tree], len(row))
    return interpret(table.code, 0, [*row, *table.numbers, *[float("nan")] * table.registers])
