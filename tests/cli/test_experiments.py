"""sweep, sensitivity and compare, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import crisis_sim, refuses

QUICK = ("--seed", "1", "--engine", "python", "--workers", "1")


def swept(home: Path, *words: str, n: str = "4") -> None:
    answer = crisis_sim("sweep", "standoff", *words, "-n", n, *QUICK, home=home)
    assert answer.code == 0, answer


def test_a_small_grid_is_shown_point_by_point(tmp_path: Path) -> None:
    answer = crisis_sim(
        "sweep",
        "standoff",
        "-p",
        "guard_control=0.5,1",
        "-p",
        "ar=hawk,dove",
        "-n",
        "5",
        "-o",
        "x",
        *QUICK,
        home=tmp_path,
    )
    assert answer.code == 0, answer
    assert "grid of 4 points, 5 runs at each with the same luck, seed 1" in " ".join(answer.out.split())
    assert all(word in answer.out for word in ("guard_control", "hawk", "dove", "uneasy", "noise"))
    assert "crisis-sim sensitivity x" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_screening_every_uncertain_parameter_and_asking_which_matter(tmp_path: Path) -> None:
    swept(tmp_path, "--all", "--morris", "2", "-o", "x")
    answer = crisis_sim("sensitivity", "x", home=tmp_path)
    assert answer.code == 0, answer
    assert all(word in answer.out for word in ("mu*", "sigma", "chance", "skirmish_rate", "noise that 4 runs a point"))
    told = json.loads(crisis_sim("sensitivity", "x", "--json", "--of", "war", home=tmp_path).out)
    [response] = told["responses"]
    assert (response["response"], response["measure"]) == ("outcome.war", "morris")
    assert {row["factor"] for row in response["factors"]} == {"guard_control", "skirmish_rate"}
    assert {"mu_star", "mu_star_low", "mu_star_high", "sigma", "chance"} <= set(response["factors"][0])


def test_indices_as_json(tmp_path: Path) -> None:
    answer = crisis_sim(
        "sweep", "standoff", "--grade", "D", "--sobol", "4", "-n", "3", "-o", "x", *QUICK, "--json", home=tmp_path
    )
    told = json.loads(answer.out)
    assert (told["points"], told["n"], told["runs"], told["design"]["kind"]) == (16, 3, 48, "sobol")
    assert len(told["table"]) == 16
    [found] = json.loads(crisis_sim("sensitivity", "x", "--json", "--of", "escalation_score", home=tmp_path).out)[
        "responses"
    ]
    assert {"first", "first_low", "first_high", "total", "total_low", "total_high"} <= set(found["factors"][0])


def test_two_batches_are_compared_in_pairs(tmp_path: Path) -> None:
    for name, agent in (("a", "dove"), ("b", "hawk")):
        crisis_sim("batch", "standoff", "-n", "30", "-o", name, "--agents", agent, *QUICK, home=tmp_path)
    answer = crisis_sim("compare", "a", "b", home=tmp_path)
    assert answer.code == 0, answer
    assert "paired by run number over 30 runs" in answer.out
    assert all(word in answer.out for word in ("change", "gain", "comparisons at once", "outcome.war"))
    told = json.loads(crisis_sim("compare", "a", "b", "--json", home=tmp_path).out)
    assert told["paired"] is True
    assert told["n"] == [30, 30]


def test_resume_takes_the_seed_of_what_is_there_and_force_begins_anew(tmp_path: Path) -> None:
    words = (
        "sweep",
        "standoff",
        "-p",
        "ar=hawk,dove",
        "-n",
        "3",
        "-o",
        "x",
        "--engine",
        "python",
        "--workers",
        "1",
        "--json",
    )
    first = json.loads(crisis_sim(*words, home=tmp_path).out)
    again = json.loads(crisis_sim(*words, "--resume", home=tmp_path).out)
    assert again == first
    refuses(crisis_sim(*words, home=tmp_path), "finished experiment", "--force")
    anew = json.loads(crisis_sim(*words, "--force", "--seed", "7", home=tmp_path).out)
    assert anew["seed"] == 7


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-p", "guard_contrl", "--lhs", "4"), ("did you mean guard_control",)),
        (("-p", "guard_control=0:2", "--lhs", "4"), ("between 0 and 1", "2")),
        (("-p", "guard_control"), ("which points", "--morris N")),
        (("-p", "guard_control", "-p", "skirmish_rate", "--sobol", "100"), ("64 or 128",)),
        (("-p", "guard_control", "--lhs", "4", "--grid", "3"), ("one design at a time",)),
        (("--all", "--grade", "D", "--lhs", "4"), ("--all is --grade CD",)),
        (("-p", "guard_control", "--lhs", "4", "--set", "guard_control=0.5"), ("is a factor",)),
        (("-p", "ar=hawk,dove", "--resume", "--force"), ("choose one",)),
        (("-p", "ar=hawk,dove", "--engine", "abacus"), ("abacus",)),
    ],
)
def test_a_wrong_word_is_one_line(tmp_path: Path, words: tuple[str, ...], said: tuple[str, ...]) -> None:
    refuses(crisis_sim("sweep", "standoff", *words, "-n", "2", "-o", "x", home=tmp_path), *said)
    assert not (tmp_path / "x").exists()


def test_folders_that_hold_something_else_are_refused(tmp_path: Path) -> None:
    refuses(crisis_sim("sensitivity", "nothing", home=tmp_path), "no experiment in nothing")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "manifest.json").write_text("{}")
    refuses(crisis_sim("sensitivity", "x", home=tmp_path), "not the folder of an experiment")
    (tmp_path / "x" / "manifest.json").write_text("[")
    refuses(crisis_sim("sensitivity", "x", home=tmp_path), "cannot be read")
    refuses(crisis_sim("compare", "x", "y", home=tmp_path), "x")
    refuses(
        crisis_sim("sweep", "standoff", "-p", "ar=hawk,dove", "-n", "2", "-o", "x/manifest.json", home=tmp_path),
        "is a file",
    )
