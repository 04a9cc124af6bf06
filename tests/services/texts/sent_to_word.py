"""The text from which the files ``returned-*.docx`` in ``tests/intake/files`` were made, and how."""

from __future__ import annotations

from archive_app.domain.comments import Comment, commenting
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Span, SpanStyle


def _id(number: int) -> str:
    return f"01a22c00-0000-7000-8000-{number:012d}"


SENT = Manuscript(
    (
        Block(
            BlockKind.PARAGRAPH,
            "湟水上从前有一座渡口，渡工是祁垚的三个兄弟，夏天撑筏子，冬天凿冰。",
            (
                Span(14, 16, SpanStyle.RUBY, "qí yáo"),
                Span(24, 27, SpanStyle.DOTS),
                Span(0, 2, SpanStyle.NAME),
                Span(30, 32, SpanStyle.BOLD),
            ),
            (Note(10, "今已不存。", by="编者注", id=_id(101)),),
            id=_id(1),
        ),
        Block(BlockKind.HEADING, "一、水磨", level=1, id=_id(2)),
        Block(BlockKind.QUOTE, "磨不停，人不歇。", id=_id(3)),
        Block(BlockKind.VERSE, "花儿本是心上的话，\n不唱由不得自家。", id=_id(4)),
        Block(BlockKind.QUESTION, "您哪年来的？", label="问", id=_id(5)),
        Block(BlockKind.ANSWER, "五八年，跟着父亲来的。", label="马师傅", id=_id(6)),
        Block(BlockKind.LIST_ITEM, "磨坊两座", label="一、", id=_id(7)),
        Block(
            BlockKind.TABLE,
            "磨坊的户数",
            rows=((Cell("年", header=True), Cell("户", header=True)), (Cell("1958"), Cell("三十二"))),
            id=_id(8),
        ),
        Block(BlockKind.PARAGRAPH, "后来通了火车，渡口就没有人去了。", id=_id(9)),
    )
)


def comment() -> Comment:
    """What an editor asked beside the last paragraph."""
    return commenting(SENT, _id(9), 2, 6, "是哪一年？", by="编辑甲", at="2026-07-03T02:00:00+00:00")
