"""The PDFs of a layout as bytes, and what went wrong on the way: what tests look into."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from archive_app.typeset.layout import Layout
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.pdf.document import render
from archive_app.typeset.pdf.preserved import draw_preserved
from archive_app.typeset.pdf.press import PressOptions, draw_press
from archive_app.typeset.pdf.proof import ProofOptions, draw_proof
from archive_app.typeset.problems import Problem
from archive_app.typeset.sources import SourceFile

__all__ = ["render", "render_preserved", "render_press", "render_proof"]

Rendered = tuple[bytes, list[Problem]]


def _rendered(draw: Callable[..., list[Problem]], *arguments: Any) -> Rendered:
    stream: BinaryIO = io.BytesIO()
    problems = draw(stream, *arguments)
    stream.seek(0)
    return stream.read(), problems


def render_proof(layout: Layout, metadata: Metadata, options: ProofOptions) -> Rendered:
    """The proof."""
    return _rendered(draw_proof, layout, metadata, options)


def render_press(layout: Layout, metadata: Metadata, options: PressOptions) -> Rendered:
    """The print."""
    return _rendered(draw_press, layout, metadata, options)


def render_preserved(layout: Layout, metadata: Metadata, sources: Sequence[SourceFile] = ()) -> Rendered:
    """The file to be kept."""
    return _rendered(draw_preserved, layout, metadata, sources)
