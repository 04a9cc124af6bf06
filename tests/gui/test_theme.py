"""Contrast, one stylesheet for every palette and size, faces by name."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QFontInfo, QTextLayout
from PySide6.QtWidgets import QApplication, QPushButton

from archive_app.gui.theme import Theme
from archive_app.gui.theme.stylesheet import stylesheet
from archive_app.gui.theme.tokens import DARK, LIGHT, Tokens
from archive_app.resources import resource

GROUNDS = ("paper", "rail", "sheet")


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", [*GROUNDS, "selected", "hover"])
def test_words_are_readable_on_every_ground(tokens: Tokens, ground: str) -> None:
    behind = getattr(tokens, ground)
    assert contrast(tokens.ink, behind) >= 7
    assert contrast(tokens.faint, behind) >= 4.5
    assert contrast(tokens.cinnabar_ink, behind) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", ["celadon", "amber", "danger"])
def test_states_are_readable_on_their_tints_and_on_the_grounds(tokens: Tokens, tone: str) -> None:
    words = getattr(tokens, tone)
    for ground in (getattr(tokens, f"{tone}_tint"), *(getattr(tokens, name) for name in GROUNDS)):
        assert contrast(words, ground) >= 4.5
    assert contrast(tokens.on_cinnabar, tokens.cinnabar) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_focus_ring_stands_out_from_every_ground(tokens: Tokens) -> None:
    assert all(contrast(tokens.focus, getattr(tokens, ground)) >= 3 for ground in GROUNDS)


def test_the_template_names_no_colour_of_its_own() -> None:
    template = resource("gui", "window.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{6}\b", template)
    known = {field.name for field in fields(LIGHT)} | {"sans", "serif", "small", "body", "title", "token"}
    assert set(re.findall(r"\$(\w+)", template)) <= known


def test_every_length_grows_with_the_text_size() -> None:
    small, large = stylesheet(LIGHT, 1.0), stylesheet(LIGHT, 2.0)
    assert "dp" not in re.sub(r"[a-z]+dp[a-z]+", "", small)
    heights = [re.search(r"QLineEdit, QComboBox, QAbstractSpinBox \{ min-height: (\d+)px", s) for s in (small, large)]
    assert [int(found.group(1)) for found in heights if found] == [32, 64]


def test_faces_are_the_bundled_ones_by_name(look: Theme) -> None:
    assert QFontInfo(look.font()).family() == "Noto Sans SC"
    assert QFontInfo(look.reading()).family() == "Noto Serif SC"


@pytest.mark.parametrize("name", ["བསོད་ནམས་ཚེ་རིང་།", "ᠰᠣᠳᠨᠠᠮ", "نور", "𠮷䶮"])
def test_a_name_as_its_bearer_writes_it_has_glyphs(look: Theme, name: str) -> None:
    """Whatever fonts the machine has: a box instead of a letter is glyph 0."""
    for font in (look.font(), look.reading()):
        layout = QTextLayout(name, font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        assert all(glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()), name


def test_a_palette_reaches_the_widgets_at_once(look: Theme, qapp: QApplication, qtbot) -> None:
    made = QPushButton("存")
    qtbot.addWidget(made)
    made.show()
    before = made.grab().toImage().pixelColor(10, 10).lightness()
    look.set(mode="dark")
    after = made.grab().toImage().pixelColor(10, 10).lightness()
    assert before > 200 > 80 > after
    assert look.tokens is DARK


def test_every_icon_the_actions_name_is_there(look: Theme) -> None:
    from archive_app.gui.actions import ACTIONS
    from archive_app.gui.workspaces.registry import WORKSPACES

    for spec in ACTIONS:
        assert not spec.icon or not look.icon(spec.icon).isNull()
    assert all(not look.icon(spec.icon).isNull() for spec in WORKSPACES)
