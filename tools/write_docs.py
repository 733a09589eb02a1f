"""Writes the generated pages and passages of the documentation (`make docs`), so that they cannot rot: a test compares.

`docs/commands.md` is read from the declarations of the commands and not from the screen: terminals differ. In other
pages, a block behind `<!-- output of: crisis-sim … -->` is what that command prints; `| from "A" to "B"` keeps the
lines from the first that holds A to the first after it that holds B.
"""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import typer

ROOT = Path(__file__).resolve().parents[1]
COMMANDS_PAGE = ROOT / "docs" / "commands.md"

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


def main() -> None:
    page = commands_page()
    COMMANDS_PAGE.write_text(page, encoding="utf-8")
    print(f"{COMMANDS_PAGE.relative_to(ROOT)}: {page.count('## ')} commands")
    for path in pages_with_output():
        path.write_text(with_output(path.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: transcripts")


if __name__ == "__main__":
    main()
