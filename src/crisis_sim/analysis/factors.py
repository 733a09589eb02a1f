"""What an experiment varies: parameters over a range or over some values, and who plays a seat.

A factor is written `PARAM` (its declared range), `PARAM=LOW:HIGH`, `PARAM=A,B,...`, `SEAT=AGENT,AGENT,...` or
`agents=AGENT,AGENT,...` (all seats alike); a name with `*` stands for every parameter that it fits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

from crisis_sim.batch.engines import bots
from crisis_sim.compiler import Compiled
from crisis_sim.compiler.parameters import in_force
from crisis_sim.scenario.errors import did_you_mean, one_of, quoted
from crisis_sim.terms.records import WrongUse

AGENTS = "agents"
"""The factor that seats the same agent everywhere."""
SWITCH = "mechanism."
GRADES = "ABCD"

Value = float | str


@dataclass(frozen=True, slots=True)
class Factor:
    """A parameter from `low` to `high`, or one of `values`; `seat`: the values are agents for it."""

    name: str
    low: float = 0.0
    high: float = 0.0
    values: tuple[Value, ...] = ()
    seat: bool = False

    def at(self, place: float) -> Value:
        """The value at a place between 0 and 1: on the way from low to high, or in the list."""
        if self.values:
            return self.values[min(int(place * len(self.values)), len(self.values) - 1)]
        return self.low + place * (self.high - self.low)

    def places(self, steps: int) -> list[float]:
        """Where a grid puts it: every value of a list, else so many steps from low to high."""
        if self.values:
            return [(n + 0.5) / len(self.values) for n in range(len(self.values))]
        return [n / (steps - 1) for n in range(steps)]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_dict(kept: Mapping[str, Any]) -> "Factor":
        return Factor(**{**kept, "values": tuple(kept["values"])})

    def __str__(self) -> str:
        values = ", ".join(value if isinstance(value, str) else f"{value:g}" for value in self.values)
        return f"{self.name} {values or f'{self.low:g} to {self.high:g}'}"


def factors_of(compiled: Compiled, texts: Iterable[str], grades: str = "") -> list[Factor]:
    """The factors as they were written, then every other parameter of these grades that has a range.

    Switches of mechanisms are no uncertain quantities: a grade leaves them out, `mechanism.*` takes them in. WrongUse
    or ScenarioError: a name that is not there, a value out of bounds, the same factor twice.
    """
    found = [factor for text in texts for factor in _read(compiled, text.strip())]
    _check_twice(compiled, found)
    named = {factor.name for factor in found}
    found += [_declared(compiled, name) for name in _graded(compiled, grades) if name not in named]
    if not found:
        raise WrongUse("nothing varies: name parameters with -p, or take them all with --grade CD")
    return found


def setting(
    factors: Iterable[Factor], values: Iterable[Value], seats: Iterable[str]
) -> tuple[dict[str, float], dict[str, str]]:
    """What these values of the factors mean: the values of parameters, and the agents by seat."""
    settings: dict[str, float] = {}
    agents: dict[str, str] = {}
    for factor, value in zip(factors, values, strict=True):
        if not factor.seat:
            settings[factor.name] = float(value)
        elif factor.name == AGENTS:
            agents |= dict.fromkeys(seats, str(value))
        else:
            agents[factor.name] = str(value)
    return settings, agents


def _read(compiled: Compiled, text: str) -> list[Factor]:
    name, equals, rest = (part.strip() for part in text.partition("="))
    if "*" in name and not equals:
        return _matching(compiled, name)
    if name not in compiled.names.parameters and (name == AGENTS or name in compiled.names.seats):
        return [_seat(compiled, name, rest)]
    if name not in compiled.names.parameters:
        known = [*compiled.names.parameters, *compiled.names.seats, AGENTS]
        raise WrongUse(f"there is no parameter or seat {quoted(name)}{did_you_mean(name, known)}")
    if not equals:
        return [_declared(compiled, name)]
    low, colon, high = rest.partition(":")
    if colon:
        return [_range(compiled, name, _number(text, low), _number(text, high))]
    return [_list(compiled, name, tuple(_number(text, value) for value in rest.split(",")))]


def _matching(compiled: Compiled, pattern: str) -> list[Factor]:
    names = [name for name in compiled.names.parameters if fnmatchcase(name, pattern)]
    if not names:
        raise WrongUse(f"no parameter fits {quoted(pattern)}; `crisis-sim explain` lists them")
    return [_declared(compiled, name) for name in names if _varies(compiled, name)]


def _graded(compiled: Compiled, grades: str) -> list[str]:
    wanted = set(grades.upper().replace(",", ""))
    if wanted - set(GRADES):
        raise WrongUse(f"--grade {grades}: grades are {one_of(GRADES)}, and several are written CD")
    parameters = compiled.scenario.parameters
    return [
        name
        for name, parameter in parameters.items()
        if parameter.grade in wanted and not name.startswith(SWITCH) and _varies(compiled, name)
    ]


def _varies(compiled: Compiled, name: str) -> bool:
    low, high = compiled.scenario.parameters[name].range
    return low < high


def _declared(compiled: Compiled, name: str) -> Factor:
    return _range(compiled, name, *compiled.scenario.parameters[name].range)


def _range(compiled: Compiled, name: str, low: float, high: float) -> Factor:
    _check_bounds(compiled, name, low, high)
    if not low < high:
        raise WrongUse(f"{name} must go from a lower to a higher value, and not from {low:g} to {high:g}")
    return Factor(name, low, high)


def _list(compiled: Compiled, name: str, values: tuple[float, ...]) -> Factor:
    _check_bounds(compiled, name, *values)
    return Factor(name, values=_several(name, values))


def _seat(compiled: Compiled, name: str, rest: str) -> Factor:
    agents = tuple(agent.strip() for agent in rest.split(",")) if rest else ()
    for agent in agents:
        bots(compiled, dict.fromkeys(compiled.names.seats if name == AGENTS else [name], agent))
    return Factor(name, values=_several(name, agents), seat=True)


def _several(name: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
    if len(values) < 2 or len(set(values)) < len(values):
        raise WrongUse(f"{name} needs two values or more, each once; --set and --agents hold one fixed")
    return values


def _number(text: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise WrongUse(f"-p {text}: write PARAM=LOW:HIGH or PARAM=A,B,... with numbers") from None


def _check_bounds(compiled: Compiled, name: str, *values: float) -> None:
    for value in values:
        in_force(compiled.scenario, {name: value})


def _check_twice(compiled: Compiled, factors: list[Factor]) -> None:
    names = [factor.name for factor in factors]
    for name in names:
        if names.count(name) > 1:
            raise WrongUse(f"{name} is a factor twice: name it once")
    seats = [factor.name for factor in factors if factor.seat and factor.name != AGENTS]
    if seats and len(seats) < sum(factor.seat for factor in factors):
        raise WrongUse(f"{AGENTS} is for all seats, and {seats[0]} is one of them: leave one of the two out")
