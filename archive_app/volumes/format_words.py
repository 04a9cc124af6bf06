"""The words by which an editor knows a template's options. What each may hold is the template's own business
(`archive_app.typeset.templates`): it is read off the declarations, never listed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from archive_app.frozen import dataclass
from archive_app.typeset.templates import Template
from archive_app.typeset.toml_source import Between, OneOf

COVER_IMAGE = "cover.image"
"""In an archive the id of a file; where that of a material stands, its first picture."""

GROUPS: Mapping[str, Mapping[str, str]] = {
    "版心": {
        "direction": "排向",
        "measure": "每行字数 × 每面行数",
        "body_pt": "正文字号",
        "leading_pt": "行距",
        "trim": "成品尺寸（宽 × 高）",
        "top": "天头",
        "inner": "订口",
        "hanging": "标点悬挂",
    },
    "篇和栏": {
        "articles": "文章怎样起",
        "sections": "栏目",
        "matter": "辅文怎样起",
        "front_numbering": "前辅文的页码",
        "contents_authors": "目录里印作者",
        "contents.columns": "目录分栏",
    },
    "书眉和页码": {
        "heads.even": "双页书眉",
        "heads.odd": "单页书眉",
        "heads.align": "书眉靠",
        "heads.rule": "书眉下的线",
        "folio.place": "页码",
        "folio.mark": "页码两边的记号",
    },
    "图和注": {
        "figures.width": "图片宽（占版心的份额）",
        "figures.place": "图片位置",
        "figures.beside": "文旁图片宽（占版心的份额）",
        "figures.numbered": "编图号",
        "figures.counting": "图号怎样编",
        "plates.placing": "文章里的图版",
        "plates.numbering": "图版的编号",
        "plates.per_page": "图版一面几幅",
        "notes.place": "注排在",
        "notes.numbers": "篇末、书末注的注码",
        "notes.title": "篇末、书末注的题目",
        "notes.mark": "注码大小（占字的份额）",
        "notes.rule_share": "注线长（占版心的份额）",
        "index.columns": "索引分栏",
        "columns.articles": "文章分栏",
        "columns.chronicle": "大事记分栏",
        "columns.gap": "栏间的空",
    },
    "封面和书脊": {
        "cover.design": "封面",
        COVER_IMAGE: "封面图片",
        "cover.leaf": "正文纸一张厚",
        "cover.card": "封面纸厚",
    },
    "竖排": {
        "vertical.together": "几位数字并排一格",
        "vertical.numbers": "更长的数字",
        "vertical.titles": "书名号",
        "vertical.numerals": "页码的数字",
    },
}
"""Options by group. One that this version's templates do not have is left out."""

WORDS: Mapping[str, str] = {
    "horizontal": "横排", "vertical": "竖排", "page": "另面起", "recto": "单页起", "flow": "接排",
    "opening": "印在第一篇上面", "none": "不排", "roman": "罗马数字", "arabic": "阿拉伯数字", "book": "书名",
    "section": "栏目", "article": "篇名", "outside": "外侧", "inside": "内侧", "center": "居中", "here": "就地",
    "head": "页首", "foot": "页脚", "beside": "文旁", "plate": "图版", "spread": "跨页", "type": "文字封面",
    "image": "图片封面", "upright": "一字一格", "sideways": "横躺", "marks": "照印", "wave": "改成浪线",
    "counted": "二十四", "digits": "二四", "left": "左", "right": "右", "justify": "两端对齐", "end": "篇末",
    "after-article": "排在那一篇后面",
    "plates": "图版一、图版二", "inserts": "插页1、插页2", "brackets": "数字加括号", "plain": "只排数字",
}  # fmt: skip
"""Words for the terms of choices; `PARTICULAR` where one means another thing in its place."""

PARTICULAR: Mapping[tuple[str, str], str] = {
    ("sections", "page"): "单独一面",
    ("notes.place", "foot"): "本面脚下",
    ("notes.place", "article"): "篇末",
    ("notes.place", "book"): "书末",
    ("figures.place", "page"): "整面",
    ("figures.counting", "article"): "每篇从1编起",
    ("figures.counting", "book"): "全书连着编",
    ("figures.counting", "chapter"): "篇号-图号",
    ("plates.placing", "front"): "归到书前的图版",
    ("plates.numbering", "none"): "不编",
}


@dataclass(frozen=True, slots=True)
class Option:
    """An option of the template: its key, words, group, the Python type of its value, the limit it is under, the unit
    its numbers are in, and how many there are (2: a pair)."""

    key: str
    label: str
    group: str
    type: type
    limit: Between | OneOf | None
    unit: str
    size: int = 1

    def choices(self) -> list[tuple[Any, str]]:
        """(value, words) where it is a choice."""
        if self.type is bool:
            return [(True, "是"), (False, "否")]
        if isinstance(self.limit, OneOf):
            return [(word, words_of(self.key, word)) for word in self.limit.words]
        return []


def words_of(key: str, value: str) -> str:
    """``篇末``."""
    return PARTICULAR.get((key, value)) or WORDS.get(value, value)


def options() -> Iterator[Option]:
    """Every option that has words, in the order of the form."""
    for group, keys in GROUPS.items():
        for key, label in keys.items():
            found = _declared(key)
            if found is not None:
                kind, limit, size = found
                yield Option(key, label, group, kind, limit, _unit(key, limit), size)


def current(template: Template, key: str) -> Any:
    """The value of an option in a template."""
    value: Any = template
    for name in key.split("."):
        value = getattr(value, name)
    return value


def _unit(key: str, limit: Between | OneOf | None) -> str:
    unit = limit.unit if isinstance(limit, Between) else ""
    return unit or ("毫米" if key in ("top", "inner") else "")


def _declared(key: str) -> tuple[type, Between | OneOf | None, int] | None:
    """(type, limit, how many) of an option as the template declares it; None where it has none of that name."""
    owner: Any = Template
    *above, last = key.split(".")
    for name in above:
        owner = get_type_hints(owner).get(name) if is_dataclass(owner) else None
        if owner is None:
            return None
    if not is_dataclass(owner) or last not in {one.name for one in fields(owner)}:
        return None
    hint = get_type_hints(owner, include_extras=True)[last]
    limit: Between | OneOf | None = None
    if get_origin(hint) is Annotated:
        hint, limit = get_args(hint)[:2]
    if get_origin(hint) is tuple:
        kinds = get_args(hint)
        return kinds[0], limit, len(kinds)
    return hint, limit, 1
