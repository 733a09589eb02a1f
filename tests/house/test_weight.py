"""The base install stays small, and importing the package costs next to nothing."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house.checkout import ROOT

MOST_MEGABYTES = 25
HEAVY = {"textual", "pydantic", "simpy", "numpy", "numba", "llvmlite", "yaml", "sqlite3", "asyncio", "duckdb"}

HELP = """
import contextlib, io, sys
sys.argv = ["crisis-sim", "--help"]
with contextlib.redirect_stdout(io.StringIO()) as shown, contextlib.suppress(SystemExit):
    from crisis_sim.cli import main
    main()
assert "play" in shown.getvalue()
"""


def closure(requirements: list[Requirement]) -> set[str]:
    """The names of all distributions that these requirements bring along, extras of dependencies included."""
    found: set[tuple[str, frozenset[str]]] = set()
    waiting = [(one.name.lower(), frozenset(one.extras)) for one in requirements]
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in found:
            continue
        found.add((name, extras))
        for text in importlib.metadata.requires(name) or []:
            requirement = Requirement(text)
            contexts = [{"extra": extra} for extra in ("", *extras)]
            if requirement.marker is None or any(requirement.marker.evaluate(context) for context in contexts):
                waiting.append((requirement.name.lower(), frozenset(requirement.extras)))
    return {name for name, _ in found}


def size(distribution: str) -> int:
    """Bytes that the distribution takes on disk, without bytecode."""
    files = importlib.metadata.files(distribution) or []
    paths = [Path(str(file.locate())) for file in files if file.suffix != ".pyc"]
    return sum(path.stat().st_size for path in paths if path.is_file())


def modules_after(statement: str) -> set[str]:
    """What a fresh interpreter has imported after this statement (top-level names)."""
    program = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return {name.split(".")[0] for name in json.loads(answer.stdout)}


def test_the_base_install_stays_small() -> None:
    requirements = [Requirement(text) for text in importlib.metadata.requires("crisis-sim") or []]
    base = [one for one in requirements if one.marker is None or one.marker.evaluate({"extra": ""})]
    sizes = {name: size(name) for name in closure(base)}
    assert {"simpy", "pydantic-core", "textual", "rich"} <= {name.replace("_", "-") for name in sizes}
    own = [path for top in ("src", "scenarios") for path in (ROOT / top).rglob("*") if "__pycache__" not in path.parts]
    sizes["crisis-sim"] = sum(path.stat().st_size for path in own if path.is_file())
    assert min(sizes.values()) > 0
    assert sum(sizes.values()) <= MOST_MEGABYTES * 1_000_000, sizes


@pytest.mark.parametrize("module", ["crisis_sim", "crisis_sim.cli", "crisis_sim.__main__"])
def test_importing_brings_nothing_heavy(module: str) -> None:
    imported = modules_after(f"import {module}")
    assert "crisis_sim" in imported
    assert imported & (HEAVY | {"rich"}) == set()


def test_importing_the_package_brings_the_standard_library_alone() -> None:
    imported = modules_after("import crisis_sim") - modules_after("")
    assert imported - sys.stdlib_module_names == {"crisis_sim"}


def test_help_brings_nothing_heavy() -> None:
    assert modules_after(HELP) & HEAVY == set()
