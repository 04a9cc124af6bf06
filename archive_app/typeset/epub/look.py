"""book.css: how Chinese is read on a screen. A reader's own choice of type and size stays the reader's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from archive_app.typeset.reflow.own import OwnFont
from archive_app.typeset.reflow.rare import RareFont
from archive_app.typeset.templates import Template

_SONG = '"Songti SC", "Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC", SimSun, serif'
_HEI = '"PingFang SC", "Source Han Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", SimHei, sans-serif'
_KAI = '"Kaiti SC", "LXGW WenKai", KaiTi, STKaiti, serif'

_RULES = """\
html.vertical { writing-mode: vertical-rl; -epub-writing-mode: vertical-rl; -webkit-writing-mode: vertical-rl; }
html.horizontal { writing-mode: horizontal-tb; -epub-writing-mode: horizontal-tb; -webkit-writing-mode: horizontal-tb; }
body { margin: 0; padding: 0 0.2em; line-height: 1.75; text-align: justify; font-family: SONG;
  line-break: strict; -epub-line-break: strict; -webkit-line-break: strict; hanging-punctuation: allow-end;
  text-spacing: trim-start allow-end trim-adjacent; word-break: normal; overflow-wrap: break-word; }
p { margin: 0; text-indent: 2em; orphans: 2; widows: 2; }
h1, h2, h3, h4, h5, h6 { font-family: HEI; font-weight: bold; line-height: 1.4; text-indent: 0;
  break-after: avoid; page-break-after: avoid; -epub-hyphens: none; }
h1 { font-size: 1.5em; text-align: center; margin: 1.5em 0 0.8em; }
h2 { font-size: 1.2em; text-align: center; margin: 1.4em 0 0.8em; }
h3, h4, h5, h6 { font-size: 1em; margin: 1em 0 0.5em; padding: 0 0 0 2em; }
header { margin: 0 0 2em; }
.subtitle, .byline { font-family: KAI; text-align: center; text-indent: 0; }
.byline { margin-top: 0.5em; }
.group, .section-name { font-family: KAI; text-align: center; text-indent: 0; margin: 1em 0 0; }
.written { font-family: KAI; text-align: right; text-indent: 0; margin: 1em 2em 0 0; }
.label { font-family: HEI; font-weight: bold; }
blockquote { margin: 0.6em 2em; font-family: KAI; }
.verse { margin: 0.6em 0; margin-inline-start: 4em; text-indent: 0; text-align: start; font-family: KAI; }
.line { padding-inline-start: 2em; text-indent: -2em; display: inline-block; }
.office { text-indent: 0; text-align: start; margin: 0.6em 0; }
.office .role { font-family: HEI; display: inline-block; min-width: 5em; }
.office .name { display: inline-block; margin-inline-end: 1em; }
.office .two { letter-spacing: 1em; margin-inline-end: 0; }
.office .aside { font-family: KAI; font-size: 0.85em; }
.chronicle h2 { text-align: start; font-size: 1.1em; margin: 1.2em 0 0.4em; }
.chronicle p { text-indent: 0; margin: 0.3em 0 0.3em 2em; }
ul.list { list-style: none; margin: 0; padding: 0; padding-inline-start: 3em; }
ul.list li { text-indent: -1em; }
h2.index-head { text-align: start; margin: 1em 0 0.3em; font-size: 1em; }
ul.index { list-style: none; margin: 0; padding: 0; padding-inline-start: 2em; }
ul.index li { text-indent: -2em; text-align: start; }
.columns-2 { columns: 2 15em; column-gap: 2em; }
.columns-3 { columns: 3 12em; column-gap: 2em; }
.columns-4 { columns: 4 10em; column-gap: 1.5em; }
.columns-2 h2, .columns-3 h2, .columns-4 h2 { break-after: avoid-column; }
.kai { font-family: KAI; font-style: normal; }
em.dots { font-style: normal; text-emphasis: filled dot; -epub-text-emphasis: filled dot;
  -webkit-text-emphasis: filled dot; text-emphasis-position: under right;
  -webkit-text-emphasis-position: under right; }
u.name { text-decoration: underline; text-underline-offset: 0.2em; }
u.book { text-decoration: underline; text-decoration-style: wavy; -webkit-text-decoration-style: wavy;
  text-underline-offset: 0.2em; }
rt { font-family: HEI; font-size: 0.5em; }
.level { text-combine-upright: all; -epub-text-combine: horizontal; -webkit-text-combine: horizontal; }
.upright { text-orientation: upright; -epub-text-orientation: upright; -webkit-text-orientation: upright; }
a.noteref { font-size: 0.7em; vertical-align: super; line-height: 0; text-decoration: none; }
aside { margin: 0.8em 0 0; font-size: 0.85em; line-height: 1.5; }
aside p { text-indent: 0; }
aside a { text-decoration: none; }
figure { margin: 1.2em 0; text-align: center; break-inside: avoid; page-break-inside: avoid; }
figure img { max-height: 90vh; height: auto; }
figure.whole { break-before: page; break-after: page; page-break-before: always; page-break-after: always; }
figure.whole img { max-width: 100%; max-height: 85vh; }
figure.beside { margin: 0.3em 0 0.8em; }
figure.beside.right { float: right; margin-left: 1em; }
figure.beside.left { float: left; margin-right: 1em; }
figure.beside img { max-width: 100%; }
.pictures { display: flex; flex-wrap: wrap; justify-content: center; align-items: flex-end; gap: 0.6em; }
.pictures figure { margin: 0; }
.pictures img { width: 100%; height: auto; max-height: 80vh; object-fit: contain; }
figure.group-of, figure.whole, table, h1, h2, h3 { clear: both; }
figcaption { font-family: KAI; font-size: 0.85em; line-height: 1.5; text-align: center; margin-top: 0.4em; }
table { border-collapse: collapse; margin: 1em auto; font-size: 0.9em; line-height: 1.4;
  border-top: 1px solid; border-bottom: 1px solid; border-block: 1px solid; }
