"""The command as it was started, so that the hints can be typed as they stand."""

import shlex
import shutil
import sys
from pathlib import Path

NAME = "crisis-sim"


def command(*words: str) -> str:
    """`crisis-sim saves`, or whatever starts this program from here; every word as a shell needs it."""
    return " ".join([_program(), *map(shlex.quote, words)])


def _program() -> str:
    ours = Path(sys.executable).absolute().parent
    found = shutil.which(NAME)
    if found is not None and Path(found).resolve().parent == ours.resolve():
        return NAME
    typed = Path(sys.argv[0])
    if typed.name == NAME and typed.exists():
        return shlex.quote(str(typed))
    if (ours / NAME).exists():
        return shlex.quote(_from_here(ours / NAME))
    return f"{shlex.quote(_from_here(Path(sys.executable).absolute()))} -m crisis_sim"


def _from_here(path: Path) -> str:
    """The path as one would type it: within this folder, without the way to it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
