"""Rulebook, chapter 11: agreements."""

from __future__ import annotations

from tests.cases.tables import Table, inject

PACT = """\
commitments:
  calm: {kind: pledge, by: ar, to: bo, what: calm, abstain: [ar.strike], deadline: 30}
  quiet: {kind: pledge, by: bo, to: ar, what: quiet, abstain: [bo.shoot], deadline: 30}
agreements:
  pact:
    name: A pact
    what: Calm and quiet.
    sponsor: ar
    parties: [ar, bo, cy]
    commitments: [calm, quiet]
    requires: mark < 500
    negotiation: 1
    lapses: 6
    agreed: [mark += 1]
    rejected: [mark += 10]
    breached: [mark += 100]
actions:
  ar.strike: {name: Strike}
  bo.shoot: {name: Shoot}
"""


def proposed(*texts: str) -> Table:
    """A game in which the pact lies on the table since the first hour."""
    game = Table(PACT, *texts)
    assert game.order("ar.propose_pact") == "legal"
    return game.until(1)


def agreed() -> Table:
    """A game in which the pact is in force since the second hour."""
    game = proposed()
    for seat in ("bo", "cy"):
        assert game.order(f"{seat}.accept_pact") == "legal"
    return game.until(2)


def test_11_1_an_agreement_brings_actions_with_it() -> None:
    game = Table(PACT)
    names = {name for name in game.names.actions if name.endswith("_pact")}
    assert names == {"ar.propose_pact", "bo.accept_pact", "bo.reject_pact", "cy.accept_pact", "cy.reject_pact"}
    assert game.why_not("bo.accept_pact") == "requirement"
    game.override("mark", 500)
    assert game.why_not("ar.propose_pact") == "requirement"
    game = proposed()
    assert game.agreed("pact") == "proposed"
    assert game.why_not("ar.propose_pact") == "requirement"
    assert game.why_not("bo.accept_pact") == game.why_not("bo.reject_pact") == "legal"
    assert agreed().why_not("ar.propose_pact") == "requirement"


def test_11_1_an_answer_that_comes_too_late_proves_impossible() -> None:
    game = proposed()
    game.order("cy.reject_pact")
    game.until(1.5).order("bo.accept_pact")
    assert game.until(3).of("outcome", "bo.accept_pact")[0].outcome is None


def test_11_2_when_all_have_accepted_it_is_in_force() -> None:
    game = proposed()
    game.order("bo.accept_pact")
    assert game.until(2).agreed("pact") == "proposed"
    game.order("cy.accept_pact")
    assert game.until(3).agreed("pact") == "in force"
    assert (game.standing("calm"), game.standing("quiet")) == ("called", "called")
    assert (game.minutes("agreement", "pact.agreed"), game.gauge("mark")) == ([180], 1)


def test_11_3_one_refusal_is_enough() -> None:
    game = proposed()
    game.order("bo.accept_pact")
    game.order("cy.reject_pact")
    assert game.until(2).agreed("pact") == "rejected"
    assert (game.minutes("agreement", "pact.rejected"), game.gauge("mark")) == ([120], 10)
    assert game.standing("calm") == "not made"
    assert game.order("ar.propose_pact") == "legal"


def test_11_4_a_proposal_lapses() -> None:
    game = proposed()
    game.order("bo.accept_pact")
    assert game.until(6.9).agreed("pact") == "proposed"
    assert game.until(7).agreed("pact") == "lapsed"
    assert (game.of("agreement"), game.gauge("mark")) == ([], 0)
    assert game.why_not("ar.propose_pact") == "legal"


def test_11_5_one_broken_commitment_is_a_breach() -> None:
    game = agreed()
    game.until(4.5).order("ar.strike")
    assert game.until(5).agreed("pact") == "breached"
    assert (game.minutes("agreement", "pact.breached"), game.gauge("mark")) == ([300], 101)
    assert (game.standing("calm"), game.standing("quiet")) == ("broken", "called")


def test_11_6_only_its_parties_know_of_a_private_agreement() -> None:
    two = PACT.replace("[ar, bo, cy]", "[ar, bo]")
    for text, seen in ((two, {"ar", "bo"}), (two.replace("lapses", "private: false\n    lapses"), {"ar", "bo", "cy"})):
        game = Table(text)
        game.order("ar.propose_pact")
        game.until(1).order("bo.accept_pact")
        game.until(2)
        assert [event.seen for event in (*game.of("outcome"), *game.of("agreement"))] == [seen] * 3


def test_11_6_a_third_party_is_shown_the_proposal_too() -> None:
    assert proposed(inject("flood")).of("outcome")[0].seen == {"ar", "bo", "cy"}
