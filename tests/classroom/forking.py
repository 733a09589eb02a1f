"""A process that has everything loaded, and for each line on its standard input forks a server. The servers are real
processes, there to be killed; only the second that Python takes to load is saved each time."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from crisis_sim.classroom import making, serving
from tests.classroom.wire import STANDOFF


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def serve(store: str, port: int) -> None:
    opened = making.open_or_begin(STANDOFF, 1, 30, True, Path(store), seed=5)
    served = serving.listen(port, lan=False)
    serving.serve(opened, served, None, False, say=say)


if __name__ == "__main__":
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            serve(sys.argv[1], int(sys.argv[2]))
            os._exit(0)
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("ended")
