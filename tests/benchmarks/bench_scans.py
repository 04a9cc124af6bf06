"""How well print on scans is read, and what it costs: pages drawn with the bundled faces from the example's texts.

    python tests/benchmarks/bench_scans.py [PAGES]

Needs the extra ``ocr``. For each way a page is printed and scanned: of a hundred characters how many are wrong (edits
between what was written and what was read, blanks aside), how many are marked as doubtful and which part of the wrong
ones is among the marked, the processor's seconds a page; at the end the most memory that was in use. 繁體 is made of
the same texts by opencc.
"""

from __future__ import annotations

import io
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import opencc
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from archive_app.domain.scanned.lines import ScanPage, words_of
from archive_app.intake.scans.recogniser import load
from archive_app.intake.scans.seeing import page_of
from archive_app.resources import resource as bundled

SONG, KAI = "NotoSerifSC-Regular.ttf", "LXGWWenKai-Regular.ttf"
Drawn = tuple[Image.Image, str]


def texts() -> list[str]:
    """The paragraphs of the example's manuscripts, marks of Markdown left out."""
    found = []
    for path in sorted(Path(str(bundled("example", "manuscripts"))).glob("*.md")):
        body = path.read_text(encoding="utf-8").split("---")[-1]
        for part in body.split("\n\n"):
            plain = "".join(one for one in part if one not in "*#>[]{}`_\\\n ")
            if len(plain) > 60 and plain.isprintable() and "|" not in plain and "!" not in plain:
                found.append(plain)
    return found


def face(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(bundled("fonts", name)), size)


def across(words: str, font: str, size: int, left: int, top: int, per: int, page: Image.Image) -> None:
    """Words in lines of ``per`` characters; what must not begin a line hangs over."""
    draw, letters, text = ImageDraw.Draw(page), face(font, size), "　　" + words
    while text:
        line, text = text[:per], text[per:]
        if text and text[0] in "，。、；：！？”’」』）》":
            line, text = line + text[0], text[1:]
        for at, one in enumerate(line):
            draw.text((left + at * size, top), one, font=letters, fill=25)
        top += round(size * 1.65)


def book(words: str, font: str = SONG) -> Drawn:
    """A page of a book at 200 dpi: 27 characters a line of 38 pixels."""
    page = Image.new("L", (1240, 1750), 248)
    words = words[: 27 * 22]
    across(words, font, 38, 106, 140, 27, page)
    return page, words


def columns(words: str, font: str) -> Drawn:
    """A page of columns from the right between rules, without marks of punctuation."""
    words = "".join(one for one in words if one.isalpha())[: 28 * 14]
    page, letters = Image.new("L", (1400, 1750), 244), face(font, 46)
    draw = ImageDraw.Draw(page)
    for at in range(0, len(words), 28):
        x = 1230 - at // 28 * 80
        for row, one in enumerate(words[at : at + 28]):
            draw.text((x, 140 + row * 52), one, font=letters, fill=25)
        draw.line((x - 18, 110, x - 18, 1640), fill=110, width=2)
    draw.rectangle((1230 - 14 * 80, 100, 1310, 1650), outline=70, width=4)
    return page, words


def newspaper(words: str) -> Drawn:
    """Two columns of small print under a headline, on grey paper."""
    page = Image.new("L", (1240, 1000), 225)
    head, first, second = words[:9], words[9 : 9 + 18 * 17], words[9 + 18 * 17 : 9 + 18 * 34]
    draw, letters = ImageDraw.Draw(page), face("NotoSerifSC-Bold.ttf", 60)
    for at, one in enumerate(head):
        draw.text((300 + 70 * at, 50), one, font=letters, fill=20)
    across(first, SONG, 28, 70, 170, 18, page)
    across(second, SONG, 28, 660, 170, 18, page)
    draw.line((625, 170, 625, 960), fill=120, width=2)
    return page, head + first + second


