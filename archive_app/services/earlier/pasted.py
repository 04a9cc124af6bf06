"""A table of contents as people have it: lines with leaders and page numbers, or the cells of a table, read as rows.

Author and title stand in either order; how the clear lines of a list have it, the doubtful ones are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass
from archive_app.hanzi.dating.numerals import number
from archive_app.hanzi.pinyin.surnames import has_surname


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """An article as a table of contents has it; pages as they are printed. ``level`` is a level of its own, as a person
    reads it (控制); empty: the volume's."""

    title: str
    author: str = ""
    section: str = ""
    first: str = ""
    last: str = ""
    level: str = ""


_WIDE = str.maketrans("０１２３４５６７８９（）［］〔〕：／－～．", "0123456789()[][]:/-~.")
_FIGURES = "〇零○一二三四五六七八九十百"
_PAGE = re.compile(
    rf"""(?P<open>[(\[<]?)\s*(?:第|P\.?|p\.?)?\s*
    (?P<first>\d{{1,4}}|[ivxl]{{1,7}}|[{_FIGURES}]{{1,5}})
    (?:\s*(?:[-—–~～至]|\.\.)\s*(?P<last>\d{{1,4}}|[ivxl]{{1,7}}|[{_FIGURES}]{{1,5}}))?
    \s*[页頁]?\s*[)\]>]?\s*\Z""",
    re.VERBOSE,
)
_PAGE_FIRST = re.compile(
    r"\s*(?P<first>\d{1,4})(?:\s*[-—–~～至]\s*(?P<last>\d{1,4}))?(?:[页頁\t]|\s{1,})\s*(?P<rest>\D.*)"
)
_LEADERS = re.compile(r"[.·•・⋯‥┄┈]{2,}|…+|[-_—]{3,}|\t|　{2,}| {3,}")
_GAP = re.compile(r"[ 　\t]+|(?<=[^\d])/(?=[^\d])")
_SPACED = re.compile(r"(?<![\u3400-\u9fff])([\u3400-\u9fff])[ 　]([\u3400-\u9fff])(?![\u3400-\u9fff])")
_SECTION = re.compile(r"\s*[【〖\[《〈◆■●▲☆★◇○](?P<name>[^【】〖〗]{1,30}?)[】〗\]》〉]?\s*\Z")
_DID = (
    "口述|讲述|整理|遗稿|遗作|供稿|来稿|撰文|撰稿|撰写|撰|著|文|采访|访问|记录|笔录|搜集|收集|辑录|辑"
    "|翻译|译|编|图|摄影|摄|执笔|提供|图文"
)
_GLUED = re.compile(rf"([）)])(?=[\u3400-\u9fff、]{{2,12}}(?:{_DID})(?:[ 　、]|$))")
_BEHIND = re.compile(r"([）)])([\u3400-\u9fff]{2,3})\Z")
_ROLE = re.compile(rf"(?:{_DID})+\Z")
_BETWEEN = re.compile(r"[、，,；;/／ 　]+|和|与|(?<=口述)|(?<=整理)|(?<=采访)|(?<=记录)|(?<=搜集)")
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]{2,4}|[\u3400-\u9fff]{1,8}(?:[·•・][\u3400-\u9fff]{1,8}){1,3}")
_REMARKS = (
    "示例",
    "节选",
    "节录",
    "摘录",
    "摘要",
    "选载",
    "选登",
    "连载",
    "续完",
    "未完",
    "待续",
    "代序",
    "外一篇",
    "外二篇",
)
"""What stands in brackets behind a title and is nobody."""
_REMARKED = re.compile(rf"[（(](?:{'|'.join(_REMARKS)})[）)]\Z")
_NOT_NAMES = ("本刊", "编辑部", "编者", "编委会", "委员会", "文史办", "办公室", "资料组")
_IN_BRACKETS = re.compile(r"(?P<title>.+?)\s*[(](?P<author>[^()]{2,40})[)]\Z")
_WRAPPED = re.compile(r"\A[(（]([^()（）]*)[)）]\Z")
_COLON = re.compile(r"(?P<author>[^:]{2,20}):\s*(?P<title>.+)\Z")
_PLATES = ("图版", "插页", "彩页", "照片", "题词")
"""What stands in a printed list without a page, and has no articles beneath."""
_MATTER = re.compile(
    "序[言一二三]?|自序|代序|前言|凡例|编辑说明|出版说明|编委会.*|.*名单|.*名录|卷首语|编者的话|大事记|附录.*|勘误.*|.*索引|.*启事|后记|跋|编后.*"
)
"""What goes before and after the articles of a book: never a 栏目, never a name."""
_BEFORE_ALL = re.compile(r"(?P<title>代序|自序|序言|序[一二三]|序|前言|卷首语|编者的话)[:： \u3000]*(?P<name>.+)")
_AFTER_ALL = re.compile(r"(?P<title>编后记|后记|跋)[:： \u3000]*(?P<name>.+)")
_ONE_WORD = re.compile(r"序[曲幕列次数章]|跋[涉扈山]|前言后|后记[忆得者]|.+之[一二三四五]?\Z|.{2,3}之")
"""What begins as those do and is a title of its own."""
_MATTERS = 3
"""So many lines at either end of a list may be of what goes before and after the articles."""
_RUNNING = re.compile(r".{0,20}第[〇零○一二三四五六七八九十百\d]{1,4}[辑輯集卷期]")
"""What stands over every page of a series' volume."""
_LONGEST_HEAD, _LEAF, _ENOUGH_HEADS = 10, 2, 3
_HEADINGS = ("目录", "目次", "目錄", "总目", "contents")
_SURE, _LIKELY = 2, 1


