"""Writes the generated pages and passages of the documentation (`make docs`), so that they cannot rot: a test compares.

`docs/commands.md` is read from the declarations of the commands and not from the screen: terminals differ.
`docs/model-tables.md` is read from the scenario it is about: every number, with its source. In other
pages, a block behind `<!-- output of: crisis-sim … -->` is what that command prints; `| from "A" to "B"` keeps the
lines from the first that holds A to the first after it that holds B.
"""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from crisis_sim.scenario.models import Scenario

ROOT = Path(__file__).resolve().parents[1]
COMMANDS_PAGE = ROOT / "docs" / "commands.md"
MODEL_TABLES_PAGE = ROOT / "docs" / "model-tables.md"
MODELLED = "new_years_eve"

HEAD = """\
# Commands

Written by `make docs` from the program; change the help texts there, not here.

Exit codes: 0 done; 1 the thing asked for is not so; 2 wrong use or bad input, said in one clear line; 130 interrupted,
and saved first.
"""


def paragraph(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").replace("\b", "").split())


def usage(name: str, parameters: list[Any]) -> str:
    """`crisis-sim run SCENARIO [options]`."""
    words = ["crisis-sim", name]
    for parameter in parameters:
        if parameter.param_type_name == "argument":
            shown = (parameter.metavar or parameter.name).upper().strip("[]")
            words.append(shown if parameter.required else f"[{shown}]")
    if any(parameter.param_type_name == "option" for parameter in parameters):
        words.append("[options]")
    return " ".join(words)


def line(parameter: Any) -> str:
    """One line of the list of arguments and options."""
    if parameter.param_type_name == "argument":
        names = (parameter.metavar or parameter.name).upper().strip("[]")
    else:
        names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return f"- `{names}`: {paragraph(getattr(parameter, 'help', None))}"


def section(name: str, command: Any) -> str:
    shown = [one for one in command.params if not getattr(one, "hidden", False) and one.name != "help"]
    parts = [f"## {name}", f"`{usage(name, shown)}`", paragraph(command.help)]
    if shown:
        parts.append("\n".join(line(one) for one in shown))
    return "\n\n".join(parts)


def commands_page() -> str:
    """The page of all commands, in the order in which `--help` lists them."""
    from crisis_sim.cli import app

    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    sections = [section(name, command) for name, command in commands.items() if not command.hidden]
    return "\n".join([HEAD, "\n\n".join(sections), ""])


OUTPUT = re.compile(
    r'<!-- output of: crisis-sim (?P<command>[^|]+?)(?: \| from "(?P<first>.+)" to "(?P<last>.+)")? -->\n```\n.*?```',
    re.DOTALL,
)


def pages_with_output() -> list[Path]:
    """The pages that hold what a command prints."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in pages if OUTPUT.search(page.read_text(encoding="utf-8"))]


def with_output(text: str) -> str:
    """The page with every such block as the command prints it today."""
    return OUTPUT.sub(_block, text)


def _block(found: re.Match[str]) -> str:
    head = found.group().partition("\n")[0]
    lines = _printed(tuple(found["command"].split()))
    if found["first"]:
        first = next(at for at, line in enumerate(lines) if found["first"] in line)
        last = next(at for at, line in enumerate(lines) if at > first and found["last"] in line)
        lines = lines[first : last + 1]
    return "\n".join([head, "```", *lines, "```"])


def _printed(command: tuple[str, ...]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "crisis_sim", *command],
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.rstrip().splitlines()


MODEL_TABLES_HEAD = """\
# The model in tables

Written by `make docs` from the scenario `new_years_eve`; change the numbers there, not here. What they mean and how
they work together stands in [model.md](model.md). `crisis-sim explain new_years_eve NAME` tells the rest of any.

Grades: A measured, B estimated from data, C taken from the literature, D the authors' judgement, to be swept first.
"""


def table(columns: list[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "/") for cell in line) + " |" for line in lines)


def code(text: object) -> str:
    return f"`{text}`"


def span(ends: tuple[float, float]) -> str:
    return f"{ends[0]:g} to {ends[1]:g}"


def parameter_rows(scenario: Scenario) -> Iterator[list[object]]:
    for name, one in scenario.parameters.items():
        dated = "; ".join(f"{value:g} as of {date}" for date, value in one.as_of.items())
        numbers = [f"{one.value:g}", span(one.range), span(one.bounds)]
        what = f"{one.what}. {one.note}" if one.note else one.what
        yield [code(name), what, *numbers, one.unit, one.grade, one.source, dated]


def switch_rows(scenario: Scenario) -> Iterator[list[object]]:
    """Each switch, and every construct that names it."""
    parts = {
        section: {name: part.model_dump_json() for name, part in getattr(scenario, section).items()}
        for section in ("gauges", "forces", "links", "actions", "processes", "injects", "commitments", "agreements")
    }
    for name in scenario.parameters:
        if not name.startswith("mechanism."):
            continue
        whole = re.compile(rf"{re.escape(name)}\b")
        named = [one for section in parts.values() for one, text in section.items() if whole.search(text)]
        appeals = [
            action
            for doctrine in scenario.doctrines.values()
            for action, appeal in doctrine.appeal.items()
            if whole.search(str(appeal))
        ]
        yield [code(name), ", ".join(map(code, named)) or "–", ", ".join(map(code, appeals)) or "–"]


def gauge_rows(scenario: Scenario) -> Iterator[list[object]]:
    for name, one in scenario.gauges.items():
        moves = f"to {code(one.relax.to)}, half-life {one.relax.half_life} h" if one.relax else ""
        moves = f"{code(one.drift)} a day" if one.drift is not None else moves
        seen = [f"{seat}: {sight if isinstance(sight, str) else 'with error'}" for seat, sight in one.sight.items()]
        start = f"{one.start:g}" if isinstance(one.start, (int, float)) else code(one.start)
        unit = one.unit or ("yes or no" if one.yes else "times" if one.whole else "points")
        kind = [span(one.bounds), unit]
        yield [code(name), one.what, start, *kind, moves, ", ".join(seen) or "all: exact", one.grade, one.source]


def action_rows(scenario: Scenario) -> Iterator[list[object]]:
    from crisis_sim.compiler.coding import goldstein

    for name, one in scenario.actions.items():
        worth = goldstein(one.cameo)
        coded = [one.cameo, "" if worth is None else f"{worth:+.1f}", one.rung, one.severity, one.visibility]
        yield [code(name), one.name, *coded, one.grade, one.source]


def happening_rows(scenario: Scenario) -> Iterator[list[object]]:
    for process_name, process in scenario.processes.items():
        how = f"at a rate a day of {code(process.hazard)}" if process.hazard is not None else f"every {process.every} h"
        yield [code(process_name), process.name, how, process.cameo or "", process.grade, process.source]
    for inject_name, inject in scenario.injects.items():
        how = f"at {code(inject.at)} h" if inject.at is not None else "begun by something else"
        how = f"when {code(inject.when)}" if inject.when is not None else how
        yield [code(inject_name), inject.name, how, inject.cameo or "", inject.grade, inject.source]


def model_tables_page() -> str:
    """All numbers of the flagship scenario, with source and grade."""
    from crisis_sim.scenario.loading import load

    scenario = load(MODELLED).scenario
    numbers = ["value", "range for sweeps", "bounds", "unit", "grade", "source", "free of hindsight"]
    gauges = ["start", "bounds", "unit", "moves by itself", "seen by", "grade", "source"]
    actions = ["CAMEO", "Goldstein", "rung", "severity", "visibility", "grade", "source"]
    parts = [
        MODEL_TABLES_HEAD,
        "## Parameters\n",
        table(["parameter", "what it is", *numbers], parameter_rows(scenario)),
        "\n## Where the mechanisms' switches work\n",
        table(["switch", "named by", "and by the appeal of"], switch_rows(scenario)),
        "\n## State: the gauges\n",
        table(["gauge", "what it is", *gauges], gauge_rows(scenario)),
        "\n## Actions\n",
        table(["action", "name", *actions], action_rows(scenario)),
        "\n## What comes by itself\n",
        table(
            ["process or inject", "name", "how it comes about", "CAMEO", "grade", "source"], happening_rows(scenario)
        ),
        "\n## Sources\n",
        table(["key", "source"], ([code(key), source] for key, source in scenario.sources.items())),
        "",
    ]
    return "\n".join(parts)


def main() -> None:
    page = commands_page()
    COMMANDS_PAGE.write_text(page, encoding="utf-8")
    print(f"{COMMANDS_PAGE.relative_to(ROOT)}: {page.count('## ')} commands")
    MODEL_TABLES_PAGE.write_text(model_tables_page(), encoding="utf-8")
    print(f"{MODEL_TABLES_PAGE.relative_to(ROOT)}: tables")
    for path in pages_with_output():
        path.write_text(with_output(path.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: transcripts")


if __name__ == "__main__":
    main()
