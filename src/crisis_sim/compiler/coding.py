"""How events are coded: CAMEO code -> Goldstein value and PLOVER type.

The Goldstein values are those of the CAMEO table published with KEDS and GDELT (Goldstein 1992, Journal of Conflict
Resolution 36: 369-385). They are reported, and move nothing: they tell a dyad's tone, not how dangerous things are.
"""

import functools
from importlib import resources

from crisis_sim.compiler.draft import Draft
from crisis_sim.compiler.entries import Entry

TABLE = "cameo_goldstein.tsv"

LATER = ("155", "176")
"""Codes of CAMEO that are younger than the table; they take the value of their root."""

PLOVER: dict[str, str | None] = {
    "03": "AGREE",
    "04": "CONSULT",
    "05": "SUPPORT",
    "06": "COOPERATE",
    "07": "AID",
    "08": "CONCEDE",
    "087": "RETREAT",
    "09": "ACCUSE",
    "10": "REQUEST",
    "11": "ACCUSE",
    "12": "REJECT",
    "13": "THREATEN",
    "14": "PROTEST",
    "15": "MOBILIZE",
    "16": "SANCTION",
    "163": "COERCE",
    "17": "COERCE",
    "175": "ASSAULT",
    "176": None,
    "18": "ASSAULT",
    "19": "ASSAULT",
    "20": "ASSAULT",
}
"""By the longest beginning of the code that stands here; statements (01) and appeals (02) have no type."""


@functools.cache
def table() -> dict[str, float]:
    """CAMEO code -> Goldstein value, with the codes that are younger than the table."""
    text = resources.files("crisis_sim.compiler").joinpath(TABLE).read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    values = {code: float(value) for code, value in rows}
    return values | {code: values[code[:2]] for code in LATER}


def goldstein(cameo: str | None) -> float | None:
    """The value of a code, from -10 (conflict) to 10 (cooperation), or None where there is no such code."""
    return None if cameo is None else table().get(cameo)


def plover(cameo: str | None) -> str | None:
    """The type of a code, or None where it has none."""
    if cameo is None:
        return None
    return PLOVER[cameo[:3]] if cameo[:3] in PLOVER else PLOVER.get(cameo[:2])


def check_cameo(draft: Draft, entry: Entry) -> None:
    """Notes a code that is in no table."""
    if entry.cameo is not None and entry.cameo not in table():
        path = (entry.path[0], entry.path[1], "cameo")
        near = sorted(code for code in table() if code[:2] == entry.cameo[:2])
        hint = f": {entry.cameo[:2]} has {', '.join(near[:12])}{', …' if len(near) > 12 else ''}" if near else ""
        draft.wrong(path, f"there is no CAMEO code {entry.cameo}{hint}")
