"""Real scenarios, damaged at random: `python -m tests.scenario.mutants COUNT SEED` reads them and reports what broke.

It is a program of its own so that its memory can be measured, and so that a hang can be cut off.
"""

from __future__ import annotations

import json
import random
import re
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import load, shipped_folder

CHECKOUT = Path(__file__).parent.parent.parent
SECONDS = 2.0
LINE = re.compile(r"[^:]+:[1-9]\d*:[1-9]\d*: .+|\.\.\. and \d+ more")
TOKENS = (
    *("[", "]", "{", "}", ": ", "- ", "? ", "| ", "> ", "'", '"', "#", "&a ", "*a", "!x ", "<<: "),
    *("---\n", "\t", "\\", "%", "@", "[[[[", "{a: {b: {c: ", "a.b.c", "../x", "é", "x" * 500),
    *(".nan", "-.inf", "1e999", "9" * 400, "007", "0x1F", "1_000", "12:30", "-1", "0"),
    *("yes", "null", "true", "''", "[]", "{}", "\x00", "\x1b[31m", "\ufeff", "\u202e", "\r", "\u2028"),
)

Mutation = Callable[[bytes, random.Random], bytes]


def flip_a_bit(content: bytes, luck: random.Random) -> bytes:
    at = luck.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << luck.randrange(8)]) + content[at + 1 :]


def put_in(content: bytes, luck: random.Random) -> bytes:
    at = luck.randrange(len(content))
    return content[:at] + luck.choice(TOKENS).encode() + content[at:]


def cut_out(content: bytes, luck: random.Random) -> bytes:
    at = luck.randrange(len(content))
    return content[:at] + content[at + luck.randrange(1, 80) :]


def cut_off(content: bytes, luck: random.Random) -> bytes:
    return content[: luck.randrange(len(content))]


def by_lines(change: Callable[[list[bytes], random.Random], None]) -> Mutation:
    def mutation(content: bytes, luck: random.Random) -> bytes:
        lines = content.split(b"\n")
        change(lines, luck)
        return b"\n".join(lines)

    return mutation


@by_lines
def drop_a_line(lines: list[bytes], luck: random.Random) -> None:
    del lines[luck.randrange(len(lines))]


@by_lines
def repeat_a_line(lines: list[bytes], luck: random.Random) -> None:
    lines.insert(luck.randrange(len(lines)), luck.choice(lines))


@by_lines
def swap_lines(lines: list[bytes], luck: random.Random) -> None:
    one, other = luck.randrange(len(lines)), luck.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


@by_lines
def indent_otherwise(lines: list[bytes], luck: random.Random) -> None:
    at = luck.randrange(len(lines))
    for number in range(at, at + luck.choice([1, 1, 5])):
        if number < len(lines):
            lines[number] = b" " * luck.randrange(9) + lines[number].lstrip()


@by_lines
def change_the_kind_of_a_value(lines: list[bytes], luck: random.Random) -> None:
    at = luck.choice([number for number, line in enumerate(lines) if b":" in line or b"-" in line] or [0])
    head, mark, _ = lines[at].partition(b":") if b":" in lines[at] else lines[at].partition(b"-")
    lines[at] = head + mark + b" " + luck.choice(TOKENS).encode()


MUTATIONS: list[Mutation] = [
    *(flip_a_bit, put_in, cut_out, cut_off, drop_a_line),
    *(repeat_a_line, swap_lines, indent_otherwise, change_the_kind_of_a_value),
]


def originals() -> list[dict[str, bytes]]:
    """The files of every scenario in the checkout."""
    folders = [path.parent for top in (CHECKOUT / "tests", shipped_folder()) for path in top.rglob("scenario.yaml")]
    return [
        {str(path.relative_to(folder)): path.read_bytes() for path in [*folder.glob("*.yaml"), *folder.glob("*/*.md")]}
        for folder in sorted(folders)
    ]


def mutant(files: dict[str, bytes], luck: random.Random) -> dict[str, bytes]:
    files = dict(files)
    for _ in range(luck.choice([1, 1, 2, 4])):
        name = luck.choice(sorted(files))
        files[name] = luck.choice(MUTATIONS)(files[name] or b"\n", luck)
    return files


def fate(files: dict[str, bytes], folder: Path) -> str:
    """`read`, `refused`, or what broke."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        load(folder)
    except ScenarioError as error:
        odd = [line for line in str(error).splitlines() if not LINE.fullmatch(line) or not line.isprintable()]
        return f"an odd line: {odd[0]!r}" if odd else "refused"
    except BaseException as error:
        return f"broken: {error!r}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "read"


def cut_short(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"more than {SECONDS} s")


def main(count: int, seed: int) -> dict[str, object]:
    """How many mutants were read and refused, which broke (by number), and the most memory ever used."""
    signal.signal(signal.SIGPROF, cut_short)
    fates: dict[int, str] = {}
    scenarios = originals()
    for number in range(count):
        luck = random.Random(f"{seed} {number}")
        with tempfile.TemporaryDirectory() as folder:
            fates[number] = fate(mutant(luck.choice(scenarios), luck), Path(folder))
    return {
        "read": sum(fate == "read" for fate in fates.values()),
        "refused": sum(fate == "refused" for fate in fates.values()),
        "broken": {number: fate for number, fate in fates.items() if fate not in {"read", "refused"}},
        "megabytes": _peak() // 1024,
    }


def _peak() -> int:
    """The most memory this process has used, in KB. The figure of getrusage is inherited from whoever started it."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+([0-9]+) kB", status.read_text())
        if found:
            return int(found[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
