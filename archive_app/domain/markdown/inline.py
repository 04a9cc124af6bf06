"""From inline tokens to runs of text, pictures and page breaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field

from markdown_it.token import Token

from archive_app.domain.manuscript import Note, Picture, Span, SpanStyle
from archive_app.domain.markdown.attributes import Attributes
from archive_app.domain.markdown.runs import LINE, Run
from archive_app.frozen import dataclass

SPAN_CLASSES = {
    **{style.value: style for style in SpanStyle if style not in (SpanStyle.RUBY, SpanStyle.LINE_BREAK)},
    "sup": SpanStyle.SUPERSCRIPT,
    "sub": SpanStyle.SUBSCRIPT,
}
"""Class in ``[文字]{.class}`` → style."""

PLACES = ("here", "head", "foot", "beside", "page", "bleed", "spread", "plate")
SIDES = ("outer", "inner", "left", "right")
PICTURE_KEYS = ("width", "place", "side", "credit", "people", "alt", "group")


@dataclass(frozen=True, slots=True)
class PictureRun:
    """A picture met among the words, with its caption."""

    picture: Picture
    caption: Run
    line: int


class PageBreak:
    """``<page>`` met among the words."""


Piece = Run | PictureRun | PageBreak


@dataclass(slots=True)
class InlineReader:
    """Reads the children of one inline token.

    ``note`` makes a note of a reference token, or gives ``None`` where there is none to be had; ``warn`` takes a
    line number and what is the matter there.
    """

    note: Callable[[Token, int, int], Note | None]
    warn: Callable[[int, str], None]
    line: int
    pieces: list[Piece] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _length: int = 0
    _spans: list[Span] = field(default_factory=list)
    _notes: list[Note] = field(default_factory=list)
    _marks: list[tuple[int, int, Attributes]] = field(default_factory=list)
    _open: list[tuple[int, list[tuple[SpanStyle, str]]]] = field(default_factory=list)

    def read(self, tokens: Sequence[Token]) -> list[Piece]:
        """The pieces, in order; a run of nothing is left out."""
        for token in tokens:
            self._one(token)
        self._flush()
        return self.pieces

    def _one(self, token: Token) -> None:
        kind = token.type
        if kind in ("text", "text_special"):
            self._add(harmless(token.content))
        elif kind in ("softbreak", "hardbreak"):
            self._add("\n" if kind == "softbreak" else LINE)
            self.line += 1
        elif kind == "forced_line":
            self._add(LINE)
        elif kind == "forced_page":
            self._flush()
            self.pieces.append(PageBreak())
        elif kind == "footnote_ref":
            self._reference(token)
        elif kind == "picture":
            self._picture(token)
        elif kind == "ruby":
            start = self._length
            for child in token.children or []:
                self._one(child)
            self._close(start, [(SpanStyle.RUBY, token.meta["reading"])])
        elif kind == "block_marks":
            start = self._length
            self._add(token.content)
            self._marks.append((start, self._length, token.meta["attributes"]))
            self.line += token.content.count("\n")
        elif kind.endswith("_open"):
            self._open.append((self._length, self._styles(token)))
        elif kind.endswith("_close"):
            start, styles = self._open.pop()
            self._close(start, styles)
        else:
            self._literal(token)

    def _literal(self, token: Token) -> None:
        """A form that keeps its words and nothing else."""
        if token.type == "code_inline":
            self.warn(self.line, f"代码「{token.content}」按普通文字处理")
        elif token.type == "html_text":
            self.warn(self.line, f"HTML 标记「{token.content}」按文字原样印出")
        elif token.type == "stray":
            self.warn(self.line, f"「{token.content}」前面没有图片或 [文字]，按文字原样印出")
        self._add(harmless(token.content))
        self.line += token.content.count("\n")

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)

    def _close(self, start: int, styles: list[tuple[SpanStyle, str]]) -> None:
        if self._length > start:
            self._spans += (Span(start, self._length, style, value) for style, value in styles)

    def _styles(self, token: Token) -> list[tuple[SpanStyle, str]]:
        match token.type:
            case "strong_open":
                return [(SpanStyle.BOLD, "")]
            case "em_open":
                return [(SpanStyle.KAI, "")]
            case "span_open":
                return self._classes(token.meta["attributes"])
            case "s_open":
                self.warn(self.line, "删除线不支持，文字照印")
            case "link_open" if token.markup != "autolink":
                title = f"「{token.attrs['title']}」" if token.attrs.get("title") else ""
                self.warn(self.line, f"链接不支持，只留文字；网址是 {token.attrs.get('href', '')}{title}")
        return []

    def _classes(self, attributes: Attributes) -> list[tuple[SpanStyle, str]]:
        value = attributes.pairs.get("id", "")
        styles = [SPAN_CLASSES[name] for name in attributes.classes if name in SPAN_CLASSES]
        for name in attributes.classes:
            if name not in SPAN_CLASSES:
                allowed = "、".join(f".{known}" for known in SPAN_CLASSES)
                self.warn(self.line, f"不认识样式「.{name}」，文字照印（可用 {allowed}）")
        if set(attributes.pairs) - {"id"} or attributes.words or attributes.repeated:
            self.warn(self.line, f"「{attributes.source}」里只有样式和 id 起作用")
        named = {SpanStyle.PERSON, SpanStyle.PLACE}
        if value and not named & set(styles):
            self.warn(self.line, f"id「{value}」只能用于 .person 和 .place")
        return [(style, value if style in named else "") for style in styles]

    def _reference(self, token: Token) -> None:
        note = self.note(token, self.line, self._length)
        if note is not None:
            self._notes.append(note)
        elif "label" in token.meta:
            self._add(f"[^{token.meta['label']}]")

    def _picture(self, token: Token) -> None:
        attributes: Attributes = token.meta["attributes"]
        inner = InlineReader(self.note, self.warn, self.line).read(token.children or [])
        caption = next((piece for piece in inner if isinstance(piece, Run)), Run())
        if len(inner) > 1:
            words = "".join(piece.text for piece in inner[1:] if isinstance(piece, Run))
            self.warn(self.line, f"图说里不能换页，其后的字没有印：{words}")
        picture = self._placed(token.meta["source"].replace("\\", "/"), attributes)
        self._flush()
        self.pieces.append(PictureRun(picture, caption, self.line))

    def _placed(self, source: str, attributes: Attributes) -> Picture:
        pairs = attributes.pairs
        strange = [f"{key}={value}" for key, value in pairs.items() if key not in PICTURE_KEYS]
        strange += [*(f".{name}" for name in attributes.classes), *attributes.words, *attributes.repeated]
        if strange:
            self.warn(self.line, f"图片不认识「{' '.join(strange)}」（可用 {'、'.join(PICTURE_KEYS)}）")
        place = pairs.get("place", "")
        if place and place not in PLACES:
            self.warn(self.line, f"图片的 place 不能是「{place}」（可用 {'、'.join(PLACES)}）")
            place = ""
        side = pairs.get("side", "")
        if side and side not in SIDES:
            self.warn(self.line, f"图片的 side 不能是「{side}」（可用 {'、'.join(SIDES)}）")
            side = ""
        words = (harmless(pairs.get(key, "")).strip() for key in ("credit", "people", "alt", "group"))
        credit, people, alt, group = words
        return Picture(source, self._width(pairs.get("width", "")), place, credit, people, alt, side, group)

    def _width(self, text: str) -> float:
        if not text:
            return 0.0
        number = text.rstrip("%％")
        try:
            width = float(number) / (1 if number == text else 100)
        except ValueError:
            width = -1.0
        if not 0 < width <= 1:
            self.warn(self.line, f"图片的 width 不能是「{text}」（要写版心宽度的百分数，如 60%），按模板处理")
            return 0.0
        return round(width, 6)

    def _flush(self) -> None:
        """End the run; the styles that are open go on in the next."""
        for start, styles in self._open:
            self._close(start, styles)
        run = Run("".join(self._text), tuple(self._spans), tuple(self._notes), tuple(self._marks))
        if run.text or run.notes:
            self.pieces.append(run)
        self._text, self._length = [], 0
        self._spans, self._notes, self._marks = [], [], []
        self._open = [(0, styles) for _, styles in self._open]


def harmless(text: str) -> str:
    """Text without the marks that runs are built with; they can come only from numeric entities."""
    return text.replace("\v", " ").replace("\n", " ") if "\v" in text or "\n" in text else text
