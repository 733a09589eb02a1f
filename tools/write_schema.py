"""Writes the JSON Schema of a scenario file beside the shipped scenarios: `python tools/write_schema.py`."""

from crisis_sim.scenario.loading import shipped_folder
from crisis_sim.scenario.schema import FILE, as_text

if __name__ == "__main__":
    (shipped_folder() / FILE).write_text(as_text(), encoding="utf-8")
