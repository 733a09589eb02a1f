"""Writes the debrief of the historical line into docs/: `debrief-example.html`, and `debrief-example.md` about it."""

from __future__ import annotations

from pathlib import Path

import crisis_sim as cs
from crisis_sim.analysis.debrief import Debrief
from crisis_sim.analysis.debrief.explaining import seat_name
from crisis_sim.analysis.debrief.page import debrief_page
from crisis_sim.analysis.debrief.telling import (
    RESERVATION,
    arrow,
    change,
    questions,
    summary,
)
from crisis_sim.analysis.report import write

DOCS = Path(__file__).resolve().parents[1] / "docs"
HTML, PAGE = DOCS / "debrief-example.html", DOCS / "debrief-example.md"
SCENARIO, SEED = "new_years_eve", 1
HEAD = """\
# An example: the historical line debriefed

What `crisis-sim debrief` makes of the game that follows the record, from 27 December 2019 to 2 January 2020: the orders
that were given and the chance that came, as [model.md](model.md) tells them. The whole page, with its pictures, is
[debrief-example.html](debrief-example.html): one file, for a browser or a printer. Both are written by
`tools/write_debrief_example.py`. How to read a debrief, and what its figures mean, stands in [debrief.md](debrief.md).

    crisis-sim run {scenario} --agents historical --seed {seed} --journal history.journal
    crisis-sim debrief history.journal --html history.html

Digest of the game: `{digest}`.

## Before you read it

- **One crisis.** Nothing general follows from it, about embassies, militias or governments.
- **A model's numbers.** {reservation}
- **Hindsight is built in.** Whoever wrote the scenario knew how it ended. The line was also used to see whether the
  model can tell it at all, so that it comes out as it did is no success of the model.
- **What a decision changed is told beside a doctrine.** Where a seat did what its doctrine would have done anyway,
  sooner or later, the decision changed little, however grave it was. That the strike of 29 December is no turning point
  here does not mean that it did not matter: it means that in this model it was to be expected.
- Real people were killed and hurt in these days. Here they are counted, as the sides counted them, and no more.
"""
OTHERS = """\
A seat is handed to another temperament from its first decision on. Beside it stands the same with its doctrine in its
ordinary temperament. All others play by their doctrines from then on, so this is about the model's crisis and no longer
about the record's.
"""


def main() -> None:
    game = cs.run(SCENARIO, seed=SEED, agents="historical").game
    found = cs.debrief(game)
    write(HTML, debrief_page(found))
    PAGE.write_text("\n".join([*_text(found), ""]), encoding="utf-8")


def _text(found: Debrief) -> list[str]:
    lines = [HEAD.format(scenario=SCENARIO, seed=SEED, digest=found.game.digest, reservation=RESERVATION)]
    for part in summary(found):
        lines += [f"## {part.head}", "", *([part.text, ""] if part.text else [])]
        lines += [f"{number}. {text}" for number, text in enumerate(part.items, 1)] + ([""] if part.items else [])
    lines += ["## Had others played", ""]
    lines += [OTHERS]
    lines += [f"| seat | as | “{_outcome(found)}” | its own score |", "| --- | --- | --- | --- |", *_others(found), ""]
    lines += ["## Questions to talk about", ""]
    lines += [f"{number}. {one.text}" for number, one in enumerate(questions(found), 1)]
    return lines


def _outcome(found: Debrief) -> str:
    return found.game.compiled.scenario.outcomes[str(found.game.outcome())].name


def _others(found: Debrief) -> list[str]:
    rows = []
    for seat in found.game.seats:
        first = next(one for one in found.decisions if one.seat == seat)
        for persona in found.game.compiled.names.personas:
            if persona != "utility":
                swap = found.hand_over(first, persona)
                outcome = arrow(swap.outcome(str(found.game.outcome())))
                name = seat_name(found.story, seat)
                rows.append(f"| {name} | {persona} | {outcome} | {change(swap.score(seat))} |")
    return rows


if __name__ == "__main__":
    main()