def read_lines(text: str) -> list[ContentsRow]:
    """The rows of a table of contents that was pasted. Lines without a page are the head of a 栏目, or the beginning of
    a title that goes on in the next line; 目录 itself is none."""
    found: list[tuple[list[str], str, str, str]] = []  # parts, first, last, section
    section, begun = "", ""
    for line in text.splitlines():
        words = line.strip(" \u3000\r\n\ufeff")
        if not words or words.replace(" ", "").replace("\u3000", "").lower() in _HEADINGS:
            continue
        rest, first, last = _page_of(words)
        if not first:
            bare = _LEADERS.sub(" ", words).strip(" \u3000")
            named = _SECTION.match(words)
            if named is not None:
                section, begun = named["name"].strip(), ""
            elif _RUNNING.fullmatch(bare):
                continue
            elif bare in _PLATES and not begun:
                section = ""
            elif begun or not _is_head(bare):
                begun += bare
            else:
                section, begun = bare, ""
            continue
        if not found and not begun and not rest:
            continue
        named = _SECTION.match(rest) if len(_parts(rest)) == 1 else None
        if named is not None and rest[:1] in "【〖◆■●▲☆★◇○":  # the page on which a 栏目 begins
            section, begun = named["name"].strip(), ""
            continue
        found.append((_parts(begun + rest), first, last, section))
        begun = ""
    author_last = _author_last([parts for parts, *_ in found])
    rows = [_row(parts, first, last, where, author_last) for parts, first, last, where in found if parts]
    return _under_sections(_apart_from_names(rows))


def _apart_from_names(rows: list[ContentsRow]) -> list[ContentsRow]:
    """序文士衡 is 序 by 文士衡, where a list that says who wrote the articles has lost the gap: a word of the book's
    front at the list's beginning, one of its back at its end, and a name close behind."""
    if not any(row.author for row in rows):
        return rows
    made = list(rows)
    for at, row in enumerate(rows):
        before, after = _BEFORE_ALL.fullmatch(row.title), _AFTER_ALL.fullmatch(row.title)
        words = before if at < _MATTERS else None
        words = after if words is None and at >= len(rows) - _MATTERS else words
        if words is None or row.author not in ("", *_REMARKS) or _ONE_WORD.match(row.title):
            continue
        name = _REMARKED.sub("", words["name"])
        if _authorship(name):
            made[at] = replace(row, title=words["title"], author=name)
    return made


