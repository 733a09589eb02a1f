"""A scenario's files become one document, wherever they come from; what is no file of a scenario is refused."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.reading import FILE_BYTES, FILES, FOLDER_BYTES, read_folder, read_texts
from crisis_sim.scenario.text import NODES
from tests.scenario.samples import TEXTS


def written(folder: Path, texts: Mapping[str, str | bytes]) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def refusal(source: Path | Mapping[str, object]) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_folder(source) if isinstance(source, Path) else read_texts(source)
    return str(caught.value).splitlines()


def problems(texts: Mapping[str, object]) -> list[str]:
    return [str(problem) for problem in sorted(read_texts(texts).problems)]


def test_a_section_may_be_spread_over_several_files() -> None:
    texts = {
        "scenario.yaml": "title: x\ngauges:\n  a: 1\n",
        "more.yaml": "gauges: {b: 2}\nnotes: [1]\n",
        "other.yaml": "notes: [2, 3]\n",
    }
    document = read_texts(texts)
    assert document.problems == ()
    assert document.root.plain() == {"gauges": {"a": 1, "b": 2}, "notes": [1, 2, 3], "title": "x"}
    assert document.place(("gauges", "a")) == ("scenario.yaml", 3, 6)
    assert document.place(("gauges", "b"), key=True) == ("more.yaml", 1, 10)
    assert document.place(("notes", 2)) == ("other.yaml", 1, 12)
    assert document.place(("nothing",)) == ("scenario.yaml", 1, 1)


def test_entries_keep_the_order_of_file_names() -> None:
    texts = {"b.yaml": "g: {x: 1}", "scenario.yaml": "g: {z: 1}", "a.yaml": "g: {y: 1}"}
    gauges = read_texts(texts).root.child("g")
    assert gauges is not None
    assert list(gauges.keys) == ["y", "x", "z"]


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ("title: y", "scenario.yaml:1:1: 'title' is already given in other.yaml, line 1"),
        ("\ngauges:\n  a: 2", "scenario.yaml:2:10: 'a' is already given in other.yaml, line 3"),
        ("gauges: [1]", "scenario.yaml:2:1: 'gauges' is already given in other.yaml, line 1"),
        ("gauges:", "scenario.yaml:2:1: 'gauges' is already given in other.yaml, line 1"),
    ],
)
def test_a_thing_stands_in_one_file_alone(other: str, problem: str) -> None:
    assert problems({"scenario.yaml": "title: x\ngauges: {a: 1}", "other.yaml": other}) == [problem]


def test_faults_of_all_files_are_told_at_once() -> None:
    texts = {"scenario.yaml": "a: &x 1", "b.yaml": "b: [1", "c.yaml": "a: .nan", "briefs/us.md": "\x1b"}
    assert [line.split(": ")[0] for line in refusal(texts)] == [
        "b.yaml:1:4",
        "briefs/us.md:1:1",
        "c.yaml:1:4",
        "scenario.yaml:1:1",
        "scenario.yaml:1:4",
    ]


def test_the_number_of_values_is_limited_for_all_files_together() -> None:
    half = "[" + "1," * (NODES // 2) + "]"
    lines = refusal({"scenario.yaml": f"a: {half}", "b.yaml": f"b: {half}"})
    assert [line.partition(": ")[2] for line in lines] == [f"more than {NODES:,} values in one scenario"]


def test_a_folder_and_its_texts_are_the_same_document(tmp_path: Path) -> None:
    texts = {**TEXTS, "briefs/ar.md": "# Arland\n\nIt waits.\n"}
    folder = written(tmp_path, texts)
    document = read_folder(folder)
    assert document.texts == texts
    assert document.briefs == {"ar": "# Arland\n\nIt waits.\n"}
    assert document.hash == read_texts(texts).hash
    assert document.root.plain() == read_texts(texts).root.plain()


def test_messages_call_files_by_their_paths(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, {"scenario.yaml": "a: [1"}))[0].startswith(f"{tmp_path}/scenario.yaml:1:4: ")


def test_drafts_hidden_files_and_files_of_other_kinds_are_left_out(tmp_path: Path) -> None:
    others = [
        "_draft.yaml",
        ".hidden.yaml",
        "notes.txt",
        "README.md",
        "briefs/_draft.md",
        "briefs/map.png",
        "golden/a.yaml",
    ]
    folder = written(tmp_path, {"scenario.yaml": "a: 1", **dict.fromkeys(others, "\x00 [")})
    assert list(read_folder(folder).texts) == ["scenario.yaml"]


@pytest.mark.parametrize("name", ["actions.yml", "actions.YAML", "actions.Yml"])
def test_a_file_with_another_ending_is_not_overlooked(tmp_path: Path, name: str) -> None:
    folder = written(tmp_path, {"scenario.yaml": "a: 1", name: "b: 1"})
    assert refusal(folder) == [f"{tmp_path}/{name}:1:1: rename it to 'actions.yaml'"]


def test_bytes_that_are_not_utf_8_are_found(tmp_path: Path) -> None:
    folder = written(tmp_path, {"scenario.yaml": b"a: 1\nb: \xc3\xa9\xff", "b.yaml": "a: é".encode("utf-16")})
    assert refusal(folder) == [
        f"{tmp_path}/b.yaml:1:1: not UTF-8 text: save the file as UTF-8",
        f"{tmp_path}/scenario.yaml:2:5: not UTF-8 text: save the file as UTF-8",
    ]


def test_links_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("a: 1")
    folder = written(tmp_path / "scenario", {"scenario.yaml": "a: 1", "real.yaml": "b: 1"})
    (folder / "inside.yaml").symlink_to("real.yaml")
    (given_twice,) = read_folder(folder).problems
    assert given_twice.file == f"{folder}/real.yaml"
    (folder / "inside.yaml").unlink()
    (folder / "outside.yaml").symlink_to(secret)
    (folder / "loop.yaml").symlink_to("loop.yaml")
    assert refusal(folder) == [
        f"{folder}/loop.yaml:1:1: not a file",
        f"{folder}/outside.yaml:1:1: a link that leads out of the scenario's folder",
    ]


def test_the_folder_of_briefs_is_no_way_out_either(tmp_path: Path) -> None:
    folder = written(tmp_path / "scenario", {"scenario.yaml": "a: 1"})
    written(tmp_path / "elsewhere", {"us.md": "words"})
    (folder / "briefs").symlink_to(tmp_path / "elsewhere")
    assert refusal(folder) == [f"{folder}/briefs/us.md:1:1: a link that leads out of the scenario's folder"]


def test_what_cannot_be_read_as_a_file_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, {"scenario.yaml": "a: 1"})
    (folder / "folder.yaml").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    assert refusal(folder) == [f"{folder}/folder.yaml:1:1: not a file", f"{folder}/pipe.yaml:1:1: not a file"]
    assert refusal(folder / "nowhere") == [f"{folder}/nowhere:1:1: No such file or directory"]


def test_a_name_on_disk_cannot_disturb_the_screen(tmp_path: Path) -> None:
    folder = written(tmp_path, {"scenario.yaml": "a: 1", "a\x1b[31m\n.yaml": "b: 1"})
    (line,) = refusal(folder)
    assert line == "a file cannot be called 'a\\u001b[31m .yaml': at most 100 letters, digits, '_', '-', '.'"


def test_files_have_a_size_limit_each_and_together() -> None:
    full = "#" * FILE_BYTES
    assert refusal({"scenario.yaml": full + "#"}) == [
        "scenario.yaml:1:1: a file may hold 256 KiB: spread its sections over several"
    ]
    four = {f"{name}.yaml": full for name in "abcd"}
    assert FOLDER_BYTES == 4 * FILE_BYTES
    assert refusal({"scenario.yaml": "#", **four}) == ["a scenario's files may hold 1,024 KiB together"]


def test_the_number_of_files_is_limited(tmp_path: Path) -> None:
    texts = {"scenario.yaml": "", **{f"briefs/{number}.md": "" for number in range(FILES)}}
    assert refusal(texts) == [f"a scenario may have at most {FILES} files"]
    assert refusal(written(tmp_path, texts)) == [f"a scenario may have at most {FILES} files"]


@pytest.mark.parametrize(
    "name",
    [
        *("../x.yaml", "/etc/x.yaml", "a/x.yaml", "briefs/../x.md", "briefs/a/x.md", "briefs/x.yaml", "C:\\x.yaml"),
        *(
            "",
            "..",
            "x",
            "x.md",
            "a\x00.yaml",
            "a\n.yaml",
            "é.yaml",
            ".x.yaml",
            "_x.yaml",
            "-x.yaml",
            "x" * 300 + ".yaml",
        ),
    ],
)
def test_names_that_no_file_of_a_scenario_has_are_refused(name: str) -> None:
    (line,) = refusal({"scenario.yaml": "a: 1", name: "b: 1"})
    assert line.startswith("a file cannot be called '")
    assert line.isprintable()
    assert len(line) < 200


def test_texts_from_elsewhere_must_be_texts() -> None:
    assert refusal({"scenario.yaml": 5}) == ["scenario.yaml:1:1: should be text"]
    assert refusal({"scenario.yaml": "a: \ud800"}) == ["scenario.yaml:1:4: not UTF-8 text: save the file as UTF-8"]
    assert refusal({"more.yaml": "a: 1"}) == ["a scenario needs a file `scenario.yaml`"]


def test_the_hash_changes_with_every_text_and_not_with_line_ends() -> None:
    kept = read_texts(TEXTS).hash
    assert len(kept) == 16
    assert read_texts({name: text.replace("\n", "\r\n") for name, text in reversed(TEXTS.items())}).hash == kept
    changed = [{**TEXTS, name: text + "\n"} for name, text in TEXTS.items()]
    changed += [{**TEXTS, "briefs/ar.md": ""}, {**TEXTS, "more.yaml": ""}]
    hashes = {read_texts(texts).hash for texts in changed}
    assert len(hashes | {kept}) == len(changed) + 1
