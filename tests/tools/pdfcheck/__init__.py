"""Measure the pages of a finished book from its PDF alone.

Nothing here knows the engine that set the pages: glyphs are read from the page contents (through pdfminer, which
pdfplumber stands on), lines are put together from where the glyphs lie, and what is measured is what a reader with a
ruler would measure. So books of any engine can be compared.

    python tests/tools/pdfcheck BOOK.pdf [--json OUT.json] [--examples 5]

`check` returns a `Report`; the names of its faults are the keys of `FAULTS`.
"""

from __future__ import annotations

from pdfcheck.checks import FAULTS, Fault, Report, check

__all__ = ["FAULTS", "Fault", "Report", "check"]
