"""`crisis-sim debrief`: what a game turned on, as text, as a page, as JSON; and its secrets kept while it goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.analysis.pages import stands_alone
from tests.cli.running import crisis_sim, refuses


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    assert crisis_sim("run", "standoff", "--seed", "2", "--journal", "game.journal", home=home).code == 0
    played = crisis_sim(
        "play", "standoff", "--as", "ar", "--seed", "1", "--plain", home=home, typed="order inquire\n\n\nquit\n"
    )
    assert played.code == 0, played
    return home


def saved(home: Path) -> str:
    return next((home / "crisis-sim").rglob("*.journal")).as_posix()


def test_it_tells_the_debrief_and_writes_a_page(home: Path) -> None:
    answer = crisis_sim("debrief", "game.journal", "--html", "a.html", "-n", "200", home=home)
    assert answer.code == 0, answer
    for words in ("What happened", "Why", "What else could have been", "Questions to talk about", "a.html"):
        assert words in answer.out
    assert "continuations" in answer.error
    stands_alone((home / "a.html").read_text(encoding="utf-8"))


def test_json_is_one_object_and_workers_change_nothing(home: Path) -> None:
    answers = [
        crisis_sim("debrief", "game.journal", "--json", "-n", "50", "--workers", workers, home=home)
        for workers in ("1", "3")
    ]
    assert [answer.code for answer in answers] == [0, 0]
    assert answers[0].out == answers[1].out
    told = json.loads(answers[0].out)
    assert told["outcome"]
    assert told["turning_points"]
    for split in told["splits"]:
        parts = [split[part]["mean"] for part in ("own", "others", "control", "luck")]
        assert sum(parts) == pytest.approx(split["end"] - split["start"]["mean"])


def test_a_game_that_goes_on_is_told_to_its_seat_alone(home: Path) -> None:
    answer = crisis_sim("debrief", saved(home), "-n", "5", home=home)
    assert answer.code == 0, answer
    assert "Arland has decided" in answer.out
    assert "Borland ordered" not in answer.out
    assert crisis_sim("debrief", saved(home), "-n", "5", "--as", "ar", home=home).out == answer.out
    refuses(crisis_sim("debrief", saved(home), "--json", home=home), "not over")


def test_control_sees_a_game_that_goes_on(home: Path) -> None:
    answer = crisis_sim("debrief", saved(home), "-n", "20", "--as", "control", home=home)
    assert answer.code == 0, answer
    assert "The game goes on" in answer.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nothing"], "nothing"),
        (["game.journal", "--as", "us"], "us"),
        (["game.journal", "--engine", "simpy"], "simpy"),
        (["game.journal", "--html", "no/such/a.html"], "no/such"),
    ],
)
def test_what_cannot_be_is_one_line(home: Path, words: list[str], told: str) -> None:
    refuses(crisis_sim("debrief", *words, home=home), told)


def test_a_page_that_is_there_is_left_alone(home: Path) -> None:
    (home / "there.html").write_text("mine", encoding="utf-8")
    refuses(crisis_sim("debrief", "game.journal", "--html", "there.html", home=home), "there.html", "--force")
    assert (home / "there.html").read_text(encoding="utf-8") == "mine"


def test_plain_python_plays_fewer_and_says_so(home: Path) -> None:
    answer = crisis_sim("debrief", "game.journal", "--engine", "python", home=home)
    assert answer.code == 0, answer
    assert "What happened" in answer.out


def test_decisions_are_listed_and_one_is_swapped_or_handed_over_by_its_number(home: Path) -> None:
    listed = crisis_sim("debrief", "game.journal", "--decisions", "--as", "ar", home=home)
    assert listed.code == 0, listed
    first = next(line for line in listed.out.splitlines() if "Arland ordered" in line)
    number = first.split()[0]
    asked = ("--swap", f"{number}=nothing", "--hand-over", f"{number}=dove", "-n", "60")
    answer = crisis_sim("debrief", "game.journal", *asked, home=home)
    assert answer.code == 0, answer
    assert answer.out.count(f"{number}. ") == 2
    assert "Doing nothing instead, in 60 pairs" in answer.out
    assert "Played by dove from there on instead, in 60 pairs" in answer.out
    assert "What happened" not in answer.out
    told = json.loads(crisis_sim("debrief", "game.journal", *asked, "--decisions", "--json", home=home).out)
    assert [one["instead"] for one in told["swaps"]] == ["do nothing", "played by dove from there on"]
    assert [one["decision"]["number"] for one in told["swaps"]] == [int(number)] * 2
    assert [one["number"] for one in told["decisions"]] == list(range(1, len(told["decisions"]) + 1))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--swap", "1"], "N=ORDERS"),
        (["--swap", "one=nothing"], "N=ORDERS"),
        (["--hand-over", "1"], "N=AGENT"),
        (["--hand-over", "1=nobody"], "nobody"),
        (["--hand-over", "1=human"], "person"),
        (["--swap", "999=nothing"], "no decision 999"),
        (["--swap", "1=ar.nonsense"], "nonsense"),
        (["--swap", "1=nothing", "--html", "b.html"], "--html"),
        (["--swap", "1=nothing", "-n", "1"], "-n"),
    ],
)
def test_a_question_that_cannot_be_is_one_line(home: Path, words: list[str], told: str) -> None:
    refuses(crisis_sim("debrief", "game.journal", *words, home=home), told)


def test_a_game_that_goes_on_answers_questions_to_control_alone(home: Path) -> None:
    for seat in ([], ["--as", "ar"]):
        refuses(crisis_sim("debrief", saved(home), "--decisions", *seat, home=home), "not over")
    answer = crisis_sim("debrief", saved(home), "--decisions", "--as", "control", home=home)
    assert answer.code == 0, answer
    assert "(ar.inquire)" in answer.out
