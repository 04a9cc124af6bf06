"""The handbook and the README show pictures that are there; each picture taken is shown; the tables lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from PIL import Image

DOCS = Path(__file__).resolve().parents[2] / "docs"
HANDBOOK = (DOCS / "手册.md").read_text(encoding="utf-8")
README = (DOCS.parent / "README.md").read_text(encoding="utf-8")


def shown() -> set[str]:
    """The names of the pictures that either of them shows or leads to."""
    return set(re.findall(r"\(pictures/([\w-]+\.png)\)", HANDBOOK)) | set(
        re.findall(r"\(docs/pictures/([\w-]+\.png)\)", README)
    )


def test_each_picture_is_there_and_each_that_is_there_is_shown() -> None:
    assert shown() == {path.name for path in (DOCS / "pictures").iterdir()}


def test_pictures_are_whole_and_light() -> None:
    for path in (DOCS / "pictures").iterdir():
        with Image.open(path) as picture:
            picture.load()
            assert picture.width >= 440, path.name
        assert path.stat().st_size <= 600_000, path.name


def test_what_leads_within_the_handbook_leads_to_a_heading() -> None:
    anchors = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ")).replace(" ", "-").lower()
        for line in HANDBOOK.splitlines()
        if line.startswith("#")
    }
    links = {unquote(link) for link in re.findall(r"\]\(#([^)]+)\)", HANDBOOK)}
    assert links and links <= anchors
