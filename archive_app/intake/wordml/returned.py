"""A text of ours that comes back from Word: its blocks with the bookmarks they went out with, comments with their
places, tracked changes with who made them. `typeset.docx.single` wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import Path

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, SpanStyle
from archive_app.frozen import dataclass
from archive_app.intake.formats.base import Workspace
from archive_app.intake.returned import Returned, ReturnedChange
from archive_app.intake.text.draft import Draft
from archive_app.intake.wordml.apparatus import read_notes, report_headers
from archive_app.intake.wordml.body import BodyReader
from archive_app.intake.wordml.comments import read_comments, settled
from archive_app.intake.wordml.context import Context
from archive_app.intake.wordml.document import related_root, text_width
from archive_app.intake.wordml.findings import Findings, quoted
from archive_app.intake.wordml.inline import InlineReader
from archive_app.intake.wordml.leftovers import report_leftovers
from archive_app.intake.wordml.media import Media
from archive_app.intake.wordml.names import Element, W, child, local, texts, value
from archive_app.intake.wordml.numbering import Numbering
from archive_app.intake.wordml.package import WordPackage
from archive_app.intake.wordml.runs import Look, kai_is_a_mark
from archive_app.intake.wordml.styles import Styles
from archive_app.intake.wordml.tables import TableReader

_ANCHOR = re.compile(r"_c[sc]([0-9a-f]{32})\Z")
_HEAD = re.compile(r"_cs_(title|subtitle|byline\d+|written)\Z")
_LINES = {"篇名副题": "subtitle", "作者": "byline", "写作时间": "written"}
_LABEL = "问答称呼"
_QUESTION = "问"
_ITEM, _VERSION = "存史资料", "存史版本"
_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"


def read_returned(path: Path, workspace: Workspace) -> Returned:
    """Read a document that may be one of ours; pictures go to ``workspace``. Raises ``Refused``.

    ``known`` is False for one that does not bear our marks: it is to be read as any other.
    """
    with WordPackage(path, workspace.limits) as package:
        package.check()
        body = child(package.xml(package.main), "body")
        item, version = _origin(package)
        anchored = body is not None and any(_ANCHOR.match(_name(one)) for one in body.iter(f"{W}bookmarkStart"))
        if body is None or not (anchored or item):
            tracked = tuple(_tracked(body)) if body is not None else ()
            return Returned((), (), (), tracked, (), tuple(_dropped(body)) if body is not None else ())
        findings = Findings()
        context = Context(
            package,
            Styles(related_root(package, "styles")),
            Numbering(related_root(package, "numbering")),
            Media(package, workspace, findings),
            findings,
            kai=kai_is_a_mark(body),
            width=text_width(body),
        )
        context.notes = read_notes(context)
        reader = _Reader(context, package.main)
        drafts = reader.read(body)
        for told in ("deleted", "inserted", "moved"):
            findings.counts[told] = 0  # who did it is said at the place
        for words in _dropped(body):
            findings.say(words)
        report_headers(context)
        report_leftovers(package, context.media, findings)
        made = _Told(reader, drafts)
        text, comments, strayed = settled(Manuscript(tuple(made.blocks)), read_comments(package))
        for one in strayed:
            findings.say(f"批注{quoted(one.text)}所批的文字不在正文里，放在第一段。")
        return Returned(
            text.blocks, tuple(made.heads), comments, tuple(made.changes), context.media.attachments,
            findings.warnings(), item, version, known=True,
        )  # fmt: skip


def _tracked(body: Element) -> Iterator[ReturnedChange]:
    """What was tracked in any document, wherever it stands."""
    for one in body.iter(f"{W}ins", f"{W}del", f"{W}moveTo", f"{W}moveFrom"):
        gone = local(one) in ("del", "moveFrom")
        words = _deleted(one) if gone else texts(one)
        if words:
            yield ReturnedChange("", "gone" if gone else "new", words, one.get(f"{W}author", "").strip(),
                                 one.get(f"{W}date", ""))  # fmt: skip


_FORMATS = tuple(f"{W}{name}Change" for name in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "numbering"))


def _dropped(body: Element) -> Iterator[str]:
    """What was tracked that comes to no change of words, in words."""
    formats = sum(1 for _one in body.iter(*_FORMATS))
    if formats:
        yield f"有 {formats} 处格式的修订（字体、字号、样式）没有收：只收文字的改动。"
    moved = sum(1 for one in body.iter(f"{W}moveTo") if texts(one))
    if moved:
        yield f"有 {moved} 处是移动的修订：按删去和新加收，移走整段的按移动收。"


def _name(mark: Element) -> str:
    return str(mark.get(f"{W}name", ""))


def _origin(package: WordPackage) -> tuple[str, int]:
    """What the document's own properties say it was made of."""
    found: dict[str, str] = {}
    for relationship in package.relationships("/").values():
        if relationship.kind == "custom-properties" and relationship.target in package:
            for one in package.xml(relationship.target).iter(_PROPERTY):
                found[one.get("name", "")] = "".join(str(part) for part in one.itertext()).strip()
    version = found.get(_VERSION, "")
    return found.get(_ITEM, ""), int(version) if version.isdecimal() else 0


