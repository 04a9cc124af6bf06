"""What is otherwise in a paragraph besides its words: style, marks, readings, notes, tables, pictures; as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from archive_app.domain.manuscript import Block, BlockKind, Note, Picture, Span, SpanStyle
from archive_app.services.texts.characters import Piece, difference

_MARKS = {
    SpanStyle.BOLD: "粗体",
    SpanStyle.KAI: "楷体",
    SpanStyle.UNDERLINE: "下划线",
    SpanStyle.DOTS: "着重号",
    SpanStyle.NAME: "专名线",
    SpanStyle.BOOK: "书名线",
    SpanStyle.SMALL: "小字",
    SpanStyle.SUPERSCRIPT: "上标",
    SpanStyle.SUBSCRIPT: "下标",
    SpanStyle.RUBY: "注音",
    SpanStyle.PERSON: "人名标记",
    SpanStyle.PLACE: "地名标记",
}
_PICTURE = (
    ("source", "图片"),
    ("credit", "供图"),
    ("people", "人物说明"),
    ("alt", "替代文字"),
    ("width", "宽"),
    ("place", "位置"),
    ("side", "在哪一边"),
    ("group", "与哪些图一组"),
)
_CUT = 16


def remarks(was: Block, now: Block, pieces: Sequence[Piece]) -> list[str]:
    """The sentences; ``pieces`` are the difference of the two blocks' words."""
    found = [*_style(was, now)]
    if was.rows or now.rows:
        found += _table(was, now)
    else:
        found += _marks(was, now, pieces)
    found += _notes(was, now)
    found += _picture(was.picture, now.picture)
    return found


def _style(was: Block, now: Block) -> Iterator[str]:
    one, other = _named(was), _named(now)
    if one != other:
        yield f"样式由“{one}”改为“{other}”"
    if was.tight != now.tight:
        yield "这一段的行数调整过"


def _named(block: Block) -> str:
    if block.kind is BlockKind.HEADING and block.level > 1:
        return f"{block.kind.label}（第 {block.level} 级）"
    if block.kind in (BlockKind.QUESTION, BlockKind.ANSWER) and block.label not in ("", block.kind.label):
        return f"{block.kind.label}（{block.label}）"
    return block.kind.label


def _quoted(text: str) -> str:
    flat = text.replace("\n", "／")
    return f"“{flat}”" if len(flat) <= _CUT else f"“{flat[: _CUT // 2]}……{flat[-4:]}”"


def _marks(was: Block, now: Block, pieces: Sequence[Piece]) -> Iterator[str]:
    """Marks that came to words that stayed, or went from them."""
    if not was.spans and not now.spans:
        return
    at = to = 0
    stayed: list[tuple[int, int, int]] = []  # (place before, place after, how many)
    for what, text in pieces:
        if what == "same":
            stayed.append((at, to, len(text)))
        at += len(text) if what != "new" else 0
        to += len(text) if what != "gone" else 0
    for style, name in _MARKS.items():
        before, after = _over(was.spans, style), _over(now.spans, style)
        changes: list[tuple[int, str]] = []
        for one, other, length in stayed:
            for n in range(length):
                old, new = before.get(one + n), after.get(other + n)
                if old != new:
                    changes.append((other + n, _verb(name, old, new)))
        for words, run in _runs(changes):
            yield f"{_quoted(now.text[run[0] : run[-1] + 1])}{words}"
    yield from _forced(was, now)


def _over(spans: Sequence[Span], style: SpanStyle) -> dict[int, str]:
    return {n: span.value for span in spans if span.style is style for n in range(span.start, span.end)}


def _verb(name: str, old: str | None, new: str | None) -> str:
    if old is None:
        return f"加了{name}" + (f"“{new}”" if new and name == "注音" else "")
    if new is None:
        return f"去了{name}"
    return f"的{name}由“{old}”改为“{new}”" if name == "注音" else f"的{name}改过"


def _runs(changes: Sequence[tuple[int, str]]) -> Iterator[tuple[str, list[int]]]:
    for (_shift, words), group in groupby(enumerate(changes), key=lambda one: (one[1][0] - one[0], one[1][1])):
        yield words, [place for _number, (place, _words) in group]


def _forced(was: Block, now: Block) -> Iterator[str]:
    old, new = (sum(s.style is SpanStyle.LINE_BREAK for s in block.spans) for block in (was, now))
    if old != new:
        yield f"强制换行由 {old} 处改为 {new} 处"


def _notes(was: Block, now: Block) -> Iterator[str]:
    """Notes by id, then by their words, then in order."""
    left, right = list(was.notes_in_order), list(now.notes_in_order)
    for key in (attrgetter("id"), attrgetter("text")):
        for note in list(left):
            other = next((one for one in right if key(note) == key(one)), None)
            if other is not None:
                left.remove(note)
                right.remove(other)
                yield from _note(note, other)
    for note, other in zip(left, right, strict=False):
        yield from _note(note, other)
    for note in left[len(right) :]:
        yield f"删去一条注：{_quoted(note.text)}"
    for note in right[len(left) :]:
        yield f"新加一条注：{_quoted(note.text)}"


def _note(was: Note, now: Note) -> Iterator[str]:
    if was.text != now.text:
        parts = [
            {"gone": f"〔删：{text}〕", "new": f"〔增：{text}〕"}.get(
                what, text if len(text) <= 12 else f"{text[:6]}…{text[-5:]}"
            )
            for what, text in difference(was.text, now.text)
        ]
        yield f"注文改过：{''.join(parts)}"
    elif was.spans != now.spans:
        yield f"注 {_quoted(now.text)} 里的标记改过"
    if was.by != now.by:
        yield f"注 {_quoted(now.text)} 由“{was.by or '未注明'}”改为“{now.by or '未注明'}”"


def _table(was: Block, now: Block) -> Iterator[str]:
    one, other = (
        f"{len(b.rows)} 行 {max((sum(c.columns for c in r) for r in b.rows), default=0)} 列" for b in (was, now)
    )
    if one != other:
        yield f"表格由 {one} 改为 {other}"
    elif [[(c.columns, c.rows) for c in r] for r in was.rows] != [[(c.columns, c.rows) for c in r] for r in now.rows]:
        yield "表格的合并单元格改过"
    if [r[0].header for r in was.rows if r] != [r[0].header for r in now.rows if r] and one == other:
        yield "表头的行改过"


def _picture(was: Picture | None, now: Picture | None) -> Iterator[str]:
    if was is None or now is None or was == now:
        return
    changed = [words for name, words in _PICTURE if getattr(was, name) != getattr(now, name)]
    if changed:
        yield "换了图片" if changed[0] == "图片" else f"图片的{'、'.join(changed)}改过"
