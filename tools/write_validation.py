"""Measures how far New Year's Eve can be believed, and writes docs/validation.md (`make validation`).

It plays about a million games: a quarter of an hour on two cores. The figures are kept in docs/validation.json, from
which the page is made; `--page` makes it anew without playing.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from crisis_sim.analysis.conducting import sweep
from crisis_sim.analysis.credibility import balance, ranges
from crisis_sim.analysis.credibility.checking import validate
from crisis_sim.analysis.credibility.finished import Play, Reader
from crisis_sim.api import Crisis, load
from crisis_sim.batch.runs import Runs
from crisis_sim.batch.tally import Tally
from crisis_sim.batch.traces import dyad_days
from crisis_sim.engine.seats import played_with
from crisis_sim.scenario.loading import load as load_scenario
from tools.validation_page import page

ROOT = Path(__file__).resolve().parent.parent
PAGE, FIGURES = ROOT / "docs" / "validation.md", ROOT / "docs" / "validation.json"
NAME = "new_years_eve"
SEED = 1
RESPONSES = ("outcome.open_war", "gauge.us_killed", "gauge.siege_hours", "escalation_score")
SIZES = {
    "games": 20_000,
    "ablation": 5_000,
    "trajectories": 12,
    "morris": 150,
    "sobol": 64,
    "sobol_runs": 300,
    "ends": 1_000,
    "points": 128,
    "spread": 400,
    "balance": 5_000,
    "ahead": 800,
    "always": 1_000,
}
TOP = 10


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def measured(sizes: dict[str, int]) -> dict[str, Any]:
    """All figures, as they stand in the file."""
    crisis, play = load(NAME), Play(SEED)
    compiled = crisis.compiled
    found: dict[str, Any] = {"sizes": sizes, "seed": SEED}
    found["validation"] = validate(
        NAME, compiled, crisis.texts, sizes["games"], play, say, ablated=sizes["ablation"]
    ).to_json()
    say("traces")
    found["traces"] = traces(crisis, sizes["games"], play)
    found["morris"] = swept(crisis, [], "morris", sizes["trajectories"], sizes["morris"], "CD")
    top = largest(found["morris"])
    found["sobol"] = swept(crisis, top, "sobol", sizes["sobol"], sizes["sobol_runs"])
    found["ends"] = [
        {"settings": dict(one.settings), "missed": one.missed, "commonest": one.commonest, "outcomes": one.outcomes}
        for one in ranges.ends(compiled, sizes["ends"], play, say)
    ]
    say("all ranges at once")
    found["spread"] = ranges.spread(compiled, sizes["points"], sizes["spread"], play)._asdict()
    say("balance")
    found["chosen"] = balance.chosen(compiled, sizes["games"], play)
    found["seats"] = [
        {**one._asdict(), "agents": {name: change._asdict() for name, change in one.agents.items()}}
        for one in balance.seats(compiled, sizes["balance"], sizes["ahead"], play)
    ]
    say("one action always")
    found["always"] = [
        {"action": one.action, "change": one.change._asdict()}
        for one in balance.always(load_scenario(NAME), sizes["always"], play)
    ]
    return found


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
        tallies.append(Tally.of(runs, compiled))
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
    per_pair = len(days) // len({(one["source"], one["target"]) for one in days})
    seats = list(compiled.names.seats)
    record = historical[0].reshape(len(seats), len(seats), per_pair) / 10
    for one in days:
        one["historical"] = float(record[seats.index(one["source"]), seats.index(one["target"]), one["day"]])
    durations = {
        "a siege, hours": answers[:, 0][answers[:, 1] > 0],
        "from the first strike to the first march, hours": within(answers[:, 2]),
        "from the gate to the Marines' order, hours": within(answers[:, 3]),
    }
    return {
        "blows": dict(whole.blows),
        "answers": dict(whole.answers),
        "waits": dict(whole.waits),
        "days": days,
        "durations": {
            name: {"n": len(values), "quantiles": [float(q) for q in np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95))]}
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
        FIGURES.write_text(json.dumps(measured(sizes), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    PAGE.write_text(page(json.loads(FIGURES.read_text(encoding="utf-8"))), encoding="utf-8")
    print(PAGE.relative_to(ROOT))


if __name__ == "__main__":
    main()
