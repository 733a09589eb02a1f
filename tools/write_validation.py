"""Measures how far New Year's Eve can be believed, and writes docs/validation.md (`make validation`).

It plays some 1,200,000 games: twenty minutes on two cores. The figures are kept in docs/validation.json, section by
section, and the page is made of them. It goes on where it was interrupted, and measures anew when the scenario has
changed. `--page` makes the page alone; `--rough` plays a fiftieth.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import numpy as np

from crisis_sim.analysis.conducting import sweep
from crisis_sim.analysis.credibility import balance, ranges
from crisis_sim.analysis.credibility.ablations import outcomes
from crisis_sim.analysis.credibility.checking import validate
from crisis_sim.analysis.credibility.finished import Play, Reader
from crisis_sim.analysis.factors import SWITCH
from crisis_sim.api import Crisis, load
from crisis_sim.batch.counting import tallied
from crisis_sim.batch.runs import Runs
from crisis_sim.batch.tally import Tally
from crisis_sim.batch.traces import dyad_days
from crisis_sim.engine.seats import played_with
from crisis_sim.scenario.constructs import Grade
from crisis_sim.scenario.loading import load as load_scenario
from crisis_sim.terms.codes import RULES_VERSION
from tests.new_years_eve.test_directions import DIRECTIONS, Direction, difference
from tools.validation_page import page

ROOT = Path(__file__).resolve().parent.parent
PAGE, FIGURES = ROOT / "docs" / "validation.md", ROOT / "docs" / "validation.json"
NAME = "new_years_eve"
SEED = 1
RESPONSES = ("outcome.open_war", "gauge.us_killed", "gauge.siege_hours", "escalation_score")
SIZES = {
    "games": 20_000,
    "ablation": 4_000,
    "trajectories": 10,
    "morris": 100,
    "sobol": 64,
    "sobol_runs": 200,
    "personas": 4_000,
    "ends": 3_000,
    "points": 128,
    "spread": 400,
    "balance": 4_000,
    "ahead": 600,
    "always": 600,
}
TOP = 10


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def measured(sizes: dict[str, int]) -> None:
    """Measures one section after the other, and keeps each as soon as it is there: who interrupts it can go on."""
    crisis, play = load(NAME), Play(SEED)
    compiled = crisis.compiled
    made = {"sizes": sizes, "seed": SEED, "hash": compiled.hash, "rules": RULES_VERSION}
    found = kept(made)
    sections: dict[str, Callable[[], Any]] = {
        "validation": lambda: validate(
            NAME, compiled, crisis.texts, sizes["games"], play, say, ablated=sizes["ablation"]
        ).to_json(),
        "personas": lambda: personas(crisis, sizes["personas"], play),
        "directions": lambda: [direction_json(one) for one in DIRECTIONS],
        "grades": lambda: grades(crisis),
        "traces": lambda: traces(crisis, sizes["games"], play),
        "chosen": lambda: balance.chosen(compiled, sizes["games"], play),
        "seats": lambda: [seat_json(one) for one in balance.seats(compiled, sizes["balance"], sizes["ahead"], play)],
        "ends": lambda: [end_json(one) for one in ranges.ends(compiled, sizes["ends"], play)],
        "spread": lambda: ranges.spread(compiled, sizes["points"], sizes["spread"], play)._asdict(),
        "morris": lambda: swept(crisis, [], "morris", sizes["trajectories"], sizes["morris"], "CD"),
        "sobol": lambda: swept(crisis, largest(found["morris"]), "sobol", sizes["sobol"], sizes["sobol_runs"]),
        "always": lambda: [
            {"action": one.action, "change": one.change._asdict()}
            for one in balance.always(load_scenario(NAME), sizes["always"], play)
        ],
    }
    for name, section in sections.items():
        if name not in found:
            say(name)
            found[name] = section()
            FIGURES.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def kept(made: dict[str, Any]) -> dict[str, Any]:
    """What has been measured already, of this scenario with these sizes."""
    if not FIGURES.exists():
        return dict(made)
    found: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return found if {name: found.get(name) for name in made} == made else dict(made)


def seat_json(one: balance.Seat) -> dict[str, Any]:
    return {**one._asdict(), "agents": {name: change._asdict() for name, change in one.agents.items()}}


def grades(crisis: Crisis) -> dict[str, int]:
    """How many parameters of each grade; switches of mechanisms are no numbers."""
    parameters = crisis.compiled.scenario.parameters
    found = [one.grade for name, one in parameters.items() if not name.startswith(SWITCH)]
    return {grade: found.count(grade) for grade in get_args(Grade)}


def personas(crisis: Crisis, n: int, play: Play) -> dict[str, dict[str, float]]:
    """Shares of the outcomes when all seats are played by one temperament."""
    compiled = crisis.compiled
    found = {}
    for persona in compiled.names.personas:
        shares = play.runs(compiled, n, lambda runs: outcomes(compiled, runs), agents=persona).mean(axis=0)
        found[persona] = dict(zip(compiled.names.classes, map(float, shares), strict=True))
    return found


def direction_json(one: Direction) -> dict[str, Any]:
    return {
        "mechanism": one.mechanism.removeprefix("mechanism."),
        "what": one.what,
        "measure": one.measure,
        "settings": [dict(one.first), dict(one.second)],
        "games": one.games,
        "change": difference(one)._asdict(),
    }


def end_json(one: ranges.Here) -> dict[str, Any]:
    return {
        "settings": dict(one.settings),
        "missed": one.missed,
        "commonest": one.commonest,
        "outcomes": one.outcomes,
    }


def swept(crisis: Crisis, factors: list[str], design: str, size: int, n: int, grades: str = "") -> list[dict[str, Any]]:
    """Which factors move each response."""
    say(f"{design}: {size} of {n} games at each point")
    with tempfile.TemporaryDirectory(prefix="crisis-sim-") as folder:
        experiment = sweep(
            NAME, crisis.compiled, crisis.texts, factors,
            n=n, design=design, size=size, grades=grades, seed=SEED, folder=Path(folder) / "sweep",
        )  # fmt: skip
        with experiment:
            points = len(experiment.design)
            return [{**one.to_json(), "points": points, "n": n} for one in experiment.sensitivity(RESPONSES)]


def largest(morris: list[dict[str, Any]]) -> list[str]:
    """The factors whose effect is the largest, as a share of the largest on any one response."""
    worth: dict[str, float] = {}
    for one in morris:
        most = max((row["mu_star"] for row in one["factors"]), default=0.0) or 1.0
        for row in one["factors"]:
            worth[row["factor"]] = max(worth.get(row["factor"], 0.0), row["mu_star"] / most)
    return sorted(worth, key=lambda name: -worth[name])[:TOP]


def traces(crisis: Crisis, n: int, play: Play) -> dict[str, Any]:
    """Who answers whom how soon, how long things last, and the tone of each pair of sides day by day."""
    compiled = crisis.compiled
    tallies: list[Tally] = []
    reader = Reader.of(
        compiled, "siege_hours", "sieges >= 1", "first(mi.march_embassy) - first(us.strike_militia)",
        "first(us.embassy_reinforce) - first(ev_gate)",
    )  # fmt: skip

    def read(runs: Runs) -> Any:
        tallies.append(tallied(runs, compiled))
        return reader(runs)

    answers = play.runs(compiled, n, read)
    whole = tallies[0]
    for one in tallies[1:]:
        whole = whole + one
    historical = play.runs(
        played_with(compiled, "historical", None), 1, lambda runs: np.asarray(runs["dyads"], np.float64),
        agents="historical",
    )  # fmt: skip
    days = list(dyad_days(whole, compiled))
    seats = list(compiled.names.seats)
    record = historical[0].reshape(len(seats), len(seats), -1) / 10
    for row in days:
        row["historical"] = float(record[seats.index(row["source"]), seats.index(row["target"]), row["day"]])
    durations = {
        "a siege, hours": answers[:, 0][answers[:, 1] > 0],
        "from the first strike to the first march, hours": within(answers[:, 2]),
        "from the gate to the Marines' order, hours": within(answers[:, 3]),
    }
    return {
        "blows": dict(whole.blows),
        "answers": dict(whole.answers),
        "waits": dict(whole.waits),
        "cut": dict(whole.cut),
        "days": days,
        "durations": {
            name: {
                "n": len(values),
                "quantiles": [float(q) for q in np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95))],
            }
            for name, values in durations.items()
        },
    }


def within(values: Any) -> Any:
    """Where both came, and the second after the first."""
    return values[(values > 0) & (values < 1e5)]


def main() -> None:
    if "--page" not in sys.argv:
        sizes = {name: max(10, size // 50) for name, size in SIZES.items()} if "--rough" in sys.argv else SIZES
        if "--rough" in sys.argv:
            sizes |= {"trajectories": 2, "morris": 40, "sobol": 4, "sobol_runs": 40, "points": 8}
        measured(sizes)
    PAGE.write_text(page(json.loads(FIGURES.read_text(encoding="utf-8"))), encoding="utf-8")
    print(PAGE.relative_to(ROOT))


if __name__ == "__main__":
    main()
