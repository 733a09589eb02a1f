"""Rulebook, chapter 7: forces."""

from __future__ import annotations

from crisis_sim.terms.codes import PLACES
from tests.cases.tables import Table, inject


def force(**more: object) -> str:
    fields = "".join(f", {name}: {value}" for name, value in more.items())
    effects = "arrival: [mark += 1], departure: [mark += 10]"
    return f"forces:\n  brigade: {{name: The brigade, of: ar, size: 9, alert: 2, transit: 3, {effects}{fields}}}\n"


def moves(game: Table, hours: float) -> list[tuple[int, str]]:
    """The minutes at which the brigade was somewhere else, and where it then was."""
    found: list[tuple[int, str]] = []
    while not game.over and game.minute <= hours * 60:
        before = game.place("brigade")
        game.step()
        if game.place("brigade") != before:
            found.append((game.minute, game.place("brigade")))
    return found


GO = inject("go", "deploy(brigade)")
BACK = "recall(brigade)"


def test_7_1_a_force_is_in_one_place() -> None:
    game = Table(force(), GO, inject("back", BACK, at=8))
    while not game.over:
        assert game.place("brigade") in PLACES
        game.step()


def test_7_2_a_force_is_alerted_leaves_and_arrives() -> None:
    assert moves(Table(force(), GO), 20) == [(60, "alert"), (180, "transit"), (360, "theatre")]


def test_7_3_a_force_that_is_not_at_home_is_not_deployed() -> None:
    game = Table(force(), *(inject(f"go_{hour}", "deploy(brigade)", at=hour) for hour in (1, 2, 4, 8)))
    assert moves(game, 20) == [(60, "alert"), (180, "transit"), (360, "theatre")]


def test_7_4_its_arrival_and_its_departure_do_what_they_say() -> None:
    game = Table(force(), GO, inject("back", BACK, at=8))
    assert game.until(6).gauge("mark") == 1
    assert game.until(8).gauge("mark") == 11
    assert game.minutes("process", "brigade.arrival") == [360]
    assert game.minutes("process", "brigade.departure") == [480]


def test_7_5_a_force_is_recalled_from_wherever_it_is() -> None:
    on_alert = Table(force(), GO, inject("back", BACK, at=2))
    assert moves(on_alert, 20) == [(60, "alert"), (120, "home")]
    on_its_way = Table(force(), GO, inject("back", BACK, at=5), inject("again", BACK, at=6))
    assert moves(on_its_way, 20) == [(60, "alert"), (180, "transit"), (420, "home")]
    assert on_its_way.gauge("mark") == 0
    there = Table(force(), GO, inject("back", BACK, at=9))
    assert moves(there, 20)[2:] == [(360, "theatre"), (540, "transit"), (720, "home")]
    assert moves(Table(force(), inject("back", BACK)), 20) == []


def test_7_6_only_its_own_side_sees_a_force_that_is_not_announced() -> None:
    game = Table(force(announced="false"), GO).until(9)
    assert [game.place_seen(seat, "brigade") for seat in ("ar", "bo", "cy")] == ["theatre", "home", "home"]
    assert game.of("process", "brigade.arrival")[0].seen == {"ar"}
    game = Table(force(), GO).until(3)
    assert [game.place_seen(seat, "brigade") for seat in ("ar", "bo", "cy")] == ["transit"] * 3


def test_7_6_where_a_force_starts_is_known_to_those_who_may_see_it() -> None:
    game = Table(force(starts="theatre", announced="false"))
    assert [game.place_seen(seat, "brigade") for seat in ("ar", "bo", "cy")] == ["theatre", "home", "home"]
    game = Table(force(starts="theatre"))
    assert game.place("brigade") == game.place_seen("cy", "brigade") == "theatre"


def test_7_7_a_force_that_starts_on_alert_leaves_in_the_first_minute() -> None:
    assert moves(Table(force(starts="alert")), 20) == [(0, "transit"), (180, "theatre")]
