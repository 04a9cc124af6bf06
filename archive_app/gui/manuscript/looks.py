"""How the blocks of a manuscript look on the window's page: 宋 for the text, 楷 for what is quoted or sung."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFontMetricsF, QTextBlockFormat, QTextCharFormat, QTextFormat

from archive_app.domain.manuscript import BlockKind, SpanStyle
from archive_app.frozen import dataclass
from archive_app.gui.theme import Theme
from archive_app.gui.theme.tokens import READING_LINE_HEIGHT, READING_PT

_USER = QTextFormat.Property.UserProperty.value
KAI = ("LXGW WenKai", "Noto Serif SC")
SERIF = ("Noto Serif SC", "LXGW WenKai")
_KAI_KINDS = frozenset({BlockKind.QUOTE, BlockKind.VERSE})
_LEFT = {BlockKind.QUOTE: 2.0, BlockKind.VERSE: 4.0, BlockKind.LIST_ITEM: 1.0}
GUTTER_EM = 3.2
"""Room at the left for 问, 答 and the bars of quotations, in characters."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks under one theme. ``em`` is the width of a character in pixels."""

    points: float
    em: float
    ink: str
    faint: str
    cinnabar: str
    celadon: str

    @classmethod
    def under(cls, theme: Theme) -> Looks:
        """The looks at the present text size and palette."""
        em = QFontMetricsF(theme.reading()).horizontalAdvance("文")
        tokens = theme.tokens
        return cls(READING_PT * theme.scale, em, tokens.ink, tokens.faint, tokens.cinnabar_ink, tokens.celadon)

    def block(self, kind: BlockKind, level: int = 0) -> QTextBlockFormat:
        """Indents, margins and line height."""
        made = QTextBlockFormat()
        made.setLineHeight(
            READING_LINE_HEIGHT / 1.45 * 100,  # the face's own line is 1.45 em
            QTextBlockFormat.LineHeightTypes.ProportionalHeight.value,
        )
        made.setLeftMargin(_LEFT.get(kind, 0.0) * self.em)
        made.setRightMargin(2 * self.em if kind is BlockKind.QUOTE else 0)
        made.setBottomMargin(0.35 * self.em)
        if kind is BlockKind.PARAGRAPH or kind is BlockKind.QUOTE:
            made.setTextIndent(2 * self.em)
        elif kind is BlockKind.HEADING:
            made.setTopMargin((1.1 if level <= 1 else 0.6) * self.em)
            made.setBottomMargin(0.5 * self.em)
        elif kind is BlockKind.QUESTION:
            made.setTopMargin(0.7 * self.em)
        return made

    def characters(self, kind: BlockKind, level: int = 0) -> QTextCharFormat:
        """The face of a block's text."""
        made = QTextCharFormat()
        made.setFontFamilies(list(KAI if kind in _KAI_KINDS else SERIF))
        made.setFontPointSize(self.points + (2.0 if kind is BlockKind.HEADING and level <= 1 else 0))
        if kind in (BlockKind.HEADING, BlockKind.QUESTION):
            made.setFontWeight(700)
        made.setForeground(QColor(self.ink))
        return made

    def marked(self, made: QTextCharFormat) -> QTextCharFormat:
        """The same with its marks to be seen."""
        from archive_app.gui.manuscript.document import MARK

        def has(style: SpanStyle) -> bool:
            return bool(made.property(MARK[style]))

        if has(SpanStyle.BOLD):
            made.setFontWeight(700)
        if has(SpanStyle.KAI):
            made.setFontFamilies(list(KAI))
        if has(SpanStyle.SMALL):
            made.setFontPointSize(self.points * 0.85)
        if has(SpanStyle.SUPERSCRIPT):
            made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        if has(SpanStyle.SUBSCRIPT):
            made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSubScript)
        self._underline(made, has)
        return made

    def _underline(self, made: QTextCharFormat, has) -> None:
        line = QTextCharFormat.UnderlineStyle
        for style, drawn, colour in (
            (SpanStyle.UNDERLINE, line.SingleUnderline, self.ink),
            (SpanStyle.NAME, line.SingleUnderline, self.faint),
            (SpanStyle.BOOK, line.WaveUnderline, self.faint),
            (SpanStyle.DOTS, line.DotLine, self.ink),
            (SpanStyle.RUBY, line.DashUnderline, self.celadon),
            (SpanStyle.PERSON, line.DotLine, self.cinnabar),
            (SpanStyle.PLACE, line.DotLine, self.celadon),
        ):
            if has(style):
                made.setUnderlineStyle(drawn)
                made.setUnderlineColor(QColor(colour))
                return
        made.setUnderlineStyle(line.NoUnderline)
