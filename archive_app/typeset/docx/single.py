"""One text as a document to be read and worked on in Word: on A4, its blocks known again by bookmarks, its comments in
the margin, changes tracked if that is wanted. Body, styles and notes are the volume's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive_app.domain.comments import Comment
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, SpanStyle
from archive_app.frozen import dataclass
from archive_app.typeset.blocks.manuscript import label_of
from archive_app.typeset.book import Article, Book
from archive_app.typeset.docx.body import Body
from archive_app.typeset.docx.margin import Margin
from archive_app.typeset.docx.names import NAMESPACES, holding, w
from archive_app.typeset.docx.package import (
    app_xml,
    core_xml,
    custom_xml,
    document_relations,
    font_parts,
    root_relations,
    settings_xml,
    types_xml,
)
from archive_app.typeset.docx.paragraphs import Paragraph, way
from archive_app.typeset.docx.runs import plain, styled
from archive_app.typeset.docx.sections import Section
from archive_app.typeset.docx.styles import article_level, styles_xml
from archive_app.typeset.problems import Problem
from archive_app.typeset.reflow.markup import DECLARATION, element
from archive_app.typeset.reflow.packing import packed
from archive_app.typeset.reflow.rare import rare_fonts
from archive_app.typeset.templates import load

ANCHOR = "_cs"
"""What the bookmark of a block begins with; its id without the hyphens follows. Word hides names that begin so."""
HEAD = f"{ANCHOR}_"
"""What the bookmark of a line over or under the text begins with: title, subtitle, byline1 …, written."""
CAPTION_ANCHOR = "_cc"
"""The same of a table's caption."""
ITEM_PROPERTY, VERSION_PROPERTY = "存史资料", "存史版本"
"""The document's own properties that say what it was made of."""
PAGE: Mapping[str, object] = {"trim": [210, 297], "measure": [36, 32], "body_pt": 12, "leading_pt": 21}
"""A4, 小四, as an office prints it."""


_GONE = re.compile(rb"<w:del [^>]*[^/>]>.*?</w:del>", re.DOTALL)
"""Runs that are struck: their words are ``w:delText`` (§17.3.3.7)."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What the document is made of: the record's id and its version."""

    item: str
    version: int


def render_text(
    book: Book,
    origin: Origin,
    comments: Sequence[Comment] = (),
    *,
    tracked: bool = False,
    whole: Mapping[str, str] | None = None,
) -> tuple[bytes, list[Problem]]:
    """The bytes of the book's only article as a document, and what could not be had.

    ``tracked``: whatever is changed in it is tracked, until the person switches that off. ``whole``: the tracked change
    of a paragraph's mark, by block.
    """
    template = load(book.template).with_layout(book.layout)
    problems: list[Problem] = []
    article = next(book.articles())
    margin = Margin({article.key: comments})
    body = TextBody(book, template, (), {}, problems.append, {}, {}, frozenset(), margin)
    body.whole = whole or {}
    text = _GONE.sub(lambda found: found[0].replace(b"<w:t ", b"<w:delText ").replace(b"</w:t>", b"</w:delText>"),
                     body.text_xml(article))  # fmt: skip
    rare = rare_fonts(
        [article.title, *article.byline, *(words for _id, _part, words in article.manuscript.searchable())]
    )
    fonts = [(font.family, font.data, False) for font in rare]
    settings = settings_xml(template, fonts=bool(fonts))
    if tracked:
        settings = settings.replace(b"<w:defaultTabStop", b"<w:trackRevisions/><w:defaultTabStop", 1)
    parts = {
        "_rels/.rels": root_relations(custom=True),
        "word/document.xml": text,
        "word/_rels/document.xml.rels": document_relations(
            body.sections.parts, body.drawings.files, more=margin.relations()
        ),
        "word/styles.xml": styles_xml(template, body.level),
        "word/settings.xml": settings,
        "word/footnotes.xml": body.notes.xml(),
        **margin.parts(),
        **font_parts(fonts, hashlib.sha256(text).digest()),
        **body.sections.parts,
        **body.drawings.files,
        "docProps/core.xml": core_xml(article.title, "", "、".join(article.byline)),
        "docProps/app.xml": app_xml(),
        "docProps/custom.xml": custom_xml({ITEM_PROPERTY: origin.item, VERSION_PROPERTY: str(origin.version)}),
    }
    return packed({"[Content_Types].xml": types_xml(list(parts)), **parts}), problems


