"""Every benchmark, or those that are named: `python -m benchmarks [--quick] [TOPIC ...]`. Prints; judges nothing."""

from __future__ import annotations

import argparse
import os
from importlib import import_module

from rich.console import Console

from benchmarks.figures import show
from crisis_sim.batch.bench import machine

TOPICS = ("start_up", "speed", "first_result", "continuing", "memory", "terminal", "debrief")


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("topic", nargs="*", choices=[*TOPICS, []], help=f"of {', '.join(TOPICS)}; by itself all")
    arguments.add_argument("--quick", action="store_true", help="a minute instead of ten, and rougher")
    asked = arguments.parse_args()
    told = ", ".join(f"{name} {what}" for name, what in machine().items())
    Console().print(f"{told}; {os.getloadavg()[0]:.2g} processes busy when it began", style="dim")
    for topic in asked.topic or TOPICS:
        module = import_module(f"benchmarks.{topic}")
        show(module.TITLE, module.figures(asked.quick))


if __name__ == "__main__":
    main()
