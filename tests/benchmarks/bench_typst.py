"""The same book set by us and by Typst at the same geometry, in the same run: wall time, peak memory of the process.

Both begin with a folder of texts and pictures and end with a PDF: ours is `cunshi typeset`, as anyone runs it.

Run by hand: ``python tests/benchmarks/bench_typst.py [--typst PYTHON] [--runs N]``, where ``PYTHON`` is an interpreter
that has the ``typst`` wheel (``pip install typst``; it is no dependency of the project). Each engine runs as a process
of its own, one after the other in turn, so that what else the machine does falls on both.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Span, SpanStyle
from archive_app.resources import resource
from archive_app.typeset.book import Article, Book, Matter
from archive_app.typeset.sources import source_files
from archive_app.typeset.templates import load
from tests.benchmarks.bench_typeset import generated_book

_TYPST = """
import sys, typst
folder = sys.argv[1]
typst.compile(folder + "/book.typ", output=folder + "/typst.pdf", root=folder, font_paths=[sys.argv[2]],
              ignore_system_fonts=True)
"""
_HEAD = """
#set document(title: "{title}")
#set page(width: {width}mm, height: {height}mm, margin: (top: {top}mm, bottom: {bottom}mm, inside: {inner}mm,
  outside: {outer}mm), numbering: "1", header: context {{
    let before = query(selector(heading.where(level: 1)).before(here()))
    set text(size: 9pt)
    if before.len() > 0 {{ if calc.even(here().page()) [{title}] else {{ align(right, before.last().body) }} }}
  }})
#set text(font: ("Noto Serif SC", "LXGW WenKai"), size: {body}pt, lang: "zh", region: "cn", top-edge: 0.88em,
  bottom-edge: -0.12em, cjk-latin-spacing: auto)
#set par(justify: true, leading: {leading}pt, spacing: {leading}pt, first-line-indent: (amount: 2em, all: true))
#show heading.where(level: 1): it => {{ pagebreak(weak: true); block(height: 6 * {line}pt, align(center + horizon,
  text(size: 18pt, it.body))) }}
#show heading.where(level: 2): it => block(height: 2 * {line}pt, align(horizon, text(size: 12pt, it.body)))
#show figure: set block(breakable: false)
#outline(depth: 1)
"""
_INDEX = """
= 人名索引
#context {
  let found = (:)
  for mark in query(<name>) {
    let pages = found.at(mark.value, default: ())
    let page = counter(page).at(mark.location()).first()
    if page not in pages { pages.push(page) }
    found.insert(mark.value, pages)
  }
  columns(2, for name in found.keys().sorted() {
    block([#name #box(width: 1fr, repeat[.]) #found.at(name).map(str).join("、")])
  })
}
"""
_NAMES = 60
_EVERY = 4  # paragraphs with a name in them


def indexed(book: Book) -> Book:
    """The book with names marked in its text and an index of them at its end."""
    numbers = count()
    sections = tuple(
        replace(section, articles=tuple(_marked(article, numbers) for article in section.articles))
        for section in book.sections
    )
    return replace(book, sections=sections, back=(Matter("names"),))


def _marked(article: Article, numbers: Iterator[int]) -> Article:
    blocks = []
    for block in article.manuscript:
        if block.kind is BlockKind.PARAGRAPH and (number := next(numbers)) % _EVERY == 0:
            name = f"{'王李张刘陈杨赵黄周吴'[number // _EVERY % 10]}{'文武英俊杰秀'[number // _EVERY % _NAMES // 10]}"
            text = f"{name}{block.text[2:]}"
            block = replace(block, text=text, spans=(Span(0, 2, SpanStyle.PERSON, name),))
        blocks.append(block)
    return replace(article, manuscript=Manuscript(tuple(blocks)))


def typst_source(book: Book) -> str:
    """The book as Typst's markup: the same type, measure, leading, headings, notes, pictures, contents and heads."""
    look = load(book.template)
    width, height = look.trim
    grid_height = ((look.measure[1] - 1) * look.leading_pt + look.body_pt) * 25.4 / 72
    measure = look.measure[0] * look.body_pt * 25.4 / 72
    parts = [
        _HEAD.format(
            title=book.title, width=width, height=height, top=look.top, bottom=height - look.top - grid_height,
            inner=look.inner, outer=width - look.inner - measure, body=look.body_pt,
            leading=look.leading_pt - look.body_pt, line=look.leading_pt,
        )
    ]  # fmt: skip
    for article in book.articles():
        parts += [f"= {_escaped(article.title)}", *(_block(block) for block in article.manuscript), _byline(article)]
    return "\n\n".join((*parts, _INDEX))


def _block(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"== {_escaped(block.text)}"
    if block.picture is not None:
        caption = _escaped(block.text)
        return f'#figure(image("{block.picture.source}", width: 70%), caption: [{caption}], supplement: none)'
    marks = {note.at: f"#footnote[{_escaped(note.text)}]" for note in block.notes}
    for span in block.spans:
        marks[span.start] = f'#metadata("{span.value}")<name>' + marks.get(span.start, "")
    text, start = "", 0
    for at in sorted(marks):
        text += _escaped(block.text[start:at]) + marks[at]
        start = at
    return text + _escaped(block.text[start:])


def _byline(article: Article) -> str:
    return f"#align(right)[{_escaped('　'.join(article.byline))}]"


def _escaped(text: str) -> str:
    return "".join("\\" + c if c in "\\#*_`$<>@=[]-+/~\"'" else c for c in text)


def _run(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(Path.cwd())}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} ended with {status}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--typst", default=sys.executable, help="an interpreter with the typst wheel")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--template", default="16k")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = indexed(generated_book(folder, wanted.template))
        (folder / "book.typ").write_text(typst_source(book), encoding="utf-8")
        for file in source_files(book):
            (folder / file.name).write_bytes(file.data)
        ours = [sys.executable, "-m", "archive_app.cli.main", "typeset", name, "-o", f"{name}/ours.pdf"]
        theirs = [wanted.typst, "-c", _TYPST, name, str(resource("fonts"))]
        found: dict[str, list[tuple[float, float]]] = {"ours": [], "typst": []}
        for _ in range(wanted.runs):
            found["ours"].append(_run(ours))
            found["typst"].append(_run(theirs))
        ratios = [a[0] / b[0] for a, b in zip(found["ours"], found["typst"], strict=True)]
        for engine, runs in found.items():
            seconds, memory = [run[0] for run in runs], [run[1] for run in runs]
            print(f"{engine:6} {statistics.median(seconds):6.2f} s ({min(seconds):.2f}–{max(seconds):.2f})", end="")
            print(f"  {max(memory):5.0f} MB")
        print(f"ours / typst: {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})")


if __name__ == "__main__":
    main()