class TextBody(Body):
    """Writes one article; each block stands between the ends of its bookmark."""

    _anchors: int = 0
    whole: Mapping[str, str]

    def text_xml(self, article: Article) -> bytes:
        """document.xml."""
        self.flow.begin(Section(numbers="arabic", opened=False))
        style = article_level(self.level)
        self._head("title", Paragraph(style, plain(article.title.strip()), way(article.title)))
        if article.subtitle.strip():
            self._head("subtitle", Paragraph("ArticleSubtitle", plain(article.subtitle.strip())))
        for number, name in enumerate((one.strip() for one in article.byline if one.strip()), 1):
            self._head(f"byline{number}", Paragraph("Byline", plain(name)))
        for block in self.margin.marked(article.key, article.manuscript):
            self._block(replace(article, key=""), block)  # nobody's comments: their marks are there
        if article.written.strip():
            self._head("written", Paragraph("Written", plain(article.written.strip())))
        inner = [item if isinstance(item, str) else item.xml() for item in self.flow.items]
        text = element("w:document", NAMESPACES, holding("body", *inner, self.flow.closing()))
        return (DECLARATION + text).encode()

    def _head(self, name: str, line: Paragraph) -> None:
        start, end = self._bookmark(HEAD + name)
        line.inner = start + line.inner + end
        self.flow.add(line)

    def _bookmark(self, name: str) -> tuple[str, str]:
        self._anchors += 1
        return w("bookmarkStart", id=self._anchors, name=name), w("bookmarkEnd", id=self._anchors)

    def _block(self, article: Article, block: Block) -> None:
        first = len(self.flow.items)
        if block.kind is BlockKind.PAGE_BREAK:
            self.flow.add(Paragraph("Normal", holding("r", w("br", type="page"))))
        else:
            self._blocks(replace(article, manuscript=Manuscript((_readable(block),))))
        made = self.flow.items[first:]
        lines = [one for one in made if isinstance(one, Paragraph)]
        if not made:
            return
        if mark := self.whole.get(block.id):
            for one in lines:
                one.own["rPr"] = holding("rPr", mark)
        key = block.id.replace("-", "")
        start, end = self._bookmark(ANCHOR + key)
        if block.kind is BlockKind.TABLE:
            table = next(number for number in range(first, len(self.flow.items)) if number_is_table(self, number))
            self.flow.items[table] = start + str(self.flow.items[table])
            if lines and block.text.strip():
                caption = next(one for one in lines if one.style == "Caption")
                begin, close = self._bookmark(CAPTION_ANCHOR + key)
                caption.inner = begin + caption.inner + close
            self.flow.items.append(Paragraph("Normal", end))  # a table is not the last thing in a cell or a document
            return
        lines[0].inner = start + lines[0].inner
        lines[-1].inner += end

    def _paragraph(self, block: Block) -> None:
        """As the volume has it; what stands before the words (问：, a number) is told by the style of its run."""
        if block.kind is BlockKind.LIST_ITEM and label_of(block):
            label = styled(label_of(block), "DialogueLabel")
            self.flow.put(Paragraph("ListItem", label + self._runs(block, "list")))
            return
        super()._paragraph(block)


def number_is_table(body: TextBody, number: int) -> bool:
    """Whether what was written there is a table."""
    item = body.flow.items[number]
    return isinstance(item, str) and item.startswith("<w:tbl")


def _readable(block: Block) -> Block:
    """What a person works on: a picture with its caption and nothing that the archive adds in print."""
    if block.kind is BlockKind.PICTURE and block.picture is not None:
        shown = replace(block.picture, people="", credit="", place="here", side="", group="")
        return replace(block, picture=shown)
    if block.kind is BlockKind.VERSE:  # its lines are lines already
        return replace(block, spans=tuple(s for s in block.spans if s.style is not SpanStyle.LINE_BREAK))
    return block