# — reading —


@dataclass(slots=True)
class _Line:
    """What is known of a draft besides: its bookmarks, its style, what was tracked in it, how long its label is."""

    anchors: list[str] = field(default_factory=list)
    style: str = ""
    changes: list[Element] = field(default_factory=list)
    label: int = 0


class _Inline(InlineReader):
    """Notes where things are that leave no words."""

    def __init__(self, context: Context, part: str) -> None:
        super().__init__(context, part)
        self.changes: list[Element] = []
        self.label = 0

    @property
    def place(self) -> int:
        """How many characters of the paragraph were read."""
        return sum(len(one.text) for one in self._pieces if hasattr(one, "text")) + self._builder.length

    def begin(self) -> None:
        """Another paragraph."""
        self.changes, self.label = [], 0

    def _one(self, element: Element, seen: Look) -> None:
        name = local(element)
        if name in ("ins", "del", "moveTo", "moveFrom"):
            self.changes.append(element)
        at = self.place
        super()._one(element, seen)
        if name == "r" and at == self.label and self._context.styles.name(_run_style(element)) == _LABEL:
            self.label = self.place


def _run_style(run: Element) -> str:
    return value(child(run, "rPr", "rStyle"))


class _Reader(BodyReader):
    """Keeps a line of what it knows for each draft it reads."""

    def __init__(self, context: Context, part: str) -> None:
        super().__init__(context, part)
        self._marks = _Inline(context, part)
        self._inline = self._marks
        self.lines: list[_Line] = []
        self._waiting: list[str] = []

    def _block(self, element: Element) -> None:
        first = len(self._drafts)
        name = local(element)
        if name == "bookmarkStart":
            self._waiting.append(_name(element))
            return
        self._marks.begin()
        super()._block(element)
        self._keep(element, first)

    def _keep(self, element: Element, first: int) -> None:
        del self.lines[first:]  # a table of contents took its heading back
        while len(self.lines) < len(self._drafts):
            self.lines.append(_Line())
        if first >= len(self._drafts) or local(element) not in ("p", "tbl"):
            return
        line = self.lines[first]
        marks = [_name(one) for one in element.iter(f"{W}bookmarkStart")]
        line.anchors = [one for one in (*self._waiting, *marks) if _ANCHOR.match(one) or _HEAD.match(one)]
        self._waiting = []
        if local(element) == "p":
            line.style = self._context.styles.name(value(child(element, "pPr", "pStyle")))
            line.changes, line.label = list(self._marks.changes), self._marks.label

    def _table(self, element: Element) -> None:
        """A table stays one, however few cells it has."""

        def cell(container: Element) -> list[Draft]:
            return BodyReader(self._context, self._part).read(container)

        self._drafts += TableReader(self._context.findings, cell, whole=True).read(element)


