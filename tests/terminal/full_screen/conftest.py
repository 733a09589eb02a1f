"""Every test of the full screen has saves of its own, a dark terminal, and odds in plain Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisis_sim.analysis.odds import PYTHON
from crisis_sim.analysis.warming import ENGINE


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRISIS_SIM_HOME", str(tmp_path))
    monkeypatch.setenv(ENGINE, PYTHON)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path