caption { font-family: KAI; padding: 0.3em 0; }
th, td { border: 1px solid #888888; padding: 0.2em 0.5em; text-align: left; vertical-align: middle; }
td.figure { text-align: end; font-variant-numeric: tabular-nums; }
th { font-family: HEI; text-align: center; }
.cover { margin: 0; padding: 0; text-align: center; }
.cover img { max-width: 100%; max-height: 100vh; }
.book-series, .book-number, .book-subtitle, .book-compiler { text-align: center; text-indent: 0; }
.book-title { font-family: SONG; font-size: 2em; margin: 2em 0 0.6em; }
.book-subtitle { font-family: KAI; font-size: 1.3em; margin: 1em 0; }
.book-compiler { margin: 5em 0 0; }
.imprint { font-size: 0.9em; }
.imprint dl { margin: 1em 0; }
.imprint dt { float: left; clear: left; width: 6em; }
.imprint dd { margin: 0 0 0 6.5em; }
.imprint .free { text-indent: 0; margin-top: 1em; }
.section h1 { margin-top: 5em; letter-spacing: 0.3em; }
nav ol { list-style: none; padding: 0 0 0 1em; }
nav > ol { padding: 0; }
nav li { margin: 0.3em 0; text-indent: 0; }
"""


_UPRIGHT = """\
ROOT table, ROOT .pictures { writing-mode: horizontal-tb; -epub-writing-mode: horizontal-tb;
  -webkit-writing-mode: horizontal-tb; }
ROOT .pictures { width: 90vw; max-height: 85vh; }
ROOT img { max-width: 90vw; max-height: 85vh; }
ROOT .group-of figcaption, ROOT figcaption { margin: 0 0.4em; }
"""
"""What stays level among columns: tables and rows of pictures; ROOT is the element of such a file."""
_SIDES = re.compile(r"\b(margin|padding): ([^;]+ [^;]+);")


def _both_ways(found: re.Match[str]) -> str:
    """Sides as old readers know them, and once more by the way the lines run, which holds in columns, too."""
    name, values = found[1], found[2].split()
    top, right, bottom, left = {2: (0, 1, 0, 1), 3: (0, 1, 2, 1), 4: (0, 1, 2, 3)}[len(values)]
    block, inline = f"{values[top]} {values[bottom]}", f"{values[left]} {values[right]}"
    return f"{found[0]} {name}-block: {block}; {name}-inline: {inline};"


class Face(NamedTuple):
    """A font that goes along: ``file`` is its name in the book, ``role`` the type it serves for (empty: for characters
    that a reader's own fonts are likely to lack), ``licence`` the terms of a bundled one."""

    family: str
    file: str
    data: bytes
    role: str = ""
    licence: Path | None = None
    bold: bool = False


def faces(rare: Sequence[RareFont], own: Sequence[OwnFont]) -> list[Face]:
    """The fonts of the book, each family once for all that it is asked for."""
    found = [
        Face(font.family, f"{font.family.replace(' ', '-').lower()}.ttf", font.data, "", font.licence) for font in rare
    ]
    used = [font for font in own if font.bold or not font.role.endswith("-bold")]  # a type has its bold from its family
    return found + [
        Face(font.family, f"own-{n}.ttf", font.data, font.role, None, font.bold) for n, font in enumerate(used, 1)
    ]


def css(fonts: Sequence[Face], template: Template) -> bytes:
    """The style sheet. ``fonts`` come before the reader's own, and hold nothing but what these are likely to lack, or
    what the editor wants a type to look like."""
    made = [_font_face(font) for font in fonts]
    lacking = [font for font in fonts if not font.role]
    rules = _SIDES.sub(_both_ways, _RULES)
    for word, role, others in (("SONG", "song", _SONG), ("HEI", "hei", _HEI), ("KAI", "kai", _KAI)):
        first = [*(font for font in fonts if font.role == role), *lacking]
        rules = rules.replace(word, "".join(f'"{_quoted(font)}", ' for font in first) + others)
    way = ""
    upright = "html.vertical"
    if template.direction == "vertical":
        ways = ("writing-mode", "-epub-writing-mode", "-webkit-writing-mode")
        upright = "html:not(.horizontal)"
        way = "html { " + " ".join(f"{name}: vertical-rl;" for name in ways) + " }\n"
    rules += _UPRIGHT.replace("ROOT", upright)
    if template.columns.rule:
        rules += f'[class^="columns-"] {{ column-rule: {template.columns.rule:g}pt solid; }}\n'
        rules += ".unruled { column-rule: none; }\n"
    return ('@charset "utf-8";\n' + "".join(made) + way + rules).encode()


def _font_face(font: Face) -> str:
    weight = " font-weight: bold;" if font.bold else ""
    return f'@font-face {{ font-family: "{_quoted(font)}";{weight} src: url("fonts/{font.file}"); }}\n'


def _quoted(font: Face) -> str:
    return font.family.translate({ord(mark): None for mark in '"\\\n{}'})
