"""The house keeps its files small, says how to start, and names no machine it was built on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import crisis_sim
from crisis_sim.terms.codes import RULES_VERSION
from tests.house.checkout import ROOT, project_files

MOST_LINES = 400

# Put together from pieces, so that this file does not contain what it looks for.
MACHINE_PATHS = ["/" + name + "/" for name in ("work", "root")] + ["/tmp/" + "brief", "/home/" + "user"]
REGISTRY_HOSTS = [
    "pypi" + ".org",
    "files.python" + "hosted.org",
    "registry." + "npmjs",
    "registry." + "yarnpkg",
    "index." + "crates.io",
    "proxy." + "golang.org",
]


def is_counted(path: Path) -> bool:
    top = path.relative_to(ROOT).parts[0]
    return (path.suffix == ".py") or (path.suffix in {".yaml", ".yml"} and top in {"src", "scenarios", "tests"})


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_no_file_is_too_long_to_read() -> None:
    counted = [path for path in project_files() if is_counted(path)]
    lines = {path.relative_to(ROOT).as_posix(): len(text_of(path).splitlines()) for path in counted}
    assert lines
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_file_names_the_machine_it_was_written_on() -> None:
    pattern = re.compile("|".join(rf"(?<![\w.~-]){re.escape(path)}" for path in MACHINE_PATHS))
    assert pattern.search("cd " + MACHINE_PATHS[0] + "x")
    assert [str(path.relative_to(ROOT)) for path in project_files() if pattern.search(text_of(path))] == []


def test_no_file_names_a_package_registry() -> None:
    pattern = re.compile("|".join(re.escape(host) for host in REGISTRY_HOSTS), re.IGNORECASE)
    assert [str(path.relative_to(ROOT)) for path in project_files() if pattern.search(text_of(path))] == []


def test_the_readme_gives_the_two_commands() -> None:
    readme = text_of(ROOT / "README.md")
    assert re.search(r"^\s*(?:\$ )?make play\b", readme, re.MULTILINE)
    assert re.search(r"^\s*(?:\$ )?make test\b", readme, re.MULTILINE)


def test_every_make_target_has_its_line_of_help() -> None:
    makefile = text_of(ROOT / "Makefile")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    explained = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert set(phony[1].split()) - explained == {"base", "dev"}


def test_the_version_stands_in_one_place_and_in_the_changelog() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    assert "version" not in project
    assert "version" in project["dynamic"]
    assert f"## [{crisis_sim.__version__}]" in text_of(ROOT / "CHANGELOG.md")


def test_the_changelog_says_what_these_rules_are() -> None:
    assert re.search(rf"`RULES_VERSION` {RULES_VERSION}\b", text_of(ROOT / "CHANGELOG.md"))


def test_every_dependency_is_justified() -> None:
    justified = text_of(ROOT / "docs/design/002-dependencies.md").lower()
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    lists = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    lists += project["dependency-groups"].values()
    names = {re.split(r"[^\w-]", line)[0].lower() for lines in lists for line in lines} - {"crisis-sim"}
    assert {name for name in names if f"| {name} |" not in justified} == set()
