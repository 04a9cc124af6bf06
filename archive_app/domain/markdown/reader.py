"""From block tokens to a manuscript."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Picture
from archive_app.domain.markdown import blocks, grammar, notes, source
from archive_app.domain.markdown.article import MarkdownArticle
from archive_app.domain.markdown.blocks import Draft
from archive_app.domain.markdown.head import split_head, words
from archive_app.domain.markdown.inline import InlineReader, PageBreak, PictureRun, Piece, harmless
from archive_app.domain.markdown.runs import Run, settled
from archive_app.domain.markdown.tables import TableReader
from archive_app.frozen import dataclass

_NAMESPACE = uuid.UUID("6f1c3a52-0a52-5d0c-9b3e-5b1f6d7a2c11")


def counted_ids(seed: str) -> Callable[[], str]:
    """A factory of ids that gives the same ids in the same order for the same ``seed``.

    For books made from a folder: two layouts of one text can be compared.
    """
    seeded = uuid.uuid5(_NAMESPACE, seed)
    first, stem = int(str(seeded)[-12:], 16), str(seeded)[:-12]
    count = 0

    def next_id() -> str:
        nonlocal count
        count += 1
        return f"{stem}{(first + count) % 16**12:012x}"

    return next_id


def read_article(text: str, ids: Callable[[], str] = new_id) -> MarkdownArticle:
    """Read an article. There is no text that raises.

    ``ids`` makes the ids of blocks and notes, in the order of the text.
    """
    cleaned, warnings = source.clean(text)
    head, body, offset, doubts = split_head(cleaned)
    warnings += doubts
    reader = _Reader(ids, offset, warnings)
    manuscript = reader.read(body, head)
    lost = source.missing(cleaned, _all_words(head, manuscript, warnings))
    if lost:
        warnings.append(lost)
    lines = {block.id: draft.line for block, draft in zip(manuscript, reader.drafts, strict=True)}
    return MarkdownArticle(head, manuscript, tuple(warnings), lines)


def _all_words(head: Mapping[str, Any], manuscript: Manuscript, warnings: Sequence[str]) -> list[str]:
    found = [*words(head), *warnings]
    notes: list[str] = []
    for block in manuscript:
        found += _as_written(block)
        found += (block.label, *(span.value for span in block.spans))
        for note in block.notes:
            notes += (note.text, note.by, *(span.value for span in note.spans))
        for at, row in enumerate(block.rows):
            for place, cell in enumerate(row):
                found += _pieces(cell.text, (note.at for note in block.notes if note.cell == (at, place)))
        if block.picture:
            picture = block.picture
            found += (picture.source, picture.credit, picture.people, picture.alt, picture.group)
    return found + notes


def _as_written(block: Block) -> list[str]:
    """A block's text in the pieces that its marks leave whole in the source."""
    if not block.spans and not block.notes:
        return [block.text]
    marks = [note.at for note in block.calls]
    for span in block.spans:
        marks += (span.start, span.end)
    return _pieces(block.text, marks)


def _pieces(text: str, marks: Iterable[int]) -> list[str]:
    """A text in the pieces between its marks."""
    cuts = {0, len(text), *marks}
    return [text[start:end] for start, end in pairwise(sorted(cuts))] if text else []


@dataclass(frozen=True, slots=True)
class _Context:
    """Where a block stands: in a quotation, in a list (and its item's label), in the body of a note."""

    quote: bool = False
    label: str | None = None
    depth: int = 0
    note: bool = False


