"""What does not fit the model of a scenario is said in plain English, at its line and column, all at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crisis_sim.scenario.errors import SHOWN, Problem, ScenarioError
from crisis_sim.scenario.loading import load_texts
from crisis_sim.scenario.misfits import PATTERNS
from crisis_sim.scenario.schema import model_schema
from tests.scenario.samples import ACTIONS, MAIN, TEXTS, complaints


def test_the_sample_is_right() -> None:
    scenario, document = load_texts(TEXTS)
    assert scenario.gauges["tension"].drift == "0.5 - tension / 100"
    assert scenario.gauges["tension"].start == 40
    assert document.place(("gauges", "tension", "drift"), offset=6) == ("scenario.yaml", 13, 18)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        # what is missing, what is too much
        ("horizon: 48 -> turn: 6", "1:1: `horizon` is missing"),
        ("name: Arland,  -> ", "6:3: `name` is missing in `ar`"),
        ("    what: tension\n -> ", "9:3: `what` is missing in `tension`"),
        ("[0, 100] -> [0]", "12:5: `bounds` should have 2 items, not 1"),
        ("[0, 100] -> [0, 1, 2]", "12:5: `bounds` should have at most 2 items, not 3"),
        ("drift: -> dirft:", "13:5: `dirft` is not a field here (did you mean drift?)"),
        ("horizon: -> Turn: 6\nhorizon:", "4:1: `Turn` is not a field here (did you mean turn?)"),
        ("horizon: -> zzz: 6\nhorizon:", "4:1: `zzz` is not a field here"),
        (
            "drift: 0.5 - tension / 100 -> relax: {to: 1, half_life: 2, until: 3}",
            "13:34: `until` is not a field here; the fields are to, half_life",
        ),
        # the wrong kind of value
        ("horizon: 48 -> horizon: two days", "4:10: `horizon` should be a whole number, not 'two days'"),
        ("horizon: 48 -> horizon: '48'", "4:10: `horizon` should be a whole number, not '48': write it without quotes"),
        ("horizon: 48 -> horizon: 48.5", "4:10: `horizon` should be a whole number, not 48.5"),
        ("horizon: 48 -> horizon: true", "4:10: `horizon` should be a whole number, not true"),
        ("horizon: 48 -> horizon: 1_000", "4:10: `horizon` should be a whole number, not '1_000'"),
        ("horizon: 48 -> horizon: 12:30", "4:10: `horizon` should be a whole number, not '12:30'"),
        ("horizon: 48 -> horizon: [48]", "4:1: `horizon` should be a whole number, not a list"),
        ("horizon: 48 -> horizon:", "4:1: `horizon` is empty: it should be a whole number"),
        ("[0, 100] -> [0, nan]", "12:17: item 2 of `bounds` should be a number, not 'nan'"),
        ("seat: true -> seat: yes", "6:28: `seat` should be true or false, not 'yes'"),
        ("title: Two neighbours -> title: 1914", "1:8: `title` should be text, not 1914: put it in quotes"),
        ("title: Two neighbours -> title: {a: b}", "1:1: `title` should be text, not a mapping"),
        ("{name: Borland} -> Borland", "7:7: `bo` should be a mapping with `name`, not 'Borland'"),
        ("{name: Borland} -> ", "7:3: `bo` is empty: it should be a mapping with `name`"),
        ("{name: Borland} -> []", "7:3: `bo` should be a mapping with `name`, not a list"),
        ("{ar.protest: 1} -> 5", "15:49: `appeal` should be a mapping, not 5"),
        ("drift: 0.5 - tension / 100 -> sight: exact", "13:12: `sight` should be a mapping, not 'exact'"),
        # a value that could be of several kinds
        ("0.5 - tension / 100 -> [1]", "13:5: `drift` should be true or false, a number or text, not a list"),
        ("0.5 - tension / 100 -> ''", "13:12: `drift` should not be empty"),
        ("0.5 - tension / 100 -> " + "1 + " * 125 + "1", "13:12: `drift` has 501 characters: at most 500"),
        (
            "drift: 0.5 - tension / 100 -> sight: {ar: {nose: 1}}",
            "13:18: `nose` is not a field here; the fields are noise, bias, late (did you mean noise?)",
        ),
        # a value that is not possible
        ("horizon: 48 -> horizon: 0", "4:10: `horizon` should be at least 1, not 0"),
        ("horizon: 48 -> horizon: 10000", "4:10: `horizon` should be at most 8760, not 10000"),
        ("title: Two neighbours -> title: ''", "1:8: `title` should not be empty"),
        ("title: Two neighbours -> title: " + "x" * 301, "1:8: `title` has 301 characters: at most 300"),
        ('title: Two neighbours -> title: "a\\nb"', "1:8: `title` should be a single line"),
        (
            "  bo: -> B-o:".replace("> ", ">   "),
            "7:3: `B-o` should be a name: small letters, digits and '_', at most 48",
        ),
        (
            "2031-05-04T06:00+02:00 -> 2031-05-04",
            "3:9: `starts` should be a time with its offset from UTC, as in 2019-12-27T19:20+03:00",
        ),
        (
            "{ar.protest: 1} -> {protest: 1}",
            "15:50: `protest` should be a name with its owner before it, as in 'us.strike_militia'",
        ),
        ("seat: true -> seat: false", "1:1: no actor has `seat: true`: a game needs at least one seat"),
    ],
)
def test_what_does_not_fit_is_said_at_its_place(change: str, complaint: str) -> None:
    assert complaints(main=change) == [f"scenario.yaml:{complaint}"]


def test_where_several_kinds_of_value_would_do_all_are_named() -> None:
    (complaint,) = complaints(main="drift: 0.5 - tension / 100 -> sight: {ar: exakt}")
    would_do = "'exact', 'hidden' or a mapping with `noise`, `bias`, `late`"
    assert complaint == f"scenario.yaml:13:17: `ar` should be {would_do}, not 'exakt' (did you mean exact?)"


def test_where_the_kind_is_clear_what_lies_in_the_value_is_what_is_wrong() -> None:
    assert complaints(main="drift: 0.5 - tension / 100 -> sight: {ar: {noise: [1], late: 0}}") == [
        "scenario.yaml:13:18: `noise` should be true or false, a number or text, not a list",
        "scenario.yaml:13:36: `late` should be at least 1, not 0",
    ]


def test_places_are_found_in_every_file() -> None:
    assert complaints(actions="- tension += 1 -> - 1\n    - []\n    rung: 50") == [
        "actions.yaml:5:7: item 1 of `effects` should be text, not 1: put it in quotes",
        "actions.yaml:6:7: item 2 of `effects` should be text, not a list",
        "actions.yaml:7:11: `rung` should be at most 44, not 50",
    ]


def test_a_value_that_could_not_be_read_is_one_fault_not_two() -> None:
    assert complaints(main="start: 40 -> start: *forty") == [
        "scenario.yaml:11:12: aliases are not allowed: write the value out, or put '*forty' in quotes"
    ]
    assert complaints(main="[0, 100] -> [0, .inf]") == ["scenario.yaml:12:17: a number must be finite"]


def test_faults_of_reading_and_of_the_model_are_told_together() -> None:
    assert [
        line.split(": ")[0] for line in complaints(main="horizon: 48 -> horizon: 0\nturn: 007\nturn: 6\neffort: x")
    ] == [
        "scenario.yaml:4:10",
        "scenario.yaml:5:7",
        "scenario.yaml:6:1",
        "scenario.yaml:7:9",
    ]


def test_a_message_is_one_short_printable_line_whatever_the_value() -> None:
    long = 'horizon: 48 -> horizon: "' + "\\t \\n words é" * 100 + '"'
    (line,) = complaints(main=long)
    assert line.isprintable()
    assert len(line) < 150


def test_only_the_first_problems_are_printed_and_the_others_counted() -> None:
    many = "".join(f"z{number}: 1\n" for number in range(5000))
    with pytest.raises(ScenarioError) as caught:
        load_texts({"scenario.yaml": MAIN + many, "actions.yaml": ACTIONS})
    assert len(caught.value.problems) == 5000
    lines = str(caught.value).splitlines()
    assert len(lines) == SHOWN + 1
    assert lines[-1] == f"... and {5000 - SHOWN} more"


def test_problems_are_told_once_and_in_the_order_of_their_places() -> None:
    problems = [Problem("b", 1, 1, "x"), Problem("a", 10, 1, "x"), Problem("a", 9, 5, "x"), Problem("a", 9, 5, "x")]
    assert str(ScenarioError(problems)) == "a:9:5: x\na:10:1: x\nb:1:1: x"


def patterns(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        yield from part.get("patternProperties", ())
        part = list(part.values())
    if isinstance(part, list):
        for below in part:
            yield from patterns(below)


def test_every_pattern_of_the_model_has_words() -> None:
    assert set(patterns(model_schema())) == PATTERNS.keys()
