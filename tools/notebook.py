"""Writes into a page what its own examples give, as a notebook would: `tools/notebook.py docs/analysing.md`.

A block of `python` is run, in the same names as those before it; the value of its last expression is shown, as in a
notebook. In a block of `sh` every line is a command of crisis-sim. What they print stands behind the block as `text`.
Everything runs in one empty folder, which is removed.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CELL = re.compile(r"^```(?P<kind>python|sh)\n(?P<text>.*?)^```\n(?:\n```text\n.*?^```\n)?", re.DOTALL | re.MULTILINE)
COLUMNS = "100"


def with_outputs(page: str) -> str:
    """The page with the output behind every block as it comes out today. What a block raises, this raises."""
    names: dict[str, Any] = {"__name__": "__main__"}

    def cell(found: re.Match[str]) -> str:
        kind, text = found["kind"], found["text"]
        out = (python(text, names) if kind == "python" else shell(text)).rstrip()
        shown = f"\n```text\n{out}\n```\n" if out else ""
        return f"```{kind}\n{text}```\n{shown}"

    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = COLUMNS
    try:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            return CELL.sub(cell, page)
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


def python(text: str, names: dict[str, Any]) -> str:
    """What is printed, and the value of the last line if it is an expression."""
    tree = ast.parse(text)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "<the page>", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<the page>", "eval"), names)
            if value is not None:
                print(value)
    return printed.getvalue()


def shell(text: str) -> str:
    """What the commands print, one after the other; `> FILE` and `| head -N` do what they do in a shell."""
    told = []
    for line in text.replace("\\\n", " ").splitlines():
        words, _, lines = line.partition(" | head -")
        words, _, file = words.partition(" > ")
        out = command(*shlex.split(words))
        if file:
            Path(file).write_text(out, encoding="utf-8")
        else:
            told += out.splitlines(keepends=True)[: int(lines) if lines else None]
    return "".join(told)


def command(program: str, *words: str) -> str:
    """What a command of crisis-sim prints."""
    if program != "crisis-sim":
        raise ValueError(f"only crisis-sim can be run in a page, not {program}")
    done = subprocess.run(
        [sys.executable, "-m", "crisis_sim", *words],
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise ValueError(f"crisis-sim {shlex.join(words)}: {done.stderr}")
    return done.stdout


def main() -> None:
    for name in sys.argv[1:]:
        page = Path(name)
        page.write_text(with_outputs(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
