"""What becomes of promises and deals is told with who did it, to whom, and in words that fit one actor or many."""

from __future__ import annotations

import re

import pytest

from crisis_sim.compiler import Compiled, compile_scenario
from crisis_sim.scenario.loading import load


@pytest.fixture(scope="module")
def new_years_eve() -> Compiled:
    return compile_scenario(load("new_years_eve"))


@pytest.mark.parametrize(
    ("happening", "told"),
    [
        ("us_red_line.made", "The United States drew a red line for Iran: the United States will answer"),
        ("us_red_line.kept", "The United States acted on a red line for Iran: “the United States will answer"),
        ("us_red_line.broken", "The United States did not act on a red line for Iran: “the United States will answer"),
        ("ir_answer.made", "Iran threatened the United States: American strikes on Iran's allies"),
        ("ir_answer.kept", "Iran carried out a threat to the United States: “American strikes"),
        ("ir_answer.broken", "Iran did not carry out a threat to the United States: “American strikes"),
        ("us_ultimatum.made", "The United States set an ultimatum to Iran: "),
        ("us_ultimatum.complied", "The demand of the United States on Iran was met: “"),
        ("iq_expulsion_bill.made", "The government of Iraq pledged to the militias: Baghdad will move forward"),
        (
            "iq_expulsion_bill.broken",
            "The government of Iraq broke a pledge to the militias: “Baghdad will move forward",
        ),
        ("mi_truce.kept", "The militias kept a pledge to the United States: “"),
        ("iq.propose_baghdad_deal", "The government of Iraq proposed an agreement to the militias: “The deal"),
        ("mi.accept_baghdad_deal", "The militias accepted an agreement: “The deal of Baghdad”."),
        ("mi.reject_baghdad_deal", "The militias rejected an agreement: “The deal of Baghdad”."),
        ("baghdad_deal.agreed", "The government of Iraq and the militias agreed: “The deal of Baghdad”."),
        ("truce_of_two.agreed", "The United States and Iran agreed: “Quiet for quiet”."),
        ("truce_of_two.rejected", "A proposal of the government of Iraq was rejected: “Quiet for quiet”."),
        ("truce_of_two.breached", "An agreement of the United States and Iran was breached: “Quiet for quiet”."),
    ],
)
def test_a_promise_or_a_deal_is_told_with_its_actors(happening: str, told: str, new_years_eve: Compiled) -> None:
    says = new_years_eve.told[new_years_eve.names.happenings.row(happening)].says
    assert says is not None
    assert says.startswith(told)


def test_every_such_line_is_one_sentence_with_an_actor(new_years_eve: Compiled) -> None:
    names = [actor.name for actor in new_years_eve.scenario.actors.values()]
    for told in new_years_eve.told:
        if told.kind in ("commitment", "agreement"):
            assert told.says == f"{told.name}."
            assert re.fullmatch(r"[A-Z“][^\n]*[^.]\.", told.says)
            assert any(name.lower() in told.says.lower() for name in names)