def _under_sections(rows: list[ContentsRow]) -> list[ContentsRow]:
    """Where each 栏目 has a page of its own, its line has a page, too: short, nobody's, and the first article beneath
    is somebody's and begins a leaf further on at most. One such line may be an article; several, and no other line of
    the body without an author, are the 栏目."""
    paged = [row.first.isdecimal() for row in rows]
    matter = [bool(_MATTER.fullmatch(row.title)) for row in rows]
    nobodys = [at for at, row in enumerate(rows) if paged[at] and not row.author and not matter[at]]
    heads = [
        at
        for at in nobodys
        if at + 1 < len(rows)
        and len(rows[at].title) <= _LONGEST_HEAD
        and rows[at + 1].author
        and paged[at + 1]
        and 0 < int(rows[at + 1].first) - int(rows[at].first) <= _LEAF
    ]
    if len(heads) < _ENOUGH_HEADS or any(at not in heads for at in nobodys if heads[0] < at < heads[-1]):
        return rows
    made, section = [], ""
    for at, row in enumerate(rows):
        if at in heads:
            section = row.title
            continue
        if matter[at] or (at in nobodys and at > heads[-1]):
            section = ""  # what stands after the articles is under none
        made.append(row if at < heads[0] else replace(row, section=section))
    return made


def _is_head(words: str) -> bool:
    """Whether a line without a page is rather a 栏目 than the first half of a title."""
    return len(words) <= 10 and not words.endswith(("，", "、", "：", "—", "·"))


def _page_of(line: str) -> tuple[str, str, str]:
    """(what stands before it, first page, last page); no pages where there is none."""
    narrow = line.translate(_WIDE)
    match = _PAGE.search(narrow)
    while match is not None:
        rest = line[: match.start()]
        shown = match["first"]
        apart = bool(match["open"]) or not rest or bool(re.search(r"[ 　\t.·•・⋯‥…_┄┈)）\-—]\Z", rest))
        written = shown[0] in _FIGURES
        if apart and (not written or match["open"] or _LEADERS.search(rest)):
            return _LEADERS.sub("\t", rest).strip(" \u3000\t"), _figures(shown), _figures(match["last"] or "")
        match = _PAGE.search(narrow, match.start() + 1)
    match = _PAGE_FIRST.match(narrow)
    if match is not None:
        rest = line[match.start("rest") :]
        return _LEADERS.sub("\t", rest).strip(" \u3000\t"), match["first"], match["last"] or ""
    return line, "", ""


def _figures(words: str) -> str:
    if not words or words[0] not in _FIGURES:
        return words.lstrip("0") or words
    found = number(words.replace("○", "〇"))
    return str(found) if found else words


def _parts(rest: str) -> list[str]:
    """What stands apart from each other: by leaders, else by blanks before or behind a name."""
    rest = _GLUED.sub(r"\1 ", _SPACED.sub(r"\1\2", rest))
    behind = _BEHIND.search(rest)
    if behind is not None and has_surname(behind[2]):
        rest = f"{rest[: behind.start(2)]} {behind[2]}"
    parts = [part.strip(" \u3000") for part in rest.split("\t") if part.strip(" \u3000.·…")]
    if len(parts) == 1:
        words = _GAP.split(parts[0])
        parts = _grouped([word for word in words if word])
    return parts


def _grouped(words: list[str]) -> list[str]:
    """Words between blanks as title and names: names at the one end or the other stand together."""
    if len(words) < 2:
        return words
    end = len(words)
    while end > 1 and _authorship(words[end - 1]):
        end -= 1
    begin = 0
    while begin < end - 1 and _authorship(words[begin]):
        begin += 1
    if end < len(words) and begin:
        begin = 0  # names at both ends: those behind are the authors'
    found = [" ".join(words[:begin]), " ".join(words[begin:end]), " ".join(words[end:])]
    return [part for part in found if part]


def _authorship(words: str) -> int:
    """How sure it is that these words are who wrote it: 0 not at all."""
    words = words.translate(_WIDE).strip("() []")
    if not 2 <= len(words) <= 40 or words in _REMARKS or _MATTER.fullmatch(words):
        return 0
    if any(words.endswith(one) or words == one for one in _NOT_NAMES):
        return _LIKELY
    names = [part for part in _BETWEEN.split(words) if part]
    sure = bool(_ROLE.search(words))
    for name in names:
        bare = _ROLE.sub("", name) if len(name) > 2 or name in _DID.split("|") else name
        if not bare or bare.endswith("等"):
            bare = bare.removesuffix("等")
        if bare and not _NAME.fullmatch(bare):
            return 0
        if bare and "·" not in bare and not has_surname(bare) and not sure:
            return 0
    short = all(len(_ROLE.sub("", name)) <= 3 or "·" in name for name in names)
    return _SURE if sure else _LIKELY if short or len(names) > 1 else 0


