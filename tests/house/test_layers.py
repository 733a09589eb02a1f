"""Who may import whom: the contracts of pyproject.toml hold, and would notice if they did not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import grimp
import pytest
from grimp import ImportGraph

from tests.house.checkout import ROOT

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"

# What each of the inner rooms may import, besides itself.
ALLOWED = {
    "rules": {"crisis_sim.terms", "math", "typing", "enum", "__future__"},
    "terms": set(sys.stdlib_module_names),
    "language": {"crisis_sim.terms", *sys.stdlib_module_names},
    "agents": {"crisis_sim.terms", *sys.stdlib_module_names},
}


@cache
def graph() -> ImportGraph:
    return grimp.build_graph("crisis_sim", include_external_packages=True, cache_dir=None)


def lint(checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=checkout,
        env={"PYTHONPATH": str(checkout / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def test_every_import_respects_the_layers() -> None:
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_the_inner_rooms_import_nothing_but_what_they_are_allowed(room: str) -> None:
    package = f"crisis_sim.{room}"
    inside = {package, *graph().find_descendants(package)}
    imported = {(module, other) for module in inside for other in graph().find_modules_directly_imported_by(module)}
    allowed = {package, *ALLOWED[room]}
    assert {pair for pair in imported if not any(is_within(pair[1], name) for name in allowed)} == set()


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("rules/planted.py", "import random"),
        ("rules/planted.py", "from crisis_sim.language import planted"),
        ("rules/planted.py", "import crisis_sim"),
        ("terms/planted.py", "import os.path"),
        ("terms/planted.py", "from crisis_sim import rules"),
        ("agents/planted.py", "import crisis_sim.rules"),
        ("engine/planted.py", "import pydantic"),
        ("journal/planted.py", "from crisis_sim.engine import planted"),
        ("compiler/planted.py", "import simpy"),
        ("engine/planted.py", "import numba"),
        ("utils/__init__.py", ""),
    ],
)
def test_a_planted_import_is_caught(tmp_path: Path, where: str, line: str) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ("language", "engine"):
        (tmp_path / "src/crisis_sim" / room / "planted.py").touch()
    planted = tmp_path / "src/crisis_sim" / where
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line + "\n")
    answer = lint(tmp_path)
    assert answer.returncode == 1
    assert "BROKEN" in answer.stdout
    assert where.split("/", maxsplit=1)[0] in answer.stdout