def photographed(drawn: Drawn, seed: int = 1, *, poor: bool = False) -> Drawn:
    """The page as a telephone takes it: turned, in perspective, unevenly lit, out of focus, noisy, a coarse JPEG."""
    page, words = drawn
    dice = random.Random(seed)
    page = page.rotate(
        dice.choice((-1, 1)) * (3 if poor else 2), expand=True, fillcolor=190, resample=Image.Resampling.BICUBIC
    )
    wide, high = page.size
    bent = (20, 12, -14, high - 6, wide - 34, high + 26, wide + 12, -14)
    page = page.transform((wide, high), Image.Transform.QUAD, bent, Image.Resampling.BICUBIC, fillcolor=190)
    if poor:
        page = page.resize((wide * 2 // 3, high * 2 // 3), Image.Resampling.BICUBIC)
    page = page.filter(ImageFilter.GaussianBlur(1.1))
    light = (
        Image.linear_gradient("L")
        .rotate(90 * dice.randint(0, 3))
        .resize(page.size)
        .point(lambda tone: 130 + tone * 125 // 255)
    )
    page = Image.blend(ImageChops.multiply(page, light), Image.effect_noise(page.size, 45), 0.25 if poor else 0.16)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=35 if poor else 60)
    return Image.open(out), words


def compared(meant: str, page: ScanPage) -> tuple[int, int, int, int]:
    """Characters meant, edits to what was read, doubtful ones, and wrong ones among what was read that are doubtful."""
    read, doubtful = "", set()
    for line in page.lines:
        for at, one in enumerate(line.text):
            if not one.isspace() and not line.folio:
                if at in line.doubts:
                    doubtful.add(len(read))
                read += one
    assert read == "".join(words_of((page,)).split())
    meant = "".join(meant.split())
    edits = marked = 0
    for kind, begin, end, first, last in SequenceMatcher(None, meant, read, autojunk=False).get_opcodes():
        if kind != "equal":
            edits += max(end - begin, last - first)
            marked += sum(at in doubtful for at in range(first, last))
    return len(meant), edits, len(doubtful), marked


def main() -> None:
    """Every way a page may come, so many pages of each."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    asked: list[str] = []
    sys.addaudithook(
        lambda event, _told: asked.append(event) if event in ("socket.connect", "socket.getaddrinfo") else None
    )
    parts, reader = texts(), load()
    random.Random(5).shuffle(parts)
    convert = opencc.OpenCC("s2t").convert
    ways: dict[str, Callable[[str, int], Drawn]] = {
        "简体 book, 宋": lambda words, _seed: book(words),
        "简体 book, 楷": lambda words, _seed: book(words, KAI),
        "繁體 book, 宋": lambda words, _seed: book(convert(words)),
        "繁體 columns, 宋": lambda words, _seed: columns(convert(words), SONG),
        "繁體 columns, 楷": lambda words, _seed: columns(convert(words), KAI),
        "繁體 newspaper": lambda words, _seed: newspaper(convert(words)),
        "简体 book, photographed": lambda words, seed: photographed(book(words), seed),
        "繁體 columns, photographed": lambda words, seed: photographed(columns(convert(words), SONG), seed),
        "繁體 newspaper, photographed": lambda words, seed: photographed(newspaper(convert(words)), seed),
        "简体 book, photographed badly": lambda words, seed: photographed(book(words), seed, poor=True),
        "繁體 newspaper, photographed badly": lambda words, seed: photographed(
            newspaper(convert(words)), seed, poor=True
        ),
    }
    for name, draw in ways.items():
        meant = wrong = doubtful = marked = 0
        taken = []
        for number in range(pages):
            words = "".join(parts[number * 7 : number * 7 + 7])
            picture, truth = draw(words, number)
            began = time.process_time()
            page = page_of(picture, 0, reader)
            taken.append(time.process_time() - began)
            told = compared(truth, page)
            meant, wrong, doubtful, marked = (
                a + b for a, b in zip((meant, wrong, doubtful, marked), told, strict=True)
            )
        share = f"{100 * marked / wrong:.0f} % of the wrong" if wrong else "none wrong"
        print(
            f"{name}: {100 * wrong / meant:.2f} % wrong of {meant:,}; marked {100 * doubtful / meant:.2f} % "
            f"({share}); {statistics.median(taken):.1f} s of processor a page",
            flush=True,
        )
    print(f"connections tried: {len(asked)}")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