def names_in(author: str) -> list[str]:
    """Who is named under a title, without what they did: 李四口述 王五整理 are two."""
    found: list[str] = []
    for part in _BETWEEN.split(_SPACED.sub(r"\1\2", author.translate(_WIDE).strip("() "))):
        words = (part or "").strip(" ():：*＊")
        name = _ROLE.sub("", words) if len(words) > 2 or words in _DID.split("|") else words
        name = name.removesuffix("等") if len(name) > 2 else name
        if name and name not in found:
            found.append(name)
    return found


def _author_last(rows: Iterable[Sequence[str]]) -> bool:
    """Whether the list has its authors behind the titles."""
    behind = before = 0
    for parts in rows:
        if len(parts) == 2:
            first, second = _authorship(parts[0]), _authorship(parts[1])
            behind += second > first
            before += first > second
    return behind >= before


def _row(parts: Sequence[str], first: str, last: str, section: str, author_last: bool) -> ContentsRow:
    parts = list(parts)
    while len(parts) > 2 and _authorship(parts[-2]) == _SURE and _authorship(parts[-1]):
        parts[-2:] = [f"{parts[-2]} {parts[-1]}"]  # who told it and who wrote it down, apart from each other
    made = ContentsRow(parts[0], "", section, first, last)
    if len(parts) == 1:
        for pattern in (_IN_BRACKETS, _COLON):
            match = pattern.match(parts[0].translate(_WIDE))
            if match is not None and _authorship(match["author"]):
                begin, end = match.span("title")
                from_, to = match.span("author")
                return replace(made, title=parts[0][begin:end].strip(), author=parts[0][from_:to].strip())
        return made
    head, tail = _authorship(parts[0]), _authorship(parts[-1])
    behind = tail > head or (tail == head and author_last)
    if (behind and tail) or not head:
        title, author = " ".join(parts[:-1]), parts[-1]
        if not tail and not author_last:
            title, author = " ".join(parts[1:]), parts[0]
    else:
        title, author = " ".join(parts[1:]), parts[0]
    return replace(made, title=title, author=_WRAPPED.sub(r"\1", author))


# — tables —

_COLUMNS = {
    "title": ("题名", "篇名", "标题", "题目", "文章", "名称", "篇目"),
    "author": ("作者", "署名", "撰稿", "责任者", "口述", "姓名", "撰文"),
    "section": ("栏目", "类别", "分类", "专题", "类目"),
    "first": ("起页", "页码", "页次", "页", "所在页", "起始页", "起止页"),
    "last": ("止页", "终页", "结束页"),
    "level": ("级别", "密级", "公开级别"),
}
_HEAD_ROWS = 10


def read_grid(rows: Sequence[Sequence[str]]) -> list[ContentsRow]:
    """The rows of a table of contents in a table: by its head, else as lines. Raises ``UsageError`` where there is
    none."""
    for at, cells in enumerate(rows[:_HEAD_ROWS]):
        known = _head(cells)
        if "title" in known:
            return list(_under(known, rows[at + 1 :]))
    found = read_lines("\n".join("\t".join(cells) for cells in rows))
    if not found:
        raise UsageError("表里看不出目录", "请让第一行是 题名、作者、栏目、页码 这些栏名。", code="no-contents")
    return found


def _head(cells: Sequence[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for place, words in enumerate(cells):
        bare = "".join(words.split())
        for name, heads in _COLUMNS.items():
            if name not in known and any(bare == head or (len(head) > 1 and bare.startswith(head)) for head in heads):
                known[name] = place
                break
    return known


def _under(known: dict[str, int], rows: Sequence[Sequence[str]]) -> Iterable[ContentsRow]:
    section = ""
    for cells in rows:
        said = {name: cells[at].strip() if at < len(cells) else "" for name, at in known.items()}
        if not said["title"]:
            continue
        named = _SECTION.match(said["title"])
        if not said.get("first") and not said.get("author") and (named is not None or "first" in known):
            section = named["name"].strip() if named is not None else said["title"]
            continue
        section = said.get("section") or section
        first, last = said.get("first", ""), said.get("last", "")
        if first:
            _rest, one, two = _page_of(f"({first.translate(_WIDE).removesuffix('.0')})")
            first, last = one or first, last.removesuffix(".0") or two
        yield ContentsRow(said["title"], said.get("author", ""), section, first, last, said.get("level", ""))