class _Told:
    """Drafts and lines made blocks with ids, heads, comments and changes."""

    def __init__(self, reader: _Reader, drafts: list[Draft]) -> None:
        self.blocks: list[Block] = []
        self.heads: list[tuple[str, str]] = []
        self.changes: list[ReturnedChange] = []
        self._over: Draft | None = None  # the words that stand over a table whose bookmark was lost
        seen: set[str] = set()
        titled = ""  # the table whose caption stood just here
        captions: dict[str, Draft] = {}
        for draft, line in zip(drafts, [*reader.lines, *(_Line() for _ in drafts)], strict=False):
            head = self._head(draft, line)
            if head:
                self.heads.append((head, draft.block.text))
                continue
            ids = [_id(match[1]) for one in line.anchors if (match := _ANCHOR.match(one))]
            if any(one.startswith("_cc") for one in line.anchors) and ids:
                captions[ids[0]] = draft
                titled = ids[0]
                continue
            block = _block(draft, line)
            if self._caption(block, line):
                continue
            if block.kind is BlockKind.TABLE and titled and not ids:
                ids = [titled]  # its own bookmark was lost
            titled = ""
            fresh = [one for one in ids if one not in seen]
            if fresh:
                block = replace(block, id=fresh[0])
                seen.add(fresh[0])
            if block.kind is BlockKind.TABLE and block.id not in captions and self._over is not None:
                captions[block.id] = self._over
                self.blocks.pop()
            self._over = draft if line.style.lower() == "caption" and block.kind is BlockKind.PARAGRAPH else None
            if block.kind is BlockKind.TABLE and (caption := captions.pop(block.id, None)) is not None:
                words = caption.block
                block = replace(block, text=words.text, spans=words.spans, notes=(*words.notes, *block.notes))
            self.blocks.append(block)
            self._note(block.id, line)
        for draft in captions.values():  # whose table is gone
            self.blocks.append(draft.block)

    def _head(self, draft: Draft, line: _Line) -> str:
        for one in line.anchors:
            if match := _HEAD.match(one):
                return match[1]
        if draft.block.kind is BlockKind.HEADING and draft.block.level == 1:
            return "title" if not self.blocks and not any(name == "title" for name, _ in self.heads) else ""
        name = _LINES.get(line.style, "")
        if name == "byline":
            return f"byline{1 + sum(one.startswith('byline') for one, _ in self.heads)}"
        return name

    def _caption(self, block: Block, line: _Line) -> bool:
        """The words under a picture are its."""
        before = self.blocks[-1] if self.blocks else None
        if line.style != "图注" or before is None or before.kind is not BlockKind.PICTURE or before.text:
            return False
        self.blocks[-1] = replace(before, text=block.text, spans=block.spans, notes=block.notes)
        return True

    def _note(self, block: str, line: _Line) -> None:
        for element in line.changes:
            gone = local(element) in ("del", "moveFrom")
            words = _deleted(element) if gone else texts(element)
            if words:
                by, at = element.get(f"{W}author", "").strip(), element.get(f"{W}date", "")
                self.changes.append(ReturnedChange(block, "gone" if gone else "new", words, by, at))


def _id(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _deleted(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}delText", f"{W}t"))


def _block(draft: Draft, line: _Line) -> Block:
    """What the style says that a block is: dialogue with its label, a list's item, a heading one level down."""
    block = draft.block
    rich, label = draft.rich, ""
    if line.label:
        label = rich.text[: line.label].strip().rstrip("：:")
        rich = rich.cut(line.label)
        rich = replace(rich, spans=tuple(s for s in rich.spans if s.end > s.start or s.style is SpanStyle.LINE_BREAK))
    kind, level = block.kind, block.level
    if line.style == "问答":
        if not label and (found := re.match(r"([^：:\s]{1,12})[：:]", rich.text)):
            label, rich = found[1], rich.cut(found.end())
        kind = BlockKind.QUESTION if label.startswith(_QUESTION) else BlockKind.ANSWER
    elif line.style == "条目":
        kind = BlockKind.LIST_ITEM
    elif kind is BlockKind.HEADING:
        level = max(1, level - 1)
    if kind not in (BlockKind.QUESTION, BlockKind.ANSWER, BlockKind.LIST_ITEM):
        rich, label = draft.rich, ""
    return replace(block, kind=kind, level=level, label=label, text=rich.text, spans=rich.spans, notes=rich.notes)
