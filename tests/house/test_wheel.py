"""The wheel is complete: a stranger who installs it alone has the scenarios, the types and the command."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.checkout import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_scenarios_and_the_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    scenarios = [path for path in (ROOT / "scenarios").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert scenarios
    assert {f"crisis_sim/scenarios/{path.relative_to(ROOT / 'scenarios').as_posix()}" for path in scenarios} <= names
    assert "crisis_sim/py.typed" in names


def test_the_installed_wheel_lists_and_runs_its_scenarios(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "a place with spaces"
    venv.create(home, with_pip=True)
    commands = home / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([commands / "python", "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    listed = subprocess.run(
        [commands / "crisis-sim", "scenarios"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert "new_years_eve" in listed.stdout
    told = subprocess.run(
        [commands / "crisis-sim", "run", "new_years_eve", "--seed", "1"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert len(told.stdout.splitlines()) > 10
