"""The page as one file: its words put into the templates, and written whole or not at all."""

import base64
import hashlib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import crisis_sim
from crisis_sim.analysis.report.words import clean
from crisis_sim.batch.parts import write_whole
from crisis_sim.journal import NotSaved
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.records import WrongUse

PACKAGE = "crisis_sim.analysis.report"
TEMPLATES = "templates"


def page(template: str, kind: str, words: Mapping[str, Any]) -> str:
    """The whole page. Every text in it is escaped, and shown without what could hide or turn other text."""
    style = (resources.files(PACKAGE) / TEMPLATES / "style.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=PackageLoader(PACKAGE, TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(template).render(
        **words,
        kind=kind,
        style=Markup(style),
        style_hash=Markup(digest),
        version=crisis_sim.__version__,
    )


def _finished(value: Any) -> Any:
    """What is about to be shown: texts from scenarios, journals and players lose what no reader should obey."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return clean(value).replace(" %", "\N{NO-BREAK SPACE}%")


def check_free(path: Path, force: bool) -> None:
    """WrongUse, if the file may not be written there."""
    shown = printable(str(path))
    try:
        if path.is_dir():
            raise WrongUse(f"{shown} is a directory: name a file for the report")
        if not path.parent.is_dir():
            raise WrongUse(f"{shown}: there is no directory {printable(str(path.parent))}")
        if (path.exists() or path.is_symlink()) and not force:
            raise WrongUse(f"{shown} is there already: name another file, or say --force to replace it")
    except (OSError, ValueError):
        raise WrongUse(f"{shown[:100]} is no path for a file") from None


def write(path: Path, text: str) -> None:
    """Writes the file, or leaves what is there as it is. NotSaved, if it cannot be written."""
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise NotSaved(f"cannot write {printable(str(path))}: {error.strerror or error}") from None
