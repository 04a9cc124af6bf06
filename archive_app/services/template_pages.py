"""Templates as files that a designer can look at: a list of those there are, and a specimen of each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from archive_app.frozen import dataclass
from archive_app.typeset import compose, templates
from archive_app.typeset.pdf import write
from archive_app.typeset.problems import Problem
from archive_app.typeset.specimen import specimen
from archive_app.typeset.templates import Template
from archive_app.vault.durable import storage_failed

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Specimen:
    """A specimen that was written."""

    template: Template
    out: Path
    pages: int
    problems: tuple[Problem, ...]


def described(template: Template) -> dict[str, Any]:
    """A template in a few values, as ``cunshi templates --json`` prints it."""
    return {
        "name": template.name,
        "label": template.label,
        "format": template.format_name,
        "trim_mm": list(template.trim),
        "measure": list(template.measure),
        "body_pt": template.body_pt,
        "leading_pt": template.leading_pt,
        "direction": template.direction,
    }


def chosen(words: Sequence[str]) -> list[Template]:
    """The templates of these names or files (``.toml``); all that come with the program where none is named.

    Raises `archive_app.typeset.toml_source.SourceError` for an unknown name and for a file that says what cannot be.
    """
    if not words:
        return [templates.load(name) for name in templates.names()]
    return [templates.read(Path(word)) if word.endswith(".toml") else templates.load(word) for word in words]


def write_specimens(wanted: Sequence[Template], folder: Path, progress: Progress = lambda s, w: None) -> list[Specimen]:
    """A PDF for each template, in ``folder``, which is made where it is missing.

    Raises `archive_app.domain.errors.StorageFailed` where a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_failed(folder, error) from error
    made = []
    for number, template in enumerate(wanted):
        progress(number / len(wanted), template.label or template.name)
        with tempfile.TemporaryDirectory() as scratch:
            layout = compose(specimen(template, Path(scratch)), template=template)
            written = write(layout, folder / f"{template.name}.pdf")
        made.append(Specimen(template, written.path, len(layout.pages), (*layout.problems, *written.problems)))
    return made
