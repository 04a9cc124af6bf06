"""The resources folder is found wherever the program is installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archive_app import resources


@pytest.fixture(autouse=True)
def _forget_the_place() -> Iterator[None]:
    resources.resources_root.cache_clear()
    yield
    resources.resources_root.cache_clear()


def _make(folder: Path) -> Path:
    (folder / "fonts").mkdir(parents=True)
    (folder / "fonts" / "a.ttf").write_bytes(b"\0")
    return folder


def test_a_checkout_reads_its_top_level_folder() -> None:
    assert resources.resource("icons", "archive.svg").parent.parent.name == "resources"


def test_an_installed_wheel_reads_what_is_packed_in_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "archive_app"
    packed = _make(package / "_resources")
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.resource("fonts", "a.ttf") == packed / "fonts" / "a.ttf"


def test_a_frozen_program_reads_beside_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked = _make(tmp_path / "resources")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.resource("fonts", "a.ttf") == unpacked / "fonts" / "a.ttf"


def test_a_missing_file_is_named_in_words() -> None:
    with pytest.raises(resources.ResourceMissing, match=r"没有这个\.ttf.*重新安装"):
        resources.resource("fonts", "没有这个.ttf")


def test_an_installation_without_the_folder_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "archive_app")
    with pytest.raises(resources.ResourceMissing, match="resources"):
        resources.resource("fonts")


def test_icons_are_outline_drawings_that_take_the_text_colour() -> None:
    icons = sorted(resources.resource("icons").glob("*.svg"))
    assert len(icons) > 60
    for icon in icons:
        root = ElementTree.parse(icon).getroot()
        assert (root.get("viewBox"), root.get("stroke")) == ("0 0 24 24", "currentColor"), icon.name
