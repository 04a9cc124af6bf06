"""From a folder or an archive to a printed volume, by the real program."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.end2end.program import Cunshi, document

ARTICLE = """---
title: 羊皮筏子
author: 祁垚
---

## 放筏

父亲是**筏子客**[^1]，趙𠮷甫、马䶮都坐过他的筏子。

> 一声号子过峡口，
> 两岸青山跟着走。

问：水大不大？

答：大。一九五八年那一回最大，一个浪头打过来，人就看不见了……

![筏子](img/1.jpg){width=60% credit="佚名"}

[^1]: 筏子客：在湟水上放皮筏子的人。
"""

BOOK = """
[volume]
title = "城东政协文史资料"
number = 24
compiler = "政协西宁市城东区委员会"
template = "32k"

[imprint]
variant = "internal"
permit = "（青）出准印字第×号"

[[section]]
title = "亲历亲见"
articles = ["01.md"]

[[back]]
kind = "names"
order = "pinyin"
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "书"
    (folder / "img").mkdir(parents=True)
    (folder / "book.toml").write_text(BOOK, encoding="utf-8")
    (folder / "01.md").write_text(ARTICLE, encoding="utf-8")
    Image.effect_noise((900, 600), 50).convert("RGB").save(folder / "img" / "1.jpg")
    return folder


def words(pdf: Path) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    return "".join(opened[number].get_textpage().get_text_range() for number in range(len(opened)))


def test_a_folder_becomes_pages_and_a_map_back_to_its_text(cunshi: Cunshi, book: Path, tmp_path: Path) -> None:
    out, layout = tmp_path / "书.pdf", tmp_path / "layout.json"
    done = cunshi("typeset", book, "-o", out, "--layout-json", layout)

    assert done.returncode == 0, done.stderr
    text = re.sub(r"\s", "", words(out))
    for expected in ("羊皮筏子", "趙𠮷甫、马䶮都坐过他的筏子", "两岸青山跟着走", "①筏子客：在湟水上放皮筏子的人。"):
        assert expected in text, expected
    assert "names" in done.stderr or "人名" in done.stderr, "what cannot be done yet is named"

    pages = json.loads(layout.read_text(encoding="utf-8"))["pages"]
    lines = [line for page in pages for line in page["lines"] if line["article"]]
    body = [line for line in lines if "筏子客" in line["text"] and line["part"] == "text"]
    assert body and body[0]["offset"] >= 0 and body[0]["block"]


def test_an_old_pdf_stays_when_the_book_cannot_be_read(cunshi: Cunshi, book: Path, tmp_path: Path) -> None:
    out = tmp_path / "书.pdf"
    out.write_bytes(b"the last good one")
    (book / "01.md").unlink()
    done = cunshi("typeset", book, "-o", out)

    assert done.returncode == 2
    assert "01.md" in done.stderr and "Traceback" not in done.stderr
    assert out.read_bytes() == b"the last good one"


def test_a_character_no_font_has_is_named_and_the_status_says_so(cunshi: Cunshi, book: Path, tmp_path: Path) -> None:
    path = book / "01.md"
    path.write_text(path.read_text(encoding="utf-8").replace("大。一九", "大\U000323ae。一九"), encoding="utf-8")
    done = cunshi("typeset", book, "-o", tmp_path / "书.pdf")

    assert done.returncode == 1
    assert "U+323AE" in done.stderr and "羊皮筏子" in done.stderr


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "示例"


def test_the_demonstration_walks_the_whole_road(cunshi: Cunshi, demo_folder: Path) -> None:
    done = cunshi("demo", demo_folder, "--no-window", timeout=300)

    assert done.returncode == 0, done.stderr
    assert "66 件资料" in done.stdout and str(demo_folder) in done.stdout
    assert len(re.findall(r"（\d+\.\d\d 秒）", done.stdout)) >= 6, "each step says how long it took"
    made = sorted((demo_folder / "volumes").glob("*.pdf"))
    assert [pdf.stem for pdf in made] == ["回望城东·乡村记忆篇", "城东政协文史资料24"]
    assert all(str(pdf) in done.stdout for pdf in made)
    assert "杏花湾村" in words(made[0])
    pdf = made[1]
    opened = pypdfium2.PdfDocument(pdf)
    assert len(opened) >= 40
    assert opened.get_toc().__next__() is not None
    text = words(pdf)
    assert all(character in text for character in "𠮷䶮𬱟垚犇昪")
    assert "〓" not in text and "\ufffd" not in text

    again = cunshi("demo", demo_folder, "--no-window", timeout=300)
    assert again.returncode == 0 and "直接使用" in again.stdout


def test_the_example_is_a_sound_archive_like_any_other(cunshi: Cunshi, demo_folder: Path, tmp_path: Path) -> None:
    if not (demo_folder / "archive.toml").exists():
        cunshi("demo", demo_folder, "--no-window", timeout=300)
    assert cunshi("verify", demo_folder).returncode == 0
    assert document(cunshi("list", demo_folder, "--json"))["total"] == 66
    assert document(cunshi("search", demo_folder, "里", "--json"))["total"] > 10
    out = tmp_path / "二十四.pdf"
    assert cunshi("typeset", demo_folder, "24", "-o", out).returncode == 0
    assert len(pypdfium2.PdfDocument(out)) >= 40
    unknown = cunshi("typeset", demo_folder, "九十九", "-o", out)
    assert unknown.returncode == 2 and "城东政协文史资料" in unknown.stderr
