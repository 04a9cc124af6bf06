"""How long a volume takes: 250,000 characters of generated text, notes, headings and pictures, to pages and to a PDF.

Run by hand: ``python tests/benchmarks/bench_typeset.py [16k|32k]``. It prints what it measures and judges nothing.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Picture
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.composer import Composer
from archive_app.typeset.pdf import write

CHARACTERS = 250_000
ARTICLES = 36
PICTURES = 77
_COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把"
    "还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感见明"
)


def generated_book(folder: Path, template: str = "16k", *, pictures_there: bool = False) -> Book:
    """A book of ``CHARACTERS`` characters that is the same every time. ``pictures_there``: its pictures are in the
    folder already."""
    chance = random.Random(24)
    for number in range(0 if pictures_there else PICTURES):
        Image.effect_noise((900, 640), 40 + number % 20).convert("RGB").save(folder / f"{number}.jpg", quality=80)
    articles = []
    pictures = list(range(PICTURES))
    for number in range(ARTICLES):
        articles.append(_article(chance, number, CHARACTERS // ARTICLES, pictures))
    return Book(
        "城东政协文史资料",
        (Section("亲历亲见", tuple(articles[: ARTICLES // 2])), Section("乡村记忆", tuple(articles[ARTICLES // 2 :]))),
        number=24,
        images=folder,
        template=template,
    )


def _sentence(chance: random.Random) -> str:
    clauses = ["".join(chance.choices(_COMMON, k=chance.randint(4, 14))) for _ in range(chance.randint(1, 4))]
    if chance.random() < 0.12:
        clauses[0] = f"{chance.randint(1900, 2020)}年{chance.randint(1, 12)}月" + clauses[0]
    text = "，".join(clauses) + chance.choice("。。。。！？")
    return f"“{text}”" if chance.random() < 0.15 else text


def _article(chance: random.Random, number: int, size: int, pictures: list[int]) -> Article:
    blocks: list[Block] = []
    written = 0
    while written < size:
        if blocks and chance.random() < 0.05:
            blocks.append(Block(BlockKind.HEADING, "".join(chance.choices(_COMMON, k=8)), level=1))
        if pictures and chance.random() < 0.06:
            source = f"{pictures.pop()}.jpg"
            blocks.append(Block(BlockKind.PICTURE, _sentence(chance), picture=Picture(source, credit="某某摄")))
        text = "".join(_sentence(chance) for _ in range(chance.randint(2, 9)))
        notes = (Note(len(text) // 2, _sentence(chance) * 2),) if chance.random() < 0.1 else ()
        blocks.append(Block(BlockKind.PARAGRAPH, text, notes=notes))
        written += len(text)
    return Article(f"a{number}", "".join(chance.choices(_COMMON, k=11)), Manuscript(tuple(blocks)), byline=("某某",))


def main() -> None:
    """Measure and print."""
    template = sys.argv[1] if len(sys.argv) > 1 else "16k"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = generated_book(folder, template)
        composer = Composer()
        steps = [("set, cold", lambda: composer.compose(book)), ("set again", lambda: composer.compose(book))]
        for step, run in steps:
            start = time.perf_counter()
            layout = run()
            print(f"{step:12} {time.perf_counter() - start:6.2f} s")
        section = book.sections[0]
        edited = _article(random.Random(7), 0, CHARACTERS // ARTICLES, [])
        changed = Book(
            book.title,
            (Section(section.title, (edited, *section.articles[1:])), *book.sections[1:]),
            number=24,
            images=folder,
            template=template,
        )
        start = time.perf_counter()
        composer.compose(changed)
        print(f"{'one edited':12} {time.perf_counter() - start:6.2f} s")
        start = time.perf_counter()
        written = write(layout, folder / "bench.pdf")
        print(f"{'PDF':12} {time.perf_counter() - start:6.2f} s   {written.path.stat().st_size / 1e6:.1f} MB")
        counted = {key: value for key, value in layout.statistics.items() if key != "articles"}
        print(f"{counted}  {len(layout.problems)} problems")
        print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
