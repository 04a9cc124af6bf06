"""What a manuscript cannot hold as the document had it, collected while reading and said in Chinese sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from archive_app.intake.formats.base import unique

_QUOTED = 60  # characters of a text that is quoted
_PLACE, _PLACES = 12, 3
"""Characters of a place that is named, and how many are."""
_EACH = 100  # sentences of one sort that are said in full

_COUNTED = {
    "toc": "自动目录（{n} 处）没有收，成书时会重新生成。",
    "deleted": "文稿带修订：已删除的文字 {n} 个字没有收，按接受修订处理。",
    "inserted": "文稿带修订：新插入的文字 {n} 个字照收，按接受修订处理。",
    "moved": "文稿带修订：移动过的段落按移动后的位置收下（{n} 处）。",
    "endnote": "{n} 条尾注改作脚注收下。",
    "strike": "删除线（{n} 个字）没有保留，文字照收。",
    "colour": "文字颜色（{n} 个字）没有保留，文字照收。",
    "highlight": "底色或突出显示（{n} 个字）没有保留，文字照收。",
    "border": "文字边框（{n} 个字）没有保留，文字照收。",
    "caps": "大写字母格式（{n} 个字）没有保留，文字照收。",
    "two-in-one": "双行合一、纵横混排（{n} 处）没有保留，文字照收。",
    "cell-picture": "表格里的图片（{n} 幅）移到表格后面。",
    "nested-table": "表格里套的表格（{n} 个）改成文字收在单元格里。",
    "frame-table": "只有一格的表格（{n} 个）拆成段落收下。",
    "picture-table": "用来排图片的表格（{n} 个）拆成图片和图注收下。",
    "equation": "公式（{n} 处）改成一行文字收下，请核对。",
    "ink": "手写墨迹（{n} 处）没有收。",
    "cropped": "裁剪过的图片（{n} 幅）收的是未裁剪的原图。",
    "index-mark": "索引标记（{n} 处）没有收。",
    "control": "没有填写的表单提示（{n} 处）没有收。",
    "gallery": "艺术字、图形等（{n} 处）没有收，里面的文字照收。",
    "columns": "分栏排版（{n} 节）没有保留，文字照收。",
}
"""What is counted, and the sentence at the end."""


@dataclass(slots=True)
class Findings:
    """Counts, and sentences of their own."""

    counts: Counter[str] = field(default_factory=Counter)
    sentences: list[str] = field(default_factory=list)
    spoken: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=dict)

    def count(self, what: str, number: int = 1, words: str = "") -> None:
        """One more (or so many more) of a sort named in the table; ``words`` say where: the first few are told."""
        assert what in _COUNTED
        self.counts[what] += number
        here = self.places.setdefault(what, [])
        short = " ".join(words.split())[:_PLACE]
        if number and short and short not in here and len(here) <= _PLACES:
            here.append(short)

    def say(self, sentence: str) -> None:
        """Something to be said as it is."""
        self.sentences.append(sentence)

    def quote(self, sort: str, sentence: str) -> None:
        """A sentence that may come up often: said in full a hundred times, then counted."""
        self.spoken[sort] += 1
        if self.spoken[sort] <= _EACH:
            self.sentences.append(sentence)

    def warnings(self) -> tuple[str, ...]:
        """Everything, each sentence once."""
        counted = [self._counted(what, text) for what, text in _COUNTED.items() if self.counts[what]]
        more = [f"“{sort}”另有 {n - _EACH} 处，不一一列出。" for sort, n in self.spoken.items() if n > _EACH]
        return unique((*counted, *self.sentences, *more))

    def _counted(self, what: str, text: str) -> str:
        said, here = text.format(n=self.counts[what]), self.places.get(what, [])
        if not here:
            return said
        named = "".join(f"“{words}”" for words in here[:_PLACES]) + ("等" if len(here) > _PLACES else "")
        return f"{said.removesuffix('。')}：{named}。"


def quoted(text: str) -> str:
    """The beginning of a text, in quotation marks."""
    flat = " ".join(text.split())
    return f"“{flat[:_QUOTED]}……”" if len(flat) > _QUOTED else f"“{flat}”"
