"""The bundled faces: each is whole, is what its name says, and carries its licence."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from archive_app.resources import resource

# file name -> the family name the window and the typesetter ask for
FACES = {
    "NotoSerifSC-Regular.ttf": "Noto Serif SC",
    "NotoSerifSC-Bold.ttf": "Noto Serif SC",
    "NotoSansSC-Regular.ttf": "Noto Sans SC",
    "NotoSansSC-Bold.ttf": "Noto Sans SC",
    "LXGWWenKai-Regular.ttf": "LXGW WenKai",
    "NotoSerifTibetan-Regular.ttf": "Noto Serif Tibetan",
    "Amiri-Regular.ttf": "Amiri",
    "NotoSansMongolian-Regular.ttf": "Noto Sans Mongolian",
}


@cache
def _cmap(name: str) -> frozenset[int]:
    with TTFont(resource("fonts", name), lazy=True) as font:
        return frozenset(font.getBestCmap())


def test_every_face_is_listed() -> None:
    assert {path.name for path in resource("fonts").glob("*.[to]tf")} == set(FACES)


@pytest.mark.parametrize("name", FACES)
def test_a_face_has_truetype_outlines_and_its_family_name(name: str) -> None:
    with TTFont(resource("fonts", name), lazy=True) as font:
        assert "glyf" in font
        assert font["name"].getDebugName(1) == FACES[name]


@pytest.mark.parametrize("name", FACES)
def test_the_licence_travels_with_the_face(name: str) -> None:
    licence = resource("fonts", f"OFL-{Path(name).stem.split('-')[0]}.txt").read_text(encoding="utf-8")
    assert licence.startswith("Copyright")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.mark.parametrize("char", "䶮𠮷𬱟")
def test_rare_characters_of_names_are_in_a_bundled_face(char: str) -> None:
    assert any(ord(char) in _cmap(name) for name in FACES)


@pytest.mark.parametrize("name", [name for name in FACES if name.startswith(("NotoSerifSC", "NotoSansSC", "LXGW"))])
def test_a_chinese_face_has_every_character_of_the_basic_block(name: str) -> None:
    missing = [chr(code) for code in range(0x4E00, 0x9FA6) if code not in _cmap(name)]
    assert missing == []


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("NotoSerifTibetan-Regular.ttf", "བོད་ཡིག"),
        ("Amiri-Regular.ttf", "مسجد"),
        ("NotoSansMongolian-Regular.ttf", "ᠮᠣᠩᠭᠣᠯ"),
    ],
)
def test_a_script_face_covers_its_script(name: str, sample: str) -> None:
    assert {ord(char) for char in sample} <= _cmap(name)
