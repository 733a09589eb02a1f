"""Where compiled rules are kept from one time to the next, so that only the first use of a version waits for them.

One file a version, named by a hash of all that it depends on. What is in it is run, so it is taken only from a folder
and a file of one's own that nobody else can write to, and only whole: it begins with the hash of what follows.
"""

import hashlib
import os
import platform
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import llvmlite.binding as llvm
import platformdirs

import crisis_sim

FOLDER = "CRISIS_SIM_CACHE"
KEPT = 4
"""Versions that are kept: those last used."""
SOURCES = (
    "terms/*.py", "rules/*.py", "language/interpreter.py", "language/opcodes.py", "batch/measures.py",
    "batch/playing.py", "batch/keep.py", "batch/many.py", "batch/rows_ref.py", "batch/compiling.py",
    "batch/machine_code.py",
)  # fmt: skip
WRITE = "import sys; from crisis_sim.batch import compiling; sys.stdout.buffer.write(compiling.object_code())"
ROOM = Path(crisis_sim.__file__).parent


class Unusable(Exception):
    """A folder from which nothing is taken. Its text says why."""


def version_key() -> str:
    """A hash of everything that compiled rules depend on."""
    features = sorted(name for name, has in llvm.get_host_cpu_features().items() if has)
    checked = os.environ.get("NUMBA_BOUNDSCHECK", "")
    parts = [platform.machine(), sys.platform, llvm.get_host_cpu_name(), *features, f"checked={checked}"]
    parts += [platform.python_version(), version("numba"), version("llvmlite")]
    digest = hashlib.sha256("\n".join(parts).encode())
    for pattern in SOURCES:
        for path in sorted(ROOM.glob(pattern)):
            digest.update(f"\n{path.relative_to(ROOM).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def folder() -> Path:
    """The folder, made if need be. Unusable: it cannot be written to, or others can."""
    named = os.environ.get(FOLDER)
    place = Path(named) if named else platformdirs.user_cache_path("crisis_sim") / "kernel"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        known = place.stat()
    except OSError as error:
        raise Unusable(f"{place}: {error.strerror}") from None
    if not ours(known):
        raise Unusable(f"{place}: others can write to it")
    if not os.access(place, os.W_OK | os.X_OK):
        raise Unusable(f"{place}: it cannot be written to")
    return place


def ours(known: os.stat_result) -> bool:
    """Whether it belongs to us, and nobody else can write to it. (Windows has no such modes: a profile is private.)"""
    if not hasattr(os, "getuid"):
        return True
    return known.st_uid == os.getuid() and not known.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def kept(path: Path) -> bytes | None:
    """What is in a file of ours; None if it is not there, not ours, or not whole."""
    try:
        with open(path, "rb", opener=_no_links) as file:
            known = os.fstat(file.fileno())
            if not stat.S_ISREG(known.st_mode) or not ours(known):
                return None
            content = file.read()
        os.utime(path)
    except OSError:
        return None
    seal, code = content[:32], content[32:]
    return code if code and hashlib.sha256(code).digest() == seal else None


def _no_links(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def keep(path: Path, code: bytes) -> None:
    """Writes it whole or not at all, and removes what was not used for long. OSError where that is not possible."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(code).digest() + code)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    ages = {}
    for other in path.parent.glob("*.kernel"):
        try:
            ages[other] = other.stat().st_mtime
        except OSError:  # another process has removed it
            continue
    for old in sorted(ages, key=lambda each: ages[each], reverse=True)[KEPT:]:
        if old != path:
            old.unlink(missing_ok=True)


def compiled_elsewhere() -> bytes:
    """Compiles the rules in a process of its own: so ours neither waits for numba to be imported, nor keeps it."""
    if not sys.executable:
        from crisis_sim.batch.compiling import object_code

        return object_code()
    paths = [str(ROOM.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-P", "-c", WRITE],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0 or not done.stdout:
        raise RuntimeError("the rules could not be compiled: " + done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


class Kept:
    """Compiled rules: from the folder, or made and put there. `notice`: what the user should be told, or None."""

    def __init__(self, make: Callable[[], bytes] = compiled_elsewhere) -> None:
        self.notice: str | None = None
        try:
            path: Path | None = folder() / f"{version_key()}.kernel"
        except Unusable as why:
            path = None
            self._tell(str(why))
        known = kept(path) if path else None
        self.code = known or make()
        if path and known is None:
            try:
                keep(path, self.code)
            except OSError as error:
                self._tell(f"{path.parent}: {error.strerror}")

    def _tell(self, why: str) -> None:
        self.notice = f"the compiled rules cannot be kept, so each start takes some seconds ({why}): set {FOLDER}"


_lock = threading.Lock()
_taken: list[Kept] = []


def compiled_rules() -> Kept:
    """The compiled rules of this version, once a process. Whoever asks meanwhile waits."""
    with _lock:
        if not _taken:
            _taken.append(Kept())
        return _taken[0]


def prepare() -> None:
    """Begins to fetch or to compile the rules, and returns at once: there is a scenario to be read meanwhile."""
    threading.Thread(target=_fetch, daemon=True).start()


def _fetch() -> None:
    try:
        compiled_rules()
    except Exception:  # whoever needs them tries again, and is told
        return
