"""A comparison as a page: what is gone struck, what is new on a tint, what is otherwise besides said in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from archive_app.domain.manuscript import Block, BlockKind
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.services.texts.characters import Piece
from archive_app.services.texts.comparing import Comparison, Row, What, words_of
from archive_app.services.versions import FieldChange, excerpt

_CONTEXT = 1
"""Paragraphs that stayed, shown on either side of a change."""
_NAMELESS = frozenset({BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.PAGE_BREAK})
_LONGEST = 1200
"""Characters of a paragraph from which only what lies around its changes is shown."""


@dataclass(frozen=True, slots=True)
class Manner:
    """``beside``: in two columns, else one text in the other; ``whole``: with all that stayed. ``heads`` stand over
    the columns. ``link`` gives what stands at a row's end to be pressed, as HTML."""

    beside: bool = False
    whole: bool = False
    heads: tuple[str, str] = ("", "")
    link: Callable[[int], str] | None = None
    around: int = 60


def comparison_html(comparison: Comparison, manner: Manner) -> str:
    """The page; each difference begins at the anchor ``d<number of its row>``."""
    parts: list[str] = []
    for item in _folded(comparison, manner):
        if isinstance(item, str):
            parts.append(_line(f"<span style='color: {_hex('faint')}'>{item}</span>", manner))
        else:
            parts.append(_row(comparison.rows[item], item, manner))
    if not comparison.differing:
        parts.insert(0, _line(f"<b>{escape(_('两版的正文没有不同。'))}</b>", manner))
    if not manner.beside:
        return "".join(parts)
    heads = "".join(f"<td width='50%'><b>{escape(head)}</b></td>" for head in manner.heads) if any(manner.heads) else ""
    return f"<table width='100%' cellpadding='6' cellspacing='0'><tr>{heads}</tr>{''.join(parts)}</table>"


def told_html(sentences: Sequence[str]) -> str:
    """What is to be known before the page is read."""
    return "".join(f"<p style='color: {_hex('amber')}'>{escape(one)}</p>" for one in sentences)


def fields_html(changes: Sequence[FieldChange]) -> str:
    """What is otherwise over the text, a line each."""
    return "".join(_field(change) for change in changes if not change.is_text)


def _field(change: FieldChange) -> str:
    head = f"<p><b>{escape(_(change.label))}</b>　"
    if isinstance(change.before, str) or isinstance(change.after, str):
        was, now = (str(one or "") or _("（空）") for one in (change.before, change.after))
        return f"{head}{gone(was)}　{new(now)}</p>"
    return f"{head}{escape(_('改过'))}</p>"


def _folded(comparison: Comparison, manner: Manner) -> Iterator[int | str]:
    """The numbers of the rows that are shown, and words for those that are not."""
    rows = comparison.rows
    if manner.whole:
        yield from range(len(rows))
        return
    near = {
        other
        for number, row in enumerate(rows)
        if row.differs
        for other in range(number - _CONTEXT, number + _CONTEXT + 1)
    }
    left = 0
    for number in range(len(rows)):
        if number in near:
            if left:
                yield escape(_("……中间 {n} 段没有改……").format(n=left))
            left = 0
            yield number
        else:
            left += 1
    if left and near:
        yield escape(_("……后面 {n} 段没有改。").format(n=left))


def _line(inner: str, manner: Manner) -> str:
    return f"<tr><td colspan='2'>{inner}</td></tr>" if manner.beside else f"<p>{inner}</p>"


def _row(row: Row, number: int, manner: Manner) -> str:
    head = _head(row, number, manner)
    if not manner.beside:
        return f"{head}<p style='line-height: 150%'>{_inline(row, manner)}</p>"
    left, right = _columns(row, manner)
    cell = "<td width='50%' style='line-height: 150%'>"
    return f"{head}<tr>{cell}{left}</td>{cell}{right}</td></tr>"


def _head(row: Row, number: int, manner: Manner) -> str:
    if not row.differs:
        return ""
    where = row.to if row.to >= 0 else row.number
    words = [_("第 {n} 段").format(n=where + 1), _(row.words)]
    if row.what is What.GONE:
        words[0] = _("原第 {n} 段").format(n=row.number + 1)
    elif row.moved and row.what is not What.LEFT:
        words[1] = _("{what}（原来是第 {n} 段）").format(what=_(row.words), n=row.number + 1)
    elif row.what is What.LEFT:
        words[1] = _("移到了第 {n} 段").format(n=row.to + 1)
        words[0] = _("原第 {n} 段").format(n=row.number + 1)
    said = "　".join(escape(one) for one in words)
    more = "".join(f"<br/>{escape(one)}" for one in row.remarks)
    link = manner.link(number) if manner.link is not None and row.what is not What.LEFT else ""
    small = f"<a name='d{number}'></a><span style='color: {_hex('amber')}'><b>{said}</b>　{link}{more}</span>"
    return _line(small, manner)


def _inline(row: Row, manner: Manner) -> str:
    if row.what is What.LEFT:
        return gone(_cut(words_of(row.before[0])))
    kind = _kind(row.after[0] if row.after else row.before[0])
    return kind + _pieces(_short(row, manner), ("gone", "new"))


def _columns(row: Row, manner: Manner) -> tuple[str, str]:
    if row.what is What.LEFT:
        return gone(_cut(words_of(row.before[0]))), f"<i>{escape(_('（移走了）'))}</i>"
    pieces = _short(row, manner)
    left = "".join(_kind(one) for one in row.before[:1]) + _pieces(pieces, ("gone",)) if row.before else ""
    right = "".join(_kind(one) for one in row.after[:1]) + _pieces(pieces, ("new",)) if row.after else ""
    return left, right


def _short(row: Row, manner: Manner) -> list[Piece]:
    pieces = row.pieces
    long = sum(len(text) for _what, text in pieces) > _LONGEST
    if not row.differs and not manner.whole:
        return [("same", _cut(words_of(row.after[0])))] if row.after else pieces
    return excerpt(pieces, manner.around) if long and not manner.whole else pieces


def _cut(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:60]}……{text[-20:]}"


def _kind(block: Block) -> str:
    if block.kind in _NAMELESS:
        return ""
    words = block.label if block.kind in (BlockKind.QUESTION, BlockKind.ANSWER) and block.label else _(block.kind.label)
    return f"<span style='color: {_hex('faint')}'>{escape(_('〔{kind}〕').format(kind=words))}</span>"


def _pieces(pieces: Sequence[Piece], kept: Sequence[str]) -> str:
    made = []
    for what, text in pieces:
        if what == "same":
            made.append(escape(text).replace("\n", "<br/>"))
        elif what in kept:
            made.append((gone if what == "gone" else new)(text))
    return "".join(made)


def gone(text: str) -> str:
    """Words that are not there any more."""
    return f"<s style='color: {_hex('danger')}'>{_said(text)}</s>"


def new(text: str) -> str:
    """Words that were not there."""
    return f"<span style='background-color: {_hex('celadon_tint')}; color: {_hex('celadon')}'>{_said(text)}</span>"


def _said(text: str) -> str:
    """With the ends of paragraphs as signs: they come and go, too."""
    return escape(text).replace("\n", "¶<br/>")


def _hex(token: str) -> str:
    return theme().colour(token).name()
