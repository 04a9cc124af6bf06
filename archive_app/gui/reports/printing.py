"""A report on the printer: the very glyphs and rules of its sheets, painted onto the paper."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from archive_app.gui.workspaces.volumes.painter import paint_on
from archive_app.typeset.layout import Layout, Page


def print_layout(layout: Layout, printer: QPrinter) -> int:
    """Print the sheets that the printer was asked for (all, or from … to …); how many were painted.

    Each lies as it is: a list across, a paper upright.
    """
    first = max(1, printer.fromPage()) if printer.fromPage() else 1
    last = printer.toPage() or len(layout.pages)
    pages = layout.pages[first - 1 : last]
    if not pages:
        return 0
    printer.setFullPage(True)
    printer.setPageLayout(_layout_of(pages[0]))
    painter = QPainter()
    if not painter.begin(printer):
        return 0
    try:
        for number, page in enumerate(pages):
            if number:
                printer.setPageLayout(_layout_of(page))
                printer.newPage()
            paint_on(painter, page, printer.resolution() / 72)
    finally:
        painter.end()
    return len(pages)


def _layout_of(page: Page) -> QPageLayout:
    """The paper of a sheet, without margins: the sheet has its own."""
    across = page.width > page.height
    size = QSizeF(min(page.width, page.height), max(page.width, page.height))
    turned = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    paper = QPageSize(size, QPageSize.Unit.Point)
    return QPageLayout(paper, turned, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
