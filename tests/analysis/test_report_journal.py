"""The page about one game: what came of it, truth and claims apart, orders seat by seat."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crisis_sim import api
from crisis_sim.analysis import report
from crisis_sim.analysis.report.journal_page import journal_page
from crisis_sim.engine import Game
from crisis_sim.journal import read
from crisis_sim.terms.records import Event, WrongUse
from tests.analysis.pages import Page, stands_alone


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("journal") / "game.journal"
    api.run("new_years_eve", 5, journal=path, command="crisis-sim run /a/secret/place --journal /another/one")
    return path


@pytest.fixture(scope="module")
def text(journal: Path) -> str:
    return report.of_journal(read(journal))


def test_the_page_stands_alone(text: str) -> None:
    stands_alone(text)


def test_it_tells_the_outcome_the_scores_and_what_was_true(journal: Path, text: str) -> None:
    game, page = api.replay(journal), Page(text).text
    scenario = game.compiled.scenario
    assert f"“{scenario.outcomes[str(game.outcome())].name}”" in page
    assert game.digest in page
    for seat, score in game.scores().items():
        assert f"{scenario.actors[seat].short}, played by utility: {score:.1f} of 100 points" in page
    for name, so in game.facts().items():
        assert f"{scenario.facts[name].what}: {'so it was' if so else 'it was not so'}" in page


def test_everything_that_happened_is_told_and_claims_are_marked(journal: Path, text: str) -> None:
    game, page = api.replay(journal), Page(text)
    told = [event for event in game.events if event.kind not in ("order", "cancel", "pin")]
    assert all(" ".join(event.text.split()) in page.text for event in told)
    claims = [event for event in told if event.claim]
    assert claims
    marked = [value for tag, name, value in page.attributes if (tag, name) == ("tr", "class")]
    assert marked.count("claim") == len(claims)
    assert page.words.count("claim") == len(claims) + 1  # and once where it is explained


def test_what_only_some_knew_says_who(journal: Path, text: str) -> None:
    game = api.replay(journal)
    own = [event for event in game.events if event.visible_to == ("us",) and event.kind == "outcome"]
    assert own
    assert Page(text).text.count("only US") >= len(own)


def test_the_truth_beside_a_claim_is_that_of_its_own_moment_and_not_of_the_last_turn(tmp_path: Path) -> None:
    for seed in range(3, 20):
        game = api.run("new_years_eve", seed, journal=tmp_path / f"{seed}.journal").game
        claims = [event for event in game.events if event.claim and event.action is not None]
        counted = [_counted(game, event) for event in claims]
        if any(moved_since_the_turn for _, moved_since_the_turn in counted):
            break
    else:
        raise AssertionError("no claim about what had moved in the same turn")
    rows = journal_page(read(tmp_path / f"{seed}.journal"), game)["claims"]
    assert [row[1] for row in rows] == [event.text for event in claims]
    assert [row[3] for row in rows] == [f"{value:,.0f}" for value, _ in counted]


def _counted(game: Game, claim: Event) -> tuple[float, bool]:
    """What a claim is about, as the events before it left it; and whether it moved since the last turn began."""
    about = game.compiled.scenario.claims[str(claim.action)].about
    moves = [event for event in game.events[: claim.number] if about in event.changes]
    turn = max(turn.minute for turn in game.turns if turn.minute <= claim.minute)
    return moves[-1].changes[about][1], moves[-1].minute > turn


def test_every_order_stands_with_its_seat(journal: Path, text: str) -> None:
    game, page = api.replay(journal), Page(text)
    orders = [event for event in game.events if event.kind == "order"]
    assert page.values("data-is").count("What came of it") == len(orders)


def test_it_can_be_had_again_and_says_nothing_of_the_machine_it_was_played_on(text: str) -> None:
    assert "crisis-sim run new_years_eve --seed 5" in Page(text).text
    assert "/a/secret/place" not in text
    assert "/another/one" not in text


def test_the_same_journal_gives_the_same_bytes(journal: Path, text: str, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "game.journal"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(journal.read_bytes())
    assert report.of_journal(read(elsewhere)) == text


def test_messages_and_reasons_are_shown_and_never_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "game.journal"
    game = api.play("standoff", 1, seats={"ar": "human"}, journal=path)
    game.message("ar", ["bo"], "<script>alert(1)</script> \u202epxe.gnp")
    game.control.override("tension", 60, "</td></table><b onclick=x>why not</b>")
    game.advance("end")
    text = report.of_journal(read(path))
    stands_alone(text)
    assert "<script>alert(1)</script>" in Page(text).text
    assert "</td></table><b onclick=x>why not</b>" in Page(text).text
    assert "\u202e" not in text
    assert "crisis-sim replay game.journal --verify" in Page(text).text


def test_a_game_that_is_not_over_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "game.journal"
    api.play("standoff", 1, seats={"ar": "human"}, journal=path).close()
    with pytest.raises(WrongUse, match="not over"):
        report.of_journal(read(path))


def test_of_a_game_that_nobody_goes_on_with_control_is_told_how_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "left.journal"
    game = api.play("standoff", 3, seats={"ar": "human"}, journal=path)
    game.advance("turn")
    game.close()
    text = report.of_journal(read(path), control=True)
    assert "had not come to an end" in text
    assert "has no outcome" in text


def test_a_journal_that_was_tampered_with_is_refused(journal: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged.journal"
    lines = journal.read_text(encoding="utf-8").splitlines()
    last = json.loads(lines[-1])
    lines[-1] = json.dumps({**last, "outcome": "defused" if last["outcome"] != "defused" else "open_war"})
    forged.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="forged"):
        report.of_journal(read(forged))
