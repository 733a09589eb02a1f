"""Writes the golden runs anew (`make golden`): games of each shipped scenario as text that people can read.

They change when a scenario changes. When they change although no scenario did, the rules decide otherwise than before:
then `RULES_VERSION` is raised and the changelog says why.
"""

from pathlib import Path

from crisis_sim.api import Crisis, load
from crisis_sim.scenario.loading import shipped, shipped_folder
from crisis_sim.terms.codes import RULES_VERSION

RUNS = {  # file: agents, seed
    "historical": ("historical", 1),
    "utility-1": ("utility", 1),
    "utility-2": ("utility", 2),
    "cautious": ("cautious", 1),
    "hawk": ("hawk", 1),
    "dove": ("dove", 1),
    "tit_for_tat": ("tit_for_tat", 1),
    "random": ("random", 1),
}


def runs_of(crisis: Crisis) -> dict[str, tuple[str, int]]:
    """The golden runs of a scenario: those whose agents it has."""
    known = set(crisis.agents)
    return {name: (agents, seed) for name, (agents, seed) in RUNS.items() if agents in known}


def golden_file(scenario: str, name: str) -> Path:
    """Where a golden run stands."""
    return shipped_folder() / scenario / "golden" / f"{name}.txt"


def golden_text(crisis: Crisis, agents: str, seed: int) -> str:
    """A game as it is told to control, and its digest."""
    result = crisis.run(seed, agents=agents)
    head = f"{crisis.name}, agents {agents}, seed {seed}, rules {RULES_VERSION}, scenario {crisis.compiled.hash}"
    return "\n".join([head, "", *result.lines(), "", repr(result), f"digest {result.digest}", ""])


def main() -> None:
    for scenario in shipped():
        crisis = load(scenario)
        for name, (agents, seed) in runs_of(crisis).items():
            path = golden_file(scenario, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(golden_text(crisis, agents, seed), encoding="utf-8")
            print(path.relative_to(shipped_folder().parent))


if __name__ == "__main__":
    main()
