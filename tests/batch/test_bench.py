"""What is measured side by side is measured in turns, and compared within a round."""

import pytest

from benchmarks import standoff_in_simpy
from crisis_sim import api
from crisis_sim.batch.bench import Speed, Spread, enough, machine, side_by_side


class Bench:
    """Players whose runs take so many seconds each, by a clock of their own. `turns`: who played from which run on."""

    def __init__(self, **seconds_a_run: float) -> None:
        self.now = 0.0
        self.turns: list[tuple[str, int]] = []
        self.players = {name: self.player(name, seconds) for name, seconds in seconds_a_run.items()}

    def player(self, name, seconds):
        def play(first, runs):
            self.turns.append((name, first))
            self.now += runs * seconds
            return 10 * runs

        return play

    def clock(self):
        return self.now


def test_they_play_in_turns_and_whoever_began_a_round_ends_the_next():
    bench = Bench(quick=1.0, slow=4.0)
    side_by_side(bench.players, rounds=3, runs=5, clock=bench.clock)
    assert bench.turns[2:] == [("quick", 0), ("slow", 0), ("slow", 5), ("quick", 5), ("quick", 10), ("slow", 10)]


def test_speeds_and_ratios_are_what_the_clock_says():
    bench = Bench(quick=1 / 64, slow=1 / 16)
    quick, slow = side_by_side(bench.players, seconds=1, rounds=3, clock=bench.clock)
    assert quick.runs_per_second == Spread(64, 64, 64)
    assert quick.events_per_second == Spread(640, 640, 640)
    assert slow.runs_per_second == Spread(16, 16, 16)
    assert quick.times(slow) == Spread(4, 4, 4)


def test_a_round_that_was_disturbed_shows_in_the_spread_alone():
    one = Speed("one", 10, [1.0, 5.0, 1.0], [0, 0, 0])
    other = Speed("other", 20, [4.0, 20.0, 2.0], [0, 0, 0])
    assert one.times(other) == Spread(2.0, 1.0, 2.0)
    assert one.runs_per_second == Spread(10.0, 2.0, 10.0)


@pytest.mark.parametrize("seconds_a_run", [1e-5, 1e-3, 0.3, 20.0])
def test_as_many_runs_are_played_as_take_the_time_asked_for_but_at_least_one(seconds_a_run):
    bench = Bench(one=seconds_a_run)
    runs = enough(bench.players["one"], 2.0, bench.clock)
    assert runs == max(1, round(2.0 / seconds_a_run))


def test_a_player_without_any_cost_is_measured_too():
    bench = Bench(one=0.0)
    assert enough(bench.players["one"], 1.0, bench.clock) >= 1


def test_the_machine_says_what_it_is():
    found = machine()
    assert found["processor"]
    assert int(found["cores"]) >= 1
    assert {"system", "python", "numba", "simpy"} <= found.keys()


# ------------------------------------------------------------------------------------------- the model written by hand


def test_the_model_by_hand_is_the_same_crisis_as_the_scenario_of_that_name():
    """Outcome shares, gauges at the end and the number of deeds agree as far as so few runs can tell."""
    by_hand = standoff_in_simpy.play_runs(seed=1, first=0, count=2000)
    crisis = api.load("standoff")
    ours = [crisis.run(1, run=run).to_dict() for run in range(400)]
    for outcome in ("war", "settled", "uneasy"):
        share = sum(run.outcome == outcome for run in by_hand) / len(by_hand)
        theirs = sum(run["outcome"] == outcome for run in ours) / len(ours)
        assert share == pytest.approx(theirs, abs=0.06), outcome
    for gauge, most in (("tension", 3), ("anger", 4), ("dead", 1.5)):
        mean = sum(getattr(run, gauge) for run in by_hand) / len(by_hand)
        theirs = sum(run["gauges"][gauge] for run in ours) / len(ours)
        assert mean == pytest.approx(theirs, abs=most), gauge


def test_a_run_of_the_model_by_hand_can_be_had_alone():
    assert standoff_in_simpy.play_runs(3, 17, 1) == standoff_in_simpy.play_runs(3, 0, 20)[17:18]
