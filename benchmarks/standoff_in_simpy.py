"""The shipped scenario `standoff`, written by hand in SimPy, as somebody who knows SimPy well would write it.

It is what the engine is measured beside: processes, timeouts and interrupts, one `random.Random`, no table of anything,
nothing that can be edited without a programmer. Content and outcome shares are those of the scenario (a test compares
them), with these differences, none of which moves an outcome:

- time is hours as a float, where the engine counts minutes, and things of the same minute come in SimPy's order;
- luck comes from one stream, so one decision that is swapped moves all that comes after it;
- what no bot and no outcome reads is left out: who saw what, leaks, claimed figures, digests, scores; Arland's blurred
  view of the guards' readiness; Arland's red line, which nothing in the scenario ever draws.

    .venv/bin/python benchmarks/standoff_in_simpy.py     200 runs, as shares
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from math import exp
from random import Random
from typing import Any, NamedTuple

import simpy

HORIZON, TURN, MINUTE = 120, 6, 1 / 60
GUARD_CONTROL, SKIRMISH_RATE, OVERSHOOT, BOLDNESS = 0.7, 0.6, 0.15, 0.4
INSTRUCTION_LASTS, PROPOSAL_LASTS = 72, 48
DELAYS = {
    "inquire": [(4, 16, 8)], "deploy": [(1, 4, 2)], "raid": [(2, 12, 6), (6, 18, 10)],
    "deny": [(0, 3, 1)], "unleash": [(2, 12, 5)],
}  # fmt: skip

Steps = Generator[simpy.Event, Any, None]


class Ended(NamedTuple):
    """What is kept of a run."""

    outcome: str
    tension: float
    anger: float
    dead: int
    happenings: int


def clamp(value: float) -> float:
    return min(100.0, max(0.0, value))


class Standoff:
    """One run. `play` gives how it ended."""

    def __init__(self, luck: Random) -> None:
        self.luck, self.env = luck, simpy.Environment()
        self.over = self.env.event()
        self.tension, self.anger, self.readiness = luck.triangular(35, 55, 45), 40.0, 30.0
        self.dead, self.cash = 11, 5
        self.shot = luck.random() < 0.6
        self.odds = 0.7 / 0.3  # of Arland's belief that the guards fired
        self.anger_reported = self.anger
        self.done: Counter[str] = Counter()
        self.ordered: Counter[str] = Counter()
        self.effort = {"ar": 2, "bo": 2}
        self.under_way: dict[str, simpy.Process] = {}
        self.brigade_at = "home"
        self.brigade_march: simpy.Process | None = None
        self.unleashed: simpy.Process | None = None
        self.instruction, self.instructed_at = 0, 0.0
        self.agreement, self.proposed_at = "none", 0.0
        self.kept = {"keep_off": False, "keep_quiet": False}
        self.since_agreed: set[str] = set()
        self.flash_waits = False

    def play(self) -> Ended:
        env = self.env
        for process in (self.hours(), self.staff_cycles(), self.wages(), self.envoy()):
            env.process(process)
        env.run(until=self.over)
        return Ended(self.outcome(), self.tension, self.anger, self.dead, sum(self.done.values()))

    def outcome(self) -> str:
        if self.done["raid"] and self.tension > 60:
            return "war"
        return "settled" if self.agreement == "in force" else "uneasy"

    # ------------------------------------------------------------------------------------------- what goes on by itself

    def hours(self) -> Steps:
        """Gauges, skirmishes, widows and promises, on the grid of the hours."""
        luck, env = self.luck, self.env
        decay, threshold, built_up, angry = 0.5 ** (1 / 96), luck.expovariate(1), 0.0, False
        for hour in range(1, HORIZON + 1):
            yield env.timeout(1)
            if hour == HORIZON:
                break
            self.tension = 20 + (self.tension - 20) * decay
            cooling = self.agreement == "in force" or self.done["raid"]
            self.anger = clamp(self.anger + (-2 if cooling else 4) / 24)
            if hour % 12 == 0:
                self.anger_reported = self.anger
            if self.instruction and env.now - self.instructed_at >= INSTRUCTION_LASTS:
                self.instruction = 0
            if self.readiness > 10:
                built_up += SKIRMISH_RATE * self.tension / 50 * (0.4 if self.instruction < 0 else 1) / 24
                while built_up >= threshold:
                    built_up -= threshold
                    threshold = luck.expovariate(1)
                    self.skirmish()
            if self.anger > 70 and not angry and not self.done["widows"]:
                self.done["widows"] = 1
                env.process(self.later(6, anger=3))
            angry = self.anger > 70
            self.check_promises()
            if hour % TURN == 0:
                self.effort = {"ar": 2, "bo": 2}
            self.check_end()
        if not self.over.triggered:
            self.over.succeed()

    def staff_cycles(self) -> Steps:
        while True:
            self.decide("ar")
            self.decide("bo")
            yield self.env.timeout(TURN)

    def wages(self) -> Steps:
        yield self.env.timeout(self.luck.uniform(6, 12))
        while True:
            self.cash = max(0, self.cash - 1)
            if self.cash <= 1:
                self.readiness = clamp(self.readiness - 5)
            yield self.env.timeout(24)

    def envoy(self) -> Steps:
        yield self.env.timeout(30)
        if not self.done["raid"] and self.luck.random() < 0.9:
            self.done["envoy"] += 1
            self.change(tension=-3)

    def later(self, hours: float, **changes: float) -> Steps:
        yield self.env.timeout(hours)
        self.change(**changes)

    def flash(self, hours: float) -> Steps:
        """Arland decides out of turn."""
        yield self.env.timeout(hours)
        self.flash_waits = False
        self.decide("ar")

    def skirmish(self) -> None:
        self.happened("skirmish")
        if self.luck.random() < 0.75:
            self.change(tension=2)
        else:
            self.dead += 1 + self.poisson(1)
            self.change(anger=4)
            self.alert(1)
        self.react(2)

    # -------------------------------------------------------------------------------------------------------- decisions

    def decide(self, seat: str) -> None:
        """Softmax at temperature 1 over what is possible, and holding."""
        if self.effort[seat] == 0 or self.over.triggered:
            return
        appeals = self.appeals_of_arland() if seat == "ar" else self.appeals_of_borland()
        options = {action: exp(appeal) for action, appeal in appeals.items() if action not in self.under_way}
        left = self.luck.random() * (1 + sum(options.values())) - 1
        if left < 0:
            return
        action = ""
        for action, weight in options.items():  # noqa: B007  (the one at which it stops)
            left -= weight
            if left < 0:
                break
        self.effort[seat] -= 1
        self.ordered[action] += 1
        self.under_way[action] = self.env.process(self.carry_out(action))

    def appeals_of_arland(self) -> dict[str, float]:
        belief = self.odds / (1 + self.odds)
        appeals = {}
        if self.ordered["inquire"] < 2:
            appeals["inquire"] = 2 - 4 * abs(belief - 0.5) - self.done["inquire"]
        if self.brigade_at == "home":
            appeals["deploy"] = (self.anger - 40) / 10 + 3 * BOLDNESS
        if self.brigade_at == "theatre" and belief > 0.5 and not self.ordered["raid"]:
            appeals["raid"] = -3 + 6 * belief * BOLDNESS
        if self.agreement == "proposed":
            appeals["accept"] = 3 - (self.anger - 40) / 20
            appeals["reject"] = (self.anger - 70) / 10
        return appeals

    def appeals_of_borland(self) -> dict[str, float]:
        anger_seen = clamp(self.anger_reported + self.luck.gauss(0, 8))
        appeals = {"deny": 2 - 3 * self.done["deny"], "unleash": -1 + 2 * BOLDNESS - anger_seen / 50}
        if self.unleashed is None:
            appeals["hold_back"] = (self.tension - 40) / 15
        if self.agreement == "none" and self.done["envoy"]:
            appeals["propose"] = (self.tension - 30) / 10
        return appeals

    def carry_out(self, action: str) -> Steps:
        """Waits until the order is due, does it, and sees to what comes after. An interrupt calls it off."""
        try:
            yield self.env.timeout(max(MINUTE, self.delay(action)))
            going_on = getattr(self, action)()
            if going_on is not None:
                yield from going_on
        except simpy.Interrupt:
            pass
        del self.under_way[action]
        self.check_end()

    def delay(self, action: str) -> float:
        """Approval and preparation, in hours."""
        if action == "hold_back":
            return 0
        hours = sum(self.luck.triangular(low, high, mode) for low, high, mode in DELAYS.get(action, [(1, 12, 3)]))
        return hours + 1 if action == "inquire" else hours

    # ----------------------------------------------------------------------------------------------- what an order does

    def inquire(self) -> Steps:
        self.happened("inquire")
        if self.luck.random() < 0.6:
            points_to_shot = self.shot if self.luck.random() < 6 / 7 else not self.shot
            self.odds *= 6 if points_to_shot else 1 / 6
        elif self.tension > 60:
            self.change(tension=1)
        yield self.env.timeout(12)
        self.odds *= 1.5

    def deploy(self) -> None:
        self.happened("deploy")
        if self.brigade_at == "home":
            self.brigade_march = self.env.process(self.march())
        self.change(tension=self.luck.gauss(4, 2))

    def march(self) -> Steps:
        """The brigade: alert, on its way, at the river until it is recalled, home again."""
        env, triangular = self.env, self.luck.triangular
        self.brigade_at, left_at, way_back = "alert", env.now, 0.0
        try:
            yield env.timeout(triangular(4, 16, 8))
            self.brigade_at, left_at = "transit", env.now
            yield env.timeout(triangular(6, 18, 9))
            self.brigade_at = "theatre"
            self.change(tension=6)
            yield env.event()
        except simpy.Interrupt:
            if self.brigade_at == "theatre":
                self.change(tension=-4)
                way_back = triangular(6, 18, 9)
            elif self.brigade_at == "transit":
                way_back = env.now - left_at
            self.brigade_at, self.brigade_march = "homeward", None
        yield env.timeout(way_back)
        self.brigade_at = "home"

    def raid(self) -> None:
        if self.agreement == "in force":
            return
        self.happened("raid")
        success = max(0.0, 0.6 - 0.3 * self.readiness / 100)
        repelled = 0.2 + 0.5 * self.readiness / 100
        dead = self.poisson(self.luck.gammavariate(4, 12 / 4))
        self.dead += dead
        self.change(anger=-0.5 * dead)
        if self.luck.random() * (success + repelled) < success:
            self.change(readiness=-20, tension=15)
        else:
            self.change(tension=20, anger=5)

    def deny(self) -> None:
        self.happened("deny")
        self.odds *= 0.8
        self.env.process(self.later(2, anger=2))

    def unleash(self) -> Steps | None:
        self.instruct(1)
        if self.luck.random() >= GUARD_CONTROL:
            self.change(readiness=-2)
            return None
        self.happened("unleash")
        self.change(readiness=10)
        overdone = self.luck.random() < OVERSHOOT
        if overdone or self.luck.random() < 0.7:
            self.dead += self.poisson(3)
            self.change(tension=8, anger=8)
        else:
            self.change(tension=3)
        if overdone:
            self.dead += self.poisson(6)
            self.change(tension=6)
        self.react(2)
        return self.fire_at_will()

    def fire_at_will(self) -> Steps:
        self.unleashed = self.under_way["unleash"]
        try:
            yield self.env.timeout(24)
        finally:
            self.unleashed = None

    def hold_back(self) -> None:
        self.instruct(-1)
        if self.luck.random() >= GUARD_CONTROL:
            return
        self.happened("hold_back")
        self.change(readiness=-10)
        if "unleash" in self.under_way:
            self.under_way["unleash"].interrupt()

    def propose(self) -> None:
        if self.agreement == "none":
            self.agreement, self.proposed_at = "proposed", self.env.now

    def accept(self) -> None:
        if self.agreement == "proposed":
            self.agreement = "in force"
            self.kept = {"keep_off": True, "keep_quiet": True}
            self.since_agreed.clear()
            self.change(tension=-15, anger=-5)
            if self.brigade_march is not None:
                self.brigade_march.interrupt()

    def reject(self) -> None:
        if self.agreement == "proposed":
            self.agreement = "none"
            self.change(tension=2)

    # -------------------------------------------------------------------------------------------------- what follows

    def check_promises(self) -> None:
        if self.kept["keep_off"] and "raid" in self.since_agreed:
            self.kept["keep_off"] = False
            self.change(tension=10)
        if self.kept["keep_quiet"] and self.since_agreed & {"unleash", "skirmish"}:
            self.kept["keep_quiet"] = False
            self.change(anger=10)
        if self.agreement == "in force" and not all(self.kept.values()):
            self.agreement = "breached"
            self.change(tension=12)
        if self.agreement == "proposed" and self.env.now - self.proposed_at >= PROPOSAL_LASTS:
            self.agreement = "none"

    def check_end(self) -> None:
        if self.tension >= 95 and not self.over.triggered:
            self.over.succeed()

    def instruct(self, stance: int) -> None:
        self.instruction, self.instructed_at = stance, self.env.now

    def happened(self, what: str) -> None:
        self.done[what] += 1
        self.since_agreed.add(what)

    def react(self, hours: float) -> None:
        if self.luck.random() < 0.8:
            self.alert(hours)

    def alert(self, hours: float) -> None:
        if not self.flash_waits:
            self.flash_waits = True
            self.env.process(self.flash(hours))

    def change(self, tension: float = 0, anger: float = 0, readiness: float = 0) -> None:
        self.tension = clamp(self.tension + tension)
        self.anger = clamp(self.anger + anger)
        self.readiness = clamp(self.readiness + readiness)

    def poisson(self, mean: float) -> int:
        """Knuth's: multiply until it is less likely than that."""
        floor, product, count = exp(-mean), self.luck.random(), 0
        while product > floor:
            product *= self.luck.random()
            count += 1
        return count


def play_runs(seed: int, first: int, count: int) -> list[Ended]:
    """Runs first, first + 1, …: each from a generator of its own, so that every run can be had alone."""
    return [Standoff(Random(seed * 1_000_003 + run)).play() for run in range(first, first + count)]


def main() -> None:
    runs = play_runs(1, 0, 200)
    for outcome, times in Counter(run.outcome for run in runs).most_common():
        print(f"{outcome:8} {times / len(runs):.2f}")


if __name__ == "__main__":
    main()
