"""Whether what a part of the program needs is installed."""

from importlib.util import find_spec

from crisis_sim.terms.records import WrongUse


def need(what: str, extra: str, *libraries: str) -> None:
    """WrongUse with the command that installs them, if one of these libraries is not there. `extra`: `batch`, ..."""
    missing = [library for library in libraries if find_spec(library) is None]
    if missing:
        raise WrongUse(f'{what} needs {" and ".join(missing)}: pip install "crisis-sim[{extra}]"')
