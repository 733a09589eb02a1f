"""Writes the generated pages of docs/ (`make docs`), so that they cannot rot: a test compares them with the program.

`docs/commands.md` is read from the declarations of the commands and not from the screen: terminals differ.
"""

from __future__ import annotations

import inspect
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


def main() -> None:
    page = commands_page()
    COMMANDS_PAGE.write_text(page, encoding="utf-8")
    print(f"{COMMANDS_PAGE.relative_to(ROOT)}: {page.count('## ')} commands")


if __name__ == "__main__":
    main()
