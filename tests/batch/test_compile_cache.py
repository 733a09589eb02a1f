"""Compiled rules are kept between processes: whole, private, for this version alone, and given up without a fuss."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crisis_sim.batch import compile_cache
from crisis_sim.batch.compile_cache import FOLDER, KEPT, Kept, Unusable, folder, keep, kept, ours, version_key

CODE = b"object code"


@pytest.fixture
def place(tmp_path, monkeypatch):
    place = tmp_path / "cache"
    monkeypatch.setenv(FOLDER, str(place))
    return place


class Making:
    """Stands for the compiler, and counts how often it was wanted."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return CODE


def files(place: Path) -> list[Path]:
    return sorted(place.glob("*"))


def test_rules_are_compiled_once_and_then_taken_from_the_folder(place):
    make = Making()
    assert [Kept(make).code for _ in range(3)] == [CODE] * 3
    assert make.times == 1
    assert [path.name for path in files(place)] == [f"{version_key()}.kernel"]
    assert Kept(make).notice is None


def test_the_folder_is_ours_alone(place):
    assert stat.S_IMODE(folder().stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", [lambda old: b"", lambda old: old[:40], lambda old: old[:-1], lambda old: b"x" * 99])
def test_a_damaged_file_is_never_run_but_made_anew(place, damage):
    make = Making()
    Kept(make)
    (path,) = files(place)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert Kept(make).code == CODE
    assert make.times == 2
    assert path.read_bytes() == whole


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="modes and owners are those of POSIX")
def test_what_others_could_have_written_is_never_run(place):
    make = Making()
    Kept(make)
    (path,) = files(place)
    path.chmod(0o666)
    assert kept(path) is None
    path.chmod(0o600)
    assert kept(path) == CODE
    place.chmod(0o777)
    with pytest.raises(Unusable, match="others can write to it"):
        folder()
    told = Kept(make)
    assert (told.code, make.times) == (CODE, 2)
    assert told.notice
    assert FOLDER in told.notice


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners are those of POSIX")
def test_a_folder_of_somebody_else_is_not_ours(place):
    known = list(folder().stat())
    known[stat.ST_UID] += 1
    assert ours(folder().stat())
    assert not ours(os.stat_result(known))


def test_a_link_in_the_place_of_the_file_is_not_followed(place, tmp_path):
    other = tmp_path / "other.kernel"
    keep(other, CODE)
    assert kept(other) == CODE
    link = folder() / "some.kernel"
    link.symlink_to(other)
    assert kept(link) is None


def test_where_nothing_can_be_written_the_rules_are_compiled_and_one_line_says_so(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(FOLDER, str(tmp_path / "file" / "cache"))
    told = Kept(Making())
    assert told.code == CODE
    assert told.notice
    assert "\n" not in told.notice


def test_old_versions_are_removed_and_the_last_used_ones_kept(place):
    home = folder()
    for number in range(KEPT + 3):
        path = home / f"{number}.kernel"
        keep(path, CODE)
        os.utime(path, (time.time() - 1000 + number,) * 2)
    kept(home / "3.kernel")
    keep(home / "new.kernel", CODE)
    left = {path.name for path in files(place)}
    assert len(left) == KEPT
    assert left >= {"new.kernel", "3.kernel"}


def test_the_key_changes_with_every_source_and_with_the_build(monkeypatch, tmp_path):
    keys = {version_key()}
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "1" if os.environ.get("NUMBA_BOUNDSCHECK") != "1" else "0")
    keys.add(version_key())
    copied = [path for pattern in compile_cache.SOURCES for path in compile_cache.ROOM.glob(pattern)]
    for path in copied:
        copy = tmp_path / path.relative_to(compile_cache.ROOM)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(compile_cache, "ROOM", tmp_path)
    assert version_key() in keys
    for room in ("rules/pulse.py", "terms/rows.py", "language/interpreter.py", "batch/keep.py", "batch/compiling.py"):
        with (tmp_path / room).open("a") as file:
            file.write("# edited\n")
        keys.add(version_key())
    assert len(keys) == 7


IMPORTED = """
import sys
from crisis_sim.batch import compiling
names = {name for name in sys.modules if name.startswith("crisis_sim.")}
sys.stdout.write(" ".join(sorted(names)))
"""


def test_the_key_covers_everything_that_is_compiled():
    """Whatever of the rules, the words and the batch room the compiler imports is a source of the key."""
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True)
    room = compile_cache.ROOM
    covered = {path for pattern in compile_cache.SOURCES for path in room.glob(pattern)}
    wanted = {
        room.joinpath(*name.split(".")[1:]).with_suffix(".py")
        for name in done.stdout.split()
        if name.split(".")[1] in {"rules", "terms", "batch"} and name.count(".") > 1
    }
    assert wanted - covered == set()


AT_ONCE = """
import sys
from crisis_sim.batch.kernel import Kernel
from tests.batch.games import compiled
print(Kernel(compiled("standoff")).play(0, 1, 7, [1, 1], [0, 0])["digest_low"][0])
"""


@pytest.mark.slow
def test_processes_that_start_at_once_with_nothing_kept_all_play(place):
    running = [subprocess.Popen([sys.executable, "-c", AT_ONCE], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = [one.communicate()[0] for one in running]
    assert [one.returncode for one in running] == [0, 0, 0]
    assert len(set(told)) == 1
    assert [path.suffix for path in files(place)] == [".kernel"]
