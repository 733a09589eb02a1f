"""What a file says, and what it may not say: each refusal at its line and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.scenario.text import DEPTH, FAULTS, KEPT_FILES, KEPT_VALUES, KEY, NODES, TEXT, read
from tests.scenario.samples import faults, plain, reading


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        ("999999999999999", 999_999_999_999_999),
        ("0.5", 0.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("-0.25", -0.25),
        ("1e3", 1000.0),
        ("2.5E-3", 0.0025),
    ],
)
def test_true_false_null_and_decimal_numbers_are_values(written: str, meant: object) -> None:
    value = plain(f"a: {written}")
    assert value == {"a": meant}
    assert isinstance(value, dict)
    assert type(value["a"]) is type(meant)


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "True",
        "FALSE",
        "Null",
        "NULL",
        "12:30",
        "1:30:00",
        "2019-12-27",
        "2019-12-27T19:20+03:00",
        "1_000",
        "1,000",
        "inf",
        "nan",
        "1e",
        ".",
        "1.2.3",
        "=",
        "0xyz",
        "50%",
        "٣",
    ],
)
def test_everything_else_is_text(text: str) -> None:
    assert plain(f"a: {text}") == {"a": text}


def test_what_stands_in_quotes_is_text() -> None:
    assert plain("a: 'true'\nb: \"12\"\nc: '.nan'\nd: '0777'\ne: '*x'") == {
        "a": "true",
        "b": "12",
        "c": ".nan",
        "d": "0777",
        "e": "*x",
    }


def test_keys_are_text() -> None:
    assert plain("on: 1\ntrue: 2\n1: 3\n2031-05-03: 4\n~: 5\n007: 6") == {
        "on": 1,
        "true": 2,
        "1": 3,
        "2031-05-03": 4,
        "~": 5,
        "007": 6,
    }


def test_one_document_may_be_marked_as_one() -> None:
    assert plain("---\na: 1\n...\n") == {"a": 1}


@pytest.mark.parametrize("text", ["", "\n\n", "# only words\n", "---\n"])
def test_a_file_without_values_is_an_empty_mapping(text: str) -> None:
    assert plain(text) == {}


def test_a_carriage_return_by_itself_ends_no_line() -> None:
    assert faults("a: 1\rb: 2") == ["f.yaml:1:5: the character U+000D is not allowed"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        # numbers
        ("a: .nan", "1:4: a number must be finite"),
        ("a: [1, -.inf]", "1:8: a number must be finite"),
        ("a: 1e999", "1:4: this number is too large"),
        ("a: 1234567890123456", "1:4: a whole number may have 15 digits"),
        ("a: 0777", "1:4: a number cannot begin with 0: put '0777' in quotes, if it is a code"),
        ("a: -01.5", "1:4: a number cannot begin with 0: put '-01.5' in quotes, if it is a code"),
        ("a: 0o17", "1:4: numbers are decimal: put '0o17' in quotes, if it is text"),
        ("a: 0x1F", "1:4: numbers are decimal: put '0x1F' in quotes, if it is text"),
        # what YAML has and a scenario has not
        ("a:\n  b: &x 1", "2:6: anchors are not allowed: take '&x' away, or put the text in quotes"),
        ("a: *x", "1:4: aliases are not allowed: write the value out, or put '*x' in quotes"),
        ("*x : 1", "1:1: aliases are not allowed: write the value out, or put '*x' in quotes"),
        ("a: *", "1:4: text cannot begin with '*' (aliases are not allowed): put it in quotes"),
        ("a: & b", "1:4: text cannot begin with '&' (anchors are not allowed): put it in quotes"),
        (
            "a: !!python/object:os.system x",
            "1:4: tags are not allowed: take the word with '!' away, or put the text in quotes",
        ),
        ("a: !x {b: 1}", "1:4: tags are not allowed: take the word with '!' away, or put the text in quotes"),
        ("a: ! 1", "1:4: tags are not allowed: take the word with '!' away, or put the text in quotes"),
        ("a: !h!x 1", "1:4: text cannot begin with '!' (tags are not allowed): put it in quotes"),
        ("b: {<<: {a: 1}}", "1:5: merge keys ('<<') are not allowed: write the entries out"),
        ("%YAML 1.1\n---\na: 1", "1:1: directives are not allowed: put text that begins with '%' in quotes"),
        ("%FOO bar\n---\na: 1", "1:1: directives are not allowed: put text that begins with '%' in quotes"),
        ("a: 1\n---\nb: 2", "2:1: a second document: a file holds one, so take '---' away"),
        ("a: 1\n...\nb: 2", "3:1: this belongs to nothing above: check the indentation and the brackets"),
        # keys
        ("a: 1\nb: 2\na: 3", "3:1: 'a' is already given in line 1"),
        ("a: {b: 1, 'b': 2}", "1:11: 'b' is already given in line 1"),
        ("'': 1", "1:1: a key is missing before ':'"),
        (": 1", "1:1: a key is missing before ':'"),
        ("? [1, 2]\n: 3", "1:3: a key must be text: quote what begins with a bracket or '? '"),
        ("a: {{x}}", "1:5: a key must be text: quote what begins with a bracket or '? '"),
        # layout
        ("a:\n\tb: 1", "2:1: a tab: indent and separate with spaces"),
        ("a:\tb", "1:3: a tab: indent and separate with spaces"),
        ("a:\n  b: 1\n c: 2", "3:2: the indentation fits nothing above: line it up with its neighbours"),
        ("a: 1\n  b: 2", "2:4: ': ' cannot stand here: check the indentation, or quote the text"),
        ("a: b: c", "1:5: ': ' cannot stand here: check the indentation, or quote the text"),
        ("a: - b", "1:4: '- ' cannot stand here: check the indentation, or quote the text"),
        ("a: ? b", "1:4: '? ' cannot stand here: check the indentation, or quote the text"),
        ("a: 1\nb\nc: 2", "2:1: `key: value` is expected here, and there is no ': '"),
        ("a: |x\n  b", "1:5: after '|' or '>' begin a new line"),
        ("a: >0\n  b", "1:5: after '|' or '>' begin a new line"),
        ("a: | x\n  b", "1:6: after '|' or '>' begin a new line"),
        # brackets and quotes
        ("a: [1, 2", "1:4: a bracket is never closed: ']' is missing"),
        ("a: {b: 1", "1:4: a bracket is never closed: '}' is missing"),
        ("a: {b: c d: e}", "1:11: ',' or '}' is expected here"),
        ("a: [1,,2]", "1:7: a value is missing before ',', or quotes around it"),
        ("a: ]", "1:4: a value is missing before ']', or quotes around it"),
        ("a: [1]]", "1:7: ']' cannot stand here: quote text that holds it"),
        ("a: 'x\nb: 1", "1:4: this quote is never closed"),
        ('a: "x\n---\n"', "1:4: this quote is never closed"),
        ('a: "x" y', "1:8: text after the end of a value: quote it all, or check the indentation"),
        ("a: @x", "1:4: text cannot begin with '@': put it in quotes"),
        ("a: %x", "1:4: text cannot begin with '%': put it in quotes"),
        ('a: "\\q"', "1:6: an unknown escape in double quotes: write \\\\ for \\, or use single quotes"),
        ('a: "\\x1"', "1:7: an escape that is too short: \\xNN, \\uNNNN or \\UNNNNNNNN"),
        ('a: "\\UFFFFFFFF"', "1:7: an escape for a character that does not exist"),
        ('a: "\\U00110000"', "1:7: an escape for a character that does not exist"),
        # characters
        ("\ufeffa: 1", "1:1: a byte order mark: save the file as UTF-8 without it"),
        ("a: 1\nb: \x00", "2:4: the character U+0000 is not allowed"),
        ("a: \x1b[31m", "1:4: the character U+001B is not allowed"),
        ("a: \x85", "1:4: the character U+0085 is not allowed"),
        ("a: \u2028", "1:4: the character U+2028 is not allowed"),
        ("# \u202e", "1:3: the character U+202E is not allowed"),
        ("a: \ud800", "1:4: the character U+D800 is not allowed"),
        ('a: "\\e[31m"', "1:4: the character U+001B is not allowed"),
        ('a: "\\ud800"', "1:4: the character U+D800 is not allowed"),
        ('"a\\0": 1', "1:1: the character U+0000 is not allowed"),
        # the whole
        ("- 1", "1:1: a file holds sections such as `actions:`, not a list"),
        ("5", "1:1: a file holds sections such as `actions:`, not 5"),
        ("words", "1:1: a file holds sections such as `actions:`, not 'words'"),
    ],
)
def test_what_is_not_allowed_is_refused_at_its_place(text: str, fault: str) -> None:
    assert faults(text) == [f"f.yaml:{fault}"]


def test_all_faults_of_a_file_are_told_at_once() -> None:
    assert [line.split(": ")[0] for line in faults("a: .inf\nb: &x 1\nb: 2\nc: *x\nd: 007\n")] == [
        "f.yaml:1:4",
        "f.yaml:2:4",
        "f.yaml:3:1",
        "f.yaml:4:4",
        "f.yaml:5:4",
    ]


def test_after_too_many_faults_the_rest_is_not_read() -> None:
    told = faults("a: *a\n" * 1000)
    assert len(told) == FAULTS + 1
    assert told[-1].endswith(f"{FAULTS} faults: the rest of this file was not read")


@pytest.mark.parametrize("deep", ["[", "{a: ", "- "])
def test_nesting_ends_at_its_limit(deep: str) -> None:
    closing = {"[": "]", "{a: ": "}", "- ": ""}[deep]
    # Where a line begins with '- ', the key above it is one level, as with brackets.
    head = "a:\n" if deep == "- " else "a: "
    assert not reading(head + deep * (DEPTH - 1) + "1" + closing * (DEPTH - 1)).problems
    assert faults(head + deep * DEPTH + "1" + closing * DEPTH)[0].endswith(f"nested deeper than {DEPTH} levels")


def test_lists_that_are_not_indented_count_as_nesting_too() -> None:
    lines = [" " * 2 * level + "- b:" for level in range(40)]
    assert faults("a:\n" + "\n".join(lines))[0].endswith(f"nested deeper than {DEPTH} levels")


def test_a_file_holds_a_limited_number_of_values() -> None:
    assert not reading("a: [" + "1," * (NODES - 2) + "]").problems
    assert faults("a: [" + "1," * (NODES - 1) + "]")[0].endswith(f"more than {NODES:,} values in one scenario")


def test_texts_and_keys_have_a_limit() -> None:
    assert not reading("a: " + "x" * TEXT).problems
    assert faults("a: " + "x" * (TEXT + 1)) == [f"f.yaml:1:4: a text of {TEXT + 1:,} characters: at most {TEXT:,}"]
    assert not reading("x" * KEY + ": 1").problems
    assert faults("x" * (KEY + 1) + ": 1") == [f"f.yaml:1:1: a key of {KEY + 1} characters: at most {KEY}"]


@given(st.text(st.sampled_from("ab1 \n\t:-?[]{},&*!|>'\"%@`#\\x~.<=0e+_\u00e9\ufeff\x00"), max_size=60))
def test_reading_never_fails_otherwise_than_with_problems(text: str) -> None:
    node, problems, _ = reading(text)
    assert problems or node is not None
    lines = [*text.split("\n"), ""]
    assert all(1 <= problem.column <= len(lines[problem.line - 1]) + 1 for problem in problems)


def test_a_file_that_was_read_before_is_not_read_again_and_one_that_changed_is() -> None:
    first = read("a.yaml", "a: {b: [1, two]}")
    again, elsewhere = read("a.yaml", "a: {b: [1, two]}"), read("b.yaml", "a: {b: [1, two]}")
    assert again == first
    assert again.node is first.node
    assert elsewhere.node is not None
    assert elsewhere.node.place.file == "b.yaml"
    changed = read("a.yaml", "a: {b: [1, three]}").node
    assert changed is not None
    assert changed.plain() == {"a": {"b": [1, "three"]}}


def test_what_was_read_before_is_refused_all_the_same_where_there_is_no_room_for_it() -> None:
    text = "a: [1, 2, 3]"
    whole = read("a.yaml", text)
    assert whole.size == 5
    assert read("a.yaml", text, 5) == whole
    cut = read("a.yaml", text, 4)
    assert cut.node is None
    assert [problem.message for problem in cut.problems] == [f"more than {NODES:,} values in one scenario"]


def test_faults_are_told_each_time_and_belong_to_who_asked() -> None:
    read("a.yaml", "a: 1").problems.append(read("a.yaml", "a: 1\na: 2").problems[0])
    assert read("a.yaml", "a: 1").problems == []
    assert len(read("a.yaml", "a: 1\na: 2").problems) == 1


def test_only_so_many_files_are_kept() -> None:
    for number in range(KEPT_FILES + 10):
        read(f"{number}.yaml", "a: 1")
    first = read("0.yaml", "a: 1")
    assert first == read("0.yaml", "a: 1")
    assert first.node is read("0.yaml", "a: 1").node
    long = "a: [" + "1," * KEPT_VALUES + "]"
    assert read("long.yaml", long).node is not read("long.yaml", long).node
