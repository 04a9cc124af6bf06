"""An empty view in little room."""

from __future__ import annotations

import pytest

from archive_app.gui.theme import Theme
from archive_app.gui.widgets.empty_state import EmptyState, _Drawing


@pytest.mark.parametrize("height", [120, 90, 60, 20])
def test_a_drawing_in_little_height_is_smaller_or_left_out_never_cut_off(look: Theme, qtbot, height: int) -> None:
    view = EmptyState("nothing", "没有找到", "换个说法试试。")
    qtbot.addWidget(view)
    drawing = view.findChild(_Drawing)
    drawing.setFixedSize(400, height)
    seen = drawing.grab().toImage()
    ground = seen.pixelColor(0, 0)
    edges = [(x, y) for x in range(seen.width()) for y in (0, seen.height() - 1)]
    assert all(seen.pixelColor(x, y) == ground for x, y in edges)
    inked = any(seen.pixelColor(x, y) != ground for x in range(seen.width()) for y in range(seen.height()))
    assert inked == (height >= 90)