@dataclass(slots=True)
class _Reader:
    ids: Callable[[], str]
    offset: int
    warnings: list[str]
    book: notes.NoteBook = field(default_factory=notes.NoteBook)
    drafts: list[Draft] = field(default_factory=list)
    groups: int = 0
    lines: Sequence[str] = ()

    def warn(self, line: int, what: str) -> None:
        self.warnings.append(f"第{line}行：{what.rstrip('。')}。")

    def read(self, body: str, head: dict[str, Any]) -> Manuscript:
        """The manuscript of ``body``; a title found as the first heading goes into ``head``."""
        self.lines = body.split("\n")
        tokens, env = grammar.parse(body)
        self.book.collect(tokens, env, self.offset, self.warn)
        self._blocks(self.book.without_bodies(tokens), _Context())
        for line, label, run in self.book.unused(self._body):
            self.warn(line, f"注「{label}」在正文里没有注号，没有印；它的文字是：{run.text}")
        self._title(head)
        return Manuscript(tuple(self._finished(draft) for draft in self.drafts))

    def _title(self, head: dict[str, Any]) -> None:
        """``# 标题`` at the top of an article without a title is its title."""
        for draft in self.drafts:
            if draft.kind is BlockKind.HEADING and draft.level == 0:
                first = draft is self.drafts[0]
                if first and not head.get("title") and not draft.run.notes:
                    head["title"] = draft.run.text.replace("\v", "")
                    self.drafts = self.drafts[1:]
                else:
                    self.warn(draft.line, f"「# {draft.run.text}」当作「## 」小标题；文章的标题写在文件头里")
                    draft.level = 1

    def _finished(self, draft: Draft) -> Block:
        run = draft.run
        return Block(
            draft.kind,
            run.text,
            run.spans,
            (*run.notes, *draft.cell_notes),
            max(draft.level, 0),
            draft.rows,
            draft.picture,
            draft.tight,
            draft.label,
            self.ids(),
            draft.segments,
        )

    # blocks -----------------------------------------------------------------------------------------------------

    def _blocks(self, tokens: Sequence[Token], context: _Context) -> None:
        position = 0
        while position < len(tokens):
            end = _closing(tokens, position)
            self._block(tokens[position : end + 1], context)
            position = end + 1

    def _block(self, tokens: Sequence[Token], context: _Context) -> None:
        token = tokens[0]
        inner = tokens[1:-1]
        match token.type:
            case "plain_paragraph":
                self._paragraph(token, context)
            case "paragraph_open":
                self._paragraph(inner[0], context)
            case "heading_open":
                self._heading(token, inner[0], context)
            case "blockquote_open":
                if context.quote or context.depth:
                    self.warn(self._line(token), "引文里又有引文、条目里的引文不支持，按一层处理")
                self._blocks(inner, _Context(quote=True, note=context.note))
            case "bullet_list_open" | "ordered_list_open":
                if context.depth or context.quote:
                    self.warn(self._line(token), "条目里又有条目、引文里的条目不支持，按一层处理")
                self._blocks(inner, _Context(depth=context.depth + 1, note=context.note))
            case "list_item_open":
                self._item(token, inner, context)
            case "table_open":
                reader = TableReader(self._inline, self.warn, self.lines if token.level == 0 else ())
                rows, called = reader.read(inner, self.offset)
                self.drafts.append(Draft(BlockKind.TABLE, self._line(token), rows=rows, cell_notes=called))
            case "fence":
                self._code(token)
            case "hr":
                self.warn(self._line(token), f"分隔线「{token.markup[:1] * 3}」不支持，没有印")

    def _item(self, token: Token, inner: Sequence[Token], context: _Context) -> None:
        label = f"{token.info}{token.markup}" if token.info else ""
        first = len(self.drafts)
        self._blocks(inner, _Context(label=label, depth=context.depth, note=context.note))
        lead = next((draft for draft in self.drafts[first:] if draft.kind is BlockKind.PARAGRAPH), None)
        if lead is not None:
            lead.kind, lead.label = BlockKind.LIST_ITEM, lead.label or label
        if any(draft.kind is BlockKind.PARAGRAPH for draft in self.drafts[first:]):
            self.warn(self._line(token), "一个条目只能有一段，其余各段按正文处理")

    def _heading(self, token: Token, inline: Token, context: _Context) -> None:
        line = self._line(token)
        level = int(token.tag[1]) - 1
        if token.markup in ("=", "-"):
            self.warn(line, f"「{inline.content}」下面画了「{token.markup}」线，当作小标题；小标题请写成「## 」")
            level = max(level, 1)
        if context.quote or context.depth:
            self.warn(line, f"引文、条目里的小标题「{inline.content}」按普通文字处理")
            self._paragraph(inline, context)
            return
        for piece in self._inline(inline.children or [], line):
            if isinstance(piece, Run):
                draft = blocks.taken(piece, BlockKind.HEADING, line, self.warn)
                draft.level = level
                self._add(draft)
            else:
                self._standing(piece, line)

    def _code(self, token: Token) -> None:
        line = self._line(token)
        info = f"「{token.info.strip()}」" if token.info.strip() else ""
        self.warn(line, f"代码块{info}按普通文字处理，一行还是一行")
        text = "\v".join(part.strip() for part in token.content.split("\n"))
        run = settled(Run(text))
        if not run.blank:
            self.drafts.append(Draft(BlockKind.PARAGRAPH, line, run))

    def _paragraph(self, inline: Token, context: _Context) -> None:
        line = self._line(inline)
        pieces = self._inline(inline.children or [], line)
        if len(pieces) == 1 and isinstance(pieces[0], Run):
            self._words(pieces[0], context, line)
            return
        texts = [piece for piece in pieces if isinstance(piece, Run) and not piece.blank]
        pieces = self._grouped(pieces)
        if texts and pieces[-1] is texts[-1] and texts[-1].text.lstrip().startswith(": "):
            texts = texts[:-1]
        for piece in pieces:
            if not isinstance(piece, Run):
                if texts and isinstance(piece, PictureRun):
                    self.warn(piece.line, f"图片「{piece.picture.source}」夹在文字里，单独成为一块")
                self._standing(piece, line)
            else:
                self._words(piece, context, line)

    def _words(self, run: Run, context: _Context, line: int) -> None:
        """The words of a paragraph, or of a part of it between pictures."""
        if context.quote:
            lines = run.text.strip().count("\n") + 1
            kind = BlockKind.VERSE if lines > 1 else BlockKind.QUOTE
            self._add(blocks.taken(run, kind, line, self.warn))
        elif self._is_caption(run, context):
            self._captioned(run, line)
        else:
            plain = context.note or context.label is not None
            self._add(blocks.paragraph(run, line, self.warn, plain=plain))

    def _grouped(self, pieces: list[Piece]) -> list[Piece]:
        """Pictures that share a paragraph are a group, if nothing but their caption is in it."""
        pictures = [piece for piece in pieces if isinstance(piece, PictureRun)]
        words = [piece for piece in pieces if isinstance(piece, Run) and not piece.blank]
        captioned = len(words) == 1 and words[0] is pieces[-1] and words[0].text.lstrip().startswith(": ")
        strange = any(isinstance(piece, PageBreak) for piece in pieces) or any(one.picture.group for one in pictures)
        if len(pictures) < 2 or strange or (words and not captioned):
            return pieces
        self.groups += 1
        name = f"组{self.groups}"
        return [
            replace(piece, picture=replace(piece.picture, group=name)) if isinstance(piece, PictureRun) else piece
            for piece in pieces
        ]

    def _is_caption(self, run: Run, context: _Context) -> bool:
        """Whether this is the ``: 表题`` under a table, or ``: 图题`` under a picture or a group, that has none."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or ": " not in run.text or context != _Context() or not run.text.lstrip().startswith(": "):
            return False
        if last.kind is BlockKind.PICTURE and last.picture is not None:
            return bool(last.picture.group and last.picture.source) or not last.run.text
        return last.kind is BlockKind.TABLE and not last.run.text

    def _captioned(self, run: Run, line: int) -> None:
        """Give the table, the picture or the group before it its caption: a group's is a block of its own."""
        last = self.drafts[-1]
        if last.kind is BlockKind.PICTURE and last.picture is not None and last.picture.group:
            self.drafts.append(Draft(BlockKind.PICTURE, line, picture=Picture("", group=last.picture.group)))
        self.drafts[-1].run = blocks.caption(run)

    def _standing(self, piece: Piece, line: int) -> None:
        """A picture or a page break, which stand as blocks of their own."""
        if isinstance(piece, PageBreak):
            self.drafts.append(Draft(BlockKind.PAGE_BREAK, line))
        elif isinstance(piece, PictureRun):
            draft = blocks.taken(piece.caption, BlockKind.PICTURE, piece.line, self.warn)
            draft.picture = piece.picture
            self.drafts.append(draft)

    def _add(self, draft: Draft) -> None:
        if not draft.run.blank or draft.kind in (BlockKind.QUESTION, BlockKind.ANSWER):
            self.drafts.append(draft)

    # inline and notes -------------------------------------------------------------------------------------------

    def _line(self, token: Token) -> int:
        return self.offset + (token.map[0] if token.map else 0) + 1

    def _inline(self, children: Sequence[Token], line: int) -> list[Piece]:
        if len(children) == 1 and children[0].type == "text":
            return [Run(harmless(children[0].content))]
        return InlineReader(self._note, self.warn, line).read(children)

    def _note(self, token: Token, line: int, at: int) -> Note | None:
        body = self.book.take(token, line, self.warn, self._body)
        if body is None:
            return None
        text, by = notes.signed(body)
        return Note(at, text.text, by, text.spans, self.ids())

    def _body(self, tokens: Sequence[Token], line: int) -> Run:
        """The body of a note as one run, its paragraphs as lines."""
        kept, self.drafts = self.drafts, []
        self._blocks(tokens, _Context(note=True))
        drafts, self.drafts = self.drafts, kept
        return notes.flattened(drafts, line, self.warn)


def _closing(tokens: Sequence[Token], start: int) -> int:
    """The index of the token that closes the one at ``start`` (itself, if it opens nothing)."""
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    return len(tokens) - 1
